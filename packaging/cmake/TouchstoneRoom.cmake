# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors

# touchstone_room(imaging SOURCES a.cpp … PUBLIC lib … PRIVATE lib … [TORCH] [QT])
# One folder of the house as one static library `touchstone_<name>`. TORCH reuses the one precompiled Torch header,
# QT switches on moc and the guards that keep Qt's macros and implicit casts out of the code.
function(touchstone_room name)
  cmake_parse_arguments(ROOM "TORCH;QT" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  set(target touchstone_${name})
  add_library(${target} STATIC ${ROOM_SOURCES})
  add_library(Touchstone::${name} ALIAS ${target})
  target_link_libraries(${target} PUBLIC touchstone_flags ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE})
  if(ROOM_TORCH)
    touchstone_use_torch(${target})
  endif()
  if(ROOM_QT)
    touchstone_use_qt(${target})
  endif()
endfunction()

# Torch headers are slow: one precompiled header serves all targets that may include them.
function(touchstone_use_torch target)
  target_link_libraries(${target} PRIVATE touchstone_torch)
  if(NOT ${target} STREQUAL touchstone_torch_pch)
    target_precompile_headers(${target} REUSE_FROM touchstone_torch_pch)
  endif()
endfunction()

# Debian's LibTorch brings OpenCV's windows and with them Qt 5 into the process. Where the compiler does not inline (dev
# and sanitizers), Qt 6's inline functions would stand in for Qt 5's of the same name, and Qt 5 crashes as it is loaded.
set(touchstone_keep_inlines_private "$<$<NOT:$<CONFIG:Release>>:-fvisibility-inlines-hidden>")

function(touchstone_use_qt target)
  target_compile_options(${target} PRIVATE ${touchstone_keep_inlines_private})
  set_target_properties(${target} PROPERTIES AUTOMOC ON AUTORCC ON)
  target_compile_definitions(${target} PUBLIC
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)
endfunction()

# How a program finds the library with all that needs Torch (engine/networks): relative to itself when it is installed, and
# in the build folder when it lies there.
set(TOUCHSTONE_NETWORKS_FOLDER "${CMAKE_BINARY_DIR}/engine/networks")
function(touchstone_find_networks target)
  set(file "${CMAKE_SHARED_MODULE_PREFIX}touchstone_networks${CMAKE_SHARED_MODULE_SUFFIX}")
  file(RELATIVE_PATH from_bin "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}/touchstone/${file}")
  target_compile_definitions(${target} PRIVATE
    TOUCHSTONE_VERSION="${PROJECT_VERSION}" TOUCHSTONE_NETWORKS_FROM_BIN="${from_bin}"
    TOUCHSTONE_BUILD_FOLDER="${CMAKE_BINARY_DIR}" TOUCHSTONE_NETWORKS_IN_BUILD="engine/networks/${file}")
endfunction()

# Whatever links touchstone_nn may open that library, so it has to be there and of the same build.
function(touchstone_uses_networks target)
  touchstone_reaches(${target} touchstone_nn opens)
  touchstone_reaches(${target} touchstone_linked_networks linked)
  if(opens AND NOT linked)
    add_dependencies(${target} touchstone_networks)
  endif()
endfunction()

# Sets `result` when `target` links `wanted`, itself or through others.
function(touchstone_reaches target wanted result)
  set(open ${target})
  set(seen "")
  set(${result} FALSE PARENT_SCOPE)
  while(open)
    list(POP_FRONT open next)
    if(next STREQUAL wanted)
      set(${result} TRUE PARENT_SCOPE)
      return()
    endif()
    if(next IN_LIST seen OR NOT TARGET ${next})
      continue()
    endif()
    list(APPEND seen ${next})
    foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
      get_target_property(linked ${next} ${property})
      if(linked)
        list(TRANSFORM linked REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1")
        list(APPEND open ${linked})
      endif()
    endforeach()
  endwhile()
endfunction()

# Programs that run networks: OpenMP's waiting threads give way quickly (engine/nn/openmp_waiting.cpp says why).
function(touchstone_short_openmp_spin target)
  target_sources(${target} PRIVATE "${CMAKE_SOURCE_DIR}/engine/nn/openmp_waiting.cpp")
endfunction()

# touchstone_test(test_resamplers SOURCES … LIBS … [GUI] [SLOW] [SERIAL]) — one Qt Test program under ctest.
# GUI runs on the offscreen platform. Tests find the golden vectors through TOUCHSTONE_SHARED_DIR.
function(touchstone_test name)
  cmake_parse_arguments(TEST "GUI;SLOW;SERIAL" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE touchstone_flags touchstone_test_support Qt6::Test ${TEST_LIBS})
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_compile_options(${name} PRIVATE ${touchstone_keep_inlines_private})
  touchstone_uses_networks(${name})
  add_test(NAME ${name} COMMAND ${name})
  # Waiting OpenMP threads sleep instead of spinning: ctest runs several programs on the same cores.
  # Qt's own limit is five minutes a function: too little for the long forms and under a sanitizer; ctest has one, too.
  set(environment
    "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=qt.qpa.*=false;OMP_WAIT_POLICY=passive;QTEST_FUNCTION_TIMEOUT=3600000")
  if(TOUCHSTONE_SANITIZE)
    list(APPEND environment
      "ASAN_OPTIONS=detect_leaks=0"
      "LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/lsan.supp"
      "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/tsan.supp ignore_noninstrumented_modules=1 die_after_fork=0"
      "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1")
  endif()
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${environment}" TIMEOUT 1800)
  if(TEST_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
  endif()
  if(TEST_SLOW)
    set_tests_properties(${name} PROPERTIES LABELS slow)
  endif()
endfunction()
