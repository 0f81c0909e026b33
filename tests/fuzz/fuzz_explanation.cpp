// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cstdint>

#include <zlib.h>

#include "app/library/explanation_codec.h"

using namespace touchstone;

namespace {

/// As a whole blob has it: a head, then the fields deflated.
QByteArray as_blob(const std::uint8_t* data, std::size_t size) {
    const auto raw = static_cast<std::uint64_t>(size);
    QByteArray blob("TSXP", 4);
    blob.append(reinterpret_cast<const char*>(&library::explanation_version), sizeof library::explanation_version);
    blob.append(reinterpret_cast<const char*>(&raw), sizeof raw);
    QByteArray body(static_cast<qsizetype>(::compressBound(size)), '\0');
    uLongf length = static_cast<uLongf>(body.size());
    if (::compress2(reinterpret_cast<Bytef*>(body.data()), &length, data, size, 1) != Z_OK)
        __builtin_trap();
    return blob + body.left(static_cast<qsizetype>(length));
}

} // namespace

/// A blob of the cache of heat maps: the input as it is, and as the fields of a whole one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)library::unpack_explanation({reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)});
    if (const auto explanation = library::unpack_explanation(as_blob(data, size)))
        if (!library::unpack_explanation(library::pack_explanation(*explanation)))
            __builtin_trap();
    return 0;
}
