// legal-difference polybench DIR [NAME] | fuzz SEED FIRST CASES
// What legalisation makes still computes the same: kernels are compiled by the cpu target before and after each of the
// rewrites that work on the memory form, run on the same random arguments, and compared bit for bit. PolyBench kernels
// run at MINI, unscheduled, under their schedules, and with every innermost (and every second innermost) loop
// pipelined. Prints a line for each difference; exits with 1 if there is any, or if nothing was compared.
#include "ProgramGenerator.h"
#include "Random.h"
#include "ScheduleGenerator.h"

#include "build/ArgumentSet.h"
#include "build/Compare.h"
#include "ir/InterfaceOf.h"
#include "ir/Naming.h"
#include "schedule/Implementation.h"
#include "support/TemporaryDirectory.h"
#include "target/cpu/Compiled.h"
#include "target/rtl/legalise/Rewrites.h"

#include "allo/program.hpp"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Verifier.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

#include <cstring>
#include <functional>
#include <iostream>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mlir;
namespace legal = allo::target::rtl::legal;

namespace {

struct Rewrite {
  const char *name;
  void (*run)(ModuleOp);
};
const Rewrite rewrites[] = {
    {"inlineIntoPipelines", legal::inlineIntoPipelines},
    {"unrollLoops", legal::unrollLoops},
    {"foldNests", [](ModuleOp module) { legal::foldNests(module, {}); }},
    {"trimNests", [](ModuleOp module) { legal::trimNests(module, {}); }},
};

using Scalars = std::map<std::string, int64_t>; // parameters with a given value

allo::build::ArgumentSet randomArguments(ModuleOp module, const Scalars &scalars, uint64_t seed) {
  allo::fuzz::Random random(seed, 7);
  allo::build::ArgumentSet set(allo::ir::interfaceOf(allo::ir::topOf(module)));
  for (size_t i = 0; i < set.buffers.size(); ++i) {
    const allo::InterfaceParameter &parameter = set.interface.parameters[i];
    auto given = scalars.find(parameter.name);
    for (size_t at = 0; at < set.buffers[i].size(); at += parameter.type.bytes) {
      int64_t integer = given != scalars.end() ? given->second : random.between(0, 100);
      double real = double(random.between(8, 64)) / 7;
      float single = float(real);
      bool isFloating = parameter.type.kind == allo::ElementType::floating;
      if (parameter.type.kind == allo::ElementType::boolean)
        integer &= 1;
      const void *from = !isFloating                 ? static_cast<const void *>(&integer)
                         : parameter.type.bytes == 4 ? static_cast<const void *>(&single)
                                                     : static_cast<const void *>(&real);
      std::memcpy(set.buffers[i].data() + at, from, parameter.type.bytes);
    }
  }
  return set;
}

allo::build::ArgumentSet resultOf(ModuleOp module, allo::build::ArgumentSet arguments) {
  allo::target::cpu::Options options;
  options.threads = 1;
  allo::target::cpu::compile(module, options).invoke(arguments.pointers().data(), arguments.resultPointer());
  return arguments;
}

struct Counts {
  bool isOriginal = false; // the kernel as it is runs: what ends the process then is its own fault
  int compared = 0, different = 0;
  int folded = 0, flattened = 0, limited = 0; // designs in which that happened
};

int conditionsIn(ModuleOp module) {
  int count = 0;
  module.walk([&](affine::AffineIfOp) { ++count; });
  return count;
}

bool hasAttribute(ModuleOp module, llvm::StringRef name) {
  return module.walk([&](Operation *op) { return op->hasAttr(name) ? WalkResult::interrupt() : WalkResult::advance(); })
      .wasInterrupted();
}

// A flattened nest with a loop that does not run once when it is reached spoils the first array of the kernel.
OwningOpRef<ModuleOp> withTraps(ModuleOp module) {
  OwningOpRef<ModuleOp> copy = module.clone();
  func::FuncOp top = allo::ir::topOf(*copy);
  Value array;
  for (Value argument : top.getArguments())
    if (auto type = dyn_cast<MemRefType>(argument.getType()); type && type.getRank() > 0 && !array)
      array = argument;
  if (!array)
    return copy;
  top.walk([&](affine::AffineForOp outer) {
    if (!outer->hasAttr(allo::target::rtl::flattenAttribute))
      return;
    auto inner = *outer.getOps<affine::AffineForOp>().begin();
    Location location = outer.getLoc();
    OpBuilder builder(inner);
    Value no = arith::ConstantIntOp::create(builder, location, 0, 1);
    Value yes = arith::ConstantIntOp::create(builder, location, 1, 1);
    auto flag = memref::AllocaOp::create(builder, location, MemRefType::get({}, builder.getI1Type()));
    auto type = allo::ir::CTypeAttr::get(builder.getContext(), allo::ir::CKind::Bool);
    flag->setAttr(allo::ir::varAttrName,
                  allo::ir::VariableAttr::get(builder.getContext(), allo::ir::freshId(top), "ran", type, false));
    affine::AffineStoreOp::create(builder, location, no, flag, ValueRange{});
    builder.setInsertionPointToStart(inner.getBody());
    affine::AffineStoreOp::create(builder, location, yes, flag, ValueRange{});
    builder.setInsertionPointAfter(inner);
    Value ran = affine::AffineLoadOp::create(builder, location, flag, ValueRange{});
    Value isEmpty = arith::XOrIOp::create(builder, location, ran, yes);
    auto trap = scf::IfOp::create(builder, location, isEmpty, false);
    builder.setInsertionPointToStart(trap.thenBlock());
    auto arrayType = cast<MemRefType>(array.getType());
    Value wrong = arith::ConstantOp::create(
        builder, location,
        isa<FloatType>(arrayType.getElementType())
            ? TypedAttr(builder.getFloatAttr(arrayType.getElementType(), 98765.0))
            : TypedAttr(builder.getIntegerAttr(arrayType.getElementType(),
                                               arrayType.getElementTypeBitWidth() == 1 ? 1 : 77)));
    SmallVector<Value> indices(arrayType.getRank(), arith::ConstantIndexOp::create(builder, location, 0));
    memref::StoreOp::create(builder, location, wrong, array, indices);
  });
  return copy;
}

void compare(const std::string &name, ModuleOp module, const Scalars &scalars, Counts &counts) {
  counts.isOriginal = true;
  allo::build::ArgumentSet start = randomArguments(module, scalars, 11), expected = resultOf(module, start);
  counts.isOriginal = false;
  OwningOpRef<ModuleOp> legalised = module.clone();
  for (const Rewrite &rewrite : rewrites) {
    int conditions = conditionsIn(*legalised);
    OwningOpRef<ModuleOp> before = legalised->clone();
    rewrite.run(*legalised);
    counts.folded += rewrite.name == std::string("foldNests") && conditionsIn(*legalised) > conditions;
    bool isValid = succeeded(verify(*legalised)) && succeeded(allo::ir::verifyNames(*legalised));
    std::vector<allo::Mismatch> mismatches;
    if (isValid)
      mismatches = allo::build::compareOutputs(expected, resultOf(*legalised, start));
    if (isValid && mismatches.empty() && hasAttribute(*legalised, allo::target::rtl::flattenAttribute))
      mismatches = allo::build::compareOutputs(expected, resultOf(*withTraps(*legalised), start));
    ++counts.compared;
    if (isValid && mismatches.empty())
      continue;
    ++counts.different;
    std::cout << name << ": " << (isValid ? "different" : "invalid") << " after " << rewrite.name << "\n";
    if (isValid)
      std::cout << allo::build::elementName(mismatches.front()) << ": " << mismatches.front().expected << ", now "
                << mismatches.front().actual << "\n";
    if (getenv("ALLO_PRINT_DIFFERENCE")) {
      before->print(llvm::outs());
      legalised->print(llvm::outs());
    }
    break;
  }
  counts.flattened += hasAttribute(*legalised, allo::target::rtl::flattenAttribute);
  counts.limited += hasAttribute(*legalised, allo::target::rtl::limitAttribute);
}

// How many loops are nested in this one.
int heightOf(Operation *loop) {
  int height = 0;
  loop->walk([&](Operation *op) {
    int depth = 0;
    for (Operation *around = op; around != loop; around = around->getParentOp())
      depth += allo::ir::isLoop(around);
    height = std::max(height, depth);
  });
  return height;
}

using Directive = std::function<allo::ir::LoopAttr(Operation *, allo::ir::LoopAttr)>;

OwningOpRef<ModuleOp> withDirectives(ModuleOp module, const Directive &directive) {
  OwningOpRef<ModuleOp> copy = module.clone();
  copy->walk([&](Operation *op) {
    if (isa<affine::AffineForOp, scf::ForOp>(op))
      allo::ir::setLoop(op, directive(op, allo::ir::loopOf(op)));
  });
  return copy;
}

// Pipelines the loops with so many loops inside.
Directive pipelineAt(int height, int factor) {
  return [=](Operation *loop, allo::ir::LoopAttr attribute) {
    return heightOf(loop) == height ? attribute.withPipeline(1).withUnroll(factor) : attribute;
  };
}

int polybench(const std::filesystem::path &folder, const std::string &only) {
  auto text = llvm::MemoryBuffer::getFile((folder / "kernels.json").string());
  auto json = llvm::cantFail(llvm::json::parse((*text)->getBuffer()));
  Counts counts;
  for (const llvm::json::Value &value : *json.getAsObject()->getArray("kernels")) {
    const llvm::json::Object &kernel = *value.getAsObject();
    std::string name = kernel.getString("name")->str();
    if (!only.empty() && only != name)
      continue;
    Scalars scalars;
    for (const auto &[parameter, size] : *kernel.getObject("sizes")->getObject("mini"))
      scalars[parameter.str()] = *size.getAsInteger();
    allo::ParseOptions options;
    options.definitions = {"MINI_DATASET", "DATA_TYPE_IS_FLOAT"};
    allo::Schedule plain = allo::parse((folder / kernel.getString("file")->str()).string(), options)
                               .customize(kernel.getString("top")->str());
    allo::Schedule scheduled = plain;
    auto script = llvm::MemoryBuffer::getFile((folder / kernel.getString("schedule")->str()).string());
    scheduled.replay((*script)->getBuffer().str());
    int before = counts.different;
    compare(name + " scheduled", scheduled.implementation().module(), scalars, counts);
    for (int height : {0, 1, 2})
      for (int factor : {0, 3}) {
        auto module = withDirectives(plain.implementation().module(), pipelineAt(height, factor));
        compare(name + " pipelined " + std::to_string(height) + " unrolled " + std::to_string(factor), *module, scalars,
                counts);
      }
    std::cout << name << ": " << (counts.different == before ? "equal" : "different") << std::endl;
  }
  std::cout << counts.compared << " compared, " << counts.different << " different, " << counts.folded << " folded, "
            << counts.flattened << " flattened, " << counts.limited << " limited\n";
  return counts.different != 0 || counts.compared == 0;
}

void fuzzOne(uint64_t seed, int number, const std::filesystem::path &directory, Counts &counts) {
  allo::fuzz::Program program = allo::fuzz::generateProgram(seed, number);
  std::string top = "k" + std::to_string(number);
  std::filesystem::path file = directory / (top + ".cpp");
  allo::support::writeFile(file, std::string(allo::fuzz::prelude) + program.text());
  allo::Program parsed = allo::parse(file.string());
  allo::Schedule schedule = parsed.customize(top);
  allo::fuzz::Random random(seed, uint64_t(number));
  allo::fuzz::Tally tally;
  allo::fuzz::ScheduleGenerator generator(
      random, {}, [&](const std::string &kernel) { return parsed.customize(kernel); }, [](const std::string &) {});
  generator.apply(schedule, int(random.between(0, 4)), tally);
  Scalars scalars;
  for (const auto &[name, range] : program.ranges)
    scalars[name] = random.between(range.first, range.second);
  for (int variant = 0; variant < 3; ++variant) {
    auto module =
        withDirectives(schedule.implementation().module(), [&](Operation *loop, allo::ir::LoopAttr attribute) {
          if (random.chance(variant == 0 ? 80 : 40) && heightOf(loop) <= variant)
            attribute = attribute.withPipeline(1);
          if (random.chance(25))
            attribute = attribute.withUnroll(attribute.getPipeline() ? random.between(2, 4) : random.between(-1, 4));
          return attribute.getUnroll() == 1 ? attribute.withUnroll(0) : attribute;
        });
    compare(top + " variant " + std::to_string(variant) + "\n" + schedule.trace(), *module, scalars, counts);
  }
}

// Each case in a process of its own: a kernel may have undefined behaviour that ends it.
int fuzz(uint64_t seed, int first, int cases) {
  allo::support::TemporaryDirectory directory;
  void *shared = mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED)
    throw std::runtime_error("no shared memory");
  Counts &counts = *new (shared) Counts;
  int failed = 0, undefined = 0;
  for (int number = first; number < first + cases; ++number) {
    std::cout.flush();
    pid_t child = fork();
    if (child == 0) {
      alarm(60);
      int result = 0;
      try {
        fuzzOne(seed, number, directory.path(), counts);
      } catch (const std::exception &error) {
        std::cout << "case " << number << ": " << error.what() << "\n";
        result = 1;
      }
      std::cout.flush();
      _exit(result);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status == 0)
      continue;
    if (WIFSIGNALED(status) && counts.isOriginal) {
      ++undefined;
    } else {
      std::cout << "case " << number << " ended its process" << std::endl;
      ++failed;
    }
    counts.isOriginal = false;
  }
  std::cout << counts.compared << " compared, " << counts.different << " different, " << failed << " failed, "
            << undefined << " undefined, " << counts.folded << " folded, " << counts.flattened << " flattened, "
            << counts.limited << " limited\n";
  return counts.different != 0 || failed != 0 || counts.compared == 0;
}

} // namespace

int main(int count, char **words) {
  std::vector<std::string> arguments(words + 1, words + count);
  try {
    if (arguments.size() >= 2 && arguments[0] == "polybench")
      return polybench(arguments[1], arguments.size() > 2 ? arguments[2] : "");
    if (arguments.size() == 4 && arguments[0] == "fuzz")
      return fuzz(std::stoull(arguments[1]), std::stoi(arguments[2]), std::stoi(arguments[3]));
    std::cerr << "usage: legal-difference polybench DIR [NAME] | fuzz SEED FIRST CASES\n";
    return 2;
  } catch (const std::exception &error) {
    std::cerr << error.what() << "\n";
    return 3;
  }
}
