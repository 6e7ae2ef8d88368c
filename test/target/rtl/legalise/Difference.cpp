// legal-difference polybench DIR [NAME] | fuzz SEED FIRST CASES
// What legalisation makes still computes the same: kernels are compiled by the cpu target before and after each of the
// rewrites that work on the memory form, run on the same random arguments, and compared bit for bit. PolyBench kernels
// run at MINI, unscheduled, under their schedules, and with every innermost (and every second innermost) loop
// pipelined. Prints a line for each difference; exits with 1 if there is any, or if nothing was compared.
#include "Differential.h"

#include "build/Compare.h"
#include "ir/Naming.h"
#include "target/rtl/legalise/Rewrites.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Verifier.h"

#include <iostream>

using namespace mlir;
namespace legal = allo::target::rtl::legal;

namespace {

struct Rewrite {
  const char *name;
  void (*run)(ModuleOp);
};
const Rewrite rewrites[] = {
    {"inlineIntoPipelines", legal::inlineIntoPipelines},
    {"unrollLoops", legal::unrollLoops},
    {"foldNests", [](ModuleOp module) { legal::foldNests(module, {}); }},
    {"trimNests", [](ModuleOp module) { legal::trimNests(module, {}); }},
};

struct Counts {
  int compared = 0, different = 0;
  int folded = 0, flattened = 0, limited = 0; // designs in which that happened
};

int conditionsIn(ModuleOp module) {
  int count = 0;
  module.walk([&](affine::AffineIfOp) { ++count; });
  return count;
}

bool hasAttribute(ModuleOp module, llvm::StringRef name) {
  return module.walk([&](Operation *op) { return op->hasAttr(name) ? WalkResult::interrupt() : WalkResult::advance(); })
      .wasInterrupted();
}

// A flattened nest with a loop that does not run once when it is reached spoils the first array of the kernel.
OwningOpRef<ModuleOp> withTraps(ModuleOp module) {
  OwningOpRef<ModuleOp> copy = module.clone();
  func::FuncOp top = allo::ir::topOf(*copy);
  Value array;
  for (Value argument : top.getArguments())
    if (auto type = dyn_cast<MemRefType>(argument.getType()); type && type.getRank() > 0 && !array)
      array = argument;
  if (!array)
    return copy;
  top.walk([&](affine::AffineForOp outer) {
    if (!outer->hasAttr(allo::target::rtl::flattenAttribute))
      return;
    auto inner = *outer.getOps<affine::AffineForOp>().begin();
    Location location = outer.getLoc();
    OpBuilder builder(inner);
    Value no = arith::ConstantIntOp::create(builder, location, 0, 1);
    Value yes = arith::ConstantIntOp::create(builder, location, 1, 1);
    auto flag = memref::AllocaOp::create(builder, location, MemRefType::get({}, builder.getI1Type()));
    auto type = allo::ir::CTypeAttr::get(builder.getContext(), allo::ir::CKind::Bool);
    flag->setAttr(allo::ir::varAttrName,
                  allo::ir::VariableAttr::get(builder.getContext(), allo::ir::freshId(top), "ran", type, false));
    affine::AffineStoreOp::create(builder, location, no, flag, ValueRange{});
    builder.setInsertionPointToStart(inner.getBody());
    affine::AffineStoreOp::create(builder, location, yes, flag, ValueRange{});
    builder.setInsertionPointAfter(inner);
    Value ran = affine::AffineLoadOp::create(builder, location, flag, ValueRange{});
    Value isEmpty = arith::XOrIOp::create(builder, location, ran, yes);
    auto trap = scf::IfOp::create(builder, location, isEmpty, false);
    builder.setInsertionPointToStart(trap.thenBlock());
    auto arrayType = cast<MemRefType>(array.getType());
    Value wrong = arith::ConstantOp::create(
        builder, location,
        isa<FloatType>(arrayType.getElementType())
            ? TypedAttr(builder.getFloatAttr(arrayType.getElementType(), 98765.0))
            : TypedAttr(builder.getIntegerAttr(arrayType.getElementType(),
                                               arrayType.getElementTypeBitWidth() == 1 ? 1 : 77)));
    SmallVector<Value> indices(arrayType.getRank(), arith::ConstantIndexOp::create(builder, location, 0));
    memref::StoreOp::create(builder, location, wrong, array, indices);
  });
  return copy;
}

void compare(const std::string &name, ModuleOp module, const allo::test::Scalars &scalars, Counts &counts) {
  allo::build::ArgumentSet start = allo::test::randomArguments(module, scalars);
  allo::build::ArgumentSet expected = allo::test::resultOfOriginal(module, start);
  OwningOpRef<ModuleOp> legalised = module.clone();
  for (const Rewrite &rewrite : rewrites) {
    int conditions = conditionsIn(*legalised);
    OwningOpRef<ModuleOp> before = legalised->clone();
    rewrite.run(*legalised);
    counts.folded += rewrite.name == std::string("foldNests") && conditionsIn(*legalised) > conditions;
    bool isValid = succeeded(verify(*legalised)) && succeeded(allo::ir::verifyNames(*legalised));
    std::vector<allo::Mismatch> mismatches;
    if (isValid)
      mismatches = allo::build::compareOutputs(expected, allo::test::resultOf(*legalised, start));
    if (isValid && mismatches.empty() && hasAttribute(*legalised, allo::target::rtl::flattenAttribute))
      mismatches = allo::build::compareOutputs(expected, allo::test::resultOf(*withTraps(*legalised), start));
    ++counts.compared;
    if (isValid && mismatches.empty())
      continue;
    ++counts.different;
    std::cout << name << ": " << (isValid ? "different" : "invalid") << " after " << rewrite.name << "\n";
    if (isValid)
      std::cout << allo::build::elementName(mismatches.front()) << ": " << mismatches.front().expected << ", now "
                << mismatches.front().actual << "\n";
    if (getenv("ALLO_PRINT_DIFFERENCE")) {
      before->print(llvm::outs());
      legalised->print(llvm::outs());
    }
    break;
  }
  counts.flattened += hasAttribute(*legalised, allo::target::rtl::flattenAttribute);
  counts.limited += hasAttribute(*legalised, allo::target::rtl::limitAttribute);
}

void print(const Counts &counts) {
  std::cout << counts.compared << " compared, " << counts.different << " different, " << counts.folded << " folded, "
            << counts.flattened << " flattened, " << counts.limited << " limited\n";
}

int polybench(const std::string &folder, const std::string &only) {
  Counts counts;
  std::vector<allo::test::Variant> variants; // the loops with so many loops inside are pipelined
  for (int height : {0, 1, 2})
    for (int factor : {0, 3})
      variants.push_back({"pipelined " + std::to_string(height) + " unrolled " + std::to_string(factor),
                          [=](Operation *loop, allo::ir::LoopAttr attribute) {
                            return allo::test::heightOf(loop) == height ? attribute.withPipeline(1).withUnroll(factor)
                                                                        : attribute;
                          }});
  allo::test::comparePolybench(folder, only, variants, [&](const auto &name, ModuleOp module, const auto &scalars) {
    compare(name, module, scalars, counts);
  });
  print(counts);
  return counts.different != 0 || counts.compared == 0;
}

int fuzz(uint64_t seed, int first, int cases) {
  Counts &counts = allo::test::shared<Counts>();
  allo::test::RandomResult result =
      allo::test::compareRandom(seed, first, cases, 3, 60, [&](const auto &name, ModuleOp module, const auto &scalars) {
        compare(name, module, scalars, counts);
      });
  print(counts);
  std::cout << result.failed << " failed, " << result.undefined << " undefined\n";
  return counts.different != 0 || result.failed != 0 || counts.compared == 0;
}

} // namespace

int main(int count, char **words) { return allo::test::runDifferential(count, words, polybench, fuzz); }
