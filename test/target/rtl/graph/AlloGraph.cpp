// allo-graph FILE.mlir [--device NAME] [--seconds]
// Builds the graph of a module in the legal form of lib/target/rtl/legalise/Rewrites.h and prints it (or how long
// building took): the tool of the lit tests in this folder.
// Exit codes: 0, 2 for what the user did wrong, 3 for an internal error.
#include "target/rtl/Design.h"
#include "target/rtl/graph/PrintGraph.h"

#include "ir/Naming.h"

#include "mlir/Parser/Parser.h"

#include <chrono>
#include <iostream>

int main(int count, char **words) {
  try {
    allo::target::rtl::Options options;
    std::string file;
    bool printsSeconds = false;
    for (int i = 1; i < count; ++i) {
      std::string word = words[i];
      if (word == "--device" && i + 1 < count)
        options.device = words[++i];
      else if (word == "--seconds")
        printsSeconds = true;
      else
        file = word;
    }
    mlir::MLIRContext context;
    allo::ir::loadDialects(context);
    auto module = mlir::parseSourceFile<mlir::ModuleOp>(file, &context);
    if (!module || failed(allo::ir::verifyNames(*module)))
      throw allo::UserError("the MLIR text does not parse, or has loops or memories without names");
    auto device = allo::target::rtl::Device::named(options.device);
    auto start = std::chrono::steady_clock::now();
    allo::target::rtl::Graph graph = allo::target::rtl::buildGraph(*module, device, options);
    std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (printsSeconds)
      std::cout << seconds.count() << "\n";
    else
      std::cout << allo::target::rtl::print(graph);
    return 0;
  } catch (const allo::UserError &error) {
    std::cerr << error.what() << "\n";
    return 2;
  } catch (const std::exception &error) {
    std::cerr << "internal error: " << error.what() << "\n";
    return 3;
  }
}
