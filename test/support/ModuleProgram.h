// A program given as MLIR text in the form of docs/decisions/0001: what tests schedule without the front end.
#pragma once

#include "allo/schedule.hpp"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

#include <memory>
#include <string>

namespace allo::test {

class ModuleProgram {
public:
  static ModuleProgram fromFile(const std::string &file);
  static ModuleProgram fromText(const std::string &text);

  // A schedule of the top, or of the named function with what it calls.
  Schedule schedule() const;
  Schedule customize(const std::string &kernel) const;

private:
  struct Contents;
  std::shared_ptr<Contents> contents_;
};

} // namespace allo::test
