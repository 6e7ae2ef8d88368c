#include "llm/JsonReader.h"

#include <cmath>
#include <cstdio>

namespace allo::llm {

using llvm::json::Value;

namespace {
// The parser's text is "[3:14, byte=33]: Expected …".
[[noreturn]] void rethrowParseError(llvm::Error error, const std::string &name) {
  std::string text = llvm::toString(std::move(error));
  SourcePlace place{name, 1, 1};
  unsigned line = 0, column = 0;
  if (std::sscanf(text.c_str(), "[%u:%u", &line, &column) == 2) {
    place.line = line;
    place.column = column + 1; // the parser counts from 0
    if (size_t end = text.find("]: "); end != std::string::npos)
      text = text.substr(end + 3);
  }
  throw UserError("malformed JSON: " + text, place);
}

const char *kindOf(const Value &value) {
  switch (value.kind()) {
  case Value::Null:
    return "null";
  case Value::Boolean:
    return "a truth value";
  case Value::Number:
    return "a number";
  case Value::String:
    return "a text";
  case Value::Array:
    return "a list";
  case Value::Object:
    return "an object";
  }
  return "a value";
}

// The parser is recursive: text that would exhaust the stack is refused first.
void refuseDeepNesting(const std::string &text, const std::string &name) {
  const int deepest = 64;
  int depth = 0;
  unsigned line = 1, column = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    ++column;
    if (c == '\n') {
      ++line;
      column = 0;
    }
    if (quoted) {
      if (c == '\\')
        ++i, ++column;
      else if (c == '"')
        quoted = false;
      continue;
    }
    quoted = c == '"';
    depth += (c == '[' || c == '{') - (c == ']' || c == '}');
    if (depth > deepest)
      throw UserError("malformed JSON: nested more than 64 deep", {name, line, column});
  }
}
} // namespace

std::string numberText(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

Value parseJson(const std::string &text, const std::string &name) {
  refuseDeepNesting(text, name);
  llvm::Expected<Value> value = llvm::json::parse(text);
  if (!value)
    rethrowParseError(value.takeError(), name);
  return std::move(*value);
}

JsonReader::JsonReader(const Value &value, std::string file, std::string path)
    : object_(value.getAsObject()), file_(std::move(file)), path_(std::move(path)) {
  if (!object_)
    throw UserError(file_ + ": " + (path_.empty() ? "" : path_ + ": ") + "an object is needed, not " + kindOf(value));
}

void JsonReader::refuse(const std::string &field, const std::string &why, const std::string &hint) const {
  std::string path = path_.empty() || field.empty() ? path_ + field : path_ + "." + field;
  throw UserError(file_ + ": " + path + (path.empty() ? "" : ": ") + why, {}, hint);
}

const Value *JsonReader::find(const std::string &field) {
  asked_.insert(field);
  const Value *value = object_->get(field);
  return value && value->kind() != Value::Null ? value : nullptr;
}

const Value &JsonReader::need(const std::string &field) {
  const Value *value = find(field);
  if (!value)
    refuse(field, "the field is missing");
  return *value;
}

bool JsonReader::has(const std::string &field) const {
  const Value *value = object_->get(field);
  return value && value->kind() != Value::Null;
}

std::string JsonReader::text(const std::string &field) {
  const Value &value = need(field);
  if (value.kind() != Value::String)
    refuse(field, std::string("a text is needed, not ") + kindOf(value));
  return value.getAsString()->str();
}

std::string JsonReader::text(const std::string &field, const std::string &fallback) {
  return find(field) ? text(field) : fallback;
}

bool JsonReader::flag(const std::string &field, bool fallback) {
  const Value *value = find(field);
  if (!value)
    return fallback;
  if (value->kind() != Value::Boolean)
    refuse(field, std::string("true or false is needed, not ") + kindOf(*value));
  return *value->getAsBoolean();
}

double JsonReader::inRange(const std::string &field, const Value &value, double least, double most) {
  if (value.kind() != Value::Number)
    refuse(field, std::string("a number is needed, not ") + kindOf(value));
  double number = *value.getAsNumber();
  if (!(std::isfinite(number) && number >= least && number <= most))
    refuse(field, numberText(number) + " is not from " + numberText(least) + " to " + numberText(most));
  return number;
}

double JsonReader::number(const std::string &field, double least, double most) {
  return inRange(field, need(field), least, most);
}

double JsonReader::number(const std::string &field, double least, double most, double fallback) {
  const Value *value = find(field);
  return value ? inRange(field, *value, least, most) : fallback;
}

int64_t JsonReader::integer(const std::string &field, int64_t least, int64_t most) {
  double value = number(field, static_cast<double>(least), static_cast<double>(most));
  if (value != std::floor(value))
    refuse(field, "a whole number is needed, not " + numberText(value));
  return static_cast<int64_t>(value);
}

int64_t JsonReader::integer(const std::string &field, int64_t least, int64_t most, int64_t fallback) {
  return find(field) ? integer(field, least, most) : fallback;
}

JsonReader JsonReader::object(const std::string &field) {
  const Value &value = need(field);
  return JsonReader(value, file_, path_.empty() ? field : path_ + "." + field);
}

std::vector<JsonReader> JsonReader::objects(const std::string &field) {
  const Value &value = need(field);
  if (value.kind() != Value::Array)
    refuse(field, std::string("a list is needed, not ") + kindOf(value));
  std::vector<JsonReader> result;
  for (const Value &element : *value.getAsArray()) {
    std::string path = (path_.empty() ? field : path_ + "." + field) + "[" + std::to_string(result.size()) + "]";
    result.emplace_back(element, file_, path);
  }
  return result;
}

double JsonReader::sourced(const std::string &field, double least, double most, const std::set<std::string> &sources) {
  const Value &value = need(field);
  const llvm::json::Array *pair = value.getAsArray();
  if (!pair || pair->size() != 2)
    refuse(field, "a figure and its source are needed: [123, \"key\"]");
  if ((*pair)[1].kind() != Value::String)
    refuse(field, "the source must be a text, a key of \"sources\"");
  std::string source = (*pair)[1].getAsString()->str();
  if (!sources.count(source))
    refuse(field, "there is no source '" + source + "' in \"sources\"");
  return inRange(field, (*pair)[0], least, most);
}

double JsonReader::sourced(const std::string &field, double least, double most, const std::set<std::string> &sources,
                           double fallback) {
  return find(field) ? sourced(field, least, most, sources) : fallback;
}

std::map<std::string, std::string> JsonReader::texts(const std::string &field) {
  const Value &value = need(field);
  JsonReader inner(value, file_, path_.empty() ? field : path_ + "." + field);
  std::map<std::string, std::string> result;
  for (const std::string &name : inner.names())
    result[name] = inner.text(name);
  return result;
}

std::vector<std::string> JsonReader::names() const {
  std::vector<std::string> result;
  for (const auto &[key, value] : *object_)
    result.push_back(key.str());
  std::sort(result.begin(), result.end());
  return result;
}

void JsonReader::finish() const {
  for (const std::string &name : names())
    if (!asked_.count(name))
      refuse(name, "there is no such field");
}

} // namespace allo::llm
