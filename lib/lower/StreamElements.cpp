// In hardware each process takes the streams that it uses, not an array with those of others:
//   void pe(stream s[4][5], int i, int j) { … s[i][j].read() … s[i][j + 1].write(…) … }    pe(s, i, j);
//   -> void pe(stream &s_in, stream &s_out) { … s_in.read() … s_out.write(…) … }           pe(s[i][j], s[i][j + 1]);
#include "lower/Lower.h"

#include "ir/CallOrder.h"
#include "ir/LoopRange.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::lower {

namespace {

// One stream of the array: subscripts that are computed from integer parameters of the function and constants.
struct Element {
  std::string text; // of the computation: equal for equal streams
  SmallVector<Value> subscripts;
  SmallVector<Operation *> users; // operations on streams, and casts
  bool isRead = false, isWritten = false;
};

// The subscripts of a use; nothing for a use of the array as a whole.
std::optional<OperandRange> subscriptsOf(Operation *user) {
  if (auto read = dyn_cast<ir::StreamReadOp>(user))
    return read.getIndices();
  if (auto read = dyn_cast<ir::StreamTryReadOp>(user))
    return read.getIndices();
  if (auto write = dyn_cast<ir::StreamWriteOp>(user))
    return write.getIndices();
  if (auto write = dyn_cast<ir::StreamTryWriteOp>(user))
    return write.getIndices();
  if (auto query = dyn_cast<ir::StreamEmptyOp>(user))
    return query.getIndices();
  if (auto query = dyn_cast<ir::StreamFullOp>(user))
    return query.getIndices();
  if (auto query = dyn_cast<ir::StreamSizeOp>(user))
    return query.getIndices();
  if (auto cast = dyn_cast<UnrealizedConversionCastOp>(user))
    return cast.getOperands().drop_front();
  return std::nullopt;
}

// Lets a use go to a single stream.
void redirect(Operation *user, Value stream) {
  if (auto cast = dyn_cast<UnrealizedConversionCastOp>(user)) {
    cast.getResult(0).replaceAllUsesWith(stream);
    cast.erase();
    return;
  }
  auto set = [&](auto op) {
    op.getIndicesMutable().clear();
    op.getStreamMutable().set(stream);
  };
  if (auto read = dyn_cast<ir::StreamReadOp>(user))
    set(read);
  else if (auto tryRead = dyn_cast<ir::StreamTryReadOp>(user))
    set(tryRead);
  else if (auto write = dyn_cast<ir::StreamWriteOp>(user))
    set(write);
  else if (auto tryWrite = dyn_cast<ir::StreamTryWriteOp>(user))
    set(tryWrite);
  else if (auto empty = dyn_cast<ir::StreamEmptyOp>(user))
    set(empty);
  else if (auto full = dyn_cast<ir::StreamFullOp>(user))
    set(full);
  else
    set(cast<ir::StreamSizeOp>(user));
}

class Separation {
public:
  Separation(ModuleOp module, func::FuncOp function) : module_(module), function_(function) {
    module.walk([&](func::CallOp call) {
      if (call.getCallee() == function.getSymName())
        calls_.push_back(call);
    });
  }

  void run() {
    for (unsigned index = 0; index < function_.getNumArguments(); ++index) {
      auto type = dyn_cast<ir::StreamType>(function_.getArgument(index).getType());
      if (type && !type.getExtents().empty())
        if (std::optional<SmallVector<Element>> elements = elementsOf(function_.getArgument(index)))
          index += separate(index, *elements) - 1;
    }
  }

private:
  SmallVector<Operation *> usersInOrder(BlockArgument array) {
    SmallVector<Operation *> users;
    function_.walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (llvm::is_contained(op->getOperands(), array))
        users.push_back(op);
    });
    return users;
  }

  // The streams of the array that the function uses; nothing where it uses any but those that parameters fix.
  std::optional<SmallVector<Element>> elementsOf(BlockArgument array) {
    SmallVector<Element> elements;
    for (Operation *user : usersInOrder(array)) {
      std::optional<OperandRange> subscripts = subscriptsOf(user);
      if (!subscripts || llvm::count(user->getOperands(), array) != 1)
        return std::nullopt;
      std::optional<Element> element = elementAt(*subscripts);
      if (!element)
        return std::nullopt;
      auto known = llvm::find_if(elements, [&](const Element &other) { return other.text == element->text; });
      if (known == elements.end()) {
        elements.push_back(*element);
        known = std::prev(elements.end());
      }
      known->users.push_back(user);
      known->isRead |= isa<ir::StreamReadOp, ir::StreamTryReadOp, ir::StreamEmptyOp>(user);
      known->isWritten |= isa<ir::StreamWriteOp, ir::StreamTryWriteOp, ir::StreamFullOp>(user);
    }
    if (elements.empty())
      return std::nullopt;
    return elements;
  }

  std::optional<Element> elementAt(OperandRange subscripts) {
    Element element{{}, llvm::to_vector(subscripts), {}};
    llvm::raw_string_ostream stream(element.text);
    for (Value subscript : subscripts) {
      stream << "[";
      if (!printAffine(stream, subscript) && !printTree(stream, subscript))
        return std::nullopt;
      stream << "]";
    }
    return element;
  }

  bool isParameter(Value value) {
    auto parameter = dyn_cast<BlockArgument>(value);
    return parameter && parameter.getOwner() == &function_.getBody().front();
  }

  // The composed expression, whatever operations it is made of.
  bool printAffine(llvm::raw_ostream &stream, Value subscript) {
    if (!affine::isValidDim(subscript) && !affine::isValidSymbol(subscript))
      return false;
    AffineMap map = AffineMap::getMultiDimIdentityMap(1, function_.getContext());
    SmallVector<Value> operands{subscript};
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    affine::canonicalizeMapAndOperands(&map, &operands);
    SmallVector<AffineExpr> symbols;
    for (unsigned i = 0; i < map.getNumSymbols(); ++i)
      symbols.push_back(getAffineDimExpr(map.getNumDims() + i, map.getContext()));
    std::string parameters;
    for (Value operand : operands) {
      auto cast = operand.getDefiningOp<arith::IndexCastOp>();
      if (!cast || !isParameter(cast.getIn()))
        return false;
      parameters += " " + std::to_string(dyn_cast<BlockArgument>(cast.getIn()).getArgNumber());
    }
    stream << simplifyAffineMap(map.replaceDimsAndSymbols({}, symbols, operands.size(), 0)) << parameters;
    return true;
  }

  bool printTree(llvm::raw_ostream &stream, Value value) {
    if (auto parameter = dyn_cast<BlockArgument>(value)) {
      stream << "%" << parameter.getArgNumber();
      return isParameter(parameter);
    }
    Operation *op = value.getDefiningOp();
    if (op->getNumResults() != 1 || op->getNumRegions() != 0 || !isPure(op))
      return false;
    stream << op->getName() << op->getAttrDictionary() << op->getPropertiesAsAttribute() << value.getType() << "(";
    for (Value operand : op->getOperands())
      if (!printTree(stream, operand))
        return false;
    stream << ")";
    return true;
  }

  // An integer that a call passes, as an index.
  static Value indexOf(OpBuilder &builder, Value value) {
    if (value.getType().isIndex())
      return value;
    if (std::optional<int64_t> constant = getConstantIntValue(value))
      return arith::ConstantIndexOp::create(builder, value.getLoc(), *constant);
    if (auto cast = value.getDefiningOp<arith::IndexCastOp>(); cast && cast.getIn().getType().isIndex()) {
      ir::LoopRange range = ir::rangeOfLoopVariable(cast.getIn());
      if (range.low && range.high && *range.low >= INT32_MIN && *range.high <= INT32_MAX &&
          value.getType().getIntOrFloatBitWidth() >= 32)
        return cast.getIn();
    }
    return arith::IndexCastOp::create(builder, value.getLoc(), builder.getIndexType(), value);
  }

  // What the function computes from its parameters, computed from what the call passes.
  static Value atCall(OpBuilder &builder, func::CallOp call, Value value) {
    if (auto parameter = dyn_cast<BlockArgument>(value))
      return call.getOperand(parameter.getArgNumber());
    Operation *op = value.getDefiningOp();
    SmallVector<Value> operands;
    for (Value operand : op->getOperands())
      operands.push_back(atCall(builder, call, operand));
    if (isa<arith::IndexCastOp>(op) && value.getType().isIndex())
      return indexOf(builder, operands.front());
    auto apply = dyn_cast<affine::AffineApplyOp>(op);
    if (apply && llvm::all_of(operands, [](Value operand) { return affine::isValidDim(operand); })) {
      AffineMap map = apply.getAffineMap();
      SmallVector<AffineExpr> symbols;
      for (unsigned i = 0; i < map.getNumSymbols(); ++i)
        symbols.push_back(builder.getAffineDimExpr(map.getNumDims() + i));
      map = map.replaceDimsAndSymbols({}, symbols, operands.size(), 0);
      OpFoldResult folded =
          affine::makeComposedFoldedAffineApply(builder, call.getLoc(), map, getAsOpFoldResult(operands));
      return getValueOrCreateConstantIndexOp(builder, call.getLoc(), folded);
    }
    Operation *copy = builder.clone(*op);
    copy->setOperands(operands);
    return copy->getResult(0);
  }

  static Value elementAtCall(OpBuilder &builder, func::CallOp call, Value array, const Element &element, Type type) {
    SmallVector<Value> inputs{array};
    for (Value subscript : element.subscripts)
      inputs.push_back(atCall(builder, call, subscript));
    return UnrealizedConversionCastOp::create(builder, call.getLoc(), type, inputs).getResult(0);
  }

  // Puts parameters for the elements in the place of the array; returns how many.
  unsigned separate(unsigned index, const SmallVector<Element> &elements) {
    auto type = cast<ir::StreamType>(function_.getArgument(index).getType());
    auto single = ir::StreamType::get(type.getContext(), type.getElements(), type.getDepth(), {});
    ir::VariableAttr variable = ir::variableOf(function_.getArgument(index));
    DictionaryAttr attributes = function_.getArgAttrDict(index);
    for (func::CallOp call : calls_) {
      OpBuilder builder(call);
      SmallVector<Value> operands(call.getOperands()), passed;
      for (const Element &element : elements)
        passed.push_back(elementAtCall(builder, call, operands[index], element, single));
      operands.erase(operands.begin() + index);
      operands.insert(operands.begin() + index, passed.begin(), passed.end());
      call->setOperands(operands);
    }
    for (auto [number, element] : llvm::enumerate(elements)) {
      unsigned place = index + 1 + number;
      if (failed(function_.insertArgument(place, single, attributes, function_.getLoc())))
        throw InternalError("a function takes no further parameter");
      function_.setArgAttr(place, ir::varAttrName,
                           ir::VariableAttr::get(type.getContext(), ir::freshId(function_),
                                                 nameOf(variable.getName().str(), elements, number), variable.getType(),
                                                 variable.getIsConst()));
      for (Operation *user : element.users)
        redirect(user, function_.getArgument(place));
    }
    if (failed(function_.eraseArgument(index)))
      throw InternalError("a function cannot lose a parameter");
    dropSubscripts(variable.getName());
    return elements.size();
  }

  static std::string nameOf(const std::string &array, const SmallVector<Element> &elements, size_t number) {
    if (elements.size() == 1)
      return array;
    const Element &own = elements[number], &other = elements[1 - std::min<size_t>(number, 1)];
    bool areEnds = elements.size() == 2 && own.isRead != own.isWritten && own.isRead != other.isRead &&
                   other.isRead != other.isWritten;
    return array + (areEnds ? (own.isRead ? "_in" : "_out") : "_" + std::to_string(number));
  }

  // The parameters `NAME.at0` that said which element it is.
  void dropSubscripts(StringRef array) {
    SmallVector<Operation *> dead;
    function_.walk([&](Operation *op) {
      if (op->getNumResults() == 1 && op->getNumRegions() == 0 && isPure(op))
        dead.push_back(op);
    });
    for (Operation *op : llvm::reverse(dead))
      if (op->use_empty())
        op->erase();
    for (unsigned index = function_.getNumArguments(); index-- > 0;) {
      BlockArgument argument = function_.getArgument(index);
      StringRef name = ir::variableOf(argument).getName();
      if (!argument.use_empty() || isa<MemRefType, ir::StreamType>(argument.getType()) || !name.consume_front(array) ||
          !name.starts_with(".at"))
        continue;
      for (func::CallOp call : calls_)
        call->eraseOperand(index);
      if (failed(function_.eraseArgument(index)))
        throw InternalError("a function cannot lose a parameter");
    }
  }

  ModuleOp module_;
  func::FuncOp function_;
  SmallVector<func::CallOp> calls_;
};

} // namespace

void separateStreamElements(ModuleOp module) {
  bool hasArrays = false;
  module.walk([&](ir::StreamCreateOp create) { hasArrays |= !create.getStream().getType().getExtents().empty(); });
  if (!hasArrays)
    return;
  for (Operation *function : ir::calleesFirst(module))
    if (!function->hasAttr(ir::topAttrName))
      Separation(module, cast<func::FuncOp>(function)).run();
}

} // namespace allo::lower
