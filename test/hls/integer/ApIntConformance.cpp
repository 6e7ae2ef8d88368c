// The conformance program of ap_int and ap_uint: every operation over many widths against a slow model, and directed
// cases, in groups that cite the published rule they test.
#include "Sweep.h"

int main() {
  directedChecks();
  textChecks();
  sweepArithmetic();
  sweepDivision();
  sweepMixed();
  sweepBits();
  sweepConversions();
  return report();
}
