# The arrows: which library may use which. Configure stops on any other, and
# tools/tidy checks every #include against this same table.
#
# Format of a row: name, then what it may use. No row names one below it.
set(TUSK_LAYERS
  "core:"
  "rtf:"
  "sync:core"
  "platform:core"
  "storage:core"
  "archive:core,storage"
  "http:core"
  "replica:core,sync,storage,archive"
  "business:core,rtf,storage,archive"
  "mail:core,platform,storage"
  "identity:core,storage"
  "api:core,sync,http"
  "rest:core,platform,storage,http,api"
  "connection:core,sync,platform,storage,http,replica,business,api"
  "online:core,rtf,sync,platform,storage,archive,http,replica,mail,identity,api,rest"
  "syncd:core,rtf,sync,platform,storage,archive,http,replica,business,api"
  "cli:core,rtf,sync,platform,storage,archive,http,replica,business,api,rest,connection"
  "desktop:core,rtf,sync,platform,storage,archive,http,replica,business,api,connection"
  "generate:core,sync,storage,http,api")
set(TUSK_LIBRARIES core rtf sync platform storage archive http replica business mail identity api rest connection)
set(TUSK_PROGRAMS online syncd cli desktop)

function(tusk_allowed_layers name result)
  foreach(row IN LISTS TUSK_LAYERS)
    if(row MATCHES "^${name}:(.*)$")
      string(REPLACE "," ";" allowed "${CMAKE_MATCH_1}")
      set(${result} "${allowed}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "cmake/Layers.cmake has no row for '${name}'. Add one.")
endfunction()

# Everything that users run: `cmake --build build/release --target programs` compiles no test.
add_custom_target(programs)

function(tusk_check_layers name)
  tusk_allowed_layers(${name} allowed)
  foreach(used IN LISTS ARGN)
    if(NOT used IN_LIST allowed)
      message(FATAL_ERROR "Forbidden arrow: ${name} -> ${used}. ${name} may use: ${allowed}. "
                          "Move the code, or change cmake/Layers.cmake and say why in docs/decisions.")
    endif()
  endforeach()
endfunction()

# Sources are every .cpp of the folder; *_test.cpp become the target tusk_<name>_test. What is in
# testing/ is for tests (tusk_testing_library).
function(tusk_sources folder sources_result tests_result)
  file(GLOB_RECURSE all CONFIGURE_DEPENDS ${folder}/*.cpp)
  list(FILTER all EXCLUDE REGEX "^${folder}/testing/")
  set(tests ${all})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER all EXCLUDE REGEX "(_test|/main)\\.cpp$")
  set(${sources_result} ${all} PARENT_SCOPE)
  set(${tests_result} ${tests} PARENT_SCOPE)
endfunction()

# Compiles the sources of a target in groups: headers are read, and templates and inline functions
# compiled, once per group. Names in anonymous namespaces are then shared by a group, so files whose
# names collide are compiled for themselves (SEPARATE, relative to the folder; regular expressions).
# -DTUSK_UNITY=OFF compiles each file for itself: quicker while one file is worked on.
function(tusk_unity target)
  if(TUSK_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  endif()
endfunction()

function(tusk_separate files patterns)
  foreach(pattern IN LISTS patterns)
    set(chosen ${files})
    list(FILTER chosen INCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}/${pattern}$")
    if(NOT chosen)
      message(FATAL_ERROR "SEPARATE names no file of ${CMAKE_CURRENT_SOURCE_DIR}: ${pattern}")
    endif()
    set_source_files_properties(${chosen} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
endfunction()

function(tusk_add_test target tests)
  if(tests)
    add_executable(${target}_test ${tests})
    tusk_unity(${target}_test)
    # What tests do is done by the code that they test; they themselves compile quicker like this.
    target_compile_options(${target}_test PRIVATE $<$<CONFIG:Debug>:-O0>)
    target_link_libraries(${target}_test PRIVATE ${target} ${ARGN} GTest::gmock GTest::gtest_main rapidcheck)
    if(TARGET tusk_test_support AND NOT target STREQUAL "tusk_core")
      target_link_libraries(${target}_test PRIVATE tusk_test_support)
    endif()
    add_test(NAME ${target} COMMAND ${target}_test)
  endif()
endfunction()

# tusk_library(sync USES core PACKAGES fmt::fmt)
function(tusk_library name)
  cmake_parse_arguments(arg "" "" "USES;PACKAGES;PRIVATE_PACKAGES;TEST_USES;SEPARATE" ${ARGN})
  tusk_check_layers(${name} ${arg_USES})
  tusk_sources(${CMAKE_CURRENT_SOURCE_DIR} sources tests)
  set(target tusk_${name})
  add_library(${target} STATIC ${sources})
  tusk_unity(${target})
  tusk_separate("${sources};${tests}" "${arg_SEPARATE}")
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM arg_USES PREPEND tusk_ OUTPUT_VARIABLE used)
  target_link_libraries(${target} PUBLIC ${used} ${arg_PACKAGES} PRIVATE ${arg_PRIVATE_PACKAGES})
  tusk_add_test(${target} "${tests}" ${arg_TEST_USES})
endfunction()

# tusk_testing_library(storage): the folder testing/ of a library as tusk_storage_testing, for its
# own tests and for those of the libraries above it. No program links it.
function(tusk_testing_library name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/testing/*.cpp)
  add_library(tusk_${name}_testing STATIC ${sources})
  target_link_libraries(tusk_${name}_testing PUBLIC tusk_${name} GTest::gtest)
endfunction()

# tusk_program(online EXECUTABLE tusk-online USES ...): a library of everything but main.cpp, so
# that tests use the same wiring, and the program itself.
function(tusk_program name)
  cmake_parse_arguments(arg "" "EXECUTABLE" "USES;PACKAGES;TEST_USES;SEPARATE" ${ARGN})
  tusk_check_layers(${name} ${arg_USES})
  tusk_sources(${CMAKE_CURRENT_SOURCE_DIR} sources tests)
  set(target tusk_app_${name})
  add_library(${target} STATIC ${sources})
  tusk_unity(${target})
  tusk_separate("${sources};${tests}" "${arg_SEPARATE}")
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/apps)
  list(TRANSFORM arg_USES PREPEND tusk_ OUTPUT_VARIABLE used)
  target_link_libraries(${target} PUBLIC ${used} tusk_version ${arg_PACKAGES})
  add_executable(${arg_EXECUTABLE} main.cpp)
  target_link_libraries(${arg_EXECUTABLE} PRIVATE ${target})
  add_dependencies(programs ${arg_EXECUTABLE})
  tusk_add_test(${target} "${tests}" ${arg_TEST_USES})
endfunction()
