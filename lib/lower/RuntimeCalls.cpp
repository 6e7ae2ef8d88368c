// Streams, printing and assertions become calls of the runtime (RuntimeCalls.h). A stream is a handle, an i64; an
// element is words of 64 bits, ⌈width / 64⌉ for each of its scalars.
//   %v = allo.stream_read %s[%i]   →  %w = func.call @allo_runtime_stream_read(%s, %i, failure); trunci %w
#include "lower/RuntimeCalls.h"

#include "ir/BitMath.h"
#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "lower/Rewrites.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace allo::lower {

namespace {
unsigned wordsOf(Type type) { return (type.getIntOrFloatBitWidth() + 63) / 64; }

class Rewriter {
public:
  Rewriter(ModuleOp module, Lowered &lowered) : module(module), lowered(lowered), builder(module.getContext()) {}

  void run() {
    SmallVector<Operation *> uses;
    SmallVector<ir::StreamCreateOp> streams;
    SmallVector<ir::ConsoleOp> consoles;
    module.walk([&](Operation *op) {
      if (auto stream = dyn_cast<ir::StreamCreateOp>(op))
        streams.push_back(stream);
      else if (auto console = dyn_cast<ir::ConsoleOp>(op))
        consoles.push_back(console);
      else if (isa<ir::StreamReadOp, ir::StreamTryReadOp, ir::StreamWriteOp, ir::StreamTryWriteOp, ir::StreamEmptyOp,
                   ir::StreamFullOp, ir::StreamSizeOp, ir::PrintOp, ir::AssertOp>(op))
        uses.push_back(op);
    });
    for (Operation *op : uses) // first: they read the type of the stream
      rewrite(op);
    for (ir::StreamCreateOp stream : streams)
      rewriteCreate(stream);
    for (ir::ConsoleOp console : consoles)
      console.erase();
    for (auto function : module.getOps<func::FuncOp>())
      if (!function.isExternal())
        rewriteArguments(function);
  }

private:
  Value call(llvm::StringRef name, ValueRange operands, Type result = {}) {
    std::string symbol = (runtimePrefix + name).str();
    auto callee = module.lookupSymbol<func::FuncOp>(symbol);
    if (!callee) {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(module.getBody());
      auto type = builder.getFunctionType(operands.getTypes(), result ? TypeRange(result) : TypeRange());
      callee = func::FuncOp::create(builder, module.getLoc(), symbol, type);
      callee.setPrivate();
    }
    auto made = func::CallOp::create(builder, location, callee, operands);
    return result ? made.getResult(0) : Value();
  }

  Value integer(int64_t value, unsigned width = 64) {
    return arith::ConstantOp::create(builder, location, builder.getIntegerAttr(builder.getIntegerType(width), value));
  }

  Value failure(const std::string &message, const std::string &hint) {
    lowered.failures.push_back({message, ir::placeOf(location), hint});
    return integer(static_cast<int64_t>(lowered.failures.size()) - 1);
  }

  // The number of one stream of an array of them, row by row.
  Value numberOf(ir::StreamType type, OperandRange indices) {
    Value number = arith::ConstantIndexOp::create(builder, location, 0);
    for (auto [extent, index] : llvm::zip(type.getExtents(), indices)) {
      Value size = arith::ConstantIndexOp::create(builder, location, extent);
      number = arith::AddIOp::create(builder, location, arith::MulIOp::create(builder, location, number, size), index);
    }
    return arith::IndexCastOp::create(builder, location, builder.getI64Type(), number);
  }

  ir::BitMath math() { return {builder, location}; }
  Value resized(Value value, unsigned width) { return math().resized(value, width, /*isSigned=*/false); }

  Value bitsOf(Value value) {
    if (!isa<FloatType>(value.getType()))
      return value;
    Type bits = builder.getIntegerType(value.getType().getIntOrFloatBitWidth());
    return arith::BitcastOp::create(builder, location, bits, value);
  }

  void write(Value handle, Value number, ValueRange values) {
    for (Value value : values) {
      unsigned words = wordsOf(value.getType());
      Value bits = resized(bitsOf(value), 64 * words);
      for (unsigned i = 0; i < words; ++i) {
        call("stream_write", {handle, number, resized(math().shiftedRight(bits, 64 * i, /*isSigned=*/false), 64)});
      }
    }
  }

  SmallVector<Value> read(Value handle, Value number, TypeRange types, Value failure) {
    SmallVector<Value> values;
    bool isFirst = true;
    for (Type type : types) {
      unsigned width = type.getIntOrFloatBitWidth(), words = wordsOf(type);
      Value bits;
      for (unsigned i = 0; i < words; ++i) {
        Value word = isFirst ? call("stream_read", {handle, number, failure}, builder.getI64Type())
                             : call("stream_next", {handle, number}, builder.getI64Type());
        isFirst = false;
        word = math().shiftedLeft(resized(word, 64 * words), 64 * i);
        bits = bits ? Value(arith::OrIOp::create(builder, location, bits, word)) : word;
      }
      bits = resized(bits, width);
      values.push_back(isa<FloatType>(type) ? Value(arith::BitcastOp::create(builder, location, type, bits)) : bits);
    }
    return values;
  }

  int64_t wordsOfElement(ir::StreamType type) {
    int64_t words = 0;
    for (ir::CTypeAttr element : type.getElements())
      words += wordsOf(ir::elementType(module.getContext(), element.getValue()));
    return words;
  }

  Value sizeOf(Value handle, Value number, ir::StreamType type) {
    Value words = call("stream_words", {handle, number}, builder.getI64Type());
    return arith::DivUIOp::create(builder, location, words, integer(wordsOfElement(type)));
  }

  Value compare(arith::CmpIPredicate predicate, Value left, int64_t right) {
    return arith::CmpIOp::create(builder, location, predicate, left, integer(right));
  }

  // `then` where the condition holds, else zeros.
  SmallVector<Value> readIf(Value condition, Value handle, Value number, TypeRange types) {
    auto branch = scf::IfOp::create(builder, location, types, condition, /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    scf::YieldOp::create(builder, location, read(handle, number, types, integer(-1)));
    builder.setInsertionPointToStart(branch.elseBlock());
    SmallVector<Value> zeros;
    for (Type type : types)
      zeros.push_back(arith::ConstantOp::create(builder, location, cast<TypedAttr>(builder.getZeroAttr(type))));
    scf::YieldOp::create(builder, location, zeros);
    return branch.getResults();
  }

  Value handleOf(Value stream) {
    return UnrealizedConversionCastOp::create(builder, location, builder.getI64Type(), stream).getResult(0);
  }

  void rewrite(Operation *op) {
    builder.setInsertionPoint(op);
    location = op->getLoc();
    SmallVector<Value> results;
    if (auto print = dyn_cast<ir::PrintOp>(op)) {
      rewritePrint(print);
    } else if (auto assertion = dyn_cast<ir::AssertOp>(op)) {
      rewriteAssertion(assertion);
    } else if (auto readOp = dyn_cast<ir::StreamReadOp>(op)) {
      Value message = failure("the stream '" + ir::nameOf(readOp.getStream()) + "' is read while it is empty",
                              "write to it before, or ask empty() or read_nb() first");
      results = read(handleOf(readOp.getStream()), numberOf(readOp.getStream().getType(), readOp.getIndices()),
                     readOp.getValues().getTypes(), message);
    } else if (auto writeOp = dyn_cast<ir::StreamWriteOp>(op)) {
      write(handleOf(writeOp.getStream()), numberOf(writeOp.getStream().getType(), writeOp.getIndices()),
            writeOp.getValues());
    } else if (auto tryRead = dyn_cast<ir::StreamTryReadOp>(op)) {
      Value handle = handleOf(tryRead.getStream());
      Value number = numberOf(tryRead.getStream().getType(), tryRead.getIndices());
      results.push_back(compare(arith::CmpIPredicate::ne, sizeOf(handle, number, tryRead.getStream().getType()), 0));
      results.append(readIf(results.front(), handle, number, tryRead.getValues().getTypes()));
    } else if (auto tryWrite = dyn_cast<ir::StreamTryWriteOp>(op)) {
      results.push_back(rewriteTryWrite(tryWrite));
    } else {
      results.push_back(rewriteQuery(op));
    }
    op->replaceAllUsesWith(results);
    op->erase();
  }

  Value rewriteTryWrite(ir::StreamTryWriteOp op) {
    ir::StreamType type = op.getStream().getType();
    Value handle = handleOf(op.getStream()), number = numberOf(type, op.getIndices());
    Value hasRoom = type.getDepth() == 0
                        ? integer(1, 1)
                        : compare(arith::CmpIPredicate::slt, sizeOf(handle, number, type), type.getDepth());
    auto branch = scf::IfOp::create(builder, location, hasRoom, /*withElseRegion=*/false);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    write(handle, number, op.getValues());
    return hasRoom;
  }

  Value rewriteQuery(Operation *op) {
    auto type = cast<ir::StreamType>(op->getOperand(0).getType());
    OperandRange indices = op->getOperands().drop_front();
    Value size = sizeOf(handleOf(op->getOperand(0)), numberOf(type, indices), type);
    if (isa<ir::StreamEmptyOp>(op))
      return compare(arith::CmpIPredicate::eq, size, 0);
    if (isa<ir::StreamFullOp>(op))
      return compare(arith::CmpIPredicate::sge, size, type.getDepth());
    return resized(size, 32);
  }

  void rewriteAssertion(ir::AssertOp op) {
    auto branch = scf::IfOp::create(builder, location, math().inverted(op.getCondition()), /*withElseRegion=*/false);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    call("fail", {failure("assertion failed: " + op.getText().str(), {})});
  }

  void rewritePrint(ir::PrintOp op) {
    for (Value value : op.getValues())
      if (isa<FloatType>(value.getType()))
        call("print_real", {value});
      else
        call("print_integer", {resized(value, 64)});
    lowered.formats.push_back(op.getFormat().str());
    call("print", {integer(static_cast<int64_t>(lowered.formats.size()) - 1)});
  }

  void rewriteCreate(ir::StreamCreateOp op) {
    builder.setInsertionPoint(op);
    location = op.getLoc();
    ir::StreamType type = op.getStream().getType();
    int64_t count = 1;
    for (int64_t extent : type.getExtents())
      count *= extent;
    auto create = [&] {
      return call("stream_create", {integer(count), integer(op.getIsStatic())}, builder.getI64Type());
    };
    Value handle = op.getIsStatic() ? keptHandle(create) : create();
    replaceStream(op.getStream(), handle);
    if (!op.getIsStatic()) { // the end of the block that declares it
      builder.setInsertionPoint(op->getBlock()->getTerminator());
      call("stream_destroy", {handle});
    }
    op.erase();
  }

  // A handle that is made at the first call and kept in a global.
  Value keptHandle(llvm::function_ref<Value()> create) {
    auto type = MemRefType::get({}, builder.getI64Type());
    std::string name = "stream.handle." + std::to_string(kept++);
    {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(module.getBody());
      auto zero = DenseElementsAttr::get(RankedTensorType::get({}, builder.getI64Type()), builder.getI64IntegerAttr(0));
      memref::GlobalOp::create(builder, location, name, builder.getStringAttr("private"), type, zero,
                               /*constant=*/false, IntegerAttr());
    }
    Value slot = memref::GetGlobalOp::create(builder, location, type, name);
    Value known = memref::LoadOp::create(builder, location, slot);
    auto branch = scf::IfOp::create(builder, location, compare(arith::CmpIPredicate::eq, known, 0), false);
    {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(branch.thenBlock());
      memref::StoreOp::create(builder, location, create(), slot);
    }
    return memref::LoadOp::create(builder, location, slot);
  }

  // The uses that are left are casts to handles, and operands of calls.
  void replaceStream(Value stream, Value handle) {
    for (OpOperand &use : llvm::make_early_inc_range(stream.getUses()))
      if (auto cast = dyn_cast<UnrealizedConversionCastOp>(use.getOwner())) {
        cast.getResult(0).replaceAllUsesWith(handle);
        cast.erase();
      } else {
        use.set(handle);
      }
  }

  void rewriteArguments(func::FuncOp function) {
    bool isChanged = false;
    for (BlockArgument argument : function.getArguments()) {
      if (!isa<ir::StreamType>(argument.getType()))
        continue;
      argument.setType(builder.getI64Type());
      function.removeArgAttr(argument.getArgNumber(), ir::varAttrName); // a handle has no name
      function.removeArgAttr(argument.getArgNumber(), ir::directivesAttrName);
      replaceStream(argument, argument);
      isChanged = true;
    }
    if (isChanged)
      function.setFunctionType(
          builder.getFunctionType(function.getBody().getArgumentTypes(), function.getFunctionType().getResults()));
  }

  ModuleOp module;
  Lowered &lowered;
  OpBuilder builder;
  Location location = UnknownLoc::get(module.getContext());
  unsigned kept = 0;
};
} // namespace

void runtimeCalls(ModuleOp module, Lowered &lowered) { Rewriter(module, lowered).run(); }

} // namespace allo::lower
