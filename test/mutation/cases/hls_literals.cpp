// for: hls_literal_sign
// top: w_literals
void w_literals(int A[8]) {
  for (int i = -3; i < 5; ++i)
    if (i >= -1)
      A[i + 3] += 5;
}
