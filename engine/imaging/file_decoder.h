// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>

#include "engine/imaging/decode.h"

namespace touchstone::imaging {

/// Who decodes photos that lie in files: nobody (then this process does), or sandboxed workers
/// (engine/imaging/sandbox). It is the process that trusts a file or does not, so the choice is the process's, made
/// once, and decode_file() and its kin follow it; their callers see no difference but in errors.
class FileDecoder {
public:
    virtual ~FileDecoder() = default;
    /// As decode_file() for an `edge` of 0, else as decode_thumbnail_file(). Any thread, many at once; blocks.
    virtual Result<Photo> decode(const std::string& path, int edge, const DecodeOptions& options) = 0;
    /// As decode_exif_thumbnail_file().
    virtual Result<Photo> decode_exif_thumbnail(const std::string& path, int edge) = 0;
};

/// In main(), before any thread decodes; null for this process.
void set_file_decoder(std::shared_ptr<FileDecoder> decoder);
FileDecoder* file_decoder();

} // namespace touchstone::imaging
