#include "Workers.h"

#include "allo/error.hpp"
#include "support/TemporaryDirectory.h"

#include <cstring>
#include <fcntl.h>
#include <map>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace allo::fuzz {

namespace {
// A result as bytes: every text with its length before it.
class Writer {
public:
  void number(int64_t value) { bytes.append(reinterpret_cast<const char *>(&value), sizeof value); }
  void text(const std::string &value) {
    number(int64_t(value.size()));
    bytes += value;
  }
  std::string bytes;
};

class Reader {
public:
  explicit Reader(const std::string &bytes) : bytes_(bytes) {}
  int64_t number() {
    int64_t value;
    std::memcpy(&value, bytes_.data() + at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  std::string text() {
    size_t size = size_t(number());
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }

private:
  const std::string &bytes_;
  size_t at_ = 0;
};

std::string pack(const BatchResult &result) {
  Writer out;
  for (int count : {result.cases, result.compared, result.undefined, result.vacuous, result.notLowered, result.steps,
                    result.designs, result.exact, result.blocked, result.proven})
    out.number(count);
  out.number(int64_t(result.tally.steps.size()));
  for (const auto &[word, counts] : result.tally.steps) {
    out.text(word);
    out.number(counts.first);
    out.number(counts.second);
  }
  out.number(int64_t(result.failures.size()));
  for (const CaseFailure &failure : result.failures) {
    out.number(failure.position);
    for (const std::string *text : {&failure.failure.kind, &failure.failure.message, &failure.script, &failure.ir})
      out.text(*text);
  }
  for (const auto *list : {&result.notes, &result.refusals, &result.unproven}) {
    out.number(int64_t(list->size()));
    for (const auto &[position, text] : *list) {
      out.number(position);
      out.text(text);
    }
  }
  return out.bytes;
}

BatchResult unpack(const std::string &bytes) {
  Reader in(bytes);
  BatchResult result;
  for (int *count : {&result.cases, &result.compared, &result.undefined, &result.vacuous, &result.notLowered,
                     &result.steps, &result.designs, &result.exact, &result.blocked, &result.proven})
    *count = int(in.number());
  for (int64_t n = in.number(); n > 0; --n) {
    std::string word = in.text();
    int accepted = int(in.number());
    result.tally.steps[word] = {accepted, int(in.number())};
  }
  for (int64_t n = in.number(); n > 0; --n) {
    CaseFailure &failure = result.failures.emplace_back();
    failure.position = int(in.number());
    for (std::string *text : {&failure.failure.kind, &failure.failure.message, &failure.script, &failure.ir})
      *text = in.text();
  }
  for (auto *list : {&result.notes, &result.refusals, &result.unproven})
    for (int64_t n = in.number(); n > 0; --n) {
      int position = int(in.number());
      list->emplace_back(position, in.text());
    }
  return result;
}

// A batch in a child process, and again without what ended it.
struct Job {
  std::vector<CaseInput> inputs;
  uint64_t seed;
  std::set<int> skip;
  std::vector<CaseFailure> crashes;
  Progress *progress = nullptr;
  std::unique_ptr<support::TemporaryDirectory> directory;
  pid_t child = 0;

  Job(std::vector<CaseInput> cases, uint64_t seedOfAll) : inputs(std::move(cases)), seed(seedOfAll) {
    progress = static_cast<Progress *>(
        mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    directory = std::make_unique<support::TemporaryDirectory>();
    start();
  }
  ~Job() { munmap(progress, sizeof(Progress)); }
  Job(const Job &) = delete;
  Job &operator=(const Job &) = delete;

  void start() {
    progress->position = -1;
    child = fork();
    if (child != 0)
      return;
    int silence = open((directory->path() / "stderr").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(silence, 2);
    int status = 0;
    try {
      support::writeFile(directory->path() / "result",
                         pack(runBatch(inputs, seed, skip, directory->path(), *progress)));
    } catch (const std::exception &error) {
      std::fprintf(stderr, "%s\n", error.what());
      status = 1;
    }
    _exit(status);
  }

  // After the child has ended: the result, or nothing when it was started again.
  std::optional<BatchResult> ended(int status) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
      BatchResult result = unpack(support::readFile(directory->path() / "result"));
      result.failures.insert(result.failures.end(), crashes.begin(), crashes.end());
      return result;
    }
    std::string said = support::readFile(directory->path() / "stderr");
    if (WIFEXITED(status) || progress->position < 0 || skip.contains(progress->position))
      throw InternalError("a batch ends with status " + std::to_string(status) + " at '" + progress->stage +
                          "': " + said.substr(0, 3000));
    std::string ending = WTERMSIG(status) == SIGALRM ? "endless" : "crash";
    std::string script = progress->script;
    if (std::strcmp(progress->stage, "schedule") == 0 && std::strchr(progress->detail, '\n') == nullptr)
      script += std::string("  ") + progress->detail + "\n";
    crashes.push_back({progress->position,
                       {ending + " in " + progress->stage, std::string(progress->detail) + "\n" + said.substr(0, 3000)},
                       script,
                       ""});
    skip.insert(progress->position);
    start();
    return std::nullopt;
  }
};
} // namespace

void runAll(int batches, int workers, uint64_t seed, const std::function<std::vector<CaseInput>(int)> &makeBatch,
            const std::function<void(int, const BatchResult &)> &receive) {
  std::map<int, std::unique_ptr<Job>> running;
  int next = 0;
  while (next < batches || !running.empty()) {
    while (next < batches && int(running.size()) < workers) {
      running[next] = std::make_unique<Job>(makeBatch(next), seed);
      ++next;
    }
    int status = 0;
    pid_t child = wait(&status);
    for (auto &[index, job] : running)
      if (job->child == child) {
        if (std::optional<BatchResult> result = job->ended(status)) {
          receive(index, *result);
          running.erase(index);
        }
        break;
      }
  }
}

BatchResult runIsolated(const std::vector<CaseInput> &inputs, uint64_t seed) {
  BatchResult result;
  runAll(1, 1, seed, [&](int) { return inputs; }, [&](int, const BatchResult &received) { result = received; });
  return result;
}

} // namespace allo::fuzz
