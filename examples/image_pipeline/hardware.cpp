// The edge detector of kernel.cpp as SystemVerilog, on the middle of a photograph: image_pipeline_rtl PHOTOGRAPH.ppm
// FOLDER Every stage is one pass over the pixels, a pixel a cycle. The design is simulated with Verilator, compared bit
// for bit with the same source compiled here by a plain compiler, and its cycles with pixels x stages.
#include "kernel.cpp"
#include "picture.hpp"

#include <allo/allo.hpp>

#include <cstdio>
#include <iostream>

namespace {

constexpr int photograph_width = 495, photograph_height = 498;
constexpr int width = 256, height = 256;
constexpr int stages = 5; // grey, blur of rows, blur of columns, sobel, threshold
constexpr float level = 60.0f;

using Bytes = std::vector<unsigned char>;

std::string instance(const std::string &kernel) {
  return kernel + "<" + std::to_string(width) + ", " + std::to_string(height) + ">";
}

// A memory has two ports, so an array that a pixel reads in more than two places is spread over banks: the 5 pixels of
// a row over 4, the 5 pixels of a column over 4, and the 8 neighbours over 4 x 2.
allo::Schedule schedule(const allo::Program &program) {
  allo::Schedule grey = program.customize(instance("grey"));
  grey.pipeline("x").partition("image", {.dim = 3, .kind = allo::complete});

  allo::Schedule rows = program.customize(instance("blur_rows"));
  rows.pipeline("end");
  rows.unroll("tap").pipeline("centre").partition("in", {.dim = 2, .kind = allo::cyclic, .factor = 4});
  allo::Schedule columns = program.customize(instance("blur_columns"));
  columns.pipeline("x");
  columns.unroll("tap").pipeline("column").partition("in", {.dim = 1, .kind = allo::cyclic, .factor = 4});
  allo::Schedule blur = program.customize(instance("blur"));
  blur.compose(rows).compose(columns);

  allo::Schedule sobel = program.customize(instance("sobel"));
  sobel.pipeline("i").pipeline("j").pipeline("x");
  sobel.partition("in", {.dim = 1, .kind = allo::cyclic, .factor = 4});
  sobel.partition("in", {.dim = 2, .kind = allo::cyclic, .factor = 2});

  allo::Schedule threshold = program.customize(instance("threshold"));
  threshold.pipeline("x");

  allo::Schedule top = program.customize(instance("image_pipeline"));
  top.compose(grey).compose(blur).compose(sobel).compose(threshold);
  return top;
}

void print(const allo::HardwareReport &hardware) {
  std::printf("%-16s %-24s %3s %9s %9s\n", "loop", "function", "II", "trips", "cycles");
  for (const allo::HardwareLoop &loop : hardware.loops)
    std::printf("%-16s %-24s %3lld %9s %9s %s\n", loop.name.c_str(), loop.function.c_str(),
                static_cast<long long>(loop.interval), loop.trips.text().c_str(), loop.cycles.text().c_str(),
                loop.limited_by.c_str());
  const allo::Resources &area = hardware.estimated;
  std::printf("estimated for %s at %.2f ns: %.0f LUT, %.0f FF, %.0f DSP, %.0f BRAM18, %.0f URAM\n",
              hardware.device.c_str(), hardware.clock_ns, area.lut, area.ff, area.dsp, area.bram, area.uram);
}

} // namespace

int main(int count, char **words) try {
  if (count != 3) {
    std::cerr << "usage: image_pipeline_rtl PHOTOGRAPH.ppm FOLDER\n";
    return 2;
  }
  const std::string folder = words[2];
  Bytes image = middle(read_ppm(words[1], photograph_width, photograph_height), photograph_width, photograph_height,
                       width, height, 3);
  Bytes expected(width * height), edges(width * height);
  int white = image_pipeline<width, height>(reinterpret_cast<const unsigned char (*)[width][3]>(image.data()), level,
                                            reinterpret_cast<unsigned char (*)[width]>(expected.data()));

  allo::Schedule scheduled = schedule(allo::parse(KERNEL_FILE));
  allo::Verdict verdict = scheduled.verify();
  std::cout << verdict.text();
  allo::Artifact rtl = scheduled.build(allo::rtl({.directory = folder + "/image_pipeline_rtl"}));
  allo::Run run = rtl(allo::view(static_cast<const unsigned char *>(image.data()), {height, width, 3}), level,
                      allo::view(edges.data(), {height, width}));

  const allo::HardwareReport &hardware = *rtl.report().hardware;
  const long long cycles = run.cycles(), passes = static_cast<long long>(width) * height * stages;
  std::printf("SystemVerilog, %d x %d pixels, simulated in %.1f s\n", width, height, run.seconds());
  print(hardware);
  std::printf("%lld cycles (reported before: %s), %d x %d pixels x %d stages = %lld: ratio %.3f\n", cycles,
              hardware.cycles.text().c_str(), width, height, stages, passes, double(cycles) / double(passes));
  std::printf("%.0f pictures a second at %.2f ns; %d pixels are edges\n", 1e9 / (double(cycles) * hardware.clock_ns),
              hardware.clock_ns, white);

  bool equal = edges == expected && run.result<int>() == white;
  std::printf("%-44s %s\n", "SystemVerilog and native:", equal ? "equal, bit for bit" : "DIFFERENT");
  bool quick = hardware.cycles.is_exact() && hardware.cycles.least == cycles && 10 * cycles <= 11 * passes;
  std::printf("%-44s %s\n", "cycles as reported, within 10 % of that:", quick ? "yes" : "NO");

  write_png(folder + "/input_256.png", image, width, height, 3);
  write_png(folder + "/output_rtl.png", edges, width, height, 1);
  std::cout << "wrote " << folder << "/input_256.png, output_rtl.png and image_pipeline_rtl/\n";
  return equal && quick && verdict.kind == allo::Verdict::equal ? 0 : 1;
} catch (const std::exception &error) {
  std::cerr << error.what() << "\n";
  return 2;
}
