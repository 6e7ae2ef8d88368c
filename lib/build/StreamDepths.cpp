#include "build/StreamDepths.h"

#include "analysis/SameArray.h"
#include "build/ArgumentSet.h"
#include "build/BuildRtl.h"
#include "build/CheckArguments.h"
#include "build/LeastDepths.h"
#include "ir/InterfaceOf.h"
#include "ir/Naming.h"
#include "ir/StreamDeclaration.h"
#include "schedule/Address.h"
#include "schedule/Implementation.h"
#include "target/rtl/report/StaticTiming.h"
#include "target/sim/Deadlock.h"
#include "target/sim/Simulator.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/OwningOpRef.h"

#include "llvm/ADT/DenseSet.h"

#include <algorithm>
#include <cstring>

using namespace mlir;

namespace allo::build {

namespace {
std::string addressOf(func::FuncOp function, Value stream, func::FuncOp top) {
  schedule::FunctionNames names(function);
  const schedule::ArrayEntry *entry = names.entryOf(stream);
  std::string path = entry ? names.pathOf(*entry) : ir::nameOf(stream);
  return function == top ? path : schedule::functionAddress(function) + ":" + path;
}

// Why the step cannot be applied; empty: it can.
std::string objectionTo(const Schedule &schedule, const std::string &stream) {
  try {
    Schedule copy = schedule;
    copy.stream_depth(stream, 1);
    return "";
  } catch (const ScheduleError &error) {
    std::string said = error.message();
    size_t start = said.find(": "); // the step
    return start == std::string::npos ? said : said.substr(start + 2);
  }
}

// The streams of a schedule, those of one depth together, and the program with their numbers on their declarations.
class StreamGroups {
public:
  explicit StreamGroups(const Schedule &schedule) : program(schedule.implementation().module().clone()) {
    func::FuncOp top = ir::topOf(*program);
    llvm::DenseSet<Value> known;
    program->walk([&](ir::StreamCreateOp create) {
      if (known.contains(create.getStream()))
        return;
      StreamDepth group;
      for (Value value : analysis::sameArray(*program, create.getStream())) {
        known.insert(value);
        auto declaration = value.getDefiningOp<ir::StreamCreateOp>();
        if (!declaration)
          continue;
        group.streams.push_back(addressOf(declaration->getParentOfType<func::FuncOp>(), value, top));
        declaration->setAttr(ir::declarationAttrName,
                             Builder(create.getContext()).getI64IntegerAttr(static_cast<int64_t>(groups.size())));
      }
      group.place = ir::placeOf(create.getLoc());
      group.fixed = objectionTo(schedule, group.streams.front());
      groups.push_back(std::move(group));
    });
  }
  // The number of the group of a FIFO's stream.
  size_t of(const target::rtl::Stream &stream) const {
    if (!stream.declaration)
      throw InternalError("no declaration is known of the stream '" + stream.name + "'", stream.place);
    return *stream.declaration;
  }
  OwningOpRef<ModuleOp> program;
  std::vector<StreamDepth> groups;
};

class DepthSearch {
public:
  DepthSearch(const Schedule &schedule, const Interface &interface, void *const *arguments, const DepthOptions &options)
      : groups_(schedule),
        graph_(target::rtl::makeGraph(*groups_.program,
                                      hardwareOptions(options.hardware.device, options.hardware.clock_ns,
                                                      options.hardware.flush_to_zero, options.hardware.limits))),
        simulator_(graph_, interface, target::sim::limitOf(options.hardware.max_cycles)), fifos_(simulator_.fifos()),
        arguments_(interface), options_(options) {
    for (size_t number = 0; number < arguments_.buffers.size(); ++number)
      std::memcpy(arguments_.buffers[number].data(), arguments[number], arguments_.buffers[number].size());
    for (const target::rtl::Stream *fifo : fifos_) {
      StreamDepth &group = groups_.groups[groupOf_.emplace_back(groups_.of(*fifo))];
      ++group.fifos;
      group.width = fifo->width;
      group.before = group.depth = std::max(group.before, fifo->depth);
    }
    for (size_t number = 0; number < groups_.groups.size(); ++number)
      if (const StreamDepth &group = groups_.groups[number]; group.fixed.empty() && group.fifos > 0)
        free_.push_back(number);
  }

  StreamDepths run() {
    StreamDepths found;
    found.before = cyclesWith({});
    Trial unlimited = try_(std::vector<int64_t>(free_.size(), 0));
    found.unlimited = unlimited.cycles;
    mostCycles_ = unlimited.cycles + static_cast<int64_t>(static_cast<double>(unlimited.cycles) * options_.slack / 100);
    DepthProblem problem = problemOf(unlimited);
    LeastDepths least = leastDepths(problem);
    for (auto [number, depth] : llvm::zip_equal(free_, least.depths))
      groups_.groups[number].depth = depth;
    found.cycles = try_(least.depths).cycles;
    found.is_least = least.isLeast && !target::rtl::asksStreams(*graph_); // deeper ones may be slower then
    found.for_all_inputs = target::rtl::hasStaticTiming(*graph_);
    found.trials = trials_;
    for (StreamDepth &group : groups_.groups)
      if (group.fifos > 0)
        found.streams.push_back(std::move(group));
    return found;
  }

private:
  using Trial = target::sim::Simulator::Trial;

  // `depths`: of the groups that are free; none: those of the schedule.
  Trial try_(llvm::ArrayRef<int64_t> depths) {
    std::vector<int64_t> byGroup(groups_.groups.size(), -1), byFifo;
    for (size_t number = 0; number < depths.size(); ++number)
      byGroup[free_[number]] = depths[number];
    for (size_t fifo = 0; fifo < fifos_.size(); ++fifo) {
      int64_t depth = byGroup[groupOf_[fifo]];
      byFifo.push_back(depth < 0 ? fifos_[fifo]->depth : depth);
    }
    ++trials_;
    ArgumentSet arguments = arguments_;
    return simulator_.tryDepths(byFifo, options_.calls, arguments.pointers().data(), arguments.resultPointer());
  }
  bool suffices(llvm::ArrayRef<int64_t> depths) {
    std::optional<int64_t> cycles = cyclesWith(depths);
    return cycles && *cycles <= mostCycles_;
  }
  // Nothing: it stands still for ever.
  std::optional<int64_t> cyclesWith(llvm::ArrayRef<int64_t> depths) {
    try {
      return try_(depths).cycles;
    } catch (const target::sim::Deadlock &) {
      return std::nullopt;
    }
  }

  // A place is free again in the cycle after a read, so that one more than the most elements is always enough; but
  // where processes ask what their streams hold, deeper ones need not be faster.
  DepthProblem problemOf(const Trial &unlimited) {
    std::vector<int64_t> peaks(groups_.groups.size());
    for (size_t fifo = 0; fifo < fifos_.size(); ++fifo) {
      StreamDepth &group = groups_.groups[groupOf_[fifo]];
      group.elements = std::max(group.elements, unlimited.elements[fifo]);
      peaks[groupOf_[fifo]] = std::max(peaks[groupOf_[fifo]], unlimited.peaks[fifo]);
    }
    DepthProblem problem;
    problem.seconds = options_.seconds;
    problem.suffices = [this](llvm::ArrayRef<int64_t> depths) { return suffices(depths); };
    for (size_t number : free_) {
      const StreamDepth &group = groups_.groups[number];
      problem.weights.push_back(group.fifos * group.width);
      problem.enough.push_back(std::clamp<int64_t>(group.elements, 1, peaks[number] + 1));
    }
    if (!suffices(problem.enough))
      for (auto [number, depth] : llvm::zip_equal(free_, problem.enough))
        depth = std::max<int64_t>(groups_.groups[number].elements, 1);
    return problem;
  }

  StreamGroups groups_;
  std::shared_ptr<const target::rtl::Graph> graph_;
  target::sim::Simulator simulator_;
  std::vector<const target::rtl::Stream *> fifos_;
  std::vector<size_t> groupOf_; // by FIFO
  std::vector<size_t> free_;    // groups whose depths may change
  ArgumentSet arguments_;
  const DepthOptions &options_;
  int64_t mostCycles_ = 0, trials_ = 0;
};
} // namespace

StreamDepths findDepths(const Schedule &schedule, const Interface &interface, void *const *arguments,
                        const DepthOptions &options) {
  StreamDepths found = DepthSearch(schedule, interface, arguments, options).run();
  found.kernel = schedule.kernel();
  return found;
}

Schedule withDepths(const Schedule &schedule, const StreamDepths &depths) {
  Schedule with = schedule;
  for (const StreamDepth &stream : depths.streams)
    if (stream.fixed.empty())
      with.stream_depth(stream.streams.front(), stream.depth);
  return with;
}

} // namespace allo::build

namespace allo {

StreamDepths stream_depths(const Schedule &schedule, const std::vector<Argument> &arguments,
                           const DepthOptions &options) {
  Interface interface = ir::interfaceOf(schedule.implementation().top());
  build::CheckedArguments checked = build::checkArguments(interface, arguments);
  return build::findDepths(schedule, interface, checked.pointers.data(), options);
}

} // namespace allo
