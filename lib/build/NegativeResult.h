// A question about the user's kernel answered with no: not an error of the input, not ours. The tool exits with 1.
#pragma once

#include "allo/error.hpp"

namespace allo::build {

class NegativeResult : public Error {
public:
  using Error::Error;
};

} // namespace allo::build
