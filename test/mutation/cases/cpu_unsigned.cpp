// for: cpu_saturation_sign
// top: w_saturates
extern "C" float fabsf(float) noexcept;
void w_saturates(const float X[8], unsigned A[8]) {
  for (int i = 0; i < 8; ++i)
    A[i] = (unsigned)(fabsf(X[i]) * 400000000.0f);
}
