// Both programs in turns, so that what both have finished need not be kept. The source runs until it has made so many
// new expressions, to the end of an iteration of an outermost loop; the design runs through the same ones until it
// makes new ones itself. What is then in the memories of both, as one expression, becomes a value that may be any, and
// what it was made of is dropped:
//
//   source: C[0][0] = e90     design: C[0][0] = e90     ->     both: C[0][0] = x1, for every x1
//
// Programs that are equal for every x1 are equal for e90. They may be equal for e90 alone (where one computes again
// what the other kept): that is seen as a difference, and then both are executed once more with nothing dropped.
#include "verify/SideBySide.h"

#include "llvm/ADT/STLExtras.h"

namespace allo::verify {

namespace {
constexpr size_t leastTurn = size_t(1) << 20; // new expressions of the source
constexpr size_t turnByCells = 8;             // and for each cell of memory, as all of them are looked at
constexpr size_t leastLead = size_t(1) << 9;  // new expressions of the design, which differ from what the source has
constexpr size_t mostLead = size_t(1) << 17;  // where it computes much that the source does not
constexpr unsigned smallExpression = 24;      // nodes; a smaller one is kept, since it may well be computed again
} // namespace

Verification::SideBySide::SideBySide(Verification &owner, CompiledProgram &design)
    : owner(owner), expressions(owner.expressions), program(design), turn(leastTurn), lead(leastLead) {}

void Verification::SideBySide::run() {
  Turns turns([&](Turns &turns) {
    actual = owner.execute(program, owner.sizes[0], nullptr, [&](Execution &execution) {
      design = &execution;
      execution.whenAtRest([&](unsigned) {
        if (expressions.size() >= designPause)
          turns.pause();
      });
    });
    design = nullptr;
  });
  auto resumeDesign = [&](size_t most) {
    designPause = expressions.size() + most;
    turns.resume();
    drop();
  };
  sourcePause = expressions.size() + turn;
  expected = owner.execute(*owner.reference, owner.sizes[0], nullptr, [&](Execution &execution) {
    source = &execution;
    execution.whenAtRest([&](unsigned depth) { // the longer it takes, the deeper
      if (expressions.size() >= sourcePause + (depth - 1) * turn)
        resumeDesign(lead);
    });
  });
  source = nullptr;
  while (!turns.hasEnded())
    resumeDesign(std::max(turn, leastTurn));
}

bool Verification::SideBySide::areEqual() const {
  if (expected.fault || expected.open || actual.fault || actual.open || expected.outputs != actual.outputs ||
      expected.printed != actual.printed)
    return false;
  llvm::DenseSet<ExpressionId> given;
  for (const Assumption &assumption : expected.assumptions)
    given.insert(assumption.condition);
  return llvm::all_of(actual.assumptions, [&](const Assumption &assumption) {
    return assumption.kind != Assumption::inBounds || given.contains(assumption.condition);
  });
}

template <typename Visitor>
void Verification::SideBySide::forEachCell(Execution *execution, Executed &executed, Visitor visit) {
  if (execution)
    return execution->forEachCell(visit);
  for (auto &call : executed.outputs)
    for (auto &output : call)
      for (ExpressionId &value : output)
        visit(value);
}

template <typename Visitor> void Verification::SideBySide::forEachExpression(Visitor visit) {
  for (CompiledProgram *compiled : {&*owner.reference, &program}) {
    for (Code &code : compiled->functions)
      for (auto &[slot, constant] : code.constants)
        visit(constant);
    for (Global &global : compiled->globals)
      for (ExpressionId &value : global.initial)
        visit(value);
  }
  for (auto [execution, executed] : {std::pair(source, &expected), std::pair(design, &actual)}) {
    if (execution) {
      execution->forEachExpression(visit);
      continue;
    }
    forEachCell(execution, *executed, visit);
    for (Assumption &assumption : executed->assumptions)
      visit(assumption.condition);
    for (PrintedText &text : executed->printed) {
      visit(text.condition);
      llvm::for_each(text.values, visit);
    }
  }
}

// As a tree, but no more than `most`.
unsigned Verification::SideBySide::nodesOf(ExpressionId id, unsigned most) const {
  unsigned nodes = 1;
  expressions.forEachOperand(id, [&](ExpressionId operand) {
    if (nodes < most)
      nodes += nodesOf(operand, most - nodes);
  });
  return nodes;
}

void Verification::SideBySide::drop() {
  if (expressions.hasUndefined()) { // which of it reaches the outputs is to be said
    if (hasDropped)
      throw CannotDrop();
    turn = 0;
    sourcePause = expressions.maximalSize;
    return;
  }
  size_t size = expressions.size(), cells = 0, computed = 0, shared = 0;
  llvm::BitVector inSource(size), cut(size), marked(size);
  forEachCell(source, expected, [&](ExpressionId &id) {
    inSource.set(id);
    ++cells;
  });
  forEachCell(design, actual, [&](ExpressionId &id) {
    Opcode opcode = expressions[id].opcode;
    if (!id || opcode == Opcode::Input || opcode == Opcode::Constant)
      return;
    ++computed;
    shared += inSource[id];
    if (inSource[id] && nodesOf(id, smallExpression) >= smallExpression)
      cut.set(id);
  });
  forEachExpression([&](ExpressionId &id) { marked.set(id); });
  size_t kept = expressions.markOperands(marked, cut);
  turn = std::max(leastTurn, turnByCells * cells);
  // Where it is not worth what it may lose. What is not shared keeps all that it was made of since the last time; if
  // that is little, much can be dropped next time.
  if (kept > size / 2 && shared < computed - computed / 4) {
    sourcePause = size + std::max(turn, size);
    lead = std::min(mostLead, lead * 8);
    return;
  }
  std::vector<ExpressionId> newIds = expressions.keep(marked, cut);
  forEachExpression([&](ExpressionId &id) { id = newIds[id]; });
  owner.normalForm.clear();
  hasDropped = true;
  sourcePause = kept + std::max(turn, kept / 2);
}

} // namespace allo::verify
