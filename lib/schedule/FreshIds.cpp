#include "schedule/FreshIds.h"

#include "ir/Directives.h"
#include "ir/Naming.h"

using namespace mlir;

namespace allo::schedule {

void copySetBy(StepContext &context, const ObjectKey &from, const ObjectKey &to) {
  auto &setBy = context.state().setBy;
  std::vector<std::pair<PropertyKey, std::string>> kept;
  for (const auto &[key, step] : setBy)
    if (std::get<0>(key) == from.first && std::get<1>(key) == from.second)
      kept.push_back({{to.first, to.second, std::get<2>(key)}, step});
  setBy.insert(kept.begin(), kept.end());
}

void renameInDirectives(Operation *loop, const llvm::DenseMap<int64_t, int64_t> &newIds) {
  auto renamed = [&](int64_t id) {
    auto found = newIds.find(id);
    return "%" + std::to_string(found == newIds.end() ? id : found->second);
  };
  std::vector<ir::Directive> directives = ir::directivesOf(loop);
  loop->removeAttr(ir::directivesAttrName);
  for (const ir::Directive &directive : directives) {
    SmallVector<StringRef> parts;
    StringRef(directive.first).split(parts, '.');
    std::string key = parts.front().str();
    for (StringRef part : llvm::drop_begin(parts)) {
      int64_t id = 0;
      key += "." + (part.getAsInteger(10, id) ? part.str() : renamed(id).substr(1));
    }
    ir::setDirective(loop, key, *ir::optionsOf(directive, renamed, false));
  }
}

void renewIds(StepContext &context, ArrayRef<Operation *> copies) {
  llvm::DenseMap<int64_t, int64_t> newIds;
  SmallVector<Operation *> loops;
  auto renew = [&](Operation *op) {
    auto function = op->getParentOfType<func::FuncOp>();
    auto freshIdFor = [&](int64_t old) {
      int64_t id = context.freshId(function);
      copySetBy(context, {function.getSymName().str(), old}, {function.getSymName().str(), id});
      return newIds[old] = id;
    };
    if (ir::LoopAttr loop = ir::loopOf(op)) {
      ir::setLoop(op, loop.withId(freshIdFor(loop.getId())));
      loops.push_back(op);
    }
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName))
      op->setAttr(ir::varAttrName,
                  ir::VariableAttr::get(op->getContext(), freshIdFor(variable.getId()), variable.getName(),
                                        variable.getType(), variable.getIsConst()));
  };
  for (Operation *copy : copies)
    copy->walk<WalkOrder::PreOrder>(renew);
  for (Operation *loop : loops)
    if (loop->hasAttr(ir::directivesAttrName))
      renameInDirectives(loop, newIds);
}

} // namespace allo::schedule
