// hls::stream<T, depth>: a FIFO from one process to another (UG1399, HLS Stream Library).
//
// Rules. Natively the FIFO has no bound: a write always succeeds. Where a depth is given (it is at least 1), full()
// says that depth elements or more are waiting and write_nb() then refuses; without a depth it is never full. Reading
// an empty stream can never succeed in a program that runs in one thread: it reports the stream's name and aborts. A
// function that takes hls::stream<T>& takes a stream of any depth. Streams are passed by reference, never copied.
#ifndef ALLO_HLS_STREAM_H
#define ALLO_HLS_STREAM_H

#include "detail/intrinsic.h"
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace hls {
namespace detail {

/// A queue in one growing ring of elements.
template <class T> class Ring {
public:
  Ring() = default;
  Ring(const Ring &) = delete;
  Ring &operator=(const Ring &) = delete;
  ~Ring() { delete[] items; }

  std::size_t size() const { return count; }

  void push(const T &value) {
    if (count == capacity)
      grow();
    items[(first + count++) & (capacity - 1)] = value;
  }

  T pop() {
    T value = std::move(items[first]);
    first = (first + 1) & (capacity - 1);
    --count;
    return value;
  }

private:
  void grow() {
    std::size_t wider = capacity == 0 ? 16 : 2 * capacity; // a power of two
    T *moved = new T[wider];
    for (std::size_t i = 0; i != count; ++i)
      moved[i] = std::move(items[(first + i) & (capacity - 1)]);
    delete[] items;
    items = moved;
    first = 0;
    capacity = wider;
  }

  T *items = nullptr;
  std::size_t capacity = 0, first = 0, count = 0;
};

} // namespace detail

template <class T, int depth = 0> class ALLO_HLS("stream") stream;

/// A stream whose depth is not part of the type.
template <class T> class ALLO_HLS("stream") stream<T, 0> {
public:
  using value_type = T;

  stream() = default;
  explicit stream(const char *name) { set_name(name); }
  template <class String, class = decltype(std::declval<const String &>().c_str())>
  explicit stream(const String &name) : stream(name.c_str()) {}
  stream(const stream &) = delete;
  stream &operator=(const stream &) = delete;
  ~stream() { delete[] name_; }

  /// The oldest element, which leaves the stream.
  ALLO_HLS("stream.read") T read() {
    if (empty())
      reportEmpty();
    return waiting.pop();
  }
  ALLO_HLS("stream.write") void write(const T &value) { waiting.push(value); }
  ALLO_HLS("stream.read") void read(T &value) { value = read(); }
  ALLO_HLS("stream.read") void operator>>(T &value) { value = read(); }
  ALLO_HLS("stream.write") void operator<<(const T &value) { write(value); }

  /// Reads if there is something to read; false leaves `value` as it was.
  ALLO_HLS("stream.read_nb") bool read_nb(T &value) {
    if (empty())
      return false;
    value = waiting.pop();
    return true;
  }
  /// Writes if there is room.
  ALLO_HLS("stream.write_nb") bool write_nb(const T &value) {
    if (full())
      return false;
    waiting.push(value);
    return true;
  }

  ALLO_HLS("stream.empty") bool empty() const { return waiting.size() == 0; }
  ALLO_HLS("stream.full") bool full() const { return depth_ != 0 && waiting.size() >= depth_; }
  ALLO_HLS("stream.size") unsigned size() const { return static_cast<unsigned>(waiting.size()); }
  /// The depth; without one the largest int, as published for C simulation.
  ALLO_HLS("stream.capacity") unsigned capacity() const { return depth_ != 0 ? depth_ : 0x7fffffffu; }

  ALLO_HLS("stream.get_name") const char *get_name() const { return name_ != nullptr ? name_ : "stream"; }
  ALLO_HLS("stream.set_name") void set_name(const char *name) {
    char *copy = new char[std::strlen(name) + 1];
    std::strcpy(copy, name);
    delete[] name_;
    name_ = copy;
  }

protected:
  struct Depth {
    unsigned count;
  };
  explicit stream(Depth depth) : depth_(depth.count) {}

private:
  [[noreturn]] void reportEmpty() const {
    std::fprintf(stderr, "hls::stream '%s' is read while it is empty\n", get_name());
    std::abort();
  }

  detail::Ring<T> waiting;
  char *name_ = nullptr;
  unsigned depth_ = 0;
};

/// A stream of a depth.
template <class T, int depth> class ALLO_HLS("stream") stream : public stream<T, 0> {
  static_assert(depth > 0, "the depth of a stream is at least 1");
  using Base = stream<T, 0>;

public:
  stream() : Base(typename Base::Depth{depth}) {}
  explicit stream(const char *name) : stream() { Base::set_name(name); }
  template <class String, class = decltype(std::declval<const String &>().c_str())>
  explicit stream(const String &name) : stream(name.c_str()) {}
};

} // namespace hls
#endif
