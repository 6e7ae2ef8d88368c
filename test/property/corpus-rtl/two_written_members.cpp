// top: k43
// number: 43
// range: n 0 4
// step: kernel k43
struct S43 { unsigned u; unsigned char v; short w; };
void k43(int A[4], S43 &r, int n) {
  for (int i = 0; i < n; ++i) {
    if (A[i] > 3) {
      r.v += A[i];
    } else {
      r.w = i;
    }
  }
}
