// The proof of a schedule, as the public methods and the tool ask for it.
#pragma once

#include "allo/schedule.hpp"
#include "allo/verify.hpp"

namespace allo::verify {

// The design against its own source.
Verdict verdictOn(const Schedule &design, const VerifyOptions &options);
// The design against another kernel, as its schedule left it.
Verdict verdictOn(const Schedule &design, const Schedule &reference, const VerifyOptions &options);

} // namespace allo::verify
