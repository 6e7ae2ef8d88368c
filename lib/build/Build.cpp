#include "build/Build.h"

#include "build/BuildRtl.h"
#include "build/BuildSim.h"
#include "build/Describe.h"
#include "build/NativeProgram.h"
#include "ir/InterfaceOf.h"
#include "schedule/Implementation.h"
#include "target/cpu/Compiled.h"
#include "target/hls/Emit.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include <chrono>
#include <cstring>

namespace allo::build {

namespace {

// Machine code in this process.
class CpuExecutable : public Executable {
public:
  explicit CpuExecutable(target::cpu::Compiled compiled) : compiled_(std::move(compiled)) {}
  double run(const Interface &, void **arguments, void *result) override {
    auto start = std::chrono::steady_clock::now();
    for (int64_t call = 0; call < calls; ++call)
      compiled_.invoke(arguments, result);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

private:
  target::cpu::Compiled compiled_;
};

// The emitted C++, compiled at the first call and run in a process of its own.
class EmittedExecutable : public Executable {
public:
  explicit EmittedExecutable(NativeSource source) : source_(std::move(source)) {}
  double run(const Interface &interface, void **arguments, void *result) override {
    if (!program_)
      program_ = std::make_unique<NativeProgram>(source_);
    ArgumentSet set(interface);
    for (size_t i = 0; i < set.buffers.size(); ++i)
      std::memcpy(set.buffers[i].data(), arguments[i], set.buffers[i].size());
    double seconds = program_->run(set, calls);
    printed = std::move(set.printed);
    for (size_t i = 0; i < set.buffers.size(); ++i)
      if (isOutput(interface.parameters[i]))
        std::memcpy(arguments[i], set.buffers[i].data(), set.buffers[i].size());
    if (result)
      std::memcpy(result, set.result.data(), set.result.size());
    return seconds;
  }

private:
  NativeSource source_;
  std::unique_ptr<NativeProgram> program_;
};

void buildCpu(mlir::ModuleOp module, const CpuOptions &options, bool forFiles, Built &built) {
  target::cpu::Options cpuOptions;
  cpuOptions.threads = options.threads;
  cpuOptions.keepText = forFiles;
  target::cpu::Compiled compiled = target::cpu::compile(module, cpuOptions);
  for (const lower::ParallelLoop &loop : compiled.parallelLoops())
    if (!loop.threaded)
      built.notes.push_back("loop " + loop.name + " of " + loop.function +
                            " is parallel but runs in one thread: " + loop.reason);
  if (forFiles)
    built.files["kernel.ll"] = compiled.llvm();
  built.executable = std::make_shared<CpuExecutable>(std::move(compiled));
}

void buildVitis(mlir::ModuleOp module, const VitisOptions &options, Built &built) {
  target::hls::Options hlsOptions;
  hlsOptions.part = options.part;
  hlsOptions.clock_ns = options.clock_ns;
  built.files = target::hls::emit(module, hlsOptions).files;
  NativeSource source;
  source.what = "the emitted HLS C++";
  source.standard = "c++17";
  source.isOurs = true;
  source.files = built.files;
  source.files["kernel_entry.cpp"] = target::hls::entryPoint(module);
  source.flags = target::hls::compileFlags();
  source.elementary = elementaryFunctionsOf(module);
  built.executable = std::make_shared<EmittedExecutable>(std::move(source));
}
} // namespace

Built buildFor(const Schedule &schedule, const Target &target, bool forFiles) {
  mlir::ModuleOp module = schedule.implementation().module();
  checkSizes(module);
  Built built;
  built.interface = ir::interfaceOf(schedule.implementation().top());
  if (target.kind() == Target::cpu_kind)
    buildCpu(module, target.cpu_options(), forFiles, built);
  else if (target.kind() == Target::rtl_kind)
    buildRtl(module, target.rtl_options(), built);
  else if (target.kind() == Target::sim_kind)
    buildSim(module, target.sim_options(), built);
  else
    buildVitis(module, target.vitis_options(), built);
  if (target.kind() != Target::cpu_kind && target.kind() != Target::sim_kind) {
    module.walk([&](ir::StreamCreateOp stream) { built.losesState |= stream.getIsStatic(); });
    for (auto global : module.getOps<mlir::memref::GlobalOp>())
      built.losesState |= !global.getConstant();
  }
  return built;
}

} // namespace allo::build
