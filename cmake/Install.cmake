# cmake --install: the library with its headers, the tool, and a package that find_package(allo) finds.
include(CMakePackageConfigHelpers)
set(ALLO_PACKAGE_FOLDER ${CMAKE_INSTALL_LIBDIR}/cmake/allo)

set(allo_installed allo)
if(TARGET allo-tool)
  list(APPEND allo_installed allo-tool)
  set_target_properties(allo-tool PROPERTIES EXPORT_NAME tool INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
endif()
# The LLVM, MLIR and Clang libraries stay where Debian puts them.
set_target_properties(${allo_installed} PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS ${allo_installed} EXPORT alloTargets)
install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
# The tool has these in it; they are there to be copied for devices and designs of one's own.
install(DIRECTORY data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/allo)
install(EXPORT alloTargets NAMESPACE allo:: DESTINATION ${ALLO_PACKAGE_FOLDER})

configure_package_config_file(cmake/alloConfig.cmake.in ${CMAKE_BINARY_DIR}/alloConfig.cmake
                              INSTALL_DESTINATION ${ALLO_PACKAGE_FOLDER})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/alloConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/alloConfig.cmake ${CMAKE_BINARY_DIR}/alloConfigVersion.cmake
        DESTINATION ${ALLO_PACKAGE_FOLDER})
