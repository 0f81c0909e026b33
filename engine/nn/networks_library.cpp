// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/networks_library.h"

#include <filesystem>
#include <mutex>

#include <dlfcn.h>

// Null in programs that have no other side linked in.
extern "C" [[gnu::weak]] const void* touchstone_networks(const char* version, const char* part, std::uint64_t layout);

namespace touchstone::nn {

namespace {

namespace fs = std::filesystem;

constexpr const char* install_again = "install Touchstone again, its programs and this library together";

using Entrance = const void* (*)(const char*, const char*, std::uint64_t);

Result<Entrance> open_library(const std::string& file) {
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored))
        return failure(ErrorCode::NotFound, file, "is not there, and no network runs without it", install_again);
    // NOW: a symbol that is missing shows here, not in the middle of a photo. LOCAL: Debian's LibTorch brings libraries
    // that the window has in another version. NODELETE: Torch's threads and registries outlive every user.
    void* const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library) {
        const char* const reason = dlerror();
        return failure(ErrorCode::Internal, file,
                       std::string("cannot be loaded: ") + (reason ? reason : "the system does not say why"),
                       "install what it needs (LibTorch), or Touchstone again");
    }
    const auto entrance = reinterpret_cast<Entrance>(dlsym(library, "touchstone_networks"));
    if (!entrance)
        return failure(ErrorCode::Internal, file, "is no library of Touchstone's networks", install_again);
    return entrance;
}

} // namespace

std::string networks_library_file() {
    std::error_code ignored;
    const fs::path here = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    const fs::path build = TOUCHSTONE_BUILD_FOLDER;
    // The build folder counts only for programs inside it: elsewhere its name might belong to somebody else.
    const auto [end, rest] = std::mismatch(build.begin(), build.end(), here.begin(), here.end());
    if (end == build.end())
        return (build / TOUCHSTONE_NETWORKS_IN_BUILD).string();
    return (here / TOUCHSTONE_NETWORKS_FROM_BIN).lexically_normal().string();
}

Result<const void*> find_torch_part(const char* name, std::uint64_t layout) {
    static std::mutex opening;
    static Entrance opened = touchstone_networks;
    Entrance entrance = nullptr;
    {
        const std::lock_guard lock(opening);
        if (!opened) {
            const Result<Entrance> found = open_library(networks_library_file());
            if (!found)
                return tl::unexpected(found.error());
            opened = *found;
        }
        entrance = opened;
    }
    const void* const table = entrance(TOUCHSTONE_VERSION, name, layout);
    if (!table)
        return failure(ErrorCode::Internal, networks_library_file(),
                       "was not built together with this program (" TOUCHSTONE_VERSION ")", install_again);
    return table;
}

} // namespace touchstone::nn
