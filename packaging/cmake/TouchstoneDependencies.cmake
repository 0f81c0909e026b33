# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# Every library the house uses, found once. docs/ARCHITECTURE.md says why each is there.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

# An unpacked official LibTorch, with or without CUDA, or /usr for Debian's package with CUDA. Taken by hand: of one with
# CUDA, TorchConfig.cmake asks for the whole CUDA toolkit, which is needed to write kernels, and nobody does that here;
# LibTorch brings what runs them.
set(TOUCHSTONE_LIBTORCH "" CACHE PATH "Folder of a LibTorch to use without its CMake files: an unpacked official one (cxx11 ABI), or /usr")
add_library(touchstone_torch INTERFACE)
# LibTorch keeps the type information of some classes that its headers name to itself.
if(TOUCHSTONE_SANITIZE MATCHES undefined)
  target_compile_options(touchstone_torch INTERFACE -fno-sanitize=vptr)
endif()
if(TOUCHSTONE_LIBTORCH)
  file(GLOB torch_config "${TOUCHSTONE_LIBTORCH}/share/cmake/Torch/TorchConfig.cmake")
  if(torch_config)
    file(STRINGS "${torch_config}" old_abi REGEX "_GLIBCXX_USE_CXX11_ABI=0")
    if(old_abi)
      message(FATAL_ERROR "${TOUCHSTONE_LIBTORCH} speaks the C++ of before 2011: take the archive named \"cxx11-abi\"")
    endif()
  endif()
  # SYSTEM, because Torch's own headers do not survive our warnings.
  target_include_directories(touchstone_torch SYSTEM INTERFACE
    "${TOUCHSTONE_LIBTORCH}/include" "${TOUCHSTONE_LIBTORCH}/include/torch/csrc/api/include")
  set(torch_folders "${TOUCHSTONE_LIBTORCH}/lib" "${TOUCHSTONE_LIBTORCH}/lib/${CMAKE_LIBRARY_ARCHITECTURE}")
  foreach(name torch torch_cpu c10)
    find_library(Torch_LIBRARY ${name} PATHS ${torch_folders} REQUIRED NO_DEFAULT_PATH NO_CACHE)
    target_link_libraries(touchstone_torch INTERFACE "${Torch_LIBRARY}")
    unset(Torch_LIBRARY)
  endforeach()
  # Nothing calls into it: it makes itself known to Torch when it is loaded, so the linker must not leave it out.
  find_library(Torch_LIBRARY torch_cuda PATHS ${torch_folders} NO_DEFAULT_PATH NO_CACHE)
  if(Torch_LIBRARY)
    set(TOUCHSTONE_TORCH_CUDA ON)
    target_link_libraries(touchstone_torch INTERFACE
      "-Wl,--push-state,--no-as-needed,${Torch_LIBRARY},--pop-state")
  endif()
else()
  find_package(Torch REQUIRED)
  target_include_directories(touchstone_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
  target_link_libraries(touchstone_torch INTERFACE ${TORCH_LIBRARIES})
  separate_arguments(torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
  target_compile_options(touchstone_torch INTERFACE ${torch_flags})
  if("${TORCH_LIBRARIES}" MATCHES "torch_cuda")
    set(TOUCHSTONE_TORCH_CUDA ON)
  endif()
endif()

# oneDNN carries the matrix products on the CPU; a LibTorch-only build falls back to Torch's own. Looked for by hand:
# Debian's dnnl-config.cmake insists on an OpenCL development package that nothing here needs.
find_path(DNNL_INCLUDE_DIR dnnl.hpp)
find_library(DNNL_LIBRARY dnnl)

find_path(EXPECTED_INCLUDE_DIR tl/expected.hpp REQUIRED)
find_path(JSON_INCLUDE_DIR nlohmann/json.hpp REQUIRED)
add_library(touchstone_header_libraries INTERFACE)
target_include_directories(touchstone_header_libraries SYSTEM INTERFACE ${EXPECTED_INCLUDE_DIR} ${JSON_INCLUDE_DIR})
find_package(ZLIB REQUIRED)
# Neighbours in feature space; a trainer-only build does without them.
find_path(HNSWLIB_INCLUDE_DIR hnswlib/hnswlib.h)
add_library(touchstone_hnswlib INTERFACE)
if(HNSWLIB_INCLUDE_DIR)
  target_include_directories(touchstone_hnswlib SYSTEM INTERFACE ${HNSWLIB_INCLUDE_DIR})
elseif(NOT TOUCHSTONE_ENGINE_ONLY)
  message(FATAL_ERROR "hnswlib/hnswlib.h was not found: install libhnswlib-dev")
endif()
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)

if(NOT TOUCHSTONE_ENGINE_ONLY)
  # With GLib's module loader: libvips reads HEIC, AVIF and JPEG XL by modules.
  pkg_check_modules(VIPS REQUIRED IMPORTED_TARGET vips gmodule-2.0)
  pkg_check_modules(OPENJPEG REQUIRED IMPORTED_TARGET libopenjp2)
  pkg_check_modules(LIBRAW REQUIRED IMPORTED_TARGET libraw_r)
  pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
  pkg_check_modules(EXIV2 REQUIRED IMPORTED_TARGET exiv2)
  if(TOUCHSTONE_SANDBOX)
    pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
  endif()
  find_package(OpenCV REQUIRED COMPONENTS core imgproc imgcodecs video)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Network Widgets Sql Concurrent Test Svg LinguistTools)
  find_package(Eigen3 3.4 REQUIRED)
  find_package(benchmark QUIET)
endif()
