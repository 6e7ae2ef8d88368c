// What a schedule is after some step: the program, who is who in it, and the steps that led there.
#pragma once

#include "ir/Naming.h"

#include "mlir/IR/OwningOpRef.h"

#include "llvm/ADT/StringMap.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace allo::schedule {

// One section of a trace: a kernel and its steps in canonical text. Different schedules of one kernel are versions of
// it.
struct Section {
  std::string kernel;
  unsigned version = 1;
  std::vector<std::string> steps;
};

// A loop or variable inside one program: the symbol of its function and its id there.
using ObjectKey = std::pair<std::string, int64_t>;

// An object and one of its properties ("dim 2", "unroll"), for saying which step set it.
using PropertyKey = std::tuple<std::string, int64_t, std::string>;

// A step whose legality the user answers for.
struct Insistence {
  std::string step;
  std::string reason;    // the user's
  std::string objection; // what the step would have been refused for
};

// Never changed after it is committed; shared by the histories of copies.
struct State {
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::vector<std::string> steps;           // of this schedule's own kernel
  std::vector<std::string> origins;         // of the first steps, which pragmas are: "gemm.cpp:12"
  std::vector<Section> composed;            // sections of the kernels that `compose` steps use, in order
  std::map<ObjectKey, uint64_t> identities; // unique in the process, so that a handle never means another object
  std::map<uint64_t, std::string> removed;  // identity -> the step that removed the object
  std::map<PropertyKey, std::string> setBy; // which step set a property
  std::optional<std::string> insistence;    // the reason of an `unchecked` that the next step may use
  std::vector<Insistence> insisted;         // the steps that needed one, those of composed kernels included
  llvm::StringMap<int64_t> nextIds;         // per function: ids of removed objects are not used again
  llvm::StringMap<std::string> changedBy;   // per function: the last step that changed more than layouts of parameters

  // The starting point: every object of `module` gets an identity.
  static std::shared_ptr<const State> initial(mlir::OwningOpRef<mlir::ModuleOp> module);
  std::unique_ptr<State> copy() const;

  mlir::ModuleOp moduleOp() const { return module.get(); }
  mlir::func::FuncOp top() const { return ir::topOf(module.get()); }
  mlir::func::FuncOp function(llvm::StringRef symbol) const;

  // The steps as a trace writes them: those that are pragmas with a mark, "pipeline j # from gemm.cpp:12".
  std::vector<std::string> markedSteps() const;

  int64_t freshId(mlir::func::FuncOp function);

  // After a step: new objects get identities, those that are gone are remembered with the step's text.
  void refreshIdentities(const std::string &step);

  // Loops and variables of `from` that `moved` names by their ids are in `to` now, with the same ids. What set a
  // property of these and of those that `shared` names, which stay, is known in `to` too.
  void moveObjects(const std::string &from, const std::string &to, const std::set<int64_t> &moved,
                   const std::set<int64_t> &shared);

  // The function `symbol` was replaced by that of `other`: its objects, their ids and what set them are taken over.
  void adoptFunction(const std::string &symbol, const State &other, const std::string &step);
  // The same for a copy under another name, of which there may be several: its objects are new ones.
  void adoptCopy(const std::string &symbol, const std::string &copy, const State &other);
  void adoptInsisted(const State &other);

  // The object with this identity, or null.
  const ObjectKey *find(uint64_t identity) const;
};

// Whether two functions are the same but for places, visibility and being the top.
bool sameText(mlir::func::FuncOp left, mlir::func::FuncOp right);

// The same, whatever the layouts of parameters and constant tables: those follow from the arrays of the callers.
bool sameButInterfaceLayouts(mlir::func::FuncOp left, mlir::func::FuncOp right);

} // namespace allo::schedule
