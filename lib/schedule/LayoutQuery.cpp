// Schedule::layout and Schedule::port_use: questions about banks and ports, answered without a target.
#include "schedule/Implementation.h"
#include "schedule/Layouts.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

#include "analysis/PortUse.h"

#include "allo/schedule.hpp"

#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace allo {

namespace {
using schedule::ParameterKind;

// What the questions are about, found as a step finds its arguments; errors begin with the question's name.
class Query {
public:
  Query(const schedule::State &state, const std::string &word, std::vector<schedule::StepArgument> arguments)
      : primitive_{word, parametersOf(arguments.size()), {}, [](schedule::StepContext &) {}}, scratch_(state.copy()),
        context_(primitive_, {word, std::move(arguments), {}}, *scratch_) {
    scratch_->insistence.reset();
  }
  schedule::StepContext &context() { return context_; }

private:
  static std::vector<schedule::Parameter> parametersOf(size_t count) {
    std::vector<schedule::Parameter> parameters{{ParameterKind::Array, "array", ""}};
    if (count == 2)
      parameters.push_back({ParameterKind::Loop, "loop", ""});
    return parameters;
  }

  schedule::Primitive primitive_;
  std::shared_ptr<schedule::State> scratch_;
  schedule::StepContext context_;
};

DimensionLayout dimensionOf(int64_t extent, const analysis::DimensionCut &cut, ir::PartitionAttr partition) {
  DimensionLayout layout{ir::stringifyPartitionKind(partition.getKind()).str(), extent, 1, extent};
  if (cut.kind != analysis::DimensionCut::none)
    layout.banks = cut.parts, layout.depth = cut.depth;
  return layout;
}

ArrayLayout layoutOf(schedule::StepContext &context) {
  schedule::ArrayArgument array = context.array("array");
  auto type = dyn_cast<MemRefType>(array.memory.getType());
  if (!type || type.getRank() == 0)
    context.refuse(context.describe(array.memory) + " is not an array, so it has no banks", "name an array");
  ArrayLayout layout;
  layout.array = context.address(array.memory);
  layout.storage = ir::stringifyStorageKind(schedule::storageOf(type)).str();
  for (auto [extent, cut, partition] :
       llvm::zip_equal(type.getShape(), analysis::cutsOf(type), schedule::partitionsOf(type))) {
    layout.dimensions.push_back(dimensionOf(extent, cut, partition));
    layout.banks *= layout.dimensions.back().banks;
    layout.depth *= layout.dimensions.back().depth;
  }
  if (layout.depth == 1 || layout.storage == "register")
    layout.ports = 0;
  return layout;
}

std::string describe(const analysis::Access &access, const std::string &array) {
  return (access.isWrite ? "write of " : "read of ") + array;
}

std::vector<BankConflict> conflictsOf(const std::vector<analysis::Access> &accesses,
                                      const std::vector<analysis::AccessPair> &pairs, const std::string &array) {
  llvm::MapVector<std::pair<Operation *, Operation *>, BankConflict> conflicts;
  for (const analysis::AccessPair &pair : pairs) {
    const analysis::Access &first = accesses[pair.first], &second = accesses[pair.second];
    BankConflict conflict{describe(first, array), describe(second, array), ir::placeOf(first.op->getLoc()),
                          ir::placeOf(second.op->getLoc()), 0};
    ++conflicts.insert({{first.op, second.op}, conflict}).first->second.pairs;
  }
  std::vector<BankConflict> list;
  for (auto &entry : conflicts)
    list.push_back(std::move(entry.second));
  return list;
}

schedule::StepArgument argument(const ArrayReference &array) {
  return array.handle() ? schedule::StepArgument{array.handle()->name(), array.handle()->identity()}
                        : schedule::StepArgument{array.address()};
}
schedule::StepArgument argument(const LoopReference &loop) {
  return loop.handle() ? schedule::StepArgument{loop.handle()->name(), loop.handle()->identity()}
                       : schedule::StepArgument{loop.address()};
}
} // namespace

BankAddress ArrayLayout::locate(const std::vector<int64_t> &index) const {
  if (index.size() != dimensions.size())
    throw UserError("'" + array + "' has " + std::to_string(dimensions.size()) + " dimensions, the index has " +
                    std::to_string(index.size()));
  BankAddress result;
  for (size_t i = 0; i < index.size(); ++i) {
    const DimensionLayout &dimension = dimensions[i];
    if (index[i] < 0 || index[i] >= dimension.extent)
      throw UserError("index " + std::to_string(index[i]) + " of dimension " + std::to_string(i + 1) + " of '" + array +
                      "' is not in 0 … " + std::to_string(dimension.extent - 1));
    bool isCyclic = dimension.kind == "cyclic";
    int64_t bank = isCyclic ? index[i] % dimension.banks : index[i] / dimension.depth;
    int64_t offset = isCyclic ? index[i] / dimension.banks : index[i] % dimension.depth;
    result.bank = result.bank * dimension.banks + bank;
    result.address = result.address * dimension.depth + offset;
  }
  return result;
}

namespace {
std::string count(int64_t number, const char *one, const char *many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}
} // namespace

std::string PortUse::text() const {
  std::string ports = layout.ports ? count(layout.ports, "port", "ports") : "any number of ports";
  std::string text = "'" + layout.array + "' in one iteration of '" + loop +
                     "': " + count(accesses, "access", "accesses") + ", " + count(layout.banks, "bank", "banks") +
                     " of " + ports + ", " + count(demand, "access", "accesses") +
                     " at the busiest: " + count(cycles, "cycle", "cycles") + "\n";
  for (const BankConflict &conflict : conflicts)
    text += "  one bank: " + conflict.first + " on line " + std::to_string(conflict.first_place.line) + ", " +
            conflict.second + " on line " + std::to_string(conflict.second_place.line) + " (" +
            count(conflict.pairs, "pair", "pairs") + ")\n";
  return text;
}

ArrayLayout Schedule::layout(const ArrayReference &array) const {
  return layoutOf(Query(implementation_->state(), "layout", {argument(array)}).context());
}

PortUse Schedule::port_use(const ArrayReference &array, const LoopReference &loop) const {
  Query query(implementation_->state(), "port_use", {argument(array), argument(loop)});
  schedule::StepContext &context = query.context();
  PortUse use{layoutOf(context)};
  Operation *root = context.loop("loop"), *obstacle = nullptr;
  Value memory = context.array("array").memory;
  if (root->getParentOfType<func::FuncOp>() != context.array("array").function)
    context.refuse("the array " + context.describe(memory) + " and the loop " + context.describe(root) +
                   " are in different functions");
  use.loop = context.address(root);
  auto accesses = analysis::accessesOfIteration(root, memory, obstacle);
  if (!accesses && obstacle == root)
    context.refuseAt(root->getLoc(),
                     "one iteration of " + context.describe(root) + " has more than 1024 accesses to " +
                         context.describe(memory),
                     "ask about a loop further inside");
  if (!accesses)
    context.refuseAt(obstacle->getLoc(),
                     "the loop " + context.describe(obstacle) +
                         " has no constant trip count, so that the accesses of "
                         "one iteration of " +
                         context.describe(root) + " cannot be counted",
                     "ask about " + context.describe(obstacle));
  auto type = cast<MemRefType>(memory.getType());
  analysis::BankDemand demand = analysis::bankDemand(*accesses, analysis::cutsOf(type));
  use.accesses = static_cast<int64_t>(accesses->size());
  use.demand = demand.most;
  use.cycles = use.layout.ports == 0 ? std::min<int64_t>(demand.most, 1)
                                     : (demand.most + use.layout.ports - 1) / use.layout.ports;
  use.conflicts = conflictsOf(*accesses, demand.conflicts, use.layout.array);
  return use;
}

} // namespace allo
