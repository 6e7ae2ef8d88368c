#include "verify/Turns.h"

#include <utility>

namespace allo::verify {

Turns::Turns(std::function<void(Turns &)> body)
    : thread([this, body = std::move(body)] {
        await(Turn::body);
        try {
          if (!isAbandoned)
            body(*this);
        } catch (const Abandoned &) {
        } catch (...) {
          thrown = std::current_exception();
        }
        std::lock_guard<std::mutex> lock(mutex);
        turn = Turn::none;
        changed.notify_all();
      }) {}

Turns::~Turns() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    isAbandoned = true;
    if (turn == Turn::caller)
      turn = Turn::body;
    changed.notify_all();
  }
  thread.join();
}

void Turns::await(Turn wanted) {
  std::unique_lock<std::mutex> lock(mutex);
  changed.wait(lock, [&] { return turn == wanted || turn == Turn::none; });
}

void Turns::resume() {
  if (hasEnded())
    return;
  {
    std::lock_guard<std::mutex> lock(mutex);
    turn = Turn::body;
    changed.notify_all();
  }
  await(Turn::caller);
  if (thrown)
    std::rethrow_exception(std::exchange(thrown, nullptr));
}

void Turns::pause() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    turn = Turn::caller;
    changed.notify_all();
  }
  await(Turn::body);
  if (isAbandoned)
    throw Abandoned();
}

} // namespace allo::verify
