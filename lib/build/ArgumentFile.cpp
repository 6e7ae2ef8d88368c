#include "build/ArgumentFile.h"

#include "allo/error.hpp"
#include "build/Runner.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace allo::build {

namespace {
size_t align(size_t offset) { return (offset + 63) / 64 * 64; }

const std::vector<char> &bufferOf(const ArgumentSet &arguments, size_t i) {
  return i < arguments.buffers.size() ? arguments.buffers[i] : arguments.result;
}
} // namespace

ArgumentFile::ArgumentFile(const std::filesystem::path &path, const ArgumentSet &arguments, int64_t mode) {
  size_t slots = arguments.buffers.size() + 1, offset = align((firstPairWord + 2 * slots) * sizeof(int64_t));
  std::vector<int64_t> words = {static_cast<int64_t>(slots), mode, 0, 0};
  for (size_t i = 0; i < slots; ++i) {
    size_t bytes = bufferOf(arguments, i).size();
    words.push_back(static_cast<int64_t>(offset));
    words.push_back(static_cast<int64_t>(bytes));
    offset = align(offset + bytes);
  }
  bytes_ = offset;
  int file = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
  int reason = file < 0 ? errno : posix_fallocate(file, 0, static_cast<off_t>(bytes_));
  void *base = reason ? MAP_FAILED : mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (base == MAP_FAILED && !reason)
    reason = errno;
  if (file >= 0)
    close(file);
  if (reason)
    throw UserError("cannot write the arguments to " + path.string() + ": " + std::strerror(reason));
  base_ = static_cast<char *>(base);
  std::memcpy(base_, words.data(), words.size() * sizeof(int64_t));
  for (size_t i = 0; i < slots; ++i)
    std::copy(bufferOf(arguments, i).begin(), bufferOf(arguments, i).end(), base_ + word(firstPairWord + 2 * i));
}

ArgumentFile::~ArgumentFile() { munmap(base_, bytes_); }

void ArgumentFile::copyTo(ArgumentSet &arguments) const {
  for (size_t i = 0; i <= arguments.buffers.size(); ++i) {
    std::vector<char> &buffer = i < arguments.buffers.size() ? arguments.buffers[i] : arguments.result;
    const char *from = base_ + word(firstPairWord + 2 * i);
    std::copy(from, from + buffer.size(), buffer.begin());
  }
}

} // namespace allo::build
