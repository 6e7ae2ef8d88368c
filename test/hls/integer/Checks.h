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
/// Counts a check; prints the first failures of each group: the operation and what it was on.
void check(bool passed, const char *operation, const std::string &on);
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

/// A width and a sign, and how messages name them.
struct Form {
  int width;
  bool isSigned;
  std::string text() const { return (isSigned ? "int<" : "uint<") + std::to_string(width) + ">"; }
};
template <class T> Form formOf() { return {Shape<T>::width, Shape<T>::isSigned}; }

/// An array of results: its bytes and their form.
struct Results {
  const unsigned char *bytes;
  std::size_t size; // of one element
  Form form;
};
template <class T, std::size_t N> Results results(const T (&array)[N]) {
  return {reinterpret_cast<const unsigned char *>(array), sizeof(T), formOf<T>()};
}

/// Writes a number modulo 2^width as the bytes of an element.
void store(void *element, std::size_t size, const Form &form, const reference::Number &value);
template <class T> T inMemory(const reference::Number &value) {
  T result;
  store(static_cast<void *>(&result), sizeof(T), formOf<T>(), value);
  return result;
}

/// Element `index` is `exact` modulo 2^width, and its bytes are exactly so.
void expect(const Results &actual, int index, const reference::Number &exact, const char *operation,
            const std::string &on);
/// The result of an operation has this width and sign.
void expectForm(const Results &actual, const Form &wanted, const char *operation, const std::string &on);

/// `count` numbers of a width and sign: the extremes, single bits, short and long random ones.
std::vector<reference::Number> testValues(const Form &form, int count, unsigned seed);
unsigned long long randomBits();

#endif
