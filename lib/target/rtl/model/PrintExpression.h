// Expressions as SystemVerilog. What is used more than once, or nests too deep, becomes a named wire, so that the text
// of a module grows with the number of its expressions.
#pragma once

#include "target/rtl/model/Model.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSet.h"

#include <string>
#include <vector>

namespace allo::target::rtl::model {

class ExpressionPrinter {
public:
  explicit ExpressionPrinter(const Module &module);

  // Every use of an expression is announced before the first one is printed.
  void countUse(const Value &value);
  // The expression is what drives this signal: other uses of it may read the signal.
  void setDriven(SignalId signal, const Value &value);

  // The text of a value, as the right hand side of an assignment to a signal of its width; '\n' where a long one may
  // well be broken. Wires that it needs and that were not declared before are appended to `declarations`, named after
  // `target`.
  std::string print(const Value &value, const std::string &target, std::vector<std::string> &declarations);
  // The text that drives a signal (setDriven).
  std::string printDriver(SignalId signal, const Value &value, std::vector<std::string> &declarations);

  void markRead(SignalId signal);
  // What is declared and not read: "name" or "name[7:3]", in the order of declaration.
  std::vector<std::string> unreadBits() const;

  // A constant as Verilog writes it: 8'd5, 32'hdeadbeef.
  static std::string literal(const llvm::APInt &bits);
  // A name that the module does not use.
  std::string freshName(const std::string &name);

private:
  struct Text {
    std::string text;
    int precedence = 0;    // of its outermost operator; 0: never needs parentheses
    bool isSigned = false; // in Verilog's eyes
  };
  struct Use {
    unsigned count = 0;
    unsigned weight = 1; // operators and leaves in its text
    unsigned depth = 0;  // of its nesting
    int name = -1;       // in names_
    bool isWire = false; // too long for a part of another expression
    bool isPrepared = false;
  };
  struct Name { // a signal of the module (by its number) or a wire declared here
    std::string text;
    unsigned width = 1;
    bool isAllRead = false;
    llvm::APInt bitsRead = llvm::APInt();
  };

  bool isLong(const Use &use) const;
  bool isShared(const Use &use) const;
  void prepare(const Value &value, bool isRoot);
  bool needsName(const Expression &expression, bool isRoot) const;
  void markRead(int name, unsigned low, unsigned width);
  int nameOf(const Value &value) const;
  Text print(const Value &value);
  Text operation(const Expression &expression, bool isRoot);
  Text binaryOperation(const Expression &expression, bool isRoot);
  Text multiplication(const Expression &expression, bool isRoot);
  Text comparison(const Expression &expression);
  Text selection(const Expression &expression, bool isRoot);
  Text concatenation(const Expression &expression);
  Text sliceOf(const Expression &expression);
  Text extension(const Expression &expression);
  std::string signOf(const Value &value);
  std::string operandText(const Value &operand, int precedence, bool isAssociative);
  static std::string inParentheses(const Text &text, int precedence, bool isAssociative);

  llvm::DenseMap<const Expression *, Use> uses_;
  std::vector<Name> names_;
  llvm::StringSet<> taken_;
  llvm::StringMap<unsigned> nextNumber_;
  std::string target_;
  std::vector<std::string> *declarations_ = nullptr;
};

} // namespace allo::target::rtl::model
