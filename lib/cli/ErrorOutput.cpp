#include "cli/ErrorOutput.h"

#include "support/Warning.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

namespace allo::cli {

namespace {
void addPlace(llvm::json::Object &object, const SourcePlace &place) {
  if (!place.known())
    return;
  object["file"] = place.file;
  object["line"] = place.line;
  object["column"] = place.column;
}
} // namespace

llvm::json::Object errorJson(const Error &error) {
  llvm::json::Object object{{"message", error.message()}};
  addPlace(object, error.place());
  if (!error.hint().empty())
    object["hint"] = error.hint();
  llvm::json::Array notes;
  for (const Note &note : error.notes()) {
    llvm::json::Object entry{{"message", note.message}};
    addPlace(entry, note.place);
    notes.push_back(std::move(entry));
  }
  if (!notes.empty())
    object["notes"] = std::move(notes);
  llvm::json::Array further;
  for (const Error &other : error.further())
    further.push_back(errorJson(other));
  if (!further.empty())
    object["further"] = std::move(further);
  return object;
}

int printError(const Error &error, int exitCode, bool json) {
  llvm::errs() << error.what() << "\n";
  if (json)
    printJson(llvm::json::Object{{"error", errorJson(error)}, {"exit_code", exitCode}});
  return exitCode;
}

void printWarnings(const std::vector<Note> &warnings) {
  for (const Note &warning : warnings)
    llvm::errs() << support::warningText(warning) << "\n";
}

void printJson(llvm::json::Value value) { llvm::outs() << llvm::formatv("{0:2}", value) << "\n"; }

} // namespace allo::cli
