// The Fourier transform of 32 points, and of fewer, in fixed point: recursively and iteratively, decimated in time and in
// frequency. The outputs are in their natural order.
#include <ap_fixed.h>

typedef ap_fixed<18, 8> Value;
typedef ap_fixed<18, 2> Factor;

const Factor cosine[16] = {
    1.0, 0.980785, 0.92388, 0.83147,
    0.707107, 0.55557, 0.382683, 0.19509,
    0.0, -0.19509, -0.382683, -0.55557,
    -0.707107, -0.83147, -0.92388, -0.980785};
const Factor sine[16] = {
    0.0, 0.19509, 0.382683, 0.55557,
    0.707107, 0.83147, 0.92388, 0.980785,
    1.0, 0.980785, 0.92388, 0.83147,
    0.707107, 0.55557, 0.382683, 0.19509};

template <int N> int reversed(int i) {
  int r = 0;
  for (int bit = 1; bit < N; bit = bit * 2)
    r = r * 2 + (i & bit ? 1 : 0);
  return r;
}

// Of the even points and of the odd ones, then N / 2 butterflies.
template <int N> void recursive(const Value re[N], const Value im[N], Value outRe[N], Value outIm[N]) {
  if constexpr (N == 1) {
    outRe[0] = re[0];
    outIm[0] = im[0];
  } else {
    Value evenRe[N / 2], evenIm[N / 2], oddRe[N / 2], oddIm[N / 2];
    Value eRe[N / 2], eIm[N / 2], oRe[N / 2], oIm[N / 2];
    for (int i = 0; i < N / 2; ++i) {
      evenRe[i] = re[2 * i];
      evenIm[i] = im[2 * i];
      oddRe[i] = re[2 * i + 1];
      oddIm[i] = im[2 * i + 1];
    }
    recursive<N / 2>(evenRe, evenIm, eRe, eIm);
    recursive<N / 2>(oddRe, oddIm, oRe, oIm);
    for (int k = 0; k < N / 2; ++k) {
      Factor c = cosine[k * (32 / N)], s = sine[k * (32 / N)];
      Value tRe = c * oRe[k] + s * oIm[k];
      Value tIm = c * oIm[k] - s * oRe[k];
      outRe[k] = eRe[k] + tRe;
      outIm[k] = eIm[k] + tIm;
      outRe[k + N / 2] = eRe[k] - tRe;
      outIm[k + N / 2] = eIm[k] - tIm;
    }
  }
}

// In place, after the points are put in the order of their reversed bits: the factor comes before the sum.
template <int N> void in_time(const Value re[N], const Value im[N], Value outRe[N], Value outIm[N]) {
  for (int i = 0; i < N; ++i) {
    outRe[reversed<N>(i)] = re[i];
    outIm[reversed<N>(i)] = im[i];
  }
  for (int half = 1; half < N; half = half * 2)
    for (int low = 0; low < N; low += 2 * half)
      for (int k = 0; k < half; ++k) {
        Factor c = cosine[k * (16 / half)], s = sine[k * (16 / half)];
        Value aRe = outRe[low + k], aIm = outIm[low + k];
        Value bRe = outRe[low + k + half], bIm = outIm[low + k + half];
        Value tRe = c * bRe + s * bIm;
        Value tIm = c * bIm - s * bRe;
        outRe[low + k] = aRe + tRe;
        outIm[low + k] = aIm + tIm;
        outRe[low + k + half] = aRe - tRe;
        outIm[low + k + half] = aIm - tIm;
      }
}

// The factor comes after the difference.
template <int N> void in_frequency(const Value re[N], const Value im[N], Value outRe[N], Value outIm[N]) {
  Value xRe[N], xIm[N];
  for (int i = 0; i < N; ++i) {
    xRe[i] = re[i];
    xIm[i] = im[i];
  }
  for (int half = N / 2; half > 0; half = half / 2)
    for (int low = 0; low < N; low += 2 * half)
      for (int k = 0; k < half; ++k) {
        Factor c = cosine[k * (16 / half)], s = sine[k * (16 / half)];
        Value aRe = xRe[low + k], aIm = xIm[low + k];
        Value bRe = xRe[low + k + half], bIm = xIm[low + k + half];
        Value dRe = aRe - bRe, dIm = aIm - bIm;
        xRe[low + k] = aRe + bRe;
        xIm[low + k] = aIm + bIm;
        xRe[low + k + half] = c * dRe + s * dIm;
        xIm[low + k + half] = c * dIm - s * dRe;
      }
  for (int i = 0; i < N; ++i) {
    outRe[i] = xRe[reversed<N>(i)];
    outIm[i] = xIm[reversed<N>(i)];
  }
}
