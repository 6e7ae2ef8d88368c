// A function on a thread of its own that runs only while its caller waits: what recursion makes hard to interrupt.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace allo::verify {

class Turns {
public:
  explicit Turns(std::function<void(Turns &)> body);
  Turns(const Turns &) = delete;
  ~Turns(); // what has not ended is abandoned

  // Runs the body until it pauses or ends. Throws what the body threw.
  void resume();
  bool hasEnded() const { return turn == Turn::none; }
  // Called by the body: lets the caller go on. Throws where the body is abandoned.
  void pause();

private:
  enum class Turn { caller, body, none };
  struct Abandoned {};
  void await(Turn wanted); // or the end

  std::mutex mutex;
  std::condition_variable changed;
  Turn turn = Turn::caller;
  bool isAbandoned = false;
  std::exception_ptr thrown;
  std::thread thread;
};

} // namespace allo::verify
