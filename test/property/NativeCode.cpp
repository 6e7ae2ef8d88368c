#include "NativeCode.h"

#include "allo/error.hpp"
#include "support/HeaderFolder.h"
#include "support/TemporaryDirectory.h"
#include "target/hls/Emit.h"

#include "llvm/ADT/STLExtras.h"

#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <regex>
#include <sstream>

namespace allo::fuzz {

// Calls a function by its type, so that no type of a parameter is ever spelled.
const char *const callSupport = R"text(
namespace fuzz {
template <typename P> struct Load { static P &from(void *at) { return *static_cast<P *>(at); } };
template <typename P> struct Load<P *> { static P *from(void *at) { return static_cast<P *>(at); } };
template <typename P> struct Load<P &> { static P &from(void *at) { return *static_cast<P *>(at); } };
template <int... I> struct Indices {};
template <int N, int... I> struct Count : Count<N - 1, N - 1, I...> {};
template <int... I> struct Count<0, I...> { using type = Indices<I...>; };
template <typename... P, int... I> void call(void (*f)(P...), void **a, void *, Indices<I...>) { f(Load<P>::from(a[I])...); }
template <typename R, typename... P, int... I> void call(R (*f)(P...), void **a, void *r, Indices<I...>) {
  *static_cast<R *>(r) = f(Load<P>::from(a[I])...);
}
template <typename R, typename... P> void call(R (*f)(P...), void **a, void *r) {
  call(f, a, r, typename Count<sizeof...(P)>::type());
}
}
)text";

namespace {
// Records: position, slots, status, bytes of each slot; then the slots, each rounded up to words.
const char *const sanitisedMain = R"text(
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cstdio>
int main(int, char **words) {
  int file = open(words[1], O_RDWR);
  struct stat status;
  fstat(file, &status);
  long *word = (long *)mmap(0, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), *end = word + status.st_size / 8;
  while (word < end) {
    long position = word[0], slots = word[1], *state = word + 2, *bytes = word + 3;
    char *data = (char *)(bytes + slots);
    int child = fork();
    if (child == 0) {
      alarm(20);
      fprintf(stderr, "\n@case %ld\n", position);
      void *arguments[64];
      char *from = data;
      for (long i = 0; i < slots; ++i) {
        arguments[i] = malloc(bytes[i] ? bytes[i] : 1);
        memcpy(arguments[i], from, bytes[i]);
        from += (bytes[i] + 7) / 8 * 8;
      }
      entries[position](arguments, arguments[slots - 1]);
      from = data;
      for (long i = 0; i < slots; ++i) {
        memcpy(from, arguments[i], bytes[i]);
        from += (bytes[i] + 7) / 8 * 8;
      }
      *state = 1;
      _exit(0);
    }
    waitpid(child, 0, 0);
    for (long i = 0; i < slots; ++i)
      data += (bytes[i] + 7) / 8 * 8;
    word = (long *)data;
  }
  fflush(stderr);
  _exit(0);
}
)text";

std::string unitText(const std::string &head, const std::vector<CodePart> &parts) {
  std::string text = head;
  for (const CodePart &part : parts)
    text += "#line 1 \"case" + std::to_string(part.position) + ".cpp\"\n" + part.text;
  return text;
}

std::vector<int64_t> pack(const std::vector<CodePart> &parts, const std::vector<build::ArgumentSet *> &arguments) {
  std::vector<int64_t> words;
  for (size_t i = 0; i < parts.size(); ++i) {
    build::ArgumentSet &set = *arguments[i];
    std::vector<std::vector<char> *> slots;
    for (std::vector<char> &buffer : set.buffers)
      slots.push_back(&buffer);
    slots.push_back(&set.result);
    words.insert(words.end(), {int64_t(i), int64_t(slots.size()), 0});
    for (std::vector<char> *slot : slots)
      words.push_back(int64_t(slot->size()));
    for (std::vector<char> *slot : slots) {
      size_t at = words.size();
      words.resize(at + (slot->size() + 7) / 8);
      std::copy(slot->begin(), slot->end(), reinterpret_cast<char *>(words.data() + at));
    }
  }
  return words;
}
} // namespace

CodePart kernelPart(int position, const std::string &text, const std::string &top, int calls) {
  return {position,
          text + "extern \"C\" void e_" + top + "(void **a, void *r) { for (int n = 0; n < " + std::to_string(calls) +
              "; ++n) fuzz::call(&" + top + ", a, r); }\n",
          "e_" + top};
}

CodePart emittedPart(int position, const std::map<std::string, std::string> &files, const std::string &entryPoint,
                     const std::string &top, const std::string &variant) {
  std::string body, entry = "x_" + variant + top;
  std::istringstream lines(files.at("kernel.h") + files.at("kernel.cpp") + entryPoint);
  for (std::string line; std::getline(lines, line);)
    if (line.rfind("#include", 0) != 0 && line.rfind("#pragma once", 0) != 0)
      body += line + "\n";
  body = std::regex_replace(body, std::regex("\\b" + top + "\\b"), variant + top);
  body = std::regex_replace(body, std::regex("\\ballo_entry\\b"), entry);
  return {position, "namespace n_" + variant + top + " {\n" + body + "}\n", entry};
}

SharedObject::SharedObject(const std::filesystem::path &directory, const std::string &name, const std::string &head,
                           std::vector<CodePart> parts, const std::vector<std::string> &flags) {
  std::filesystem::path source = directory / (name + ".cpp"), object = directory / (name + ".so");
  while (!parts.empty()) {
    support::writeFile(source, unitText(head, parts));
    std::vector<std::string> command = {batchCompiler, "-w", "-shared", "-fPIC", "-I" + support::headerFolder()};
    if (batchCompiler == "g++") // collects garbage sooner: gigabytes of templates cost more than that
      command.insert(command.end(), {"--param", "ggc-min-expand=10", "--param", "ggc-min-heapsize=131072"});
    command.insert(command.end(), flags.begin(), flags.end());
    command.insert(command.end(), {source.string(), "-o", object.string()});
    support::ProcessResult result = support::runProcess(command);
    if (result.succeeded())
      break;
    std::smatch match;
    static const std::regex error("case(\\d+)\\.cpp:\\d+:\\d+: (fatal )?error");
    if (!std::regex_search(result.error, match, error))
      throw InternalError(batchCompiler + " fails on a batch: " + support::firstLines(result.error, 10));
    int position = std::stoi(match[1]);
    std::string message;
    std::istringstream lines(result.error);
    for (std::string line; std::getline(lines, line);)
      if (line.find("case" + match[1].str() + ".cpp") != std::string::npos && message.size() < 1000)
        message += line + "\n";
    refused_.emplace_back(position, message);
    std::erase_if(parts, [&](const CodePart &part) { return part.position == position; });
  }
  if (!parts.empty())
    handle_ = dlopen(object.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!parts.empty() && !handle_)
    throw InternalError(std::string("cannot load a batch: ") + dlerror());
}

SharedObject::~SharedObject() {
  if (handle_)
    dlclose(handle_);
}

Entry SharedObject::entry(const std::string &name) const {
  return handle_ ? reinterpret_cast<Entry>(dlsym(handle_, name.c_str())) : nullptr;
}

SharedObject emittedObject(const std::filesystem::path &directory, const std::vector<CodePart> &parts,
                           const std::string &optimisation) {
  static const char *const ofHeaders[] = {"ap_int<",      "ap_uint<",  "half",      "bfloat16",
                                          "hls::stream<", "ap_fixed<", "ap_ufixed<"};
  bool needsHeaders = llvm::any_of(parts, [](const CodePart &part) {
    return llvm::any_of(ofHeaders, [&](const char *word) { return part.text.find(word) != std::string::npos; });
  });
  std::string head = "#include <cmath>\n#include <cstdint>\n#include <limits>\n#include <algorithm>\n";
  if (needsHeaders)
    head += "#include \"ap_fixed.h\"\n#include \"ap_int.h\"\n#include \"hls_half.h\"\n#include \"hls_stream.h\"\n";
  std::vector<std::string> flags = target::hls::compileFlags();
  flags.insert(flags.end(), {needsHeaders ? "-std=c++17" : "-std=c++14", optimisation});
  return SharedObject(directory, "emitted", head, parts, flags);
}

std::vector<std::string> runSanitised(const std::filesystem::path &directory, const std::vector<CodePart> &parts,
                                      const std::vector<build::ArgumentSet *> &arguments) {
  std::string text = unitText(std::string(prelude) + callSupport, parts) + "#line 1 \"main.cpp\"\n";
  text += "static void (*const entries[])(void **, void *) = {";
  for (const CodePart &part : parts)
    text += part.entry + ", ";
  support::writeFile(directory / "sanitised.cpp", text + "nullptr};\n" + sanitisedMain);
  // Clang without optimisation instruments in a third of the time of the others.
  support::ProcessResult result = support::runProcess(
      {"clang++-22", "-std=c++20", "-w", "-O0", "-I" + support::headerFolder(), "-ffp-contract=off",
       "-fno-strict-aliasing", "-ftrivial-auto-var-init=pattern", "-fsanitize=address,undefined,float-cast-overflow",
       "-fno-sanitize-recover=all", (directory / "sanitised.cpp").string(), "-o", (directory / "sanitised").string()});
  if (!result.succeeded())
    throw InternalError("clang++-22 fails on a batch: " + support::firstLines(result.error, 10));
  std::vector<int64_t> words = pack(parts, arguments);
  std::ofstream(directory / "arguments", std::ios::binary)
      .write(reinterpret_cast<const char *>(words.data()), std::streamsize(words.size() * 8));
  support::ProcessOptions options;
  options.environment = {{"ASAN_OPTIONS", "detect_leaks=0"}};
  options.timeoutSeconds = 300;
  result = support::runProcess({(directory / "sanitised").string(), (directory / "arguments").string()}, options);
  std::ifstream(directory / "arguments", std::ios::binary)
      .read(reinterpret_cast<char *>(words.data()), std::streamsize(words.size() * 8));
  std::vector<std::string> findings(parts.size());
  size_t at = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    build::ArgumentSet &set = *arguments[i];
    size_t slots = set.buffers.size() + 1, data = at + 3 + slots;
    if (words[at + 2] != 1) {
      size_t start = result.error.find("@case " + std::to_string(i) + "\n");
      findings[i] = start == std::string::npos ? "did not run" : support::firstLines(result.error.substr(start), 6);
    }
    for (size_t slot = 0; slot < slots; ++slot) {
      std::vector<char> &buffer = slot + 1 < slots ? set.buffers[slot] : set.result;
      if (!buffer.empty()) // a kernel without a result
        std::memcpy(buffer.data(), words.data() + data, buffer.size());
      data += (buffer.size() + 7) / 8;
    }
    at = data;
  }
  return findings;
}

} // namespace allo::fuzz
