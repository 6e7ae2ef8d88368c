// Legalises a module and puts a function with the original interface around the legal top: references are loaded
// before the call and stored after it, as the generated testbench of the hardware does.
#include "LegalForm.h"

#include "ir/Naming.h"
#include "target/rtl/Design.h"
#include "target/rtl/legalise/Rewrites.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/IR/Builders.h"

#include <map>

using namespace mlir;

namespace allo::test {

namespace {
namespace rtl = target::rtl;
using Place = std::pair<int64_t, int64_t>; // parameter of the source, byte offset

Place placeOf(Attribute attribute) {
  ArrayRef<int64_t> words = cast<DenseI64ArrayAttr>(attribute).asArrayRef();
  return {words[0], words[1]};
}

// What only the legal form has; the lowering to LLVM does not know it. Nor can a parallel loop carry values there.
void dropLegalAttributes(ModuleOp module) {
  module.walk([](Operation *op) {
    op->removeAttr(rtl::flattenAttribute);
    op->removeAttr(rtl::limitAttribute);
    op->removeAttr(rtl::resultNamesAttribute);
    if (ir::LoopAttr loop = ir::loopOf(op))
      ir::setLoop(op, loop.withParallel(false));
    auto function = dyn_cast<func::FuncOp>(op);
    if (!function)
      return;
    for (unsigned i = 0; i < function.getNumArguments(); ++i)
      function.removeArgAttr(i, rtl::parameterAttribute);
    for (unsigned i = 0; i < function.getNumResults(); ++i) {
      function.removeResultAttr(i, StringAttr::get(op->getContext(), rtl::parameterAttribute));
      function.removeResultAttr(i, StringAttr::get(op->getContext(), rtl::resultNameAttribute));
    }
  });
}

struct Places {
  std::vector<Place> arguments, results;
  explicit Places(func::FuncOp top) {
    for (unsigned i = 0; i < top.getNumArguments(); ++i)
      arguments.push_back(placeOf(top.getArgAttr(i, rtl::parameterAttribute)));
    for (unsigned i = 0; i < top.getNumResults(); ++i)
      results.push_back(placeOf(top.getResultAttr(i, rtl::parameterAttribute)));
  }
};

// The body of the function around the legal top.
void callLegal(func::FuncOp around, func::FuncOp legal, const Places &places, const std::map<Place, Value> &arguments) {
  OpBuilder builder = OpBuilder::atBlockEnd(&around.getBody().front());
  Location location = around.getLoc();
  SmallVector<Value> operands, results;
  for (auto [place, type] : llvm::zip_equal(places.arguments, legal.getArgumentTypes())) {
    Value value = arguments.at(place);
    if (isa<MemRefType>(value.getType()) && !isa<MemRefType>(type))
      value = affine::AffineLoadOp::create(builder, location, value, ValueRange{});
    operands.push_back(value);
  }
  auto call = func::CallOp::create(builder, location, legal, operands);
  for (auto [place, value] : llvm::zip_equal(places.results, call.getResults()))
    if (place.first < 0)
      results.push_back(value);
    else
      affine::AffineStoreOp::create(builder, location, value, arguments.at(place), ValueRange{});
  func::ReturnOp::create(builder, location, results);
}
} // namespace

OwningOpRef<ModuleOp> runnableLegalForm(ModuleOp original) {
  OwningOpRef<ModuleOp> marked = original.clone();
  rtl::legal::markParameters(*marked);
  func::FuncOp originalTop = ir::topOf(*marked);
  OwningOpRef<ModuleOp> module = rtl::legalise(original);
  func::FuncOp legal = ir::topOf(*module);
  Places places(legal), originalPlaces(originalTop);

  legal->removeAttr(ir::topAttrName);
  legal.setVisibility(SymbolTable::Visibility::Private);
  legal.setSymName((originalTop.getSymName() + ".legal").str());
  OpBuilder builder = OpBuilder::atBlockEnd(module->getBody());
  auto around = cast<func::FuncOp>(builder.insert(originalTop->cloneWithoutRegions()));
  Block *body = around.addEntryBlock();
  std::map<Place, Value> arguments;
  for (auto [place, argument] : llvm::zip_equal(originalPlaces.arguments, body->getArguments()))
    arguments[place] = argument;
  callLegal(around, legal, places, arguments);
  dropLegalAttributes(*module);
  return module;
}

} // namespace allo::test
