#include "Hardware.h"

#include "allo/error.hpp"
#include "build/BuildRtl.h"
#include "ir/AlloDialect.h"
#include "ir/InterfaceOf.h"
#include "schedule/Implementation.h"
#include "target/rtl/Design.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <cctype>

namespace allo::fuzz {

RtlOptions hardwareOptions(int number) {
  Random random(0x271, static_cast<uint64_t>(number));
  static const std::vector<std::string> devices = {"xcu280", "xc7z020"};
  static const std::vector<double> clocks = {3.33, 3.33, 2.5, 5, 10, 20};
  static const std::vector<std::string> units = {"fadd", "fmul", "mul", "fdiv", "div"};
  RtlOptions options;
  options.device = random.pick(devices);
  options.clock_ns = random.pick(clocks);
  if (random.chance(30))
    options.limits[random.pick(units)] = static_cast<int>(random.between(1, 2));
  return options;
}

std::string describe(const RtlOptions &options) {
  std::string text = options.device + " at " + std::to_string(options.clock_ns) + " ns";
  for (const auto &[name, count] : options.limits)
    text += ", " + name + "=" + std::to_string(count);
  return text;
}

namespace {
// Every stream with 4,096 places.
mlir::OwningOpRef<mlir::ModuleOp> deepened(mlir::ModuleOp module) {
  mlir::OwningOpRef<mlir::ModuleOp> deep = module.clone();
  auto deepen = [](mlir::Value value) {
    if (auto type = mlir::dyn_cast<ir::StreamType>(value.getType()))
      value.setType(ir::StreamType::get(type.getContext(), type.getElements(), 4096, type.getExtents()));
  };
  deep->walk([&](mlir::Operation *op) {
    for (mlir::Value result : op->getResults())
      deepen(result);
    if (auto function = mlir::dyn_cast<mlir::func::FuncOp>(op); function && !function.isExternal()) {
      for (mlir::BlockArgument argument : function.getArguments())
        deepen(argument);
      function.setType(mlir::FunctionType::get(op->getContext(), function.getBody().front().getArgumentTypes(),
                                               function.getResultTypes()));
    }
  });
  return deep;
}
} // namespace

namespace {
template <typename... Operations> bool holds(const Schedule &schedule) {
  auto found = [](mlir::Operation *op) {
    return mlir::isa<Operations...>(op) ? mlir::WalkResult::interrupt() : mlir::WalkResult::advance();
  };
  return schedule.implementation().module().walk(found).wasInterrupted();
}
} // namespace

bool hasStreams(const Schedule &schedule) { return holds<ir::StreamCreateOp>(schedule); }
bool asksForDepth(const Schedule &schedule) { return holds<ir::StreamFullOp, ir::StreamTryWriteOp>(schedule); }

std::unique_ptr<build::Simulation> makeSimulation(const Schedule &schedule, const RtlOptions &options, int number,
                                                  int calls, bool isDeep) {
  mlir::ModuleOp module = schedule.implementation().module();
  mlir::OwningOpRef<mlir::ModuleOp> deep;
  if (isDeep) {
    deep = deepened(module);
    module = *deep;
  }
  target::rtl::Options rtl;
  rtl.device = options.device, rtl.clockNs = options.clock_ns, rtl.limits = options.limits;
  target::rtl::Design design = target::rtl::makeDesign(module, rtl);
  build::SimulationSettings settings;
  settings.runs = calls > 1 ? 1 : 2; // of a kernel with state every call is another one
  Random random(0x5e77, static_cast<uint64_t>(number));
  if (random.chance(25))
    settings.resetAfter = random.between(1, 60);
  build::SimulatedDesign simulated =
      build::simulatedDesign(std::move(design), ir::interfaceOf(schedule.implementation().top()));
  if (!simulated.cyclesOf(nullptr).most)
    settings.mostCycles = 3000000;
  auto simulation = std::make_unique<build::Simulation>(std::move(simulated), settings);
  simulation->calls = calls;
  return simulation;
}

std::vector<std::pair<size_t, std::string>> buildSimulations(const std::vector<build::Simulation *> &simulations) {
  std::vector<std::pair<size_t, std::string>> refused;
  if (simulations.empty())
    return refused;
  try {
    build::Simulation::buildTogether(simulations);
    return refused;
  } catch (const InternalError &error) {
    if (simulations.size() == 1)
      return {{0, error.what()}};
  }
  // One of them is to blame: halves find it.
  size_t middle = simulations.size() / 2;
  for (size_t start : {size_t(0), middle}) {
    size_t end = start ? simulations.size() : middle;
    for (auto &[at, message] : buildSimulations({simulations.begin() + long(start), simulations.begin() + long(end)}))
      refused.emplace_back(start + at, message);
  }
  return refused;
}

std::string kindOfMessage(const std::string &message) {
  std::string kind;
  for (char c : message.substr(0, message.find('\n'))) {
    bool isName = std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '/' || c == '-';
    kind += isName ? c : ' ';
  }
  std::string words, word;
  for (char c : kind + " ") {
    if (c != ' ') {
      word += c;
      continue;
    }
    bool isPlain = !word.empty();
    for (char letter : word)
      isPlain &= std::islower(static_cast<unsigned char>(letter)) || letter == '-';
    if (isPlain && word.size() > 1)
      words += (words.empty() ? "" : " ") + word;
    word.clear();
  }
  return words.substr(0, 100);
}

} // namespace allo::fuzz
