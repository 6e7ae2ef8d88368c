// Reference parameters become values: a scalar argument, when the function may read it before it writes it or may leave
// it as it was, and a further result, when it may write it.
//   func @f(%r: memref<i32>) { … load %r … store %v, %r }  →  func @f(%r: i32) -> i32 { %x = alloca; store %r, %x; … }
//   call @f(%a)  →  %0 = load %a; %1 = call @f(%0); store %1, %a
// Inside, the parameter is a local scalar, which promoteScalars makes a value. Callees come before their callers.
#include "target/rtl/legalise/Rewrites.h"
#include "target/rtl/legalise/ScalarFlow.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
// What becomes of a reference parameter.
struct Reference {
  unsigned argument = 0;
  std::string name;
  bool isInput = false, isOutput = false;
  DictionaryAttr resultAttributes;
};

std::vector<Reference> referencesOf(func::FuncOp function) {
  ScalarFlow flow(function, ScalarFlow::Scope::references);
  const ScalarUse &use = flow.of(function.getBody());
  std::vector<Reference> references;
  for (BlockArgument argument : function.getArguments()) {
    auto type = dyn_cast<MemRefType>(argument.getType());
    if (!type || type.getRank() != 0)
      continue;
    Reference reference;
    reference.argument = argument.getArgNumber();
    reference.name = ir::nameOf(argument);
    for (auto [number, variable] : llvm::enumerate(flow.variables()))
      if (variable.memory == argument) {
        bool exposed = use.exposed.contains(number);
        reference.isOutput = use.written.contains(number);
        reference.isInput = exposed || (reference.isOutput && !use.surely.contains(number));
      }
    references.push_back(reference);
  }
  return references;
}

DictionaryAttr resultAttributes(func::FuncOp function, const Reference &reference) {
  Builder builder(function.getContext());
  SmallVector<NamedAttribute> attributes;
  auto variable = function.getArgAttrOfType<ir::VariableAttr>(reference.argument, ir::varAttrName);
  attributes.push_back(builder.getNamedAttr(ir::ctypeAttrName, variable.getType()));
  attributes.push_back(builder.getNamedAttr(ir::resultNameAttrName, builder.getStringAttr(reference.name)));
  if (Attribute parameter = function.getArgAttr(reference.argument, ir::parameterAttrName))
    attributes.push_back(builder.getNamedAttr(ir::parameterAttrName, parameter));
  return builder.getDictionaryAttr(attributes);
}

// The parameter as a local scalar.
void makeLocal(func::FuncOp function, const Reference &reference, OpBuilder &builder) {
  BlockArgument argument = function.getArgument(reference.argument);
  auto variable = ir::variableOf(argument);
  auto type = MemRefType::get({}, cast<MemRefType>(argument.getType()).getElementType());
  auto local = memref::AllocaOp::create(builder, argument.getLoc(), type);
  local->setAttr(ir::varAttrName, ir::VariableAttr::get(function.getContext(), ir::freshId(function),
                                                        variable.getName(), variable.getType(), false));
  argument.replaceAllUsesWith(local.getResult());
  argument.setType(type.getElementType());
  if (reference.isInput)
    affine::AffineStoreOp::create(builder, argument.getLoc(), argument, local, ValueRange{});
  if (!reference.isOutput)
    return;
  Operation *end = function.getBody().front().getTerminator();
  OpBuilder atEnd(end);
  Value last = affine::AffineLoadOp::create(atEnd, end->getLoc(), local, ValueRange{});
  end->insertOperands(end->getNumOperands(), last);
}

void rewriteFunction(func::FuncOp function, const std::vector<Reference> &references) {
  OpBuilder builder = OpBuilder::atBlockBegin(&function.getBody().front());
  SmallVector<DictionaryAttr> results;
  function.getAllResultAttrs(results);
  results.resize(function.getNumResults(), builder.getDictionaryAttr({}));
  llvm::BitVector dropped(function.getNumArguments());
  for (const Reference &reference : references) {
    if (reference.isOutput)
      results.push_back(resultAttributes(function, reference));
    makeLocal(function, reference, builder);
    if (!reference.isInput)
      dropped.set(reference.argument);
  }
  Block &body = function.getBody().front();
  function.setFunctionType(builder.getFunctionType(body.getArgumentTypes(), body.getTerminator()->getOperandTypes()));
  function.setAllResultAttrs(results);
  if (failed(function.eraseArguments(dropped)))
    throw InternalError("cannot drop the arguments of '" + function.getSymName().str() + "'");
}

void rewriteCall(func::CallOp call, func::FuncOp callee, const std::vector<Reference> &references) {
  OpBuilder builder(call);
  llvm::DenseMap<unsigned, const Reference *> byArgument;
  for (const Reference &reference : references)
    byArgument[reference.argument] = &reference;
  SmallVector<Value> operands, outputs;
  for (auto [index, operand] : llvm::enumerate(call.getOperands())) {
    const Reference *reference = byArgument.lookup(index);
    if (!reference)
      operands.push_back(operand);
    else if (reference->isInput)
      operands.push_back(affine::AffineLoadOp::create(builder, call.getLoc(), operand, ValueRange{}));
    if (reference && reference->isOutput)
      outputs.push_back(operand);
  }
  auto made = func::CallOp::create(builder, call.getLoc(), callee, operands);
  made->setDiscardableAttrs(call->getDiscardableAttrDictionary());
  for (auto [output, value] : llvm::zip_equal(outputs, made.getResults().drop_front(call.getNumResults())))
    affine::AffineStoreOp::create(builder, call.getLoc(), value, output, ValueRange{});
  call->replaceAllUsesWith(made.getResults().take_front(call.getNumResults()));
  call.erase();
}

// Callees first.
void inOrder(func::FuncOp function, const SymbolTable &symbols, llvm::SetVector<Operation *> &order) {
  if (order.contains(function))
    return;
  function.walk([&](func::CallOp call) { inOrder(symbols.lookup<func::FuncOp>(call.getCallee()), symbols, order); });
  order.insert(function);
}
} // namespace

void promoteReferences(ModuleOp module) {
  SymbolTable symbols(module);
  llvm::DenseMap<StringRef, SmallVector<func::CallOp>> calls;
  module.walk([&](func::CallOp call) { calls[call.getCallee()].push_back(call); });
  llvm::SetVector<Operation *> order;
  inOrder(ir::topOf(module), symbols, order);
  for (Operation *op : order) {
    auto function = cast<func::FuncOp>(op);
    std::vector<Reference> references = referencesOf(function);
    if (references.empty())
      continue;
    rewriteFunction(function, references);
    for (func::CallOp call : calls[function.getSymName()])
      rewriteCall(call, function, references);
  }
}

} // namespace allo::target::rtl::legal
