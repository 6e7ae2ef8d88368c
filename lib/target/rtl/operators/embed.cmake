# Writes OUTPUT, a C++ source with the text of every one of FILES under its name.
string(CONCAT source "// Made by embed.cmake.\n#include \"target/rtl/operators/EmbeddedFiles.h\"\n\n"
           "namespace allo::target::rtl {\n"
           "const std::vector<std::pair<const char *, const char *>> &embeddedFiles() {\n"
           "  static const std::vector<std::pair<const char *, const char *>> files = {\n")
list(SORT FILES)
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND source "      {\"${name}\", R\"embedded(${text})embedded\"},\n")
endforeach()
string(APPEND source "  };\n  return files;\n}\n} // namespace allo::target::rtl\n")
file(WRITE ${OUTPUT} "${source}")
