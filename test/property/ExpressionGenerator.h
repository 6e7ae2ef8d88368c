// Random C++ expressions that are free of undefined behaviour: every integer carries the interval of its values.
#pragma once

#include "Random.h"

#include <string>
#include <vector>

namespace allo::fuzz {

struct Type {
  const char *spelling;
  int bits;
  bool isSigned;
  bool isFloating;
  const char *readAs = nullptr; // the C type that a class of the HLS headers is read as
  double lowest() const;        // of the type
  double highest() const;
  double assumedLow() const; // of values that live in variables of the type
  double assumedHigh() const;
};

const Type &typeOf(const std::string &spelling);
const std::vector<const Type *> &allTypes(); // of C
// Classes of the HLS headers: what variables are held in. Expressions over them are those of TypedExpressions.h.
const std::vector<const Type *> &hlsTypes();

struct Expression {
  std::string text;
  const Type *type;
  double low = 0, high = 0; // of an integer
};

struct ArrayVariable {
  std::string name;
  const Type *type;
  std::vector<int64_t> extents;
  bool isConst = false;
  bool isView = false; // a row of another array: not passed on, callee and caller would see one memory twice
};

struct ScalarVariable {
  std::string name;
  const Type *type;
  double low = 0, high = 0;
  bool isConst = false;
  bool isIndex = false; // a loop variable or a size: good for subscripts and bounds
};

struct ScalarFunction {
  std::string name;
  const Type *result;
  std::vector<ScalarVariable> parameters;
};

struct Scope {
  std::vector<ArrayVariable> arrays;
  std::vector<ScalarVariable> scalars;
};

class ExpressionGenerator {
public:
  explicit ExpressionGenerator(Random &random) : random(random) {}

  Expression any(int depth);
  Expression integer(int depth);
  Expression floating(int depth);
  Expression condition(int depth);
  Expression affineCondition();
  std::string access(const ArrayVariable &array); // with subscripts that are in bounds
  std::string subscript(int64_t extent);
  // The value as one that a variable of `type` may hold.
  std::string valueFor(const Type &type, int depth);
  // An integer whose values lie between two bounds.
  std::string integerBetween(double low, double high, int depth);
  Expression fit(Expression expression, double low, double high);

  Scope scope;
  std::vector<ScalarFunction> functions;
  const ArrayVariable *favourite = nullptr; // read more often than others: dependences
  bool useMath = false;
  bool useHlsTypes = false;
  const Type *storageType(); // of an array or a variable that keeps state

private:
  Expression leaf();
  Expression read(const std::string &place, const Type &type, double low, double high);
  Expression literal();
  Expression binary(int depth);
  Expression arithmetic(const std::string &op, Expression left, Expression right);
  Expression division(int depth);
  Expression shift(int depth);
  Expression bitwise(int depth);
  Expression unary(int depth);
  Expression cast(int depth);
  Expression conditional(int depth);
  Expression call(int depth);
  Expression extreme(int depth);
  Expression settle(std::string text, const Type &type, double low, double high);
  std::vector<const ScalarVariable *> indices() const;
  Random &random;
  int nesting_ = 0; // of subscripts that are elements themselves
};

const Type &commonType(const Type &left, const Type &right);

} // namespace allo::fuzz
