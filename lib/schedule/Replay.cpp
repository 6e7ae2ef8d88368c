// Scripts in and out: the trace of a schedule, one step as text, and the replay of a whole script.
#include "schedule/Implementation.h"

#include "allo/schedule.hpp"

#include <map>

namespace allo {

using schedule::ScriptLine;
using schedule::ScriptSection;
using schedule::Section;
using schedule::Step;

namespace {
std::string sectionText(const std::string &kernel, const std::vector<std::string> &steps) {
  std::string text = "kernel " + kernel + "\n";
  for (const std::string &step : steps)
    text += "  " + step + "\n";
  return text;
}

// "gemm<float,4>" and, where the kernel is a template, "gemm" name "gemm<float, 4>".
bool namesKernel(const std::string &written, const std::string &kernel) {
  std::string wanted = schedule::squeezed(written), symbol = schedule::squeezed(kernel);
  return wanted == symbol || wanted == symbol.substr(0, symbol.find_first_of("<("));
}

// A marked step that the same pragma was already.
bool isDoneBySource(const ScriptLine &line, const Step &step, const schedule::State &state) {
  if (line.origin.empty())
    return false;
  for (size_t i = 0; i < state.origins.size(); ++i)
    if (state.steps[i] == step.text())
      return true;
  return false;
}

[[noreturn]] void rethrowInLine(const ScheduleError &error, unsigned line) {
  std::vector<Note> notes = error.notes();
  notes.push_back({{}, "in line " + std::to_string(line) + " of the schedule"});
  throw ScheduleError(error.message(), error.place(), error.hint(), std::move(notes));
}
} // namespace

std::string Schedule::trace() const {
  std::string text;
  for (const Section &section : implementation_->state().composed)
    text += sectionText(section.kernel, section.steps);
  return text + sectionText(kernel(), implementation_->state().markedSteps());
}

Schedule &Schedule::apply(const std::string &step) {
  implementation_->apply(schedule::parseStep(step));
  return *this;
}

Schedule &Schedule::replay(const std::string &script) {
  std::vector<ScriptSection> sections = schedule::parseScript(script);
  Schedule own = *this; // all steps or none
  std::vector<std::pair<std::string, Schedule>> others;
  auto otherNamed = [&](const std::string &name) -> Schedule * {
    for (auto &[written, other] : others)
      if (namesKernel(name, other.kernel()) || schedule::squeezed(written) == schedule::squeezed(name))
        return &other;
    return nullptr;
  };
  auto isOwn = [&](const ScriptSection &section) {
    return section.kernel.empty() || namesKernel(section.kernel, kernel());
  };
  for (const ScriptSection &section : sections) {
    Schedule *target = isOwn(section) ? &own : otherNamed(section.kernel);
    if (!target) {
      if (!implementation_->customize)
        throw ScheduleError("kernel " + section.kernel + ": this schedule cannot reach other kernels of its program");
      others.emplace_back(section.kernel, implementation_->customize(section.kernel));
      target = &others.back().second;
    }
    for (const ScriptLine &line : section.steps) {
      try {
        Step step = schedule::parseStep(line.text);
        if (isDoneBySource(line, step, target->implementation_->state()))
          continue;
        Schedule *composed = step.word == "compose" && step.positional.size() == 1 && step.positional[0].identity == 0
                                 ? otherNamed(step.positional[0].text)
                                 : nullptr;
        if (composed) {
          step.positional[0].text = composed->kernel();
          target->implementation_->apply(step, composed->implementation_.get());
        } else {
          target->implementation_->apply(step);
        }
      } catch (const ScheduleError &error) {
        rethrowInLine(error, line.number);
      }
    }
  }
  if (!sections.empty() && !isOwn(sections.back()))
    throw ScheduleError("the schedule ends with kernel '" + sections.back().kernel + "', not with '" + kernel() + "'",
                        {}, "the last section must be 'kernel " + kernel() + "'");
  return *this = std::move(own);
}

} // namespace allo
