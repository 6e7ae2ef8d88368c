// Runs another program: captured output, a time limit, and exit status or signal in words.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace allo::support {

struct ProcessOptions {
  double timeoutSeconds = 0;                                    // 0: none
  std::vector<std::pair<std::string, std::string>> environment; // added to, or replacing, what this process has
  size_t stackBytes = 0;                                        // soft limit of the stack; 0: as it is
  std::string directory;                                        // where it runs; empty: here
  std::function<void(const std::string &)> onError;             // is given standard error as it comes
};

struct ProcessResult {
  int exitStatus = -1; // when it ended by itself
  int signal = 0;      // when a signal ended it
  bool timedOut = false;
  std::string output; // standard output
  std::string error;  // standard error
  double seconds = 0;

  bool succeeded() const { return !timedOut && signal == 0 && exitStatus == 0; }
  // "exited with status 1", "was ended by signal 11 (Segmentation fault)", "did not end within 5 s"
  std::string ending() const;
};

// Runs command[0], found along PATH, and waits. Throws UserError when the program cannot be started.
ProcessResult runProcess(const std::vector<std::string> &command, const ProcessOptions &options = {});

// The first `count` lines of a text, with "…" where some were left off.
std::string firstLines(const std::string &text, unsigned count);

} // namespace allo::support
