// The file through which a program in a process of its own gets its arguments and gives them back (see RunnerWord),
// mapped into memory.
#pragma once

#include "build/ArgumentSet.h"

#include <filesystem>

namespace allo::build {

class ArgumentFile {
public:
  // Throws UserError when it cannot be written.
  ArgumentFile(const std::filesystem::path &path, const ArgumentSet &arguments, int64_t mode);
  ~ArgumentFile();
  ArgumentFile(const ArgumentFile &) = delete;
  ArgumentFile &operator=(const ArgumentFile &) = delete;

  int64_t word(size_t i) const { return reinterpret_cast<const int64_t *>(base_)[i]; }
  // What is in the file now.
  void copyTo(ArgumentSet &arguments) const;

private:
  char *base_ = nullptr;
  size_t bytes_ = 0;
};

} // namespace allo::build
