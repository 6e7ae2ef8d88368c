// Walks the recorded directives of a scheduled program.
#include "build/DirectiveNotes.h"

#include "ir/Directives.h"
#include "schedule/Address.h"

#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace allo::build {

namespace {
class Notes {
public:
  Notes(ModuleOp module, const HardwareReport &report) : module_(module), report_(report) {}

  std::vector<std::string> run() {
    for (auto function : module_.getOps<func::FuncOp>()) {
      schedule::FunctionNames names(function);
      std::string symbol = function.getSymName().str();
      for (const ir::Directive &directive : ir::directivesOf(function.getOperation()))
        visit(directive, "'" + symbol + "'", function, nullptr, names);
      for (const schedule::LoopEntry &loop : names.loops()) {
        for (const ir::Directive &directive : ir::directivesOf(loop.op))
          visit(directive, "'" + names.pathOf(loop) + "' of '" + symbol + "'", function, loop.op, names);
      }
      for (const schedule::ArrayEntry &array : names.arrays())
        for (const ir::Directive &directive : ir::directivesOf(array.memory))
          if (directive.first != ir::reshapeDirective &&
              !(directive.first == "stream" && isa<ir::StreamType>(array.memory.getType())))
            visit(directive, "'" + names.pathOf(array) + "' of '" + symbol + "'", function, nullptr, names);
    }
    return std::move(notes_);
  }

private:
  void visit(const ir::Directive &directive, const std::string &where, func::FuncOp function, Operation *loop,
             const schedule::FunctionNames &names) {
    static const llvm::StringSet<> used = {"allocation", "dependence"};
    StringRef word = ir::wordOf(directive);
    bool isOff = directive.second == "off"; // nothing of the kind is done of its own accord
    if (word == "latency")
      return checkLatency(directive.second, where, function, loop, names);
    if (word == "loop_tripcount" || word == "dataflow" || isOff || (used.contains(word) && directive.first != word))
      return;
    notes_.push_back("the rtl target makes no use of the directive " + word.str() + " of " + where);
  }

  void checkLatency(StringRef options, const std::string &where, func::FuncOp function, Operation *loop,
                    const schedule::FunctionNames &names) {
    std::optional<CycleRange> cycles;
    std::string what = "a call of ";
    if (loop) {
      what = "one iteration of ";
      for (const HardwareLoop &candidate : report_.loops)
        if (candidate.function == function.getSymName() && candidate.path == names.pathOf(*names.entryOf(loop)))
          cycles = CycleRange{candidate.iteration_cycles, candidate.iteration_cycles};
    } else if (function->hasAttr(ir::topAttrName)) {
      cycles = report_.cycles;
    }
    if (!cycles) {
      notes_.push_back("the latency of " + where + " is not checked: it is no block of its own in the hardware");
      return;
    }
    int64_t least = 0, most = 0;
    bool hasLeast = !StringRef(ir::optionOf(options, "min")).getAsInteger(10, least);
    bool hasMost = !StringRef(ir::optionOf(options, "max")).getAsInteger(10, most);
    if (hasMost && (!cycles->most || *cycles->most > most))
      notes_.push_back(what + where + " takes " + cycles->text() + " cycles, more than the " + std::to_string(most) +
                       " of its latency directive");
    if (hasLeast && cycles->least < least)
      notes_.push_back(what + where + " takes " + cycles->text() + " cycles, fewer than the " + std::to_string(least) +
                       " of its latency directive");
  }

  ModuleOp module_;
  const HardwareReport &report_;
  std::vector<std::string> notes_;
};
} // namespace

std::vector<std::string> directiveNotes(ModuleOp module, const HardwareReport &report) {
  return Notes(module, report).run();
}

} // namespace allo::build
