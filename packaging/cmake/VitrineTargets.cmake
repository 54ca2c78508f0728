# Functions that every folder uses, so that flags and conventions are written once.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)

# ccache when it is there; precompiled headers need its sloppiness to be told.
find_program(VITRINE_CCACHE ccache)
if(VITRINE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${VITRINE_CCACHE})
endif()
find_program(VITRINE_MOLD mold)
find_program(VITRINE_LLD ld.lld)

# Flags for our own code only; never applied to third-party targets. GCC before 13 sees overflows in `"text" + string` that
# are none (its bug 105651).
add_library(vitrine_flags INTERFACE)
target_include_directories(vitrine_flags INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
target_compile_options(vitrine_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers
  -fno-math-errno $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-stringop-overflow>)
if(VITRINE_MOLD)
  target_link_options(vitrine_flags INTERFACE -fuse-ld=mold)
elseif(VITRINE_LLD)
  target_link_options(vitrine_flags INTERFACE -fuse-ld=lld)
endif()
# What users run: names of functions and lines for the -dbgsym package, and the same bytes whatever folder it was built in. The last
# map that fits counts; the relative path is what ccache makes of the absolute one.
file(RELATIVE_PATH VITRINE_UPWARDS "${CMAKE_BINARY_DIR}" "${CMAKE_SOURCE_DIR}")
string(REGEX REPLACE "/$" "" VITRINE_UPWARDS "${VITRINE_UPWARDS}")
target_compile_options(vitrine_flags INTERFACE "$<$<CONFIG:Release>:-g1;-ffile-prefix-map=${VITRINE_UPWARDS}=.;\
-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.;-ffile-prefix-map=${CMAKE_BINARY_DIR}=.;-ffile-prefix-map=${CMAKE_BINARY_DIR}/=>")
target_link_options(vitrine_flags INTERFACE "$<$<CONFIG:Release>:-Wl,--build-id=sha1>")
# The same bug of GCC before 13 once more, which -O3 brings up.
target_compile_options(vitrine_flags INTERFACE
  "$<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-array-bounds;-Wno-restrict>")
if(VITRINE_SANITIZE)
  target_compile_options(vitrine_flags INTERFACE -fsanitize=${VITRINE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(vitrine_flags INTERFACE -fsanitize=${VITRINE_SANITIZE})
endif()

file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/vitrine_version.h"
     CONTENT "#pragma once\n#define VITRINE_VERSION \"${PROJECT_VERSION}\"\n")

# vitrine_library(NAME SOURCES file... HEADERS file... DEPENDS target... [PRIVATE target...])
# One static library a folder. HEADERS are compiled alone by the target all_verify_interface_header_sets.
function(vitrine_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;DEPENDS;PRIVATE" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS "${CMAKE_SOURCE_DIR}" FILES ${ARG_HEADERS})
    target_link_libraries(${name} PUBLIC vitrine_flags ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE})
    if(name MATCHES "^ui_")
      target_precompile_headers(${name} PRIVATE "${CMAKE_SOURCE_DIR}/packaging/cmake/pch_ui.h")
    else()
      target_precompile_headers(${name} PRIVATE "${CMAKE_SOURCE_DIR}/packaging/cmake/pch_core.h")
    endif()
  else()
    add_library(${name} INTERFACE)
    target_sources(${name} INTERFACE FILE_SET HEADERS BASE_DIRS "${CMAKE_SOURCE_DIR}" FILES ${ARG_HEADERS})
    target_link_libraries(${name} INTERFACE vitrine_flags ${ARG_DEPENDS})
  endif()
endfunction()

# vitrine_qtest(NAME SOURCES file... LIBS target... [LABELS label...])
# A Qt Test program, run offscreen in a clean environment.
function(vitrine_qtest name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS;LABELS" ${ARGN})
  if(NOT TARGET Qt6::Test)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE vitrine_flags ${ARG_LIBS} Qt6::Test)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300 LABELS "${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;QT_FONT_DPI=96;TSAN_OPTIONS=ignore_noninstrumented_modules=1")
endfunction()
