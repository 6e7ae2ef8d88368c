// See Differential.h.
#include "Differential.h"

#include "PolybenchKernels.h"
#include "ProgramGenerator.h"
#include "Random.h"
#include "ScheduleGenerator.h"

#include "ir/InterfaceOf.h"
#include "ir/Naming.h"
#include "schedule/Implementation.h"
#include "support/TemporaryDirectory.h"
#include "target/cpu/Compiled.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include <cstring>
#include <iostream>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace allo::test {

namespace {
volatile bool &originalRuns() { // in this process, or in the one that it waits for
  static volatile bool &runs = shared<bool>();
  return runs;
}

mlir::OwningOpRef<mlir::ModuleOp> withDirectives(mlir::ModuleOp module, const Directive &directive) {
  mlir::OwningOpRef<mlir::ModuleOp> copy = module.clone();
  if (directive)
    copy->walk([&](mlir::Operation *op) {
      if (mlir::isa<mlir::affine::AffineForOp, mlir::scf::ForOp>(op))
        ir::setLoop(op, directive(op, ir::loopOf(op)));
    });
  return copy;
}

void compareOne(uint64_t seed, int number, int variants, const std::string &directory, const Comparison &compare) {
  // State between calls and elements of HLS types are matters of the host too: test/property compares them.
  fuzz::usesHlsTypes = fuzz::usesState = fuzz::usesStreams = false;
  fuzz::Program program = fuzz::generateProgram(seed, number);
  std::string top = "k" + std::to_string(number), file = directory + "/" + top + ".cpp";
  support::writeFile(file, std::string(fuzz::prelude) + program.text());
  Program parsed = parse(file);
  Schedule schedule = parsed.customize(top);
  fuzz::Random random(seed, uint64_t(number));
  fuzz::Tally tally;
  fuzz::ScheduleGenerator generator(
      random, {}, [&](const std::string &kernel) { return parsed.customize(kernel); }, [](const std::string &) {});
  generator.apply(schedule, int(random.between(0, 4)), tally);
  Scalars scalars;
  for (const auto &[name, range] : program.ranges)
    scalars[name] = random.between(range.first, range.second);
  for (int variant = 0; variant < variants; ++variant) {
    auto module =
        withDirectives(schedule.implementation().module(), [&](mlir::Operation *loop, ir::LoopAttr attribute) {
          if (random.chance(variant == 0 ? 80 : 40) && heightOf(loop) <= variant)
            attribute = attribute.withPipeline(1);
          if (random.chance(25))
            attribute = attribute.withUnroll(attribute.getPipeline() ? random.between(2, 4) : random.between(-1, 4));
          return attribute.getUnroll() == 1 ? attribute.withUnroll(0) : attribute;
        });
    std::string name = top + " variant " + std::to_string(variant) + "\n" + schedule.trace();
    try {
      compare(name, *module, scalars);
    } catch (const std::exception &error) {
      throw std::runtime_error(name + error.what());
    }
  }
}
} // namespace

build::ArgumentSet randomArguments(mlir::ModuleOp module, const Scalars &scalars) {
  fuzz::Random random(11, 7);
  build::ArgumentSet set(ir::interfaceOf(ir::topOf(module)));
  for (size_t i = 0; i < set.buffers.size(); ++i) {
    const InterfaceParameter &parameter = set.interface.parameters[i];
    auto given = scalars.find(parameter.name);
    for (size_t at = 0; at < set.buffers[i].size(); at += parameter.type.bytes) {
      int64_t integer = given != scalars.end() ? given->second : random.between(0, 100);
      double real = double(random.between(8, 64)) / 7;
      float single = float(real);
      bool isFloating = parameter.type.kind == ElementType::floating;
      if (parameter.type.kind == ElementType::boolean)
        integer &= 1;
      const void *from = !isFloating                 ? static_cast<const void *>(&integer)
                         : parameter.type.bytes == 4 ? static_cast<const void *>(&single)
                                                     : static_cast<const void *>(&real);
      std::memcpy(set.buffers[i].data() + at, from, parameter.type.bytes);
    }
  }
  return set;
}

build::ArgumentSet resultOf(mlir::ModuleOp module, build::ArgumentSet arguments) {
  target::cpu::Options options;
  options.threads = 1;
  target::cpu::compile(module, options).invoke(arguments.pointers().data(), arguments.resultPointer());
  return arguments;
}

build::ArgumentSet resultOfOriginal(mlir::ModuleOp module, build::ArgumentSet arguments) {
  originalRuns() = true;
  build::ArgumentSet result = resultOf(module, std::move(arguments));
  originalRuns() = false;
  return result;
}

int heightOf(mlir::Operation *loop) {
  int height = 0;
  loop->walk([&](mlir::Operation *op) {
    int depth = 0;
    for (mlir::Operation *around = op; around != loop; around = around->getParentOp())
      depth += ir::isLoop(around);
    height = std::max(height, depth);
  });
  return height;
}

void comparePolybench(const std::string &folder, const std::string &only, const std::vector<Variant> &variants,
                      const Comparison &compare) {
  for (const PolybenchKernel &kernel :
       readPolybench(folder, "mini", only.empty() ? std::vector<std::string>() : std::vector{only})) {
    Scalars scalars;
    for (const auto &[parameter, size] : kernel.sizes)
      scalars[parameter] = std::stoll(size);
    Program program = kernel.parse("mini", ElementKind::binary32);
    Schedule plain = kernel.customized(program, false);
    compare(kernel.name + " scheduled", kernel.customized(program, true).implementation().module(), scalars);
    for (const Variant &variant : variants)
      compare(kernel.name + " " + variant.name, *withDirectives(plain.implementation().module(), variant.directive),
              scalars);
  }
}

RandomResult compareRandom(uint64_t seed, int first, int cases, int variants, unsigned seconds,
                           const Comparison &compare) {
  support::TemporaryDirectory directory;
  RandomResult result;
  originalRuns() = false;
  for (int number = first; number < first + cases; ++number) {
    std::cout.flush();
    pid_t child = fork();
    if (child == 0) {
      alarm(seconds);
      int status = 0;
      try {
        compareOne(seed, number, variants, directory.path().string(), compare);
      } catch (const std::exception &error) {
        std::cout << "case " << number << ": " << error.what() << "\n";
        status = 1;
      }
      std::cout.flush();
      _exit(status);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && originalRuns()) {
      ++result.undefined;
    } else if (status != 0) {
      std::cout << "case " << number << " ended its process" << std::endl;
      ++result.failed;
    }
    originalRuns() = false;
  }
  return result;
}

void *sharedBytes(size_t size) {
  void *bytes = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED)
    throw std::runtime_error("no shared memory");
  return bytes;
}

int runDifferential(int count, char **words,
                    const std::function<int(const std::string &folder, const std::string &only)> &polybench,
                    const std::function<int(uint64_t seed, int first, int cases)> &fuzz) {
  std::vector<std::string> arguments(words + 1, words + count);
  try {
    if (arguments.size() >= 2 && arguments[0] == "polybench")
      return polybench(arguments[1], arguments.size() > 2 ? arguments[2] : "");
    if (arguments.size() == 4 && arguments[0] == "fuzz")
      return fuzz(std::stoull(arguments[1]), std::stoi(arguments[2]), std::stoi(arguments[3]));
    std::cerr << "usage: " << words[0] << " polybench DIR [NAME] | fuzz SEED FIRST CASES\n";
    return 2;
  } catch (const std::exception &error) {
    std::cerr << error.what() << "\n";
    return 3;
  }
}

} // namespace allo::test
