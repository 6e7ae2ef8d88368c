// What the texts of a report share: tables for people, places as JSON.
#pragma once

#include "allo/error.hpp"

#include "llvm/Support/JSON.h"

#include <string>
#include <vector>

namespace allo::build {

using Row = std::vector<std::string>;

// Columns as wide as their widest cell; the first row is the header.
std::string table(const std::vector<Row> &rows);

std::string placeText(const SourcePlace &place); // "gemm.cpp:7"
llvm::json::Value placeJson(const SourcePlace &place);

template <typename Items, typename Make> llvm::json::Array arrayOf(const Items &items, Make make) {
  llvm::json::Array array;
  for (const auto &item : items)
    array.push_back(make(item));
  return array;
}

} // namespace allo::build
