// Decodes what jpeg.cpp wrote, by the definition of the transform, and compares it with the picture: jpeg_check FOLDER
#include "jpeg.cpp"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

constexpr int W = 32, H = 24;

// The elements of a .npy file; its header has 128 bytes.
std::vector<char> elements(const std::string &file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<char> bytes((std::istreambuf_iterator<char>(stream)), {});
  bytes.erase(bytes.begin(), bytes.begin() + 128);
  return bytes;
}

int failed(const char *why) {
  std::printf("%s\n", why);
  return 1;
}

} // namespace

int main(int, char **arguments) {
  const std::string folder = arguments[1];
  const std::vector<char> picture = elements(folder + "/in/picture.npy"), coded = elements(folder + "/out/codes.npy"),
                          counted = elements(folder + "/out/count.npy");
  const Code *codes = reinterpret_cast<const Code *>(coded.data());
  const int count = *reinterpret_cast<const int *>(counted.data());
  if (count > W * H / 4)
    return failed("more than a quarter as many codes as pixels");

  const double pi = std::acos(-1.0);
  double squares = 0, mean = 0;
  int at = 0;
  for (int b = 0; b < W * H / CELLS; ++b) {
    double values[SIZE][SIZE] = {};
    mean += codes[at++].value;
    values[0][0] = mean * step_of(0, 0);
    for (int place = 1; codes[at].run != END; ++place) {
      place += codes[at].run;
      int r = zigzag.row[place], c = zigzag.column[place];
      values[r][c] = codes[at++].value * step_of(r, c);
    }
    ++at;
    for (int y = 0; y < SIZE; ++y)
      for (int x = 0; x < SIZE; ++x) {
        double sum = 128;
        for (int r = 0; r < SIZE; ++r)
          for (int c = 0; c < SIZE; ++c)
            sum += (r ? 0.5 : std::sqrt(0.125)) * (c ? 0.5 : std::sqrt(0.125)) * values[r][c] *
                   std::cos((2 * y + 1) * r * pi / 16) * std::cos((2 * x + 1) * c * pi / 16);
        int row = b / (W / SIZE) * SIZE + y, column = b % (W / SIZE) * SIZE + x;
        const unsigned char *pixel = reinterpret_cast<const unsigned char *>(&picture[3 * (W * row + column)]);
        double grey = (77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2]) / 256.0;
        squares += (sum - grey) * (sum - grey);
      }
  }
  if (at != count)
    return failed("the codes end elsewhere than the count says");
  double noise = 10 * std::log10(255 * 255 * W * H / squares);
  std::printf("%d codes for %d pixels, %.1f dB\n", count, W * H, noise);
  return noise > 34 ? 0 : failed("what was decoded differs from the picture");
}
