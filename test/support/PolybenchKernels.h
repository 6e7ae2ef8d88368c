// The kernels of bench/polybench as programs and schedules, as kernels.json describes them.
#pragma once

#include "allo/program.hpp"
#include "allo/schedule.hpp"

#include <map>
#include <string>
#include <vector>

namespace allo::test {

enum class ElementKind { binary32, integer };

struct PolybenchKernel {
  std::string name, file, top, init, schedule; // the files with their folder
  std::map<std::string, std::string> sizes;    // of the dataset: parameter -> value
  bool isInteger = false;                      // makes sense in int
  std::vector<std::string> integerScalars;     // which then get random values

  Program parse(const std::string &dataset, ElementKind kind) const;
  Schedule customized(const Program &program, bool scheduled) const;
};

// Those of one name, or all where it is empty. Throws UserError.
std::vector<PolybenchKernel> readPolybench(const std::string &folder, const std::string &dataset,
                                           const std::vector<std::string> &names = {});

} // namespace allo::test
