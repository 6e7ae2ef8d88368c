// Scripts in and out: the trace of a schedule, one step as text, and the replay of a whole script.
#include "schedule/Implementation.h"

#include "allo/schedule.hpp"

#include "llvm/ADT/StringRef.h"

#include <deque>

namespace allo {

using schedule::ScriptLine;
using schedule::ScriptSection;
using schedule::Section;
using schedule::Step;

namespace {
std::string sectionText(const std::string &kernel, unsigned version, const std::vector<std::string> &steps) {
  std::string text = "kernel " + kernel + (version == 1 ? "" : " version=" + std::to_string(version)) + "\n";
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

[[noreturn]] void rethrowInLine(const ScheduleError &error, unsigned line, const std::string &instance) {
  std::vector<Note> notes = error.notes();
  notes.push_back(
      {{},
       "in line " + std::to_string(line) + " of the schedule" + (instance.empty() ? "" : ", for '" + instance + "'")});
  throw ScheduleError(error.message(), error.place(), error.hint(), std::move(notes));
}

// "gemm<*>" names all instances of the template "gemm"; empty for other names.
std::string templateOf(const std::string &written) {
  std::string name = schedule::squeezed(written);
  return name.size() > 3 && name.ends_with("<*>") ? name.substr(0, name.size() - 3) : "";
}

bool isInstance(const std::string &kernel, const std::string &ofTemplate) {
  return kernel.substr(0, kernel.find('<')) == ofTemplate && kernel.find('<') != std::string::npos;
}

// The instances of a template in a program.
std::vector<std::string> instancesOf(const schedule::State &state, const std::string &ofTemplate) {
  std::vector<std::string> instances;
  for (auto function : state.moduleOp().getOps<mlir::func::FuncOp>())
    if (std::string symbol = function.getSymName().str(); isInstance(symbol, ofTemplate))
      instances.push_back(symbol);
  return instances;
}

// The schedule of another kernel that a script makes.
struct OtherSchedule {
  std::string written; // the name in the heading
  unsigned version;
  Schedule schedule;
};
} // namespace

// A script while it is replayed: the schedule of the top, and those of the kernels that it composes.
class Replay {
public:
  Replay(Schedule &own, const schedule::State &unscheduled) : own_(own), unscheduled_(unscheduled) {}

  void apply(const ScriptSection &section) {
    std::string ofTemplate = templateOf(section.kernel);
    if (ofTemplate.empty())
      return applySteps(scheduleOf(section.kernel, section.version), section, "");
    std::vector<std::string> instances = instancesOf(unscheduled_, ofTemplate);
    if (instances.empty())
      throw ScheduleError("kernel " + section.kernel + ": '" + own_.kernel() + "' calls no instance of a template '" +
                              ofTemplate + "'",
                          {}, "", {{{}, "in line " + std::to_string(section.number) + " of the schedule"}});
    for (const std::string &instance : instances)
      applySteps(scheduleOf(instance, section.version), section, instance);
  }

  bool isOwn(const ScriptSection &section) const {
    std::string ofTemplate = templateOf(section.kernel);
    return section.version == 1 && (section.kernel.empty() || namesKernel(section.kernel, own_.kernel()) ||
                                    (!ofTemplate.empty() && isInstance(own_.kernel(), ofTemplate)));
  }

private:
  Schedule *find(const std::string &name, unsigned version) {
    for (OtherSchedule &other : others_)
      if (other.version == version &&
          (namesKernel(name, other.schedule.kernel()) || schedule::squeezed(other.written) == schedule::squeezed(name)))
        return &other.schedule;
    return nullptr;
  }

  Schedule &scheduleOf(const std::string &kernel, unsigned version) {
    if (version == 1 && (kernel.empty() || namesKernel(kernel, own_.kernel())))
      return own_;
    if (Schedule *known = find(kernel, version))
      return *known;
    if (!own_.implementation_->customize)
      throw ScheduleError("kernel " + kernel + ": this schedule cannot reach other kernels of its program");
    others_.push_back({kernel, version, own_.implementation_->customize(kernel)});
    return others_.back().schedule;
  }

  void applySteps(Schedule &target, const ScriptSection &section, const std::string &instance) {
    for (const ScriptLine &line : section.steps) {
      try {
        Step step = schedule::parseStep(line.text);
        if (isDoneBySource(line, step, target.implementation_->state()))
          continue;
        if (step.word == "compose" && step.positional.size() == 1 && step.positional[0].identity == 0)
          compose(target, step);
        else
          target.implementation_->apply(step);
      } catch (const ScheduleError &error) {
        rethrowInLine(error, line.number, instance);
      }
    }
  }

  // The step for one kernel, or for each instance of a template that has a section and is called in the target.
  void compose(Schedule &target, Step step) {
    unsigned version = versionOf(step);
    std::string ofTemplate = templateOf(step.positional[0].text);
    if (ofTemplate.empty()) {
      Schedule *composed = find(step.positional[0].text, version);
      if (composed)
        step.positional[0].text = composed->kernel();
      target.implementation_->apply(step, composed ? composed->implementation_.get() : nullptr);
      return;
    }
    bool any = false;
    for (const std::string &instance : instancesOf(target.implementation_->state(), ofTemplate))
      if (Schedule *composed = find(instance, version)) {
        step.positional[0].text = instance;
        target.implementation_->apply(step, composed->implementation_.get());
        any = true;
      }
    if (!any)
      throw ScheduleError(step.text() + ": '" + target.kernel() + "' calls no instance of '" + ofTemplate +
                              "' that has a section before this",
                          {}, "write 'kernel " + ofTemplate + "<*>' and the steps for all of them");
  }

  // The version that a compose step names; what is no number is refused where the step is bound.
  static unsigned versionOf(const Step &step) {
    for (const auto &[name, argument] : step.named)
      if (name == "version") {
        unsigned version = 0; // of no section
        return llvm::StringRef(argument.text).getAsInteger(10, version) ? 0 : version;
      }
    return 1;
  }

  Schedule &own_;
  const schedule::State &unscheduled_;
  std::deque<OtherSchedule> others_; // they are pointed to
};

std::string Schedule::trace() const {
  std::string text;
  for (const Section &section : implementation_->state().composed)
    text += sectionText(section.kernel, section.version, section.steps);
  return text + sectionText(kernel(), 1, implementation_->state().markedSteps());
}

Schedule &Schedule::apply(const std::string &step) {
  implementation_->apply(schedule::parseStep(step));
  return *this;
}

Schedule &Schedule::replay(const std::string &script) {
  std::vector<ScriptSection> sections = schedule::parseScript(script);
  Schedule own = *this; // all steps or none
  Replay replay(own, *implementation_->history.front());
  for (const ScriptSection &section : sections)
    replay.apply(section);
  if (!sections.empty() && !replay.isOwn(sections.back()))
    throw ScheduleError("the schedule ends with kernel '" + sections.back().kernel + "', not with '" + kernel() + "'",
                        {}, "the last section must be 'kernel " + kernel() + "'");
  return *this = std::move(own);
}

} // namespace allo
