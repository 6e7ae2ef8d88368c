// The main program of every NativeProgram, as text that is both C and C++.
#pragma once

namespace allo::build {

// The file of arguments: words, then one pair (offset, bytes) for each parameter and, at last, the result; then the
// data.
enum RunnerWord { countWord = 0, modeWord = 1, doneWord = 2, nanosecondsWord = 3, firstPairWord = 4 };
extern const char *const runnerText;

} // namespace allo::build
