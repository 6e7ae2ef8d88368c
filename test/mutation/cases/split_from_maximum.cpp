// for: split_end_of_step
// top: w_split
// step: split j factor=2
void w_split(int A[10]) {
  for (int i = 0; i < 10; ++i)
    for (int j = std::max(i, 3); j < 10; ++j)
      A[j] = A[j] * 3 + i;
}
