// graph-difference polybench DIR [NAME] | fuzz SEED FIRST CASES
// A graph means what its kernel means: kernels are legalised, made into graphs, and executed by the interpreter, on the
// same random arguments as the code that the cpu target makes, and compared bit for bit. PolyBench kernels run at MINI,
// unscheduled, under their schedules and with loops pipelined. Exits with 1 if anything differs or nothing was
// compared.
#include "Differential.h"
#include "Interpreter.h"

#include "build/Compare.h"
#include "target/rtl/Design.h"
#include "target/rtl/graph/PrintGraph.h"

#include <cstring>
#include <iostream>

using namespace mlir;
namespace rtl = allo::target::rtl;

namespace {

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

void compare(const std::string &name, ModuleOp module, const allo::test::Scalars &scalars, Counts &counts) {
  allo::build::ArgumentSet start = allo::test::randomArguments(module, scalars);
  allo::build::ArgumentSet expected = allo::test::resultOfOriginal(module, start);
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

int polybench(const std::string &folder, const std::string &only) {
  Counts counts;
  std::vector<allo::test::Variant> variants = {{"unscheduled", {}}};
  for (int height : {0, 1})
    variants.push_back({"pipelined at " + std::to_string(height), [=](Operation *loop, allo::ir::LoopAttr attribute) {
                          return allo::test::heightOf(loop) == height
                                     ? attribute.withPipeline(1).withUnroll(height ? 0 : 3)
                                     : attribute;
                        }});
  allo::test::comparePolybench(folder, only, variants, [&](const auto &name, ModuleOp module, const auto &scalars) {
    compare(name, module, scalars, counts);
  });
  std::cout << counts.compared << " compared, " << counts.different << " different, " << counts.refused << " refused\n";
  return counts.different != 0 || counts.compared == 0;
}

int fuzz(uint64_t seed, int first, int cases) {
  Counts &counts = allo::test::shared<Counts>();
  allo::test::RandomResult result =
      allo::test::compareRandom(seed, first, cases, 2, 20, [&](const auto &name, ModuleOp module, const auto &scalars) {
        compare(name, module, scalars, counts);
      });
  std::cout << counts.compared << " compared, " << counts.different << " different, " << counts.refused << " refused, "
            << result.failed << " failed, " << result.undefined << " undefined\n";
  return counts.different != 0 || result.failed != 0 || counts.compared == 0;
}

} // namespace

int main(int count, char **words) { return allo::test::runDifferential(count, words, polybench, fuzz); }
