// C++ text of many cases as one shared object or one sanitised program.
#pragma once

#include "ProgramGenerator.h"

#include "build/ArgumentSet.h"
#include "support/Process.h"

#include <filesystem>
#include <string>
#include <vector>

namespace allo::fuzz {

// Compiles the kernels and the emitted C++ of a batch: g++ or clang++-22.
inline std::string batchCompiler = "g++";

// One case's share of a translation unit; `entry` is the name of its void (void **, void *).
struct CodePart {
  int position; // in the batch
  std::string text;
  std::string entry;
};

// The untouched kernels with their entries, which call them so often.
CodePart kernelPart(int position, const std::string &text, const std::string &top, int calls);
// Emitted HLS C++; `variant` keeps two versions of one kernel apart.
CodePart emittedPart(int position, const std::map<std::string, std::string> &files, const std::string &entryPoint,
                     const std::string &top, const std::string &variant);

using Entry = void (*)(void **, void *);

// A loaded shared object. Parts that the compiler refuses are left out and listed.
class SharedObject {
public:
  SharedObject(const std::filesystem::path &directory, const std::string &name, const std::string &head,
               std::vector<CodePart> parts, const std::vector<std::string> &flags);
  ~SharedObject();
  SharedObject(const SharedObject &) = delete;
  SharedObject &operator=(const SharedObject &) = delete;
  Entry entry(const std::string &name) const;                                          // null when it is not there
  const std::vector<std::pair<int, std::string>> &refused() const { return refused_; } // position, compiler's message

private:
  void *handle_ = nullptr;
  std::vector<std::pair<int, std::string>> refused_;
};

// Emitted C++ of several designs, with the headers that it needs. `optimisation`: "-O1".
SharedObject emittedObject(const std::filesystem::path &directory, const std::vector<CodePart> &parts,
                           const std::string &optimisation);

// Runs the kernels under the address and undefined-behaviour sanitisers, each in a process of its own.
// Changes the arguments; the answer per part is empty where the run is clean, else what was found.
std::vector<std::string> runSanitised(const std::filesystem::path &directory, const std::vector<CodePart> &parts,
                                      const std::vector<build::ArgumentSet *> &arguments);

extern const char *const callSupport;

} // namespace allo::fuzz
