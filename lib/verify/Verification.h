// The comparison of designs with one reference: both are executed on the same symbols, and every element of every
// output is compared.
#pragma once

#include "verify/Execution.h"
#include "verify/NormalForm.h"
#include "verify/Solver.h"
#include "verify/Witness.h"

#include "allo/verify.hpp"

namespace allo::verify {

// A parameter of the top, members of structures apart.
struct Parameter {
  std::string name;
  bool isMemory = false, isSigned = true, isSize = false;
  ExpressionType type;
  MemoryShape shape; // of a memory
  bool hasShape(const Parameter &other) const {
    return isMemory == other.isMemory && type == other.type && (!isMemory || shape.extents == other.shape.extents);
  }
};

class Verification {
public:
  Verification(mlir::ModuleOp reference, const VerifyOptions &options);

  Verdict compareWith(mlir::ModuleOp design);
  // Whether the design differs in the sizes in which the last answer found a difference.
  bool isDifferent(mlir::ModuleOp design);

private:
  class SideBySide;
  struct Executed {
    std::vector<std::vector<std::vector<ExpressionId>>> outputs; // by call, by parameter; the results last
    std::vector<Assumption> assumptions;
    std::vector<PrintedText> printed;
    std::optional<Fault> fault;
    std::optional<NotDecided> open;
  };
  struct Element {
    size_t call, output; // a parameter, or behind them the results
    int64_t element;
    const Assumption *obligation = nullptr; // that the design stays within bounds
  };
  using Sizes = std::vector<std::optional<int64_t>>; // by parameter

  std::vector<Sizes> trials() const;
  std::string sizesText(const Sizes &sizes) const;
  std::optional<NotDecided> interfaceMismatch(mlir::ModuleOp design) const;
  // `given`: for these inputs, 0 for others, not for all. `prepare` is called before the execution starts.
  Executed execute(const CompiledProgram &program, const Sizes &sizes,
                   const std::map<ExpressionId, llvm::APInt> *given = nullptr,
                   const std::function<void(Execution &)> &prepare = nullptr);
  // Runs both programs for the inputs of a witness and throws InternalError where they do not differ.
  void confirm(const Element &element, const Witness &witness, const CompiledProgram &design);
  Executed &executeReference(size_t trial);
  // Along a way, which the execution makes longer; what is `known` holds from the start.
  Executed executeWay(const CompiledProgram &program, const Sizes &sizes, std::vector<Decision> known,
                      std::vector<Decision> &way);
  void compareAll(CompiledProgram &design, Verdict &verdict);
  // The design and, in `executedReference`, the reference, with what is finished dropped; none where this says nothing.
  std::optional<Executed> executeSideBySide(CompiledProgram &design);
  // Fills the verdict; whether it is final.
  bool compareTrial(size_t trial, const CompiledProgram &design, Verdict &verdict);
  // Every way in which the source moves elements of streams, with every way in which the design then does.
  bool compareWays(const CompiledProgram &design, Verdict &verdict);
  // `decisions`: under which both were executed.
  bool compareExecuted(const Executed &expected, const Executed &actual, llvm::ArrayRef<Decision> decisions,
                       const CompiledProgram &design, Verdict &verdict);
  bool decideFault(const Fault &fault, Verdict &verdict);
  std::vector<std::pair<Element, Pair>> unequal(const Executed &expected, const Executed &actual, Verdict &verdict);
  std::vector<std::string> unwrittenIn(const Executed &executed) const;
  bool decide(std::vector<std::pair<Element, Pair>> open, const std::vector<ExpressionId> &conditions,
              const CompiledProgram &design, Verdict &verdict);
  void describe(const Element &element, const Pair &pair, const Witness &witness, Verdict &verdict);
  void showProgress() const;
  std::string inputName(const Node &input) const;
  std::string valueText(const Parameter &parameter, const llvm::APInt &bits) const;
  Parameter outputOf(const Element &element) const;
  void undecided(Verdict &verdict, const NotDecided &why, const std::string &prefix) const;

  VerifyOptions options;
  ExecutionLimits limits;
  Expressions expressions;
  PlaceTable places;
  NormalForm normalForm;
  std::vector<Parameter> parameters, results;
  mlir::ModuleOp referenceModule;
  std::optional<CompiledProgram> reference;
  std::vector<Sizes> sizes; // of each trial
  std::vector<std::optional<Executed>> executedReference;
  size_t differentTrial = 0;
  bool hasWays = false; // whether elements of streams move depends on data
  int64_t calls = 1, operations = 0;
  std::chrono::steady_clock::time_point start; // of the comparison
  double solverLeft = 0;
};

} // namespace allo::verify
