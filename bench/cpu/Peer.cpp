// Writes the C file that includes the kernel and calls it through packed arguments, compiles and loads it.
#include "Peer.h"

#include "llvm/Support/JSON.h"

#include <algorithm>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace allo::bench {

std::vector<Kernel> readKernels(const std::string &folder) {
  std::ifstream stream(folder + "/kernels.json");
  std::ostringstream text;
  text << stream.rdbuf();
  auto document = llvm::json::parse(text.str());
  if (!document)
    throw UserError("cannot read " + folder + "/kernels.json: " + llvm::toString(document.takeError()));
  std::vector<Kernel> kernels;
  for (const llvm::json::Value &value : *document->getAsObject()->getArray("kernels")) {
    const llvm::json::Object &entry = *value.getAsObject();
    auto text = [&](llvm::StringRef key) { return entry.getString(key)->str(); };
    kernels.push_back({text("name"), folder + "/" + text("file"), text("top"), text("init")});
  }
  return kernels;
}

namespace {
std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

using Parameters = std::vector<lang::NativeParameter>;

// `function(arguments…)` with each argument taken from the slot of the kernel's parameter of that name.
std::string callOf(const std::string &function, const Parameters &parameters, const Parameters &slots) {
  std::string call = function + "(";
  for (const lang::NativeParameter &parameter : parameters) {
    auto slot = std::find_if(slots.begin(), slots.end(), [&](auto &other) { return other.name == parameter.name; });
    if (slot == slots.end())
      throw UserError(function + " takes '" + parameter.name + "', which the kernel does not");
    std::string pointer = "a[" + std::to_string(slot - slots.begin()) + "]";
    call += (&parameter == &parameters.front() ? "" : ", ");
    call += parameter.is_pointer ? pointer : "*(" + parameter.type + " *)" + pointer;
  }
  return call + ");";
}

std::string shim(const lang::Source &source, const Kernel &kernel) {
  Parameters slots = lang::parametersOf(source, kernel.top);
  std::ostringstream text;
  text << "#include \"" << std::filesystem::absolute(source.file).string() << "\"\n";
  // The suite names a size's macro as its parameter, in capitals.
  text << "void peer_initialise(void **a) {\n";
  for (size_t i = 0; i < slots.size(); ++i)
    if (!slots[i].is_pointer)
      text << "#ifdef " << upper(slots[i].name) << "\n  *(" << slots[i].type << " *)a[" << i
           << "] = " << upper(slots[i].name) << ";\n#endif\n";
  text << "  " << callOf(kernel.init, lang::parametersOf(source, kernel.init), slots) << "\n}\n";
  text << "void peer_run(void **a) { " << callOf(kernel.top, slots, slots) << " }\n";
  return text.str();
}
} // namespace

Peer compilePeer(const lang::Source &source, const Kernel &kernel, const std::string &flags,
                 const std::string &directory) {
  std::string base = directory + "/" + kernel.name;
  std::ofstream(base + ".c") << shim(source, kernel);
  std::string command = "clang-22 -std=" + source.standard + " " + flags + " -fPIC -shared -w";
  for (const std::string &definition : source.options.definitions)
    command += " -D" + definition;
  command += " -I" + std::filesystem::path(source.file).parent_path().string();
  command += " -o " + base + ".so " + base + ".c -lm";
  if (std::system(command.c_str()) != 0)
    throw UserError("this failed: " + command);
  void *library = dlopen((base + ".so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library)
    throw UserError(std::string("cannot load the peer: ") + dlerror());
  auto symbol = [&](const char *name) { return reinterpret_cast<void (*)(void **)>(dlsym(library, name)); };
  return {symbol("peer_initialise"), symbol("peer_run")};
}

} // namespace allo::bench
