// Random statements: loop nests of every form, guards, updates, exits, calls.
#pragma once

#include "ExpressionGenerator.h"
#include "Program.h"

#include <functional>

namespace allo::fuzz {

struct ArrayFunction {
  std::string name; // as it is called
  std::vector<ArrayVariable> arrays;
  std::vector<ScalarVariable> scalars;
};

// What the streams of a program carry: a scalar, or a structure of which each scalar has a path (".v[1]").
struct StreamKind {
  std::string element;
  const Type *scalar = nullptr;
  std::vector<std::pair<std::string, const Type *>> members;
  int64_t depth = 0; // 0: none is given
  std::string type(bool withDepth) const;
};

class StatementGenerator {
public:
  StatementGenerator(Random &random, ExpressionGenerator &expressions) : random(random), expressions(expressions) {}

  // A loop nest (or a small statement) at the level of a function.
  void nest(std::vector<Node> &to);
  // A statement anywhere. `work` is how many times the surroundings run it at most.
  void statement(std::vector<Node> &to, int depth, double work);
  void declareScalar(std::vector<Node> &to);
  void declareState(std::vector<Node> &to);
  void declareArray(std::vector<Node> &to);
  void declareView(std::vector<Node> &to);

  // Functions that the kernel passes a stream to. StreamStatements.cpp has all about streams.
  Node senderFunction(const std::string &name);
  Node receiverFunction(const std::string &name, const ArrayVariable &like);

  std::vector<ArrayFunction> functions;
  const StreamKind *stream = nullptr;   // null: the program has no streams
  std::vector<std::string> senders;     // take a stream and a number of elements
  std::vector<ArrayFunction> receivers; // and an array
  const Type *result = nullptr;         // of the function, for early returns
  bool returnsNothing = false;          // early returns are `return;`
  int breaks = 0;                       // loops around that a break may leave

private:
  struct Header {
    std::string text;
    ScalarVariable variable;
    double trips;
  };
  Header header(bool mayBeDynamic);
  void loop(std::vector<Node> &to, int depth, double work);
  void whileLoop(std::vector<Node> &to, int depth, double work);
  void body(Node &node, int depth, double work);
  void assign(std::vector<Node> &to);
  void reduction(std::vector<Node> &to, int depth, double work);
  void branch(std::vector<Node> &to, int depth, double work);
  void switchStatement(std::vector<Node> &to, double work);
  void window(std::vector<Node> &to);
  void channel(std::vector<Node> &to);
  void stencil(std::vector<Node> &to);
  void grid(std::vector<Node> &to);
  void guardedLoops(std::vector<Node> &to);
  void streamDesign(std::vector<Node> &to);
  Node streamLoop(int64_t trips, const std::function<void(std::vector<Node> &, std::string)> &body);
  std::string madeElement(std::vector<Node> &to);
  void writeElement(std::vector<Node> &to, const std::string &target);
  void readElement(std::vector<Node> &to, const std::string &origin, bool isThere);
  bool receive(std::vector<Node> &to, const std::string &name, int64_t trips);
  void call(std::vector<Node> &to);
  void leave(std::vector<Node> &to);
  std::string fresh(const std::string &stem) { return stem + std::to_string(++count[stem]); }
  std::string loopName();

  Random &random;
  ExpressionGenerator &expressions;
  std::map<std::string, int> count;
};

} // namespace allo::fuzz
