// A constant of an unsigned 64-bit type that no signed one holds.
// top: beyond_long
static unsigned long next(unsigned long v) { return v + 1; }
unsigned long long beyond_long(unsigned long long B[4]) {
  const unsigned long huge = 4 + (-6);
  for (int i = 0; i < 4; ++i)
    B[i] += i < huge ? next(huge) + huge : 3;
  return huge - B[0];
}
