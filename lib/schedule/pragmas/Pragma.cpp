// The order of the pragmas, and their errors together.
#include "schedule/pragmas/Pragma.h"

#include "llvm/ADT/StringMap.h"

#include <algorithm>
#include <tuple>

namespace allo::schedule {

namespace {
const PragmaWord *findWord(const std::string &word) {
  static const std::vector<PragmaWord> all = [] {
    std::vector<PragmaWord> words = arrayPragmas();
    for (const std::vector<PragmaWord> &part : {loopPragmas(), functionPragmas()})
      words.insert(words.end(), part.begin(), part.end());
    return words;
  }();
  for (const PragmaWord &entry : all)
    if (entry.word == word)
      return &entry;
  return nullptr;
}

// A step that fails is an error of the pragma: its place first, then where the step met what it refuses.
ScheduleError atPragma(const ScheduleError &error, const lang::SourcePragma &pragma) {
  std::vector<Note> notes = error.notes();
  bool isElsewhere =
      error.place().known() && (error.place().line != pragma.place.line || error.place().column != pragma.place.column);
  if (isElsewhere)
    notes.insert(notes.begin(), {error.place(), "the step concerns this"});
  return ScheduleError(error.message(), pragma.place, error.hint(), std::move(notes));
}

[[noreturn]] void throwAll(const std::vector<ScheduleError> &errors) {
  const ScheduleError &first = errors.front();
  std::vector<Note> notes = first.notes();
  for (size_t i = 1; i < errors.size(); ++i) {
    notes.push_back({errors[i].place(), "also: " + errors[i].message()});
    notes.insert(notes.end(), errors[i].notes().begin(), errors[i].notes().end());
  }
  throw ScheduleError(first.message(), first.place(), first.hint(), std::move(notes));
}
} // namespace

Step directiveStep(const std::string &word, const std::string &where, StepArgument what, const std::string &options) {
  Step step{"directive", {{word}}, {{where, std::move(what)}}};
  if (!options.empty())
    step.named.push_back({"options", {options.find(' ') == std::string::npos ? options : "(" + options + ")"}});
  return step;
}

void applyPragmas(Schedule::Implementation &schedule, const std::vector<lang::SourcePragma> &pragmas,
                  std::vector<Note> warnings) {
  struct Entry {
    size_t function; // in the order of the program: callees first
    PragmaGroup group;
    const lang::SourcePragma *pragma;
    const PragmaWord *word;
  };
  std::vector<Entry> entries;
  llvm::StringMap<size_t> functions;
  for (const lang::SourcePragma &pragma : pragmas) {
    size_t function = functions.try_emplace(pragma.function, functions.size()).first->second;
    if (const PragmaWord *word = findWord(pragma.word))
      entries.push_back({function, word->group, &pragma, word});
    else
      warnings.push_back({pragma.place, pragma.text + ": this pragma is not known; it is ignored"});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry &left, const Entry &right) {
    return std::pair(left.function, left.group) < std::pair(right.function, right.group);
  });
  std::vector<ScheduleError> errors;
  for (const Entry &entry : entries) {
    PragmaContext context(*entry.pragma, schedule, warnings);
    try {
      entry.word->translate(context);
      context.warnUnusedOptions();
    } catch (const ScheduleError &error) {
      errors.push_back(atPragma(error, *entry.pragma));
    }
  }
  if (!errors.empty())
    throwAll(errors);
  // Instances of a template say the same about the same place.
  for (const Note &warning : warnings)
    if (std::none_of(schedule.warnings.begin(), schedule.warnings.end(), [&](const Note &known) {
          return known.message == warning.message && known.place.line == warning.place.line &&
                 known.place.file == warning.place.file;
        }))
      schedule.warnings.push_back(warning);
  std::stable_sort(schedule.warnings.begin(), schedule.warnings.end(), [](const Note &left, const Note &right) {
    return std::tie(left.place.file, left.place.line) < std::tie(right.place.file, right.place.line);
  });
}

} // namespace allo::schedule
