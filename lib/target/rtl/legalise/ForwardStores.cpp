// What an element holds is remembered along straight-line code and into the regions that it dominates:
//   store %v, A[i]; … load A[i]   → … %v        (nothing between may write the element)
//   %a = load A[i]; … load A[i]   → … %a
//   store %v, A[i]; … store %w, A[i] → … store %w  (nothing between may read the element)
//   %a = load A[i]; … store %a, A[i] → …
// One pass over each block with an undo log, so that a branch costs what it changes. Elements whose indices differ in
// the constant alone are told apart by hashing: thousands of unrolled copies cost no more than their number.
#include "target/rtl/legalise/Elements.h"
#include "target/rtl/legalise/Rewrites.h"
#include "target/rtl/legalise/ScalarFlow.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
// What is known of one element.
struct Content {
  analysis::Access access; // that made it known
  Element element;
  Value value;
  Operation *pending = nullptr; // the store that wrote it, not read so far
};

using Constants = std::vector<int64_t>;
using Shape = std::map<Constants, Content>;
using Memory = std::map<unsigned, Shape>; // by the number of the shape

class Forwarding {
public:
  explicit Forwarding(func::FuncOp function) {
    for (analysis::Access &access : analysis::collectAccesses(function))
      accesses[access.op].push_back(access);
    for (auto &[op, list] : accesses)
      for (const analysis::Access &access : list)
        numbers.try_emplace(access.memory, numbers.size());
    visit(function.getBody().front());
    for (Operation *op : erased)
      op->erase();
  }

private:
  // How to restore one element.
  struct Undo {
    unsigned memory, shape;
    Constants constants;
    std::optional<Content> before;
  };

  Memory &memoryOf(const analysis::Access &access) { return known[numbers.at(access.memory)]; }
  static Constants keyOf(const Element &element) { return {element.constants.begin(), element.constants.end()}; }

  void set(const analysis::Access &access, const Element &element, std::optional<Content> content) {
    unsigned memory = numbers.at(access.memory);
    Shape &shape = known[memory][element.shape];
    Constants key = keyOf(element);
    auto found = shape.find(key);
    log.push_back(
        {memory, element.shape, key, found == shape.end() ? std::nullopt : std::optional<Content>(found->second)});
    if (content)
      shape.insert_or_assign(key, std::move(*content));
    else if (found != shape.end())
      shape.erase(found);
  }

  const Content *find(const analysis::Access &access, const Element &element) {
    if (!element.isKnown())
      return nullptr;
    Memory &memory = memoryOf(access);
    auto shape = memory.find(element.shape);
    if (shape == memory.end())
      return nullptr;
    auto found = shape->second.find(keyOf(element));
    return found == shape->second.end() ? nullptr : &found->second;
  }

  // Calls `visit` with everything known that the access may touch.
  template <typename Visitor> void forTouched(const analysis::Access &access, const Element &element, Visitor visit) {
    SmallVector<Content> touched;
    for (auto &[number, shape] : memoryOf(access)) {
      if (element.isKnown() && number == element.shape) { // same linear parts: the constants decide
        if (auto found = shape.find(keyOf(element)); found != shape.end())
          touched.push_back(found->second);
        continue;
      }
      for (auto &[constants, content] : shape)
        if (elements.mayMeet(content.access, content.element, content.access.op, access, element))
          touched.push_back(content);
    }
    for (const Content &content : touched)
      visit(content);
  }

  void forget(const analysis::Access &access, const Element &element) {
    forTouched(access, element, [&](const Content &content) { set(content.access, content.element, std::nullopt); });
  }

  // What is read must stay stored.
  void keepStores(const analysis::Access &access, const Element &element) {
    forTouched(access, element, [&](Content content) {
      if (!content.pending)
        return;
      content.pending = nullptr;
      set(content.access, content.element, content);
    });
  }

  void visitLoad(const analysis::Access &access) {
    Element element = elements.of(access);
    if (const Content *content = find(access, element)) {
      access.op->getResult(0).replaceAllUsesWith(content->value);
      erased.push_back(access.op);
      return;
    }
    keepStores(access, element);
    if (element.isKnown())
      set(access, element, Content{access, element, access.op->getResult(0), nullptr});
  }

  void visitStore(const analysis::Access &access) {
    Element element = elements.of(access);
    Value value = access.op->getOperand(0);
    if (const Content *content = find(access, element)) {
      if (content->value == value) { // it holds that already
        erased.push_back(access.op);
        return;
      }
      if (content->pending && content->pending->getBlock() == access.op->getBlock())
        erased.push_back(content->pending);
    }
    forget(access, element);
    if (element.isKnown())
      set(access, element, Content{access, element, value, access.op});
  }

  // A call, or everything inside a region: in an order that does not matter.
  void applyAll(Operation *root) {
    root->walk([&](Operation *op) {
      auto found = accesses.find(op);
      if (found == accesses.end())
        return;
      for (const analysis::Access &access : found->second) {
        if (access.isWrite)
          forget(access, elements.of(access));
        else
          keepStores(access, elements.of(access));
      }
    });
  }

  void undoTo(size_t mark) {
    while (log.size() > mark) {
      Undo &undo = log.back();
      Shape &shape = known[undo.memory][undo.shape];
      if (undo.before)
        shape.insert_or_assign(undo.constants, *undo.before);
      else
        shape.erase(undo.constants);
      log.pop_back();
    }
  }

  void visitRegions(Operation *op) {
    if (ir::isLoop(op))
      applyAll(op); // by earlier iterations
    for (Region &region : op->getRegions()) {
      size_t mark = log.size();
      if (!region.empty())
        visit(region.front());
      undoTo(mark);
    }
    if (!ir::isLoop(op))
      applyAll(op);
  }

  void visit(Block &block) {
    for (Operation &op : block) {
      auto found = accesses.find(&op);
      if (op.getNumRegions() != 0)
        visitRegions(&op);
      else if (found == accesses.end())
        continue;
      else if (isLoad(&op))
        visitLoad(found->second.front());
      else if (isStore(&op))
        visitStore(found->second.front());
      else
        applyAll(&op);
    }
  }

  Elements elements;
  llvm::MapVector<Operation *, SmallVector<analysis::Access, 1>> accesses;
  llvm::DenseMap<Value, unsigned> numbers; // of memories
  std::map<unsigned, Memory> known;
  std::vector<Undo> log;
  SmallVector<Operation *> erased;
};
} // namespace

void forwardStores(ModuleOp module) {
  for (auto function : module.getOps<func::FuncOp>())
    Forwarding forwarding(function);
}

} // namespace allo::target::rtl::legal
