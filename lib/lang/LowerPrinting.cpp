// What a run in software shows: printf, puts and putchar, and assertions. Hardware has none of it.
#include "lang/FunctionLowering.h"

#include "ir/PrintFormat.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

// The one console of the function, made where it is first needed.
Value FunctionLowering::console() {
  if (ir::ConsoleOp known = ir::consoleOf(function))
    return known;
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(&function.getBody().front());
  return ir::ConsoleOp::create(builder, function.getLoc(), ir::ConsoleType::get(builder.getContext()));
}

namespace {
const clang::StringLiteral *literalOf(const clang::Expr *expression) {
  auto *literal = llvm::dyn_cast<clang::StringLiteral>(expression->IgnoreParenImpCasts());
  return literal && literal->getCharByteWidth() == 1 ? literal : nullptr;
}

// Text as a format that shows it.
std::string escaped(llvm::StringRef text) {
  std::string format;
  for (char character : text)
    format += character == '%' ? std::string("%%") : std::string(1, character);
  return format;
}

bool isShownBy(CType value, CType shown) {
  bool isNumber = ir::isFloating(value) == ir::isFloating(shown) && !ir::isArbitraryPrecision(value);
  return isNumber && ir::bitWidth(value) == ir::bitWidth(shown);
}
} // namespace

// The values behind the format, each of the type that its conversion shows: anything else is undefined in C.
SmallVector<Value> FunctionLowering::printedValues(const clang::CallExpr *call, llvm::StringRef format) {
  std::string problem;
  std::optional<std::vector<ir::PrintPiece>> pieces = ir::piecesOfFormat(format, problem);
  if (!pieces)
    refuse(call->getArg(0)->getExprLoc(), "the conversion '" + problem + "' of printf is not accepted",
           "show numbers and characters: %d %u %x %c %ld %f %e %g and the like");
  SmallVector<Value> values;
  unsigned next = 1;
  auto take = [&](CType shown, const std::string &conversion) {
    if (next == call->getNumArgs())
      refuse(call->getExprLoc(), "the format of printf shows more values than there are", "give a value to each '%'");
    const clang::Expr *value = call->getArg(next++);
    std::optional<CType> type = scalarKind(value->getType());
    if (!type || !isShownBy(*type, shown))
      refuse(value->getExprLoc(),
             "'" + conversion + "' of printf does not show a value of the type '" +
                 value->getType().getAsString(ast.getPrintingPolicy()) + "'",
             "cast the value: '" + conversion + "' shows " + ir::spelling(shown));
    values.push_back(emit(value));
  };
  for (const ir::PrintPiece &piece : *pieces) {
    for (unsigned i = 0; i < piece.stars; ++i)
      take(CKind::Int, "*");
    if (piece.isConversion)
      take(piece.type, piece.text);
  }
  if (next < call->getNumArgs())
    refuse(call->getArg(next)->getExprLoc(), "the format of printf shows fewer values than there are",
           "give each value a conversion in the format");
  return values;
}

// False for what is none of the three functions.
bool FunctionLowering::emitPrint(const clang::CallExpr *call, llvm::StringRef name) {
  if (!isPrintFunction(name) || call->getNumArgs() == 0)
    return false;
  std::string format = "%c";
  SmallVector<Value> values;
  if (name == "putchar") {
    values.push_back(emit(call->getArg(0)));
  } else {
    const clang::StringLiteral *literal = literalOf(call->getArg(0));
    if (!literal)
      refuse(call->getArg(0)->getExprLoc(), "the text of " + name.str() + " is not a string literal",
             "write the text out where it is printed");
    llvm::StringRef text = literal->getString();
    text = text.take_front(text.find('\0'));
    format = name == "puts" ? escaped(text) + "\n" : text.str();
    if (name == "printf")
      values = printedValues(call, text);
  }
  ir::PrintOp::create(builder, at(call), console(), builder.getStringAttr(format), values);
  return true;
}

namespace {
// The call that assert() makes where its condition is false.
const clang::CallExpr *assertionFailure(const clang::Expr *expression) {
  auto *call = llvm::dyn_cast<clang::CallExpr>(expression->IgnoreParenImpCasts());
  const clang::FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  bool isFailure = callee && callee->getDeclName().isIdentifier() &&
                   (callee->getName() == "__assert_fail" || callee->getName() == "__assert");
  return isFailure ? call : nullptr;
}
} // namespace

// What assert() expands to; false for every other choice.
bool FunctionLowering::emitAssertion(const clang::ConditionalOperator *choice) {
  const clang::CallExpr *failure = assertionFailure(choice->getFalseExpr());
  bool isNegated = !failure;
  if (!failure)
    failure = assertionFailure(choice->getTrueExpr());
  if (!failure)
    return false;
  bool known = false;
  if (choice->getCond()->EvaluateAsBooleanCondition(known, ast) && known != isNegated)
    return true;
  const clang::StringLiteral *text = failure->getNumArgs() ? literalOf(failure->getArg(0)) : nullptr;
  Value condition = emitCondition(choice->getCond());
  if (isNegated)
    condition = arith::XOrIOp::create(builder, at(choice), condition, constant(CKind::Bool, 1, at(choice)));
  ir::AssertOp::create(builder, at(choice), condition,
                       builder.getStringAttr(text ? text->getString() : llvm::StringRef("a condition")));
  return true;
}

} // namespace allo::lang
