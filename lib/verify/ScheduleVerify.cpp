// The methods of Schedule that prove it.
#include "allo/schedule.hpp"
#include "verify/Verify.h"

namespace allo {

Verdict Schedule::verify() const { return verify(VerifyOptions()); }

Verdict Schedule::verify(const VerifyOptions &options) const { return verify::verdictOn(*this, options); }

Verdict Schedule::verify_against(const Schedule &reference, const VerifyOptions &options) const {
  return verify::verdictOn(*this, reference, options);
}

} // namespace allo
