# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# How every target is compiled: language level, warnings, sanitizers, compiler cache.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# ccache refuses precompiled headers unless told that their time stamps and macros may be ignored.
find_program(TOUCHSTONE_CCACHE ccache)
if(TOUCHSTONE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${TOUCHSTONE_CCACHE})
endif()

# LibTorch takes seconds to link with the default linker; lld takes a fraction of one.
find_program(TOUCHSTONE_LLD ld.lld)
if(TOUCHSTONE_LLD)
  add_link_options(-fuse-ld=lld)
endif()

add_library(touchstone_flags INTERFACE)
target_compile_options(touchstone_flags INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wformat=2 -Wno-psabi
  # GCC 12 sees overlaps in `"text" + std::string` that are not there (gcc.gnu.org/PR105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${TOUCHSTONE_WERROR}>:-Werror>)
# The precompiled Torch header travels through ccache only when its content is spelt out.
target_compile_options(touchstone_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
target_include_directories(touchstone_flags INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
target_compile_definitions(touchstone_flags INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

if(TOUCHSTONE_SANITIZE)
  add_compile_options(-fsanitize=${TOUCHSTONE_SANITIZE} -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${TOUCHSTONE_SANITIZE})
  # Function multiversioning resolves before the sanitizer's runtime is up.
  add_compile_definitions(TOUCHSTONE_NO_MULTIVERSION TOUCHSTONE_SANITIZED)
  # GCC says itself that the sanitizers make it see variables without a value that have one.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
