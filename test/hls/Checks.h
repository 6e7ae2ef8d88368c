// What the conformance program of the HLS types shares: counted checks in groups that cite the rule they test, and test
// values. Numbers go in and out of the types through their bytes in memory, whose form docs/decisions/0017 fixes; so
// the types under test convert nothing on behalf of the test.
#ifndef ALLO_TEST_HLS_CHECKS_H
#define ALLO_TEST_HLS_CHECKS_H

#include "Reference.h"
#include <ap_int.h>
#include <cstring>
#include <string>
#include <vector>

/// Starts a group; the checks after it count there.
void group(const char *name, const char *rule);
/// Counts a check; prints the first failures of each group.
void check(bool passed, const std::string &what);
/// Prints the table of the groups; the exit status of the program.
int report();

/// The width and sign of a type, known without asking it.
template <class T> struct Shape {
  static constexpr int width = sizeof(T) * 8;
  static constexpr bool isSigned = static_cast<T>(-1) < static_cast<T>(0);
};
template <> struct Shape<bool> {
  static constexpr int width = 1;
  static constexpr bool isSigned = false;
};
template <int W> struct Shape<ap_int<W>> {
  static constexpr int width = W;
  static constexpr bool isSigned = true;
};
template <int W> struct Shape<ap_uint<W>> {
  static constexpr int width = W;
  static constexpr bool isSigned = false;
};

template <class T> std::string typeName() {
  return (Shape<T>::isSigned ? "int<" : "uint<") + std::to_string(Shape<T>::width) + ">";
}

/// The number modulo 2^width in a T, by its bytes.
template <class T> T inMemory(const reference::Number &value) {
  const std::vector<unsigned char> bytes = value.wrapped(Shape<T>::width, Shape<T>::isSigned).toBytes(sizeof(T));
  T result;
  std::memcpy(static_cast<void *>(&result), bytes.data(), sizeof(T));
  return result;
}

/// The number whose bytes are in a T.
template <class T> reference::Number numberIn(const T &value) {
  unsigned char bytes[sizeof(T)];
  std::memcpy(bytes, static_cast<const void *>(&value), sizeof(T));
  return reference::Number::fromBytes(bytes, sizeof(T), Shape<T>::isSigned);
}

/// The value is `exact` modulo 2^width, and its bytes are exactly so.
template <class T>
void expect(const T &actual, const reference::Number &exact, const char *operation, const char *types) {
  const reference::Number wanted = exact.wrapped(Shape<T>::width, Shape<T>::isSigned), got = numberIn(actual);
  if (got == wanted)
    check(true, {});
  else
    check(false, std::string(operation) + " on " + types + ": " + got.text(16) + " instead of " + wanted.text(16));
}

/// The result of an operation has this width and sign.
template <class T> void expectType(int width, bool isSigned, const char *operation, const char *types) {
  check(Shape<T>::width == width && Shape<T>::isSigned == isSigned,
        std::string(operation) + " on " + types + " has the type " + typeName<T>());
}

/// `count` numbers of a width and sign: the extremes, single bits, short and long random ones.
std::vector<reference::Number> testValues(int width, bool isSigned, int count, unsigned seed);
unsigned long long randomBits();

#endif
