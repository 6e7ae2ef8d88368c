// Reading PPM and writing PNG files.
#include "picture.hpp"

#include <cstring>
#include <fstream>
#include <png.h>
#include <stdexcept>

namespace {

// The next number of a PPM header; comments run from # to the end of their line.
int header_number(std::istream &stream, const std::string &file) {
  for (stream >> std::ws; stream.peek() == '#'; stream >> std::ws) {
    std::string comment;
    std::getline(stream, comment);
  }
  int number;
  if (!(stream >> number))
    throw std::runtime_error(file + ": not a PPM header");
  return number;
}

} // namespace

std::vector<unsigned char> read_ppm(const std::string &file, int width, int height) {
  std::ifstream stream(file, std::ios::binary);
  char magic[2] = {};
  stream.read(magic, 2);
  if (!stream || std::memcmp(magic, "P6", 2) != 0)
    throw std::runtime_error(file + ": not a binary PPM file");
  int columns = header_number(stream, file), rows = header_number(stream, file), most = header_number(stream, file);
  if (columns != width || rows != height || most != 255)
    throw std::runtime_error(file + ": the picture is " + std::to_string(columns) + " x " + std::to_string(rows) +
                             ", the kernels are instantiated for " + std::to_string(width) + " x " +
                             std::to_string(height) + " pixels of 8 bits");
  stream.get(); // the one blank after the header
  std::vector<unsigned char> pixels(size_t(width) * height * 3);
  if (!stream.read(reinterpret_cast<char *>(pixels.data()), pixels.size()))
    throw std::runtime_error(file + ": the file is cut short");
  return pixels;
}

std::vector<unsigned char> middle(const std::vector<unsigned char> &pixels, int width, int height, int columns,
                                  int rows, int channels) {
  std::vector<unsigned char> part;
  for (int row = 0; row < rows; ++row) {
    size_t first = (size_t((height - rows) / 2 + row) * width + (width - columns) / 2) * channels;
    part.insert(part.end(), pixels.begin() + first, pixels.begin() + first + size_t(columns) * channels);
  }
  return part;
}

void write_png(const std::string &file, const std::vector<unsigned char> &pixels, int width, int height, int channels) {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  if (!png_image_write_to_file(&image, file.c_str(), 0, pixels.data(), 0, nullptr))
    throw std::runtime_error(file + ": " + image.message);
}
