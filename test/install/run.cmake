# Installs ALLO_BUILD into a fresh prefix, builds the project beside this file against it, and runs it and the tool.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  message("${output}")
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "failed with ${status}: ${ARGN}")
  endif()
endfunction()

set(work ${ALLO_BUILD}/test/install)
file(REMOVE_RECURSE ${work})
run(${CMAKE_COMMAND} --install ${ALLO_BUILD} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${work}/project -G Ninja -DCMAKE_PREFIX_PATH=${work}/prefix
    -DCMAKE_CXX_COMPILER=${ALLO_CXX} -DCMAKE_CXX_FLAGS=${ALLO_CXX_FLAGS} -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build ${work}/project)
run(${work}/project/use_allo ${CMAKE_CURRENT_LIST_DIR}/axpy.cpp)
run(${work}/prefix/bin/allo check ${CMAKE_CURRENT_LIST_DIR}/axpy.cpp --top "axpy<float, 10>")
run(${work}/prefix/bin/allo llm estimate --device ${work}/prefix/share/allo/devices/kv260.json --macs 16)
