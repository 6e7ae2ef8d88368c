// The execution of the reference and a design in turns, with what both have finished dropped.
#pragma once

#include "verify/Turns.h"
#include "verify/Verification.h"

namespace allo::verify {

class Verification::SideBySide {
public:
  struct CannotDrop {};

  SideBySide(Verification &owner, CompiledProgram &design);

  void run(); // throws CannotDrop
  // Whether both gave one expression for everything. Where something was dropped, no says nothing.
  bool areEqual() const;

  Executed expected, actual;
  bool hasDropped = false;

private:
  void drop();
  unsigned nodesOf(ExpressionId id, unsigned most) const;
  template <typename Visitor> void forEachCell(Execution *execution, Executed &executed, Visitor visit);
  template <typename Visitor> void forEachExpression(Visitor visit);

  Verification &owner;
  Expressions &expressions;
  CompiledProgram &program;
  Execution *source = nullptr, *design = nullptr; // while they run
  size_t turn, lead, sourcePause = 0, designPause = 0;
};

} // namespace allo::verify
