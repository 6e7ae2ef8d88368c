// Folders that vanish, and output folders that appear whole or not at all.
#pragma once

#include <filesystem>
#include <string>

namespace allo::support {

// A fresh folder, removed with its contents at the end of its life.
class TemporaryDirectory {
public:
  TemporaryDirectory();                                                 // under the system's folder for temporary files
  explicit TemporaryDirectory(const std::filesystem::path &pathPrefix); // beside what it will become
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory &) = delete;
  TemporaryDirectory &operator=(const TemporaryDirectory &) = delete;

  const std::filesystem::path &path() const { return path_; }

private:
  friend class OutputDirectory;
  std::filesystem::path path_;
};

// Files are written into path(), a temporary folder beside the destination; commit() moves them to the destination.
// Without it nothing appears there. Other files of a destination that exists already stay.
class OutputDirectory {
public:
  // Throws UserError when the destination cannot be written to.
  explicit OutputDirectory(const std::filesystem::path &destination);
  const std::filesystem::path &path() const { return temporary_.path(); }
  const std::filesystem::path &destination() const { return destination_; }
  void commit();

private:
  std::filesystem::path destination_;
  TemporaryDirectory temporary_;
};

// The whole text of a file. Throws UserError naming the file and the reason.
std::string readFile(const std::filesystem::path &file);
void writeFile(const std::filesystem::path &file, const std::string &text);

} // namespace allo::support
