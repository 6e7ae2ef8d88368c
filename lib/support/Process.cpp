// fork and exec by hand rather than posix_spawn: the child needs its own process group (so that a time limit ends its
// children too) and its own stack limit.
#include "support/Process.h"

#include "allo/error.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace allo::support {

namespace {
using Clock = std::chrono::steady_clock;

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() {
    if (pipe2(ends, O_CLOEXEC) != 0)
      throw InternalError(std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  void close(int end) {
    if (ends[end] >= 0)
      ::close(ends[end]);
    ends[end] = -1;
  }
};

std::vector<std::string> environmentOf(const ProcessOptions &options) {
  std::vector<std::string> entries;
  for (char **entry = environ; *entry; ++entry) {
    std::string text = *entry;
    bool replaced = false;
    for (const auto &[name, value] : options.environment)
      replaced |= text.compare(0, name.size() + 1, name + "=") == 0;
    if (!replaced)
      entries.push_back(text);
  }
  for (const auto &[name, value] : options.environment)
    entries.push_back(name + "=" + value);
  return entries;
}

std::vector<char *> pointersTo(std::vector<std::string> &texts) {
  std::vector<char *> pointers;
  for (std::string &text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// In the child, between fork and exec: only calls that are safe there.
[[noreturn]] void becomeProgram(char **arguments, char **environment, const ProcessOptions &options, Pipe &output,
                                Pipe &error, Pipe &failure) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL); // an interrupt ends us, and this group does not get it
  int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, 0);
  dup2(output.ends[1], 1);
  dup2(error.ends[1], 2);
  rlimit limit;
  if (options.stackBytes && getrlimit(RLIMIT_STACK, &limit) == 0) {
    limit.rlim_cur =
        limit.rlim_max == RLIM_INFINITY || limit.rlim_max > options.stackBytes ? options.stackBytes : limit.rlim_max;
    setrlimit(RLIMIT_STACK, &limit);
  }
  if (options.directory.empty() || chdir(options.directory.c_str()) == 0)
    execvpe(arguments[0], arguments, environment);
  int reason = errno;
  ssize_t written = write(failure.ends[1], &reason, sizeof reason);
  _exit(written == sizeof reason ? 127 : 126);
}

// Reads both pipes until they close; false when the time limit came first.
bool collect(Pipe &output, Pipe &error, ProcessResult &result, Clock::time_point deadline,
             const ProcessOptions &options) {
  bool limited = options.timeoutSeconds > 0;
  char buffer[65536];
  while (output.ends[0] >= 0 || error.ends[0] >= 0) {
    pollfd waits[2] = {{output.ends[0], POLLIN, 0}, {error.ends[0], POLLIN, 0}};
    int wait = -1;
    if (limited) {
      auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      if (left <= 0)
        return false;
      wait = static_cast<int>(std::min<long long>(left + 1, 1 << 30));
    }
    if (poll(waits, 2, wait) < 0 && errno != EINTR)
      throw InternalError(std::string("cannot wait for a program: ") + std::strerror(errno));
    for (int i = 0; i < 2; ++i) {
      Pipe &source = i == 0 ? output : error;
      if (source.ends[0] < 0 || !(waits[i].revents & (POLLIN | POLLHUP | POLLERR)))
        continue;
      ssize_t count = read(source.ends[0], buffer, sizeof buffer);
      if (count > 0) {
        std::string text(buffer, static_cast<size_t>(count));
        (i == 0 ? result.output : result.error) += text;
        if (i == 1 && options.onError)
          options.onError(text);
      } else if (count == 0 || errno != EINTR)
        source.close(0);
    }
  }
  return true;
}
} // namespace

ProcessResult runProcess(const std::vector<std::string> &command, const ProcessOptions &options) {
  std::vector<std::string> words = command, entries = environmentOf(options);
  std::vector<char *> arguments = pointersTo(words), environment = pointersTo(entries);
  Pipe output, error, failure;
  Clock::time_point start = Clock::now();
  pid_t child = fork();
  if (child < 0)
    throw InternalError(std::string("cannot start a process: ") + std::strerror(errno));
  if (child == 0)
    becomeProgram(arguments.data(), environment.data(), options, output, error, failure);
  output.close(1);
  error.close(1);
  failure.close(1);

  int reason = 0;
  bool failed = read(failure.ends[0], &reason, sizeof reason) == sizeof reason;
  ProcessResult result;
  Clock::time_point deadline =
      start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.timeoutSeconds));
  if (!failed && !collect(output, error, result, deadline, options)) {
    result.timedOut = true;
    kill(-child, SIGKILL);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  if (failed)
    throw UserError("cannot run " + command[0] + ": " + std::strerror(reason), {},
                    "install the Debian package that provides " + command[0]);
  result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (WIFSIGNALED(status))
    result.signal = WTERMSIG(status);
  else
    result.exitStatus = WEXITSTATUS(status);
  return result;
}

std::string ProcessResult::ending() const {
  std::ostringstream text;
  if (timedOut)
    text << "did not end within " << seconds << " s";
  else if (signal)
    text << "was ended by signal " << signal << " (" << strsignal(signal) << ")";
  else
    text << "exited with status " << exitStatus;
  return text.str();
}

std::string firstLines(const std::string &text, unsigned count) {
  size_t end = 0;
  for (unsigned i = 0; i < count && end != std::string::npos; ++i)
    end = text.find('\n', end ? end + 1 : 0);
  if (end == std::string::npos || end + 1 >= text.size())
    return text.substr(0, text.find_last_not_of('\n') + 1);
  return text.substr(0, end) + "\n…";
}

} // namespace allo::support
