// The public face of a built design.
#include "allo/artifact.hpp"

#include "allo/schedule.hpp"
#include "build/Build.h"
#include "build/CheckArguments.h"
#include "build/Describe.h"
#include "support/TemporaryDirectory.h"

#include <cstdio>
#include <cstring>

namespace allo {

struct Artifact::Implementation {
  build::Built built;
  Report report;
  bool wasCalled = false;
};

Artifact::Artifact(std::shared_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}

Run Artifact::call(const std::vector<Argument> &arguments) const {
  const Interface &interface = implementation_->built.interface;
  build::CheckedArguments checked = build::checkArguments(interface, arguments);
  Run run;
  run.kernel_ = interface.kernel;
  run.hasResult_ = interface.result || interface.resultStructure;
  if (interface.result) {
    run.resultKind_ = build::publicKind(*interface.result);
    run.resultBytes_ = interface.result->bytes;
  } else if (interface.resultStructure) {
    run.resultKind_ = ElementKind::structure;
    run.resultBytes_ = static_cast<size_t>(interface.resultStructure->bytes);
  }
  if (implementation_->report.hardware)
    implementation_->built.executable->describe(checked.pointers.data(), *implementation_->report.hardware);
  run.result_.resize(run.resultBytes_);
  void *result = run.hasResult_ ? run.result_.data() : nullptr;
  if (implementation_->built.losesState && implementation_->wasCalled)
    throw UserError(interface.kernel + " keeps values from call to call, and each run on " +
                        implementation_->report.target + " starts anew",
                    {}, "call it on the cpu target, or compare calls in a row with `allo run --calls N`");
  implementation_->wasCalled = true;
  run.seconds_ = implementation_->built.executable->run(interface, checked.pointers.data(), result);
  const std::string &printed = implementation_->built.executable->printed; // on cpu the kernel has done so itself
  std::fwrite(printed.data(), 1, printed.size(), stdout);
  run.cycles_ = implementation_->built.executable->cycles();
  if (implementation_->report.hardware) {
    implementation_->report.hardware->simulated = run.cycles_;
    implementation_->built.executable->describeRun(*implementation_->report.hardware);
  }
  auto &timings = implementation_->report.timings;
  std::erase_if(timings, [](const auto &timing) { return timing.first == "run"; });
  timings.emplace_back("run", run.seconds_);
  return run;
}

const Report &Artifact::report() const { return implementation_->report; }
const std::map<std::string, std::string> &Artifact::files() const { return implementation_->built.files; }

int64_t Run::cycles() const {
  if (!cycles_)
    throw UserError("the run of " + kernel_ + " has no cycles", {}, "only the rtl and sim targets have a clock");
  return cycles_;
}

void Run::copyResult(ElementKind kind, void *to, size_t bytes) const {
  if (!hasResult_)
    throw UserError(kernel_ + " returns nothing");
  if (kind != resultKind_ || bytes != resultBytes_)
    throw UserError("the result of " + kernel_ + " has another type than the one asked for");
  std::memcpy(to, result_.data(), bytes);
}

Artifact Schedule::build(const Target &target) const {
  auto implementation = std::make_shared<Artifact::Implementation>();
  implementation->built = build::buildFor(*this, target);
  implementation->report = build::describe(*this);
  implementation->report.target = target.name();
  implementation->report.notes = implementation->built.notes;
  implementation->report.hardware = implementation->built.hardware;
  if (const std::string &directory = target.directory(); !directory.empty()) {
    support::OutputDirectory output(directory);
    for (const auto &[name, text] : implementation->built.files)
      support::writeFile(output.path() / name, text);
    output.commit();
  }
  return Artifact(std::move(implementation));
}

} // namespace allo
