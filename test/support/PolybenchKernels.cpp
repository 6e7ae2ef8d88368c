// See PolybenchKernels.h.
#include "PolybenchKernels.h"

#include "support/TemporaryDirectory.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"

namespace allo::test {

Program PolybenchKernel::parse(const std::string &dataset, ElementKind kind) const {
  ParseOptions options;
  options.definitions = {llvm::StringRef(dataset).upper() + "_DATASET",
                         kind == ElementKind::integer ? "DATA_TYPE_IS_INT" : "DATA_TYPE_IS_FLOAT"};
  return allo::parse(file, options);
}

Schedule PolybenchKernel::customized(const Program &program, bool scheduled) const {
  Schedule result = program.customize(top);
  if (scheduled)
    result.replay(support::readFile(schedule));
  return result;
}

std::vector<PolybenchKernel> readPolybench(const std::string &folder, const std::string &dataset,
                                           const std::vector<std::string> &names) {
  llvm::Expected<llvm::json::Value> document = llvm::json::parse(support::readFile(folder + "/kernels.json"));
  if (!document)
    throw UserError("cannot read kernels.json: " + llvm::toString(document.takeError()));
  std::vector<PolybenchKernel> kernels;
  for (const llvm::json::Value &entry : *document->getAsObject()->getArray("kernels")) {
    const llvm::json::Object &object = *entry.getAsObject();
    auto text = [&](const char *key) { return object.getString(key)->str(); };
    PolybenchKernel kernel;
    kernel.name = text("name");
    kernel.file = folder + "/" + text("file");
    kernel.top = text("top");
    kernel.init = text("init");
    kernel.schedule = folder + "/" + text("schedule");
    if (!names.empty() && !llvm::is_contained(names, kernel.name))
      continue;
    for (const auto &[parameter, value] : *object.getObject("sizes")->getObject(dataset))
      kernel.sizes[parameter.str()] = std::to_string(*value.getAsInteger());
    if (const llvm::json::Array *scalars = object.getArray("integer")) {
      kernel.isInteger = true;
      for (const llvm::json::Value &scalar : *scalars)
        kernel.integerScalars.push_back(scalar.getAsString()->str());
    }
    kernels.push_back(std::move(kernel));
  }
  return kernels;
}

} // namespace allo::test
