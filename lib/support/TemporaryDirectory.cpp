#include "support/TemporaryDirectory.h"

#include "allo/error.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace fs = std::filesystem;

namespace allo::support {

namespace {
fs::path makeUnique(const fs::path &prefix) {
  std::string pattern = prefix.string() + ".XXXXXX";
  if (!mkdtemp(pattern.data()))
    throw UserError("cannot make a folder at " + prefix.string() + ": " + std::strerror(errno));
  return pattern;
}

// The folder that will hold the destination, made if it is missing.
fs::path checkedDestination(const fs::path &destination) {
  if (destination.empty())
    throw UserError("no output folder is named");
  fs::path whole = fs::absolute(destination).lexically_normal();
  if (!whole.has_filename())
    whole = whole.parent_path();
  std::error_code error;
  if (fs::exists(whole, error) && !fs::is_directory(whole, error))
    throw UserError("cannot write to " + destination.string() + ": it is a file, not a folder");
  fs::create_directories(whole.parent_path(), error);
  if (error)
    throw UserError("cannot make the folder " + whole.parent_path().string() + ": " + error.message());
  return whole;
}

// Renames what is in `from` into `to`, file by file, so that other files of `to` stay.
void moveInto(const fs::path &from, const fs::path &to) {
  for (const fs::directory_entry &entry : fs::directory_iterator(from)) {
    fs::path target = to / entry.path().filename();
    if (entry.is_directory() && fs::is_directory(target))
      moveInto(entry.path(), target);
    else
      fs::rename(entry.path(), target);
  }
}
} // namespace

TemporaryDirectory::TemporaryDirectory() : path_(makeUnique(fs::temp_directory_path() / "allo")) {}
TemporaryDirectory::TemporaryDirectory(const fs::path &pathPrefix) : path_(makeUnique(pathPrefix)) {}
TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored; // nothing sensible to do in a destructor
  if (!path_.empty())
    fs::remove_all(path_, ignored);
}

OutputDirectory::OutputDirectory(const fs::path &destination)
    : destination_(checkedDestination(destination)), temporary_(destination_) {}

void OutputDirectory::commit() {
  chmod(path().c_str(), 0755); // mkdtemp makes it private
  try {
    if (fs::is_directory(destination_)) {
      moveInto(path(), destination_);
      return;
    }
    fs::rename(path(), destination_);
    temporary_.path_.clear();
  } catch (const fs::filesystem_error &error) {
    throw UserError("cannot write to " + destination_.string() + ": " + error.code().message());
  }
}

std::string readFile(const fs::path &file) {
  std::error_code error;
  if (fs::is_directory(file, error))
    throw UserError("cannot read " + file.string() + ": it is a folder");
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    throw UserError("cannot read " + file.string() + ": " + std::strerror(errno));
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void writeFile(const fs::path &file, const std::string &text) {
  std::error_code ignored; // the opening reports it
  fs::create_directories(file.parent_path(), ignored);
  errno = 0;
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream)
    throw UserError("cannot write " + file.string() + ": " + std::strerror(errno));
}

} // namespace allo::support
