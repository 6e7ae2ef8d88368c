// A shared chain that an earlier iteration leads back to an operation which the scheduler moves.
// top: k152
// number: 152
// range: n 0 8
// step: kernel k152
// step:   pipeline k
// step:   tile g2 n1 factors=1,4
// step:   split g2.inner factor=1
// step:   retype G1 type=short
static const unsigned t152[5] = {32, 50, 29, 68, 45};
static void h152_0(long long X[3], const long long Y[3], int n) {
  for (int i = 1; i < n; i++) {
    X[(i & 1)]++;
    X[(n * 2) % 3] = Y[n];
    X[1] = n;
  }
  {
    signed char s1 = 1;
    for (long i = 8 - 1; i >= 2; --i) {
      s1 += ((((n >= i) ? X[n] : X[n]) ^ ((Y[(Y[n] & 1)] & 511) * (X[2 - n] & 511))) & 31);
      {
        double s2 = 0.5f;
        for (int j = 0; j < 5; ++j) {
          s2 += ((X[n] + X[n]) | (t152[n] + j));
        }
        X[n] = (s2 > -100 && s2 < 100 ? (int)(s2) : 50);
      }
    }
    X[n] = s1;
  }
}
static unsigned long long h152_1(unsigned short a) { return ((a - 14) * (a + t152[1])); }
static void pair152_0(const float X[4], float Y[4]) {
  float V1[4];
  for (int i = 0; i < 4; ++i) {
    V1[i] = ((short)(i | i));
  }
  for (int j = 0; j < 4; ++j) {
    Y[j] = V1[j];
  }
}
static void pair152_1(const float X[4], float Y[4]) {
  float V1[4];
  for (int i = 0; i < 4; ++i) {
    V1[i] = ((short)(i | i));
  }
  for (int j = 0; j < 4; ++j) {
    Y[j] = V1[j];
  }
}
void k152(long long A[3], long long B[3], int n, unsigned long long &total) {
  float K1[4];
  for (int pass = 0; pass < 4; ++pass) {
    K1[pass] = std::min<long long>((A[(n * 3) % 3] & A[(10 & 1)]), (B[(n * 1) % 3] + B[(n * 1) % 3]));
  }
  float K2[4] = {};
  pair152_0(K1, K2);
  float K3[4] = {};
  pair152_1(K2, K3);
  long V1[8][4];
  for (int m1 = 0; m1 < 8; ++m1) {
    for (int m2 = 0; m2 < 4; ++m2) {
      V1[m1][m2] = (std::min<long long>((A[0] - 4), ((n >= 4) ? 8u : (-4))) % 1001);
    }
  }
  long R1[8][4] = {};
  for (int m4 = 0; m4 < 4; ++m4) {
    for (int m3 = 0; m3 < 8; ++m3) {
      R1[m3][m4] = V1[m3][m4];
    }
  }
  unsigned G1[2][1] = {};
  for (int g1 = 0; g1 < 2; ++g1) {
    for (int g2 = 0; g2 < 1; ++g2) {
      for (int n1 = 0; n1 < 5; ++n1) {
        unsigned v1 = t152[n1];
        if (n1 == 0 || v1 < G1[g1][g2])
          G1[g1][g2] = v1;
      }
    }
  }
  for (short i = 1; i < 8 - n; ++i) {
    for (unsigned j = 0; j < 3; j += 3) {
      {
        bool s1 = 1;
        for (long k = 0; k < 4; ++k) {
          s1 |= (((unsigned long)(K3[k / 2] > 0 && K3[k / 2] < 0 ? (int)(K3[k / 2]) : 0)) < (K3[(i * 1) % 4] / A[1]));
        }
        B[2 - j] = s1;
      }
    }
  }
}
