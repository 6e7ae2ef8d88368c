// Programs run with their output, their end in words, and their time limit; output folders that appear whole.
#include "Interfaces.h"

#include "support/Process.h"
#include "support/TemporaryDirectory.h"

#include <csignal>

using namespace allo;
using namespace allo::support;
using namespace allo::test;

namespace fs = std::filesystem;

namespace {

TEST(Process, CapturesBothStreamsAndTheStatus) {
  ProcessResult result = runProcess({"sh", "-c", "echo out; echo err >&2; exit 7"});
  EXPECT_EQ(result.output, "out\n");
  EXPECT_EQ(result.error, "err\n");
  EXPECT_EQ(result.exitStatus, 7);
  EXPECT_FALSE(result.succeeded());
  EXPECT_EQ(result.ending(), "exited with status 7");
}

TEST(Process, LargeOutputDoesNotBlock) {
  ProcessResult result = runProcess({"sh", "-c", "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"});
  EXPECT_EQ(result.output.size(), 1000000U);
  EXPECT_EQ(result.error.size(), 1000000U);
}

TEST(Process, RunsInAFolderAndTellsErrorsAsTheyCome) {
  TemporaryDirectory directory;
  ProcessOptions options;
  options.directory = fs::canonical(directory.path()).string();
  std::string told;
  options.onError = [&](const std::string &text) { told += text; };
  ProcessResult result = runProcess({"sh", "-c", "pwd; echo one >&2; echo two >&2"}, options);
  EXPECT_EQ(result.output, options.directory + "\n");
  EXPECT_EQ(told, "one\ntwo\n");
  EXPECT_EQ(result.error, told);
  options.directory += "/missing";
  EXPECT_THROW(runProcess({"pwd"}, options), UserError);
}

TEST(Process, NamesTheSignal) {
  ProcessResult result = runProcess({"sh", "-c", "kill -SEGV $$"});
  EXPECT_EQ(result.signal, SIGSEGV);
  EXPECT_EQ(result.ending(), "was ended by signal 11 (Segmentation fault)");
}

TEST(Process, StopsAtTheTimeLimitWithItsChildren) {
  ProcessOptions options;
  options.timeoutSeconds = 0.2;
  ProcessResult result = runProcess({"sh", "-c", "sleep 60 & sleep 60; wait"}, options);
  EXPECT_TRUE(result.timedOut);
  EXPECT_LT(result.seconds, 20);
}

TEST(Process, PassesTheEnvironmentAndTheStackLimit) {
  ProcessOptions options;
  options.environment = {{"ALLO_TEST_WORD", "a b"}};
  options.stackBytes = size_t(16) << 20;
  EXPECT_EQ(runProcess({"bash", "-c", "echo \"$ALLO_TEST_WORD $(ulimit -S -s)\""}, options).output, "a b 16384\n");
}

TEST(Process, RefusesAMissingProgram) {
  EXPECT_EQ(refusal([] { runProcess({"no-such-program-at-all"}); }),
            "cannot run no-such-program-at-all: No such file or directory");
}

TEST(Process, FirstLines) {
  EXPECT_EQ(firstLines("a\nb\nc\n", 2), "a\nb\n…");
  EXPECT_EQ(firstLines("a\nb\n", 2), "a\nb");
  EXPECT_EQ(firstLines("", 2), "");
}

TEST(OutputDirectory, AppearsWholeOrNotAtAll) {
  TemporaryDirectory work;
  fs::path destination = work.path() / "deep" / "out";
  {
    OutputDirectory output(destination);
    writeFile(output.path() / "a.txt", "1");
  }
  EXPECT_FALSE(fs::exists(destination));
  EXPECT_TRUE(fs::is_empty(work.path() / "deep")); // the temporary folder is gone too
  OutputDirectory output(destination);
  writeFile(output.path() / "a.txt", "1");
  output.commit();
  EXPECT_EQ(readFile(destination / "a.txt"), "1");
}

TEST(OutputDirectory, KeepsOtherFilesOfTheDestination) {
  TemporaryDirectory work;
  fs::path destination = work.path() / "out";
  writeFile(destination / "mine.txt", "mine");
  writeFile(destination / "a.txt", "old");
  OutputDirectory output(destination);
  writeFile(output.path() / "a.txt", "new");
  output.commit();
  EXPECT_EQ(readFile(destination / "mine.txt"), "mine");
  EXPECT_EQ(readFile(destination / "a.txt"), "new");
}

TEST(OutputDirectory, RefusesAFile) {
  TemporaryDirectory work;
  writeFile(work.path() / "out", "");
  EXPECT_EQ(refusal([&] { OutputDirectory output(work.path() / "out"); }),
            "cannot write to " + (work.path() / "out").string() + ": it is a file, not a folder");
}

} // namespace
