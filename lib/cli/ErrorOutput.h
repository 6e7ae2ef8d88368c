// Errors on standard error for people and, with --json, on standard output for programs.
#pragma once

#include "allo/error.hpp"

#include "llvm/Support/JSON.h"

namespace allo::cli {

llvm::json::Object errorJson(const Error &error);

// Prints the error and returns `exitCode`.
int printError(const Error &error, int exitCode, bool json);

// Prints warnings to standard error.
void printWarnings(const std::vector<Note> &warnings);

void printJson(llvm::json::Value value);

} // namespace allo::cli
