// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/error.h"

/// Where Torch begins. Loading LibTorch takes longer than most commands run, so nothing that the programs link needs
/// it: everything with tensors lies in one shared library (engine/networks), opened when the first network is wanted.
/// What callers hold (musiq::Model, reiqa::Encoder, nn::ScriptNetwork, the trainers) is on this side and finds its
/// other side through torch_part(). A program that has the other side linked in (touchstone-train, tests that look at
/// tensors) opens nothing.
///
/// Both sides hold a copy of the Torch-free rooms below them (base, pixels, readers of model files). They share the C++
/// library, so strings, vectors, functions and stop tokens cross freely and either side may free what the other made;
/// exceptions stay on the side that threw them. Copies share no globals, and the rooms on both sides have none that
/// are set at run time.
namespace touchstone::nn {

/// A number that changes when one of the types that cross the border changes its size.
template <class... Types>
constexpr std::uint64_t layout_of() {
    std::uint64_t hash = 14695981039346656037U;
    ((hash = (hash ^ (64 * sizeof(Types) + alignof(Types))) * 1099511628211U), ...);
    return hash;
}

/// The table called `name`, from what is linked in or from the library. Safe on any thread; the first call may take a
/// second. Errors name the library: NotFound, Internal (it cannot be loaded, or is of another version).
Result<const void*> find_torch_part(const char* name, std::uint64_t layout);

/// One room's functions on the other side: a struct of function pointers with a `name` and a `layout`. The table lives
/// as long as the program.
template <class Part>
Result<const Part*> torch_part() {
    return find_torch_part(Part::name, Part::layout).map([](const void* table) {
        return static_cast<const Part*>(table);
    });
}

/// Where this program looks for the library: in the folder that it is installed beside, or in the build folder if the
/// program lies there. Never where the environment says.
std::string networks_library_file();

} // namespace touchstone::nn

/// The library's one entrance (engine/networks/entrance.cpp). Null when it is of another version, has no such table, or
/// one of another layout.
extern "C" const void* touchstone_networks(const char* version, const char* part, std::uint64_t layout);
