// Which defect of test/mutation/defects the mutated library has at present. Its sources ask at every place of one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace allo::mutation {

struct Defect {
  std::string name, layer, kind, file, says;
  std::string aims; // steps of a schedule that reach it, separated by blanks
};
extern const std::vector<Defect> defects;

struct TextDefect { // in a text that the library hands out
  std::string defect, file, original, planted;
};
extern const std::vector<TextDefect> textDefects;

// Empty: none. `wasReached` tells whether the place of the defect has run since.
void plant(const std::string &name);
bool wasReached();

bool isPlanted(std::string_view name);
std::string plantedText(const std::string &file, std::string text);

// Plants a defect while it lives.
class Planting {
public:
  explicit Planting(const std::string &name) { plant(name); }
  ~Planting() { plant(""); }
  Planting(const Planting &) = delete;
  Planting &operator=(const Planting &) = delete;
};

} // namespace allo::mutation
