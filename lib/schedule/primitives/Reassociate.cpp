// reassociate: marks the floating-point updates `A[f] = A[f] op x` of an array, so that later steps may run them in
// another order. Only addition, multiplication, minimum and maximum are such; integers need no mark.
//
//   C[i][j] = C[i][j] + A[i][k] * B[k][j];   arith.addf %c, %p   ->   arith.addf %c, %p fastmath<reassoc>
//
// The marks allow, they change nothing: every target erases them.
#include "analysis/ReductionUpdate.h"
#include "ir/Reassociation.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace allo::schedule {

namespace {
SmallVector<Operation *> storesOf(Value memory, Operation *loop) {
  SmallVector<Operation *> stores;
  for (OpOperand &use : memory.getUses())
    if (Operation *op = use.getOwner(); isa<affine::AffineStoreOp, memref::StoreOp>(op) && op->getOperand(1) == memory)
      if (!loop || loop->isAncestor(op))
        stores.push_back(op);
  llvm::sort(stores, [](Operation *left, Operation *right) {
    return ir::placeOf(left->getLoc()).line < ir::placeOf(right->getLoc()).line;
  });
  return stores;
}

std::string linesOf(ArrayRef<Operation *> stores) {
  std::vector<std::string> lines;
  for (Operation *store : stores)
    if (std::string line = std::to_string(ir::placeOf(store->getLoc()).line); !llvm::is_contained(lines, line))
      lines.push_back(line);
  return std::string(lines.size() == 1 ? "line " : "lines ") + llvm::join(lines, ", ");
}

void apply(StepContext &context) {
  ArrayArgument array = context.array("array");
  Operation *loop = context.loop("loop");
  std::string name = context.describe(array.memory);
  if (loop && loop->getParentOfType<func::FuncOp>() != array.function)
    context.refuse("the array " + name + " and the loop " + context.describe(loop) + " are in different functions");
  auto type = dyn_cast<MemRefType>(array.memory.getType());
  if (!type)
    context.refuse(name + " is a value that nothing updates", "name an array or a variable");
  if (!isa<FloatType>(type.getElementType()))
    context.refuse(name + " is not floating-point", "updates of integers may be reordered without this step");
  std::string where = loop ? " in " + context.describe(loop) : "";
  SmallVector<Operation *> stores = storesOf(array.memory, loop);
  if (stores.empty())
    context.refuse("nothing writes " + name + where + " in '" + functionAddress(array.function) + "'",
                   loop ? "leave loop= out, or name the loop of the update"
                        : "name the parameter of the function that updates it");
  bool anyUpdate = false, anyNew = false;
  for (Operation *store : stores)
    if (auto update = analysis::floatingUpdateOf(store)) {
      anyUpdate = true;
      for (Operation *op : update->chain) {
        anyNew |= !ir::isReassociable(op);
        ir::setReassociable(op, true);
      }
    }
  if (!anyUpdate)
    context.refuse("no write of " + name + where + " is an update 'x = x op e', on " + linesOf(stores),
                   "op is +, - of e, *, a minimum or a maximum; x appears once on the right, and nothing else reads "
                   "the sums between");
  if (!anyNew)
    context.refuse("the updates of " + name + where + " may be reordered already");
}
} // namespace

extern const Primitive reassociatePrimitive = {
    "reassociate",
    {{ParameterKind::Array, "array", "the array, or scalar variable, that is updated"},
     {ParameterKind::Loop, "loop", "only the updates in this loop; all of the function when left out", true, ""}},
    {.meaning = "Lets later steps run the floating-point updates `x = x op e` of the array in another order, as they "
                "may those of integers. op is an addition, a subtraction of e, a multiplication, or a minimum or "
                "maximum (`fmin`, `std::min`, `if (e < x) x = e`). The "
                "step itself changes no order and no bit. What later steps reorder rounds otherwise than the source: "
                "a run then compares each target with the scheduled program on the cpu, bit for bit, and reports the "
                "largest relative difference from the native kernel. No target reorders further: the order that the "
                "schedule made is the order of the machine code, of the HLS C++ and of the RTL.",
     .legality = "The array has floating-point elements, and at least one write of it is such an update: the element "
                 "is read once, in the statement that writes it, and no other operation uses a sum between.",
     .cost = "Nothing by itself. Steps that it makes legal move the updates of one element apart, which is what an "
             "initiation interval of 1 needs: the latency of a floating-point addition lies between two of them.",
     .before = "void example(const float A[8][6], float C[6]) {\n"
               "  for (int j = 0; j < 6; ++j)\n"
               "    C[j] = 0;\n"
               "  for (int k = 0; k < 8; ++k)\n"
               "    for (int j = 0; j < 6; ++j)\n"
               "      C[j] += A[k][j];\n"
               "}",
     .after = "void example(const float A[8][6], float C[6]) {\n"
              "  for (int j = 0; j < 6; ++j)\n"
              "    C[j] = 0;\n"
              "  for (int k = 0; k < 8; ++k)\n"
              "    for (int j = 0; j < 6; ++j)\n"
              "      C[j] += A[k][j]; // in any order of k from here on\n"
              "}",
     .errors = {{"'A' is not floating-point", "integers need no mark"},
                {"nothing writes 'A' in 'work'", "only a function below writes it, or the loop does not"},
                {"no write of 'A' is an update 'x = x op e', on line 4",
                 "an assignment, or an operation of another kind"},
                {"the updates of 'A' may be reordered already", "the same step again"},
                {"'x' is a value that nothing updates", "a parameter passed by value"},
                {"the array 'A' and the loop 'i' are in different functions", "objects of two functions"}},
     .example = "reassociate C",
     .method = "s.reassociate(\"C\")"},
    apply,
};

} // namespace allo::schedule
