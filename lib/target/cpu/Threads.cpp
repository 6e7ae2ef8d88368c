// A pool of threads that take chunks of one loop from a shared counter. Iterations of a parallel loop are independent
// (the schedule proved it), so neither the chunks nor their order can change a result.
#include "target/cpu/Threads.h"

#include "target/cpu/GeneratedCode.h"
#include "target/cpu/Runtime.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace allo::target::cpu {

namespace {
thread_local bool insideParallelLoop = false;

// One run of one loop. The chunks are numbered; whoever increments the counter owns that chunk.
struct Loop {
  RangeFunction function;
  void *captured;
  int64_t begin, end, step;
  int64_t chunkIterations, chunks;
  KernelData *kernel;
  std::atomic<int64_t> next = 0;
  std::atomic<int64_t> failure = noFailure; // of the first thread that failed

  void work() {
    insideParallelLoop = true;
    int64_t ended = guardedWork(kernel, [this] { runChunks(); });
    insideParallelLoop = false;
    if (ended == noFailure)
      return;
    int64_t none = noFailure;
    failure.compare_exchange_strong(none, ended);
    next = chunks; // no thread takes another
  }

  ALLO_CALLS_GENERATED_CODE void runChunks() {
    for (int64_t chunk; (chunk = next.fetch_add(1)) < chunks;) {
      int64_t first = begin + chunk * chunkIterations * step;
      int64_t last = chunk + 1 == chunks ? end : first + chunkIterations * step;
      function(captured, first, last, step);
    }
  }
};

class Pool {
public:
  static Pool &get() {
    static Pool pool;
    return pool;
  }

  // Runs `loop` on this thread and up to `helpers` others.
  void run(Loop &loop, size_t helpers) {
    std::lock_guard<std::mutex> oneLoopAtATime(runMutex);
    {
      std::lock_guard<std::mutex> lock(mutex);
      while (threads.size() < helpers)
        threads.emplace_back([this] { serve(); });
      current = &loop;
      wanted = helpers;
    }
    wake.notify_all();
    loop.work();
    std::unique_lock<std::mutex> lock(mutex);
    current = nullptr; // no thread starts on it any more
    wanted = 0;
    done.wait(lock, [this] { return active == 0; });
  }

private:
  ~Pool() {
    {
      std::lock_guard<std::mutex> lock(mutex);
      stop = true;
    }
    wake.notify_all();
    for (std::thread &thread : threads)
      thread.join();
  }

  void serve() {
    std::unique_lock<std::mutex> lock(mutex);
    while (true) {
      wake.wait(lock, [this] { return stop || wanted > 0; });
      if (stop)
        return;
      Loop *loop = current;
      --wanted;
      ++active;
      lock.unlock();
      loop->work();
      lock.lock();
      if (--active == 0)
        done.notify_all();
    }
  }

  std::mutex runMutex, mutex;
  std::condition_variable wake, done;
  std::vector<std::thread> threads;
  Loop *current = nullptr;
  size_t wanted = 0, active = 0;
  bool stop = false;
};
} // namespace

ALLO_CALLS_GENERATED_CODE void runParallel(RangeFunction function, void *captured, int64_t begin, int64_t end,
                                           int64_t step, int64_t threads) {
  if (end <= begin)
    return;
  int64_t iterations = (end - begin + step - 1) / step;
  if (threads <= 0)
    threads = std::max(1u, std::thread::hardware_concurrency());
  threads = std::min(threads, iterations);
  if (threads == 1 || insideParallelLoop) {
    function(captured, begin, end, step);
    return;
  }
  // Several chunks a thread, so that iterations of unequal length (triangular loops) balance.
  int64_t chunkIterations = std::max<int64_t>(1, iterations / (threads * 8));
  int64_t chunks = (iterations + chunkIterations - 1) / chunkIterations;
  Loop loop{function, captured, begin, end, step, chunkIterations, chunks, currentKernel()};
  Pool::get().run(loop, threads - 1);
  if (loop.failure != noFailure)
    endRun(loop.failure);
}

} // namespace allo::target::cpu
