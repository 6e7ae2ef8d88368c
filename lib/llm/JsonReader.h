// JSON input with a schema: every field is asked for by name and kind; what is missing, of another kind, out of range
// or unknown is a UserError that says where. Malformed text is refused with line and column.
#pragma once

#include "allo/error.hpp"

#include "llvm/Support/JSON.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace allo::llm {

// The JSON value of a text; `name` is the file in errors. Throws UserError with line and column.
llvm::json::Value parseJson(const std::string &text, const std::string &name);

// One object of a file. Remembers which fields were asked for, so that `finish` can refuse the others.
class JsonReader {
public:
  // `value` outlives the reader.
  JsonReader(const llvm::json::Value &value, std::string file, std::string path = "");

  bool has(const std::string &field) const;
  std::string text(const std::string &field);
  std::string text(const std::string &field, const std::string &fallback);
  bool flag(const std::string &field, bool fallback);
  // A finite number from `least` to `most`.
  double number(const std::string &field, double least, double most = 1e18);
  double number(const std::string &field, double least, double most, double fallback);
  // A whole number from `least` to `most`.
  int64_t integer(const std::string &field, int64_t least, int64_t most = 1000000000);
  int64_t integer(const std::string &field, int64_t least, int64_t most, int64_t fallback);
  JsonReader object(const std::string &field);
  std::vector<JsonReader> objects(const std::string &field);
  // `[number, "key of sources"]`: a figure and where it is from. `sources` are the keys that exist.
  double sourced(const std::string &field, double least, double most, const std::set<std::string> &sources);
  double sourced(const std::string &field, double least, double most, const std::set<std::string> &sources,
                 double fallback);
  // An object of texts.
  std::map<std::string, std::string> texts(const std::string &field);
  std::vector<std::string> names() const;
  void ignore(const std::string &field) { asked_.insert(field); }

  // Refuses fields that nothing asked for.
  void finish() const;
  [[noreturn]] void refuse(const std::string &field, const std::string &why, const std::string &hint = "") const;

private:
  const llvm::json::Value *find(const std::string &field);
  const llvm::json::Value &need(const std::string &field);
  double inRange(const std::string &field, const llvm::json::Value &value, double least, double most);

  const llvm::json::Object *object_;
  std::string file_, path_;
  std::set<std::string> asked_;
};

// A number as errors and tables show it: no needless digits.
std::string numberText(double value);

} // namespace allo::llm
