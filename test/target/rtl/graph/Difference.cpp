// graph-difference polybench DIR [NAME] | fuzz SEED FIRST CASES
// A graph means what its kernel means: kernels are legalised, made into graphs, and executed by the interpreter, on the
// same random arguments as the code that the cpu target makes, and compared bit for bit. PolyBench kernels run at MINI,
// unscheduled, under their schedules and with loops pipelined. Exits with 1 if anything differs or nothing was
// compared.
#include "Interpreter.h"
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
#include "target/rtl/Design.h"
#include "target/rtl/graph/PrintGraph.h"

#include "allo/program.hpp"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

#include <cstring>
#include <functional>
#include <iostream>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mlir;
namespace rtl = allo::target::rtl;

namespace {

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

allo::build::ArgumentSet resultOfCode(ModuleOp module, allo::build::ArgumentSet arguments) {
  allo::target::cpu::Options options;
  options.threads = 1;
  allo::target::cpu::compile(module, options).invoke(arguments.pointers().data(), arguments.resultPointer());
  return arguments;
}

llvm::APInt bitsAt(const void *bytes, unsigned width) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, (width + 7) / 8);
  return llvm::APInt(64, word).trunc(width);
}

void putBits(void *bytes, const llvm::APInt &bits) {
  uint64_t word = bits.getZExtValue();
  std::memcpy(bytes, &word, (bits.getBitWidth() + 7) / 8);
}

allo::build::ArgumentSet resultOfGraph(const rtl::Graph &graph, allo::build::ArgumentSet arguments) {
  const rtl::Function &top = graph.top();
  std::vector<llvm::APInt> scalars(top.arguments.size());
  std::vector<allo::test::Interpreter::Array> arrays(top.memories.size());
  std::vector<allo::test::Interpreter::Array *> given;
  for (size_t i = 0; i < graph.parameters.size(); ++i) {
    const rtl::TopParameter &parameter = graph.parameters[i];
    auto *bytes = arguments.buffers[i].data();
    for (auto [offset, input] : parameter.inputs)
      scalars[input] = bitsAt(bytes + offset, top.arguments[input].width);
    if (parameter.memory < 0)
      continue;
    const rtl::Memory &memory = top.memories[parameter.memory];
    unsigned size = (memory.width + 7) / 8;
    std::vector<llvm::APInt> elements;
    for (size_t at = 0; at < arguments.buffers[i].size(); at += size)
      elements.push_back(bitsAt(bytes + at, memory.width));
    arrays[parameter.memory] = allo::test::Interpreter::distribute(memory, elements);
  }
  for (size_t i = 0; i < top.memories.size(); ++i)
    if (top.memories[i].isParameter)
      given.push_back(&arrays[i]);
  std::vector<llvm::APInt> outputs = allo::test::Interpreter(graph).run(scalars, given);
  for (size_t i = 0; i < graph.parameters.size(); ++i) {
    const rtl::TopParameter &parameter = graph.parameters[i];
    auto *bytes = arguments.buffers[i].data();
    for (auto [offset, output] : parameter.outputs)
      putBits(bytes + offset, outputs[output]);
    if (parameter.memory < 0)
      continue;
    size_t at = 0;
    for (const llvm::APInt &element :
         allo::test::Interpreter::collect(top.memories[parameter.memory], arrays[parameter.memory])) {
      putBits(bytes + at, element);
      at += (element.getBitWidth() + 7) / 8;
    }
  }
  if (graph.resultOutput >= 0)
    putBits(arguments.resultPointer(), outputs[graph.resultOutput]);
  return arguments;
}

struct Counts {
  int compared = 0, different = 0, refused = 0;
};
volatile bool *isOriginal = nullptr; // shared: the kernel as it is runs; what ends the process then is its own fault

void compare(const std::string &name, ModuleOp module, const Scalars &scalars, Counts &counts) {
  if (isOriginal)
    *isOriginal = true;
  allo::build::ArgumentSet start = randomArguments(module, scalars, 11), expected = resultOfCode(module, start);
  if (isOriginal)
    *isOriginal = false;
  rtl::Options options;
  OwningOpRef<ModuleOp> legal;
  std::string problem;
  try {
    legal = rtl::legalise(module);
    rtl::Graph graph = rtl::buildGraph(*legal, rtl::Device::named(options.device), options);
    ++counts.compared;
    std::vector<allo::Mismatch> mismatches = allo::build::compareOutputs(expected, resultOfGraph(graph, start));
    if (!mismatches.empty())
      problem = allo::build::elementName(mismatches.front()) + ": " + mismatches.front().expected + ", in the graph " +
                mismatches.front().actual;
    if (!problem.empty() && getenv("ALLO_PRINT_DIFFERENCE"))
      std::cout << rtl::print(graph);
  } catch (const allo::UserError &error) {
    ++counts.refused;
    if (getenv("ALLO_PRINT_REFUSED"))
      std::cout << name << " refused: " << error.what() << "\n";
  } catch (const std::exception &error) {
    problem = error.what();
  }
  if (problem.empty())
    return;
  ++counts.different;
  std::cout << name << ": " << problem << "\n";
  if (legal && getenv("ALLO_PRINT_DIFFERENCE"))
    legal->print(llvm::outs()), llvm::outs().flush();
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
    compare(name, plain.implementation().module(), scalars, counts);
    compare(name + " scheduled", scheduled.implementation().module(), scalars, counts);
    for (int height : {0, 1}) {
      auto module = withDirectives(plain.implementation().module(), [&](Operation *loop, allo::ir::LoopAttr attribute) {
        return heightOf(loop) == height ? attribute.withPipeline(1).withUnroll(height ? 0 : 3) : attribute;
      });
      compare(name + " pipelined at " + std::to_string(height), *module, scalars, counts);
    }
    std::cout << name << ": " << (counts.different == before ? "equal" : "different") << std::endl;
  }
  std::cout << counts.compared << " compared, " << counts.different << " different, " << counts.refused << " refused\n";
  return counts.different != 0 || counts.compared == 0;
}

int fuzzOne(uint64_t seed, int number, const std::filesystem::path &directory) {
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
  Counts counts;
  for (int variant = 0; variant < 2; ++variant) {
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
  return counts.different ? 1 : counts.refused ? 2 : 0;
}

// Each case in a process of its own: a kernel may have undefined behaviour that ends it.
int fuzz(uint64_t seed, int first, int cases) {
  allo::support::TemporaryDirectory directory;
  void *shared = mmap(nullptr, sizeof(bool), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED)
    throw std::runtime_error("no shared memory");
  isOriginal = new (shared) bool(false);
  int different = 0, refused = 0, ended = 0, undefined = 0;
  for (int number = first; number < first + cases; ++number) {
    std::cout.flush();
    pid_t child = fork();
    if (child == 0) {
      alarm(20);
      int result = 1;
      try {
        result = fuzzOne(seed, number, directory.path());
      } catch (const std::exception &error) {
        std::cout << "case " << number << ": " << error.what() << "\n";
      }
      std::cout.flush();
      _exit(result);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && *isOriginal) {
      ++undefined;
    } else if (WIFSIGNALED(status)) {
      std::cout << "case " << number << " ended its process by signal " << WTERMSIG(status) << std::endl;
      ++ended;
    } else {
      different += WEXITSTATUS(status) == 1;
      refused += WEXITSTATUS(status) == 2;
    }
    *isOriginal = false;
  }
  std::cout << cases << " cases, " << different << " different, " << refused << " refused in part, " << ended
            << " ended their process, " << undefined << " undefined\n";
  return different != 0 || ended != 0 || refused + undefined == cases;
}

} // namespace

int main(int count, char **words) {
  std::vector<std::string> arguments(words + 1, words + count);
  try {
    if (arguments.size() >= 2 && arguments[0] == "polybench")
      return polybench(arguments[1], arguments.size() > 2 ? arguments[2] : "");
    if (arguments.size() == 4 && arguments[0] == "fuzz")
      return fuzz(std::stoull(arguments[1]), std::stoi(arguments[2]), std::stoi(arguments[3]));
    std::cerr << "usage: graph-difference polybench DIR [NAME] | fuzz SEED FIRST CASES\n";
    return 2;
  } catch (const std::exception &error) {
    std::cerr << error.what() << "\n";
    return 3;
  }
}
