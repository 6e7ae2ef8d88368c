# Text files as data of the library: allo_embed_text(NAME FILES…) adds a source that defines
#   const std::map<std::string, std::string> &allo::embedded::NAME();   // file name -> text
# so that the library needs no files of its own at run time.
if(CMAKE_SCRIPT_MODE_FILE)
  set(text "// Generated from the files it holds.\n#include <map>\n#include <string>\n\nnamespace allo::embedded {\n")
  string(APPEND text "const std::map<std::string, std::string> &${NAME}();\n")
  string(APPEND text "const std::map<std::string, std::string> &${NAME}() {\n")
  string(APPEND text "  static const std::map<std::string, std::string> files = {\n")
  string(REPLACE "|" ";" FILES "${FILES}")
  foreach(file ${FILES})
    get_filename_component(name "${file}" NAME)
    file(READ "${file}" contents)
    string(APPEND text "      {\"${name}\", R\"embedded(${contents})embedded\"},\n")
  endforeach()
  string(APPEND text "  };\n  return files;\n}\n} // namespace allo::embedded\n")
  file(WRITE "${OUTPUT}" "${text}")
  return()
endif()

set(ALLO_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(allo_embed_text name)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ REGEX "^[^/]")
  string(REPLACE ";" "|" files "${ARGN}")
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.embedded.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DOUTPUT=${output} "-DFILES=${files}" -P ${ALLO_EMBED_SCRIPT}
    DEPENDS ${ARGN} ${ALLO_EMBED_SCRIPT}
    VERBATIM)
  set_source_files_properties(${output} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  # The generated file is a source of a target of another folder: a target of its own makes the rule visible there.
  add_library(allo_embedded_${name} OBJECT ${output})
  set_target_properties(allo_embedded_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_compile_features(allo_embedded_${name} PRIVATE cxx_std_20)
  target_sources(allo PRIVATE $<TARGET_OBJECTS:allo_embedded_${name}>)
endfunction()
