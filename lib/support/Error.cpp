// Renders an error as compilers do: file:line:column, the line, a caret, notes, a hint.
#include "support/Warning.h"

#include <fstream>

namespace allo {

namespace {
std::string sourceLine(const SourcePlace &place) {
  std::ifstream file(place.file);
  std::string line;
  for (unsigned i = 0; i < place.line && std::getline(file, line); ++i)
    ;
  return file ? line : std::string();
}

std::string renderLine(const SourcePlace &place, const std::string &kind, const std::string &message) {
  std::string text;
  if (place.known())
    text = place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": ";
  text += kind + ": " + message;
  if (!place.known())
    return text;
  std::string line = sourceLine(place);
  if (line.empty())
    return text;
  std::string caret;
  for (unsigned i = 1; i < place.column && i <= line.size(); ++i)
    caret += line[i - 1] == '\t' ? '\t' : ' ';
  return text + "\n  " + line + "\n  " + caret + "^";
}

std::string render(const std::string &message, const SourcePlace &place, const std::string &hint,
                   const std::vector<Note> &notes) {
  std::string text = renderLine(place, "error", message);
  for (const Note &note : notes)
    text += "\n" + renderLine(note.place, "note", note.message);
  if (!hint.empty())
    text += "\n  hint: " + hint;
  return text;
}
} // namespace

namespace support {
std::string warningText(const Note &warning) { return renderLine(warning.place, "warning", warning.message); }
} // namespace support

Error::Error(std::string message, SourcePlace place, std::string hint, std::vector<Note> notes)
    : std::runtime_error(render(message, place, hint, notes)), message_(std::move(message)), place_(std::move(place)),
      hint_(std::move(hint)), notes_(std::move(notes)) {}

namespace {
std::string renderAll(const Error &first, const std::vector<Error> &further) {
  std::string text = first.what();
  for (const Error &error : further)
    text += std::string("\n") + error.what();
  return text;
}
} // namespace

Error::Error(const Error &first, std::vector<Error> further)
    : std::runtime_error(renderAll(first, further)), message_(first.message_), place_(first.place_), hint_(first.hint_),
      notes_(first.notes_), further_(std::move(further)) {}

UserError UserError::together(const std::vector<UserError> &errors) {
  return UserError(errors.front(), std::vector<Error>(errors.begin() + 1, errors.end()));
}

} // namespace allo
