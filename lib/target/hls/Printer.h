// Prints a C model; takes no decisions.
#pragma once

#include "target/hls/CModel.h"
#include "target/hls/Spellings.h"

#include <string>

namespace allo::target::hls {

std::string printHeader(const model::TranslationUnit &unit);
std::string printSource(const model::TranslationUnit &unit, const Spellings &spellings);
std::string printEntry(const model::TranslationUnit &unit); // kernel_entry.cpp
std::string printExpression(const model::ExpressionPointer &expression);

} // namespace allo::target::hls
