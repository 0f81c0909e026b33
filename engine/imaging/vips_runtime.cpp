// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// One-time set-up of libvips.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <dlfcn.h>
#include <gmodule.h>

#include "engine/imaging/decode.h"
#include "engine/imaging/job.h"
#include "engine/imaging/vips_support.h"

namespace touchstone::imaging {

namespace {

/// Damaged files make hundreds of warnings; the decoder's own errors say what matters.
void discard(const gchar* /*domain*/, GLogLevelFlags /*level*/, const gchar* /*message*/, gpointer /*data*/) {}

/// Everything not named here is closed: ImageMagick, PDF, SVG, matrices, medical and film formats. JPEG XL and PPM
/// count as untrusted in libvips, so that vips_block_untrusted_set() after this would close them again.
void allow_only_photo_loaders() {
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (const char* loader :
         {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadTiff",
          "VipsForeignLoadNsgif", "VipsForeignLoadHeif", "VipsForeignLoadJxl", "VipsForeignLoadPpm"})
        vips_operation_block_set(loader, FALSE);
}

/// Keeps vips_init() from mapping every module it finds (ImageMagick, poppler and OpenSlide are among them, and some
/// 60 libraries behind these): it looks for them below VIPSHOME.
class NoModules {
public:
    NoModules() {
        if (const char* home = std::getenv(name))
            before_ = home;
        ::setenv(name, "/nonexistent", 1);
    }
    ~NoModules() { before_.empty() ? ::unsetenv(name) : ::setenv(name, before_.c_str(), 1); }
    NoModules(const NoModules&) = delete;
    NoModules& operator=(const NoModules&) = delete;

private:
    static constexpr const char* name = "VIPSHOME";
    std::string before_;
};

/// The modules of the wanted formats, from beside libvips itself. A libvips that has them built in has no such files.
void load_wanted_modules() {
    Dl_info library{};
    if (::dladdr(reinterpret_cast<void*>(&vips_init), &library) == 0 || library.dli_fname == nullptr)
        return;
    const std::string folder = std::filesystem::path(library.dli_fname).parent_path().string() + "/vips-modules-" +
                               std::to_string(vips_version(0)) + "." + std::to_string(vips_version(1));
    for (const char* module : {"/vips-heif.so", "/vips-jxl.so"})
        if (GModule* loaded = g_module_open((folder + module).c_str(), G_MODULE_BIND_LAZY))
            g_module_make_resident(loaded);
}

bool start() {
    g_log_set_handler("VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION), discard, nullptr);
    {
        const NoModules only_what_is_wanted;
        if (VIPS_INIT("touchstone") != 0)
            return false;
    }
    load_wanted_modules();
    allow_only_photo_loaders();
    // The pipeline runs a decode per worker; more threads inside each gained nothing when measured.
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    return true;
}

} // namespace

bool decoders_ready() {
    static const bool ready = start();
    return ready;
}

void initialise() {
    decoders_ready();
}

void decode_thread_finished() {
    vips_thread_shutdown();
}

} // namespace touchstone::imaging
