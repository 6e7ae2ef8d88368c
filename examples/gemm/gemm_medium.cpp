// gemm at PolyBench's MEDIUM size under the schedule of the Allo paper: k moves outside j, so that consecutive
// iterations add to different elements; a row of C is buffered; j is pipelined. Proved to compute what the source
// computes, and checked bit for bit on the cpu and as HLS C++.
#include "kernel.cpp"

#include <allo/allo.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <memory>

namespace {

constexpr int NI = 200, NJ = 220, NK = 240;

struct Matrices {
  std::array<std::array<float, NK>, NI> A;
  std::array<std::array<float, NJ>, NK> B;
  std::array<std::array<float, NJ>, NI> C;
  float alpha = 1.5f, beta = 1.2f;

  Matrices() {
    for (int i = 0; i < NI; ++i)
      for (int k = 0; k < NK; ++k)
        A[i][k] = float(i * (k + 1) % NK) / NK;
    for (int k = 0; k < NK; ++k)
      for (int j = 0; j < NJ; ++j)
        B[k][j] = float(k * (j + 2) % NJ) / NJ;
    for (int i = 0; i < NI; ++i)
      for (int j = 0; j < NJ; ++j)
        C[i][j] = float((i * j + 1) % NI) / NI;
  }
};

template <typename T, size_t M, size_t N> auto c_array(std::array<std::array<T, N>, M> &matrix) {
  return reinterpret_cast<T(*)[N]>(matrix.data());
}

double native(Matrices &m) {
  auto start = std::chrono::steady_clock::now();
  gemm<float, NI, NJ, NK>(m.alpha, m.beta, c_array(m.A), c_array(m.B), c_array(m.C));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int count, char **words) try {
  allo::Schedule s = allo::parse(KERNEL_FILE).customize("gemm<float, 200, 220, 240>");
  s.reorder({"k", "j"});
  s.buffer_at("C", "i");
  s.pipeline("j");

  allo::Verdict verdict = s.verify();
  std::cout << verdict.text();
  allo::Artifact cpu = s.build(allo::cpu());
  allo::Artifact hls = s.build(allo::vitis_hls({.directory = count > 1 ? words[1] : ""}));

  auto expected = std::make_unique<Matrices>(), on_cpu = std::make_unique<Matrices>(),
       as_hls = std::make_unique<Matrices>();
  double native_seconds = native(*expected);
  allo::Run cpu_run = cpu(on_cpu->alpha, on_cpu->beta, on_cpu->A, on_cpu->B, on_cpu->C);
  allo::Run hls_run = hls(as_hls->alpha, as_hls->beta, as_hls->A, as_hls->B, as_hls->C);

  std::cout << cpu.report() << "\n";
  bool good = verdict.kind == allo::Verdict::equal && std::memcmp(&on_cpu->C, &expected->C, sizeof expected->C) == 0 &&
              std::memcmp(&as_hls->C, &expected->C, sizeof expected->C) == 0;
  std::printf("gemm %d x %d x %d, float (ms): source as written %.3f, scheduled on the cpu %.3f, HLS C++ by g++ %.3f\n",
              NI, NJ, NK, 1e3 * native_seconds, 1e3 * cpu_run.seconds(), 1e3 * hls_run.seconds());
  std::printf("cpu and HLS C++ against the source as written: %s\n", good ? "equal, bit for bit" : "DIFFERENT");
  return good ? 0 : 1;
} catch (const std::exception &error) {
  std::cerr << error.what() << "\n";
  return 2;
}
