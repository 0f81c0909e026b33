// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// One-time set-up of libvips.
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

bool start() {
    g_log_set_handler("VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION), discard, nullptr);
    if (VIPS_INIT("touchstone") != 0)
        return false;
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
