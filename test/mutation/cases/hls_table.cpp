// for: hls_literal_sign
// top: w_table
static const unsigned char w_numbers[3] = {200, 7, 150};
void w_table(int B[9]) {
  for (int i = 0; i < 9; ++i)
    B[i] = w_numbers[i % 3] * 3;
}
