// top: k33
// number: 33
// step: kernel k33
void k33(int B[3]) {
  int w = 0;
  do {
    B[w] = 7;
    for (int j = 0; j < 6; ++j) {
      B[w] += j;
    }
    ++w;
  } while (w < 3);
}
