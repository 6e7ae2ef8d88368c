// The machine code of the cpu target runs in this process: a kernel that steps out of its arrays would end the tool. A
// fork on shared memory keeps the error in the child.
#include "build/Build.h"

#include "allo/error.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace allo::build {

namespace {
class SharedMemory {
public:
  explicit SharedMemory(size_t bytes) : bytes_(bytes) {
    base_ = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (base_ == MAP_FAILED)
      throw UserError("the arguments need " + std::to_string(bytes) + " bytes of memory: " + std::strerror(errno));
  }
  ~SharedMemory() { munmap(base_, bytes_); }
  SharedMemory(const SharedMemory &) = delete;
  SharedMemory &operator=(const SharedMemory &) = delete;
  char *at(size_t offset) const { return static_cast<char *>(base_) + offset; }

private:
  void *base_;
  size_t bytes_;
};

// The error that ended the run in the child, in shared memory.
struct alignas(64) EndedEarly {
  bool isSet;
  unsigned line, column;
  char message[1024], hint[512], file[1024];

  static void copy(char *to, size_t size, const std::string &text) {
    std::memcpy(to, text.c_str(), std::min(size - 1, text.size()));
  }
  void keep(const UserError &error) {
    copy(message, sizeof message, error.message());
    copy(hint, sizeof hint, error.hint());
    copy(file, sizeof file, error.place().file);
    line = error.place().line;
    column = error.place().column;
    isSet = true;
  }
  [[noreturn]] void rethrow() const { throw UserError(message, {file, line, column}, hint); }
};

// What the child prints, in a file without a name.
class PrintedText {
public:
  PrintedText() : file_(std::tmpfile()) {
    if (!file_)
      throw UserError(std::string("no temporary file for what the kernel prints: ") + std::strerror(errno));
    std::fflush(stdout); // or the child has it too
  }
  ~PrintedText() { std::fclose(file_); }
  PrintedText(const PrintedText &) = delete;
  PrintedText &operator=(const PrintedText &) = delete;
  void redirect() { dup2(fileno(file_), STDOUT_FILENO); }
  std::string text() {
    std::string result;
    std::rewind(file_);
    char part[4096];
    for (size_t size; (size = std::fread(part, 1, sizeof part, file_)) != 0;)
      result.append(part, size);
    return result;
  }

private:
  std::FILE *file_;
};

size_t aligned(size_t offset) { return (offset + 63) / 64 * 64; }
} // namespace

double runIsolated(Executable &executable, ArgumentSet &arguments) {
  size_t said = 64 + aligned(std::max<size_t>(arguments.result.size(), 1)); // the time, and the result
  size_t start = said + sizeof(EndedEarly);
  size_t bytes = start;
  for (const std::vector<char> &buffer : arguments.buffers)
    bytes += aligned(buffer.size());
  SharedMemory memory(bytes);
  std::vector<void *> pointers;
  size_t offset = start;
  for (const std::vector<char> &buffer : arguments.buffers) {
    pointers.push_back(memory.at(offset));
    std::memcpy(memory.at(offset), buffer.data(), buffer.size());
    offset += aligned(buffer.size());
  }
  PrintedText printed;
  pid_t child = fork();
  if (child < 0)
    throw InternalError(std::string("cannot start a process: ") + std::strerror(errno));
  auto *error = reinterpret_cast<EndedEarly *>(memory.at(said));
  if (child == 0) {
    printed.redirect();
    try {
      double seconds =
          executable.run(arguments.interface, pointers.data(), arguments.result.empty() ? nullptr : memory.at(64));
      std::memcpy(memory.at(0), &seconds, sizeof seconds);
    } catch (const UserError &ended) {
      error->keep(ended);
    }
    std::fflush(stdout);
    _exit(0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  if (WIFSIGNALED(status))
    throw UserError("the kernel built for cpu was ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
                        strsignal(WTERMSIG(status)) + ")",
                    {}, "--check-ub runs the source under the address and undefined-behaviour sanitisers");
  if (WEXITSTATUS(status) != 0)
    throw InternalError("the kernel built for cpu exited with status " + std::to_string(WEXITSTATUS(status)));
  arguments.printed = printed.text();
  if (error->isSet) {
    std::fputs(arguments.printed.c_str(), stdout); // what led to it
    std::fflush(stdout);
    error->rethrow();
  }
  for (size_t i = 0; i < arguments.buffers.size(); ++i)
    std::memcpy(arguments.buffers[i].data(), pointers[i], arguments.buffers[i].size());
  if (!arguments.result.empty())
    std::memcpy(arguments.result.data(), memory.at(64), arguments.result.size());
  double seconds;
  std::memcpy(&seconds, memory.at(0), sizeof seconds);
  return seconds;
}

} // namespace allo::build
