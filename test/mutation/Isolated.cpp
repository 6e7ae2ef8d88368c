#include "Isolated.h"

#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace allo::mutation {

namespace {
[[noreturn]] void runChild(unsigned seconds, const std::function<void(const Say &)> &body, int to) {
  signal(SIGALRM, SIG_DFL);
  alarm(seconds);
  auto say = [&](const std::string &text) {
    for (size_t done = 0; done < text.size();) {
      ssize_t count = write(to, text.data() + done, text.size() - done);
      if (count <= 0)
        _exit(1);
      done += static_cast<size_t>(count);
    }
  };
  try {
    body(say);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "%s\n", error.what());
    _exit(1);
  }
  _exit(0);
}
} // namespace

Ended isolated(unsigned seconds, const std::function<void(const Say &)> &body) {
  int ends[2];
  if (pipe(ends) != 0)
    throw std::runtime_error("no pipe");
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    runChild(seconds, body, ends[1]);
  }
  close(ends[1]);
  Ended ended;
  char bytes[4096];
  for (ssize_t count; (count = read(ends[0], bytes, sizeof bytes)) > 0;)
    ended.text.append(bytes, static_cast<size_t>(count));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    ended.accident = WTERMSIG(status) == SIGALRM ? "endless" : "crash";
  else if (WEXITSTATUS(status) != 0)
    ended.accident = "crash";
  return ended;
}

} // namespace allo::mutation
