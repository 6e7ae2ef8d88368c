// Runs the edge detector of kernel.cpp on a photograph: image_pipeline PHOTOGRAPH.ppm FOLDER
// Each kernel is scheduled alone, the schedules are composed, and one design runs on the cpu and as Vitis HLS C++ under
// g++. Both are compared bit for bit with the same source compiled here by a plain compiler.
#include "kernel.cpp"
#include "picture.hpp"

#include <allo/allo.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <iostream>

namespace {

constexpr int width = 495, height = 498; // of the photograph; the kernels are instantiated for it
constexpr float level = 60.0f;

using Bytes = std::vector<unsigned char>;
using Floats = std::vector<float>;
template <typename T> auto plane(std::vector<T> &pixels) { return allo::view(pixels.data(), {height, width}); }

std::string instance(const std::string &kernel) {
  return kernel + "<" + std::to_string(width) + ", " + std::to_string(height) + ">";
}

// The kernels, each scheduled alone.
struct Design {
  explicit Design(const allo::Program &program)
      : grey(program.customize(instance("grey"))), blur(program.customize(instance("blur"))),
        sobel(program.customize(instance("sobel"))), threshold(program.customize(instance("threshold"))),
        top(program.customize(instance("image_pipeline"))) {
    grey.pipeline(grey.split("x", 9).outer).unroll("x.inner");
    grey.partition("image", {.dim = 3, .kind = allo::complete});
    grey.partition("out", {.dim = 2, .kind = allo::cyclic, .factor = 9});

    allo::Schedule rows = program.customize(instance("blur_rows"));
    rows.pipeline("end").unroll("tap").pipeline("centre");
    allo::Schedule columns = program.customize(instance("blur_columns"));
    columns.unroll("tap").pipeline("x");
    columns.pipeline("column");
    blur.compose(rows).compose(columns);

    allo::Array row = sobel.buffer_at("gradient", "y");
    sobel.pipeline("i").pipeline("j");
    sobel.pipeline("x").partition(row, {.dim = 1, .kind = allo::cyclic, .factor = 2});

    threshold.pipeline("x");
    top.compose(grey).compose(blur).compose(sobel).compose(threshold);
  }
  allo::Schedule grey, blur, sobel, threshold, top;
};

// The inputs and outputs of every stage.
struct Planes {
  Bytes luminance = Bytes(width * height), edges = Bytes(width * height);
  Floats smooth = Floats(width * height), gradient = Floats(width * height);
};

template <typename T> bool same_bits(const std::vector<T> &left, const std::vector<T> &right) {
  return left.size() == right.size() && std::memcmp(left.data(), right.data(), left.size() * sizeof(T)) == 0;
}

bool same_bits(const Planes &left, const Planes &right) {
  return same_bits(left.luminance, right.luminance) && same_bits(left.smooth, right.smooth) &&
         same_bits(left.gradient, right.gradient) && same_bits(left.edges, right.edges);
}

// The best of five: the first call of any code also loads it.
template <typename Function> double milliseconds(Function &&seconds_of_a_run) {
  double best = seconds_of_a_run();
  for (int i = 1; i < 5; ++i)
    best = std::min(best, seconds_of_a_run());
  return 1e3 * best;
}

template <typename Function> double native_milliseconds(Function &&run) {
  return milliseconds([&] {
    auto start = std::chrono::steady_clock::now();
    run();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  });
}

template <typename... Arguments> double milliseconds_of(const allo::Artifact &kernel, Arguments &&...arguments) {
  return milliseconds([&] { return kernel(arguments...).seconds(); });
}

// The whole pipeline, natively. Returns the number of white pixels.
int run_native(const Bytes &image, Bytes &edges) {
  return image_pipeline<width, height>(reinterpret_cast<const unsigned char (*)[width][3]>(image.data()), level,
                                       reinterpret_cast<unsigned char (*)[width]>(edges.data()));
}

// The stages one after the other, natively. Returns their times.
std::vector<double> run_native_stages(const Bytes &image, Planes &planes) {
  using Grey = unsigned char (*)[width];
  using Real = float (*)[width];
  auto pixels = reinterpret_cast<const unsigned char (*)[width][3]>(image.data());
  auto luminance = reinterpret_cast<Grey>(planes.luminance.data()), edges = reinterpret_cast<Grey>(planes.edges.data());
  auto smooth = reinterpret_cast<Real>(planes.smooth.data()), gradient = reinterpret_cast<Real>(planes.gradient.data());
  return {native_milliseconds([&] { grey<width, height>(pixels, luminance); }),
          native_milliseconds([&] { blur<width, height>(luminance, smooth); }),
          native_milliseconds([&] { sobel<width, height>(smooth, gradient); }),
          native_milliseconds([&] { threshold<width, height>(gradient, level, edges); })};
}

// The same with one artifact per stage.
std::vector<double> run_stages(const Design &design, const allo::Target &target, const Bytes &image, Planes &planes) {
  auto pixels = allo::view(image.data(), {height, width, 3});
  return {
      milliseconds_of(design.grey.build(target), pixels, plane(planes.luminance)),
      milliseconds_of(design.blur.build(target), plane(planes.luminance), plane(planes.smooth)),
      milliseconds_of(design.sobel.build(target), plane(planes.smooth), plane(planes.gradient)),
      milliseconds_of(design.threshold.build(target), plane(planes.gradient), level, plane(planes.edges)),
  };
}

bool says_equal(const char *what, bool equal) {
  std::printf("%-44s %s\n", what, equal ? "equal, bit for bit" : "DIFFERENT");
  return equal;
}

} // namespace

int main(int count, char **words) try {
  if (count != 3) {
    std::cerr << "usage: image_pipeline PHOTOGRAPH.ppm FOLDER\n";
    return 2;
  }
  const std::string folder = words[2];
  Bytes image = read_ppm(words[1], width, height);

  Design design(allo::parse(KERNEL_FILE));
  allo::Verdict verdict = design.top.verify();
  std::cout << verdict.text();
  allo::Artifact cpu = design.top.build(allo::cpu());
  allo::Artifact hls = design.top.build(allo::vitis_hls({.directory = folder + "/image_pipeline_hls"}));

  auto pixels = allo::view(static_cast<const unsigned char *>(image.data()), {height, width, 3});
  Planes native, cpu_stages, hls_stages;
  std::vector<double> native_times = run_native_stages(image, native);
  Bytes edges(width * height), cpu_edges(width * height), hls_edges(width * height);
  int white = image_pipeline<width, height>(reinterpret_cast<const unsigned char (*)[width][3]>(image.data()), level,
                                            reinterpret_cast<unsigned char (*)[width]>(edges.data()));
  allo::Run cpu_run = cpu(pixels, level, plane(cpu_edges));
  allo::Run hls_run = hls(pixels, level, plane(hls_edges));
  std::vector<double> cpu_times = run_stages(design, allo::cpu(), image, cpu_stages);
  std::vector<double> hls_times = run_stages(design, allo::vitis_hls(), image, hls_stages);

  std::cout << cpu.report() << "\n";
  std::printf("%-12s %12s %12s %16s\n", "stage (ms)", "native", "cpu", "HLS C++ by g++");
  const char *names[] = {"grey", "blur", "sobel", "threshold"};
  for (int stage = 0; stage < 4; ++stage)
    std::printf("%-12s %12.3f %12.3f %16.3f\n", names[stage], native_times[stage], cpu_times[stage], hls_times[stage]);
  std::printf("%-12s %12.3f %12.3f %16.3f\n\n", "whole", native_milliseconds([&] { run_native(image, edges); }),
              milliseconds_of(cpu, pixels, level, plane(cpu_edges)),
              milliseconds_of(hls, pixels, level, plane(hls_edges)));

  std::printf("%d x %d pixels, %d of them edges\n", width, height, white);
  bool good =
      says_equal("cpu and native, the whole pipeline:", same_bits(cpu_edges, edges) && cpu_run.result<int>() == white);
  good &= says_equal("HLS C++ and native, the whole pipeline:",
                     same_bits(hls_edges, edges) && hls_run.result<int>() == white);
  good &= verdict.kind == allo::Verdict::equal;
  good &= says_equal("cpu and native, every stage:", same_bits(cpu_stages, native));
  good &= says_equal("HLS C++ and native, every stage:", same_bits(hls_stages, native));

  write_png(folder + "/input.png", image, width, height, 3);
  write_png(folder + "/output.png", cpu_edges, width, height, 1);
  std::cout << "wrote " << folder << "/input.png, output.png and image_pipeline_hls/\n";
  return good ? 0 : 1;
} catch (const std::exception &error) {
  std::cerr << error.what() << "\n";
  return 2;
}
