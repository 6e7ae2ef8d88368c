// inlineIntoPipelines: a call inside a pipelined loop becomes the body of what it calls, so that the pipeline runs
// through it. Where a body cannot become straight code, the calls of the loop stay; it then says why and is no
// pipeline.
#include "ir/InlineCall.h"
#include "ir/Naming.h"
#include "target/rtl/legalise/FreshIds.h"
#include "target/rtl/legalise/PipelineObstacle.h"
#include "target/rtl/legalise/Rewrites.h"

#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace allo::target::rtl::legal {
namespace {

func::FuncOp calleeOf(func::CallOp call, SymbolTable &symbols) {
  auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
  if (!callee || callee.isExternal())
    throw UserError("function '" + call.getCallee().str() + "' is called but not defined", ir::placeOf(call.getLoc()),
                    "hardware needs the body of every function; define it in the source");
  return callee;
}

SmallVector<func::CallOp> callsIn(Operation *root) {
  SmallVector<func::CallOp> calls;
  root->walk([&](func::CallOp call) { calls.push_back(call); });
  return calls;
}

// Inlines the calls of the loop, and those that they bring. Returns why the loop then is no pipeline.
std::optional<std::string> inlineAll(Operation *loop, SymbolTable &symbols, FreshIds &ids) {
  if (std::optional<Obstacle> obstacle = pipelineObstacle(loop))
    return "its " + obstacle->text;
  for (SmallVector<func::CallOp> calls = callsIn(loop); !calls.empty(); calls = callsIn(loop))
    for (func::CallOp call : calls) {
      std::string text = "it calls '" + call.getCallee().str() + "' (" + describePlace(call) + "), whose ";
      ir::inlineCall(call, calleeOf(call, symbols), [&](Operation *op) { ids.renumber(op); });
      if (std::optional<Obstacle> obstacle = pipelineObstacle(loop))
        return text + obstacle->text;
    }
  return std::nullopt;
}

// The outermost pipelined loops: what is inside one is unrolled, pipelined or not.
SmallVector<Operation *> pipelinesIn(Operation *root) {
  SmallVector<Operation *> loops;
  root->walk<WalkOrder::PreOrder>([&](Operation *op) {
    ir::LoopAttr directives = ir::loopOf(op);
    if (op == root || !ir::isLoop(op) || !directives || directives.getPipeline() == 0)
      return WalkResult::advance();
    loops.push_back(op);
    return WalkResult::skip();
  });
  return loops;
}

// A loop that cannot be a pipeline gets back its calls; pipelined loops inside it are looked at in its place.
void inlineInto(Operation *loop, SymbolTable &symbols, FreshIds &ids) {
  if (callsIn(loop).empty())
    return;
  Operation *original = loop->clone();
  std::optional<std::string> limit = inlineAll(loop, symbols, ids);
  if (!limit) {
    original->erase();
    return;
  }
  loop->getBlock()->getOperations().insert(loop->getIterator(), original);
  loop->erase();
  original->setAttr(limitAttribute, StringAttr::get(original->getContext(), *limit));
  for (Operation *inner : pipelinesIn(original))
    inlineInto(inner, symbols, ids);
}

} // namespace

void inlineIntoPipelines(ModuleOp module) {
  SymbolTable symbols(module);
  bool isChanged = false;
  // Callers may come before or after what they call: a copied body is searched for calls again.
  for (auto function : module.getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    FreshIds ids(function);
    for (Operation *loop : pipelinesIn(function)) {
      isChanged |= !callsIn(loop).empty();
      inlineInto(loop, symbols, ids);
    }
  }
  if (isChanged)
    dropUnreached(module);
}

} // namespace allo::target::rtl::legal
