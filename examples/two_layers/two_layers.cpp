// Two layers from one schedule of gemm: scheduled once, instantiated at two sizes, composed, and run on every target
// against the kernel compiled here by a plain compiler. docs/guide/two_layers.md explains it step by step.
#include "kernel.cpp"

#include <allo/allo.hpp>

#include <array>
#include <cstdio>
#include <cstring>
#include <iostream>

namespace {

template <size_t Rows, size_t Columns> using Matrix = std::array<std::array<float, Columns>, Rows>;

struct Network {
  Matrix<16, 32> X;
  Matrix<32, 32> W1;
  Matrix<32, 16> W2;
  Matrix<16, 16> Y = {};

  Network() {
    fill(X, 7);
    fill(W1, 11);
    fill(W2, 13);
  }

private:
  template <size_t Rows, size_t Columns> static void fill(Matrix<Rows, Columns> &matrix, unsigned step) {
    for (size_t i = 0; i < Rows; ++i)
      for (size_t j = 0; j < Columns; ++j)
        matrix[i][j] = float(int((i * 17 + j) * step % 29) - 14) / 29;
  }
};

template <size_t Rows, size_t Columns> auto c_array(Matrix<Rows, Columns> &matrix) {
  return reinterpret_cast<float (*)[Columns]>(matrix.data());
}

// Any size and element type of gemm.
allo::Schedule schedule_gemm(const allo::Program &program, const std::string &instance) {
  allo::Schedule s = program.customize(instance);
  s.distribute("j", "k");
  s.reorder({"k", "j"});
  allo::Array row = s.buffer_at("C", "i", "row");
  auto [outer, inner] = s.split("j", 4);
  s.pipeline(outer).unroll(inner);
  s.partition(row, {.dim = 1, .kind = allo::cyclic, .factor = 4});
  s.partition("B", {.dim = 2, .kind = allo::cyclic, .factor = 4});
  s.pipeline("j.before").pipeline("row.out");
  return s;
}

} // namespace

int main() try {
  allo::Program program = allo::parse(KERNEL_FILE);
  allo::Schedule relu_schedule = program.customize("relu<float, 16, 32>");
  relu_schedule.pipeline("column");

  allo::Schedule top = program.customize("two_layers");
  top.compose(schedule_gemm(program, "gemm<float, 16, 32, 32>"));
  top.compose(schedule_gemm(program, "gemm<float, 16, 16, 32>"));
  top.compose(relu_schedule);
  allo::Verdict verdict = top.verify();
  std::cout << top.trace() << verdict.text();

  Network expected;
  two_layers(c_array(expected.X), c_array(expected.W1), c_array(expected.W2), c_array(expected.Y));
  bool are_equal = verdict.kind == allo::Verdict::equal;
  for (const allo::Target &target : {allo::cpu(), allo::vitis_hls(), allo::rtl()}) {
    Network network;
    allo::Artifact design = top.build(target);
    allo::Run run = design(network.X, network.W1, network.W2, network.Y);
    bool is_equal = std::memcmp(&network.Y, &expected.Y, sizeof expected.Y) == 0;
    are_equal &= is_equal;
    std::printf("%s: %s", target.name(), is_equal ? "equal, bit for bit" : "DIFFERENT");
    if (design.report().hardware)
      std::printf(", %lld cycles simulated, %s reported before", static_cast<long long>(run.cycles()),
                  design.report().hardware->cycles.text().c_str());
    std::printf("\n");
  }
  return are_equal ? 0 : 1;
} catch (const std::exception &error) {
  std::cerr << error.what() << "\n";
  return 2;
}
