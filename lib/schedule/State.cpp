// Identities of loops and variables from step to step.
#include "schedule/State.h"

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
  next->composed = composed;
  next->identities = identities;
  next->removed = removed;
  next->setBy = setBy;
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

const ObjectKey *State::find(uint64_t identity) const {
  for (const auto &[object, candidate] : identities)
    if (candidate == identity)
      return &object;
  return nullptr;
}

} // namespace allo::schedule
