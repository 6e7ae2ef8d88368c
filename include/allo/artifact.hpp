// A built design: callable, and what is known about it.
#pragma once

#include "allo/argument.hpp"
#include "allo/error.hpp"
#include "allo/report.hpp"
#include "allo/target.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace allo {

// One call of an artifact.
class Run {
public:
  double seconds() const { return seconds_; } // of the kernel alone; of the simulation for rtl and sim
  // Clock cycles from the start to the result. Throws UserError for a target without a clock.
  int64_t cycles() const;

  // What the kernel returned. T is its result type; anything else throws UserError.
  template <typename T> T result() const {
    static_assert(std::is_trivially_copyable_v<T>);
    T value;
    copyResult(detail::kindOf<T>(), &value, sizeof value);
    return value;
  }

private:
  friend class Artifact;
  void copyResult(ElementKind kind, void *to, size_t bytes) const;
  double seconds_ = 0;
  int64_t cycles_ = 0;
  bool hasResult_ = false;
  ElementKind resultKind_ = ElementKind::signed_integer;
  size_t resultBytes_ = 0;
  std::vector<char> result_;
  std::string kernel_;
};

class Artifact {
public:
  // Calls the kernel with one argument per parameter of the source, in order. Checks number, shapes, element types,
  // that nothing const is written and that no two arrays overlap, and throws UserError before anything runs.
  template <typename... Arguments> Run operator()(Arguments &&...arguments) const {
    std::vector<Argument> list;
    list.reserve(sizeof...(arguments));
    (list.emplace_back(std::forward<Arguments>(arguments)), ...);
    return call(list);
  }
  Run call(const std::vector<Argument> &arguments) const;

  // Loops, arrays, directives and steps of the design, and the times of the last call.
  const Report &report() const;

  // The sources that the target emitted, by file name; empty for cpu.
  const std::map<std::string, std::string> &files() const;

  struct Implementation;
  const Implementation &implementation() const { return *implementation_; }
  explicit Artifact(std::shared_ptr<Implementation> implementation);

private:
  std::shared_ptr<Implementation> implementation_;
};

} // namespace allo
