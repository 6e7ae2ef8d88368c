// What generated code for the cpu asks of the process that runs it: streams, printed text, failed assertions. The names
// of the functions; lib/target/cpu (Runtime.h, InlineStreams.h) has them.
//   i64  stream_create(i64 streams, i64 is kept from call to call)
//   void stream_destroy(i64 handle)
//   i64  stream_read(i64 handle, i64 number, i64 failure)   the first word of the oldest element
//   i64  stream_next(i64 handle, i64 number)                the words after it
//   void stream_write(i64 handle, i64 number, i64 word)     one for every word
//   i64  stream_words(i64 handle, i64 number)               that wait
//   void fail(i64 failure)
//   void print(i64 format); void print_integer(i64); void print_real(f64)   the values, then the format
// A failure is a number in lower::Lowered::failures, a format one in lower::Lowered::formats.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace allo::lower {

inline constexpr llvm::StringLiteral runtimePrefix = "allo_runtime_";

} // namespace allo::lower
