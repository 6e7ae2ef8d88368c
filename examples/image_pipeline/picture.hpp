// Reading PPM and writing PNG files. Failures throw std::runtime_error.
#pragma once

#include <string>
#include <vector>

// The pixels of a binary 8-bit PPM of exactly this size: rows of red, green, blue.
std::vector<unsigned char> read_ppm(const std::string &file, int width, int height);

// The middle of a picture with this many channels, `columns` wide and `rows` high.
std::vector<unsigned char> middle(const std::vector<unsigned char> &pixels, int width, int height, int columns,
                                  int rows, int channels);

// Writes a PNG of one (grey) or three (red, green, blue) channels.
void write_png(const std::string &file, const std::vector<unsigned char> &pixels, int width, int height, int channels);
