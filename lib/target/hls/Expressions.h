// Making typed C expressions: literals, conversions that are written only where C would not make them by itself, and
// operators whose operands have the type that the operation needs.
#pragma once

#include "target/hls/CModel.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APInt.h"

#include <set>

namespace allo::target::hls {

using ir::CKind;
using model::ExpressionPointer;
using model::Type;

// Facts and arithmetic of C types.
bool isInteger(Type type);
bool isUnsigned(Type type); // bool is unsigned
Type integerType(unsigned width, bool isSigned);
Type withSign(Type type, bool isSigned); // the integer type of the same width
bool isOfAnyWidth(Type type);            // ap_int or ap_uint: no promotion, results wider than the operands
Type promoted(Type type);
Type commonType(Type left, Type right); // the usual arithmetic conversions

ExpressionPointer makeName(std::string text, Type type);
ExpressionPointer makeInteger(int64_t value, Type type); // `value` holds the bits; bool gives true or false
ExpressionPointer makeFloating(const llvm::APFloat &value, Type type);
ExpressionPointer makeMember(ExpressionPointer base, std::string member, Type type);
// The members of an array of structures, in place of the array: makeSubscript puts the subscripts where they belong.
ExpressionPointer makePath(std::string text, Type type);
ExpressionPointer makeSubscript(ExpressionPointer array, std::vector<ExpressionPointer> indices, Type type);
ExpressionPointer makeWide(const llvm::APInt &bits, Type type); // a literal of any width
ExpressionPointer makeCast(ExpressionPointer value, Type type); // written whatever the value is
ExpressionPointer makeMethod(ExpressionPointer object, std::string method, std::vector<ExpressionPointer> arguments,
                             Type type);
ExpressionPointer makeCall(std::string callee, std::vector<ExpressionPointer> arguments, Type type);
ExpressionPointer makeUnary(std::string op, ExpressionPointer operand, Type type);
ExpressionPointer makeNot(ExpressionPointer condition); // negates a comparison of integers in place

// The value as `type`: nothing when it has it, a literal spelt anew, else a cast.
ExpressionPointer convert(ExpressionPointer value, Type type);
// The same bits with the wanted sign.
ExpressionPointer coerce(ExpressionPointer value, bool isSigned);
// Where the context converts to `type` by itself (assignment, argument, return): without the outermost needless cast.
ExpressionPointer implicitly(ExpressionPointer value, Type type);

// left op right, computed in `type` (+ - * / % & | ^), or compared as `type`.
ExpressionPointer makeArithmetic(const std::string &op, ExpressionPointer left, ExpressionPointer right, Type type);
ExpressionPointer makeComparison(const std::string &op, ExpressionPointer left, ExpressionPointer right, Type type);
ExpressionPointer makeShift(const std::string &op, ExpressionPointer left, ExpressionPointer right, Type type);
ExpressionPointer makeLogical(const std::string &op, ExpressionPointer left, ExpressionPointer right);
ExpressionPointer makeTernary(ExpressionPointer condition, ExpressionPointer yes, ExpressionPointer no);

bool isLiteral(const ExpressionPointer &value);
bool isIntegerLiteral(const ExpressionPointer &value, int64_t expected);
bool sameText(const ExpressionPointer &left, const ExpressionPointer &right);

} // namespace allo::target::hls
