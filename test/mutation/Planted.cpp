#include "Planted.h"

namespace allo::mutation {

namespace {
std::string present;
bool reached = false;
} // namespace

void plant(const std::string &name) {
  present = name;
  reached = false;
}

bool wasReached() { return reached; }

bool isPlanted(std::string_view name) {
  if (present != name)
    return false;
  reached = true;
  return true;
}

std::string plantedText(const std::string &file, std::string text) {
  for (const TextDefect &defect : textDefects)
    if (defect.file == file && isPlanted(defect.defect))
      text.replace(text.find(defect.original), defect.original.size(), defect.planted);
  return text;
}

} // namespace allo::mutation
