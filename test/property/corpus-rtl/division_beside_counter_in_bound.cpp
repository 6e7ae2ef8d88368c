// top: k459
// number: 459
// step: kernel k459
// step: tile j k factors=1,4
// step: pipeline k.inner
// step: split k.outer factor=3
void k459(float C[9][7]) {
  for (int i = 0; i <= 8 - 1; i += 2) {
    for (int j = 0; j < 7; ++j) {
      for (int k = 0; k < 6 - i; ++k) {
        C[j][3] += k;
      }
    }
  }
}
