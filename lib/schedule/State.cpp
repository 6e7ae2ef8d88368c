// Identities of loops and variables from step to step.
#include "schedule/State.h"

#include "ir/Directives.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/OperationSupport.h"

#include <atomic>
#include <set>

using namespace mlir;

namespace allo::schedule {

namespace {
uint64_t nextIdentity() {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

std::set<ObjectKey> objectsOf(ModuleOp module) {
  std::set<ObjectKey> objects;
  for (auto function : module.getOps<func::FuncOp>()) {
    std::string symbol = function.getSymName().str();
    for (unsigned i = 0; i < function.getNumArguments(); ++i)
      if (auto variable = function.getArgAttrOfType<ir::VariableAttr>(i, ir::varAttrName))
        objects.insert({symbol, variable.getId()});
    function.walk([&](Operation *op) {
      if (ir::LoopAttr loop = ir::loopOf(op))
        objects.insert({symbol, loop.getId()});
      if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName))
        objects.insert({symbol, variable.getId()});
    });
  }
  return objects;
}
} // namespace

std::shared_ptr<const State> State::initial(OwningOpRef<ModuleOp> module) {
  auto state = std::make_shared<State>();
  state->module = std::move(module);
  state->refreshIdentities("");
  return state;
}

std::unique_ptr<State> State::copy() const {
  auto next = std::make_unique<State>();
  next->module = OwningOpRef<ModuleOp>(cast<ModuleOp>(module.get()->clone()));
  next->steps = steps;
  next->origins = origins;
  next->composed = composed;
  next->identities = identities;
  next->removed = removed;
  next->setBy = setBy;
  next->insistence = insistence;
  next->insisted = insisted;
  next->nextIds = nextIds;
  next->changedBy = changedBy;
  return next;
}

func::FuncOp State::function(StringRef symbol) const {
  for (auto function : module.get().getOps<func::FuncOp>())
    if (function.getSymName() == symbol)
      return function;
  return {};
}

std::vector<std::string> State::markedSteps() const {
  std::vector<std::string> marked = steps;
  for (size_t i = 0; i < origins.size(); ++i)
    marked[i] += " # from " + origins[i];
  return marked;
}

int64_t State::freshId(func::FuncOp function) {
  int64_t &next = nextIds[function.getSymName()];
  int64_t id = std::max(next, ir::freshId(function));
  next = id + 1;
  return id;
}

void State::refreshIdentities(const std::string &step) {
  std::set<ObjectKey> objects = objectsOf(moduleOp());
  for (auto found = identities.begin(); found != identities.end();) {
    if (objects.count(found->first)) {
      ++found;
      continue;
    }
    removed[found->second] = step;
    found = identities.erase(found);
  }
  for (const ObjectKey &object : objects) {
    if (identities.try_emplace(object, 0).second)
      identities[object] = nextIdentity();
    int64_t &next = nextIds[object.first];
    next = std::max(next, object.second + 1);
  }
}

void State::moveObjects(const std::string &from, const std::string &to, const std::set<int64_t> &moved,
                        const std::set<int64_t> &shared) {
  for (int64_t id : moved)
    if (auto node = identities.extract({from, id})) {
      node.key().first = to;
      identities.insert(std::move(node));
    }
  std::erase_if(setBy, [&](const auto &entry) { return std::get<0>(entry.first) == to; }); // of an earlier function
  std::vector<std::pair<PropertyKey, std::string>> setters;
  for (const auto &[key, step] : setBy)
    if (auto [function, id, property] = key; function == from && (moved.count(id) || shared.count(id)))
      setters.push_back({{to, id, property}, step});
  setBy.insert(setters.begin(), setters.end());
  nextIds[to] = std::max(nextIds[to], nextIds[from]); // directives may speak of variables of `from` by their ids
}

void State::adoptInsisted(const State &other) {
  for (const Insistence &step : other.insisted)
    if (llvm::none_of(insisted, [&](const Insistence &known) {
          return known.step == step.step && known.reason == step.reason && known.objection == step.objection;
        }))
      insisted.push_back(step);
}

void State::adoptCopy(const std::string &symbol, const std::string &copy, const State &other) {
  std::erase_if(setBy, [&](const auto &entry) { return std::get<0>(entry.first) == copy; });
  for (const auto &[property, setter] : other.setBy)
    if (auto [function, id, name] = property; function == symbol)
      setBy[{copy, id, name}] = other.top().getSymName().str() + ": " + setter;
  adoptInsisted(other);
  nextIds[copy] = std::max(nextIds[copy], other.nextIds.lookup(symbol));
}

void State::adoptFunction(const std::string &symbol, const State &other, const std::string &step) {
  for (auto found = identities.lower_bound({symbol, INT64_MIN});
       found != identities.end() && found->first.first == symbol;) {
    removed[found->second] = step;
    found = identities.erase(found);
  }
  std::erase_if(setBy, [&](const auto &entry) { return std::get<0>(entry.first) == symbol; });
  for (const auto &[object, identity] : other.identities)
    if (object.first == symbol) {
      identities[object] = identity;
      removed.erase(identity);
    }
  for (const auto &[property, setter] : other.setBy)
    if (std::get<0>(property) == symbol)
      setBy[property] = other.top().getSymName().str() + ": " + setter;
  for (const auto &[identity, remover] : other.removed)
    removed.try_emplace(identity, remover);
  adoptInsisted(other);
  nextIds[symbol] = std::max(nextIds[symbol], other.nextIds.lookup(symbol));
}

bool sameText(func::FuncOp left, func::FuncOp right) {
  return left.getSymName() == right.getSymName() && left.getFunctionType() == right.getFunctionType() &&
         left.getArgAttrsAttr() == right.getArgAttrsAttr() && left.getResAttrsAttr() == right.getResAttrsAttr() &&
         left->getAttr(ir::directivesAttrName) == right->getAttr(ir::directivesAttrName) &&
         OperationEquivalence::isRegionEquivalentTo(&left.getBody(), &right.getBody(),
                                                    OperationEquivalence::Flags::IgnoreLocations);
}

namespace {
void resetInterfaceLayouts(func::FuncOp function) {
  if (function.isExternal())
    return;
  auto reset = [](Value memory) {
    if (auto type = dyn_cast<MemRefType>(memory.getType()))
      memory.setType(MemRefType::get(type.getShape(), type.getElementType()));
    else if (auto stream = dyn_cast<ir::StreamType>(memory.getType()))
      memory.setType(ir::StreamType::get(stream.getContext(), stream.getElements(), 1, stream.getExtents()));
  };
  Block &body = function.getBody().front();
  for (BlockArgument argument : body.getArguments())
    reset(argument);
  function.walk([&](memref::GetGlobalOp fetch) { reset(fetch.getResult()); });
  function.setFunctionType(
      FunctionType::get(function.getContext(), body.getArgumentTypes(), function.getResultTypes()));
}
} // namespace

bool sameButInterfaceLayouts(func::FuncOp left, func::FuncOp right) {
  OwningOpRef<func::FuncOp> plainLeft(left.clone()), plainRight(right.clone());
  resetInterfaceLayouts(*plainLeft);
  resetInterfaceLayouts(*plainRight);
  return sameText(*plainLeft, *plainRight);
}

const ObjectKey *State::find(uint64_t identity) const {
  for (const auto &[object, candidate] : identities)
    if (candidate == identity)
      return &object;
  return nullptr;
}

} // namespace allo::schedule
