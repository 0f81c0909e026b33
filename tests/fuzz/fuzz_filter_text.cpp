// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cstdint>

#include "app/library/query/photo_filter.h"

using namespace touchstone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    (void)library::PhotoFilter::parseTyped(text);
    // What is understood is said again in words that mean the same.
    if (const auto filter = library::PhotoFilter::parse(text)) {
        const auto again = library::PhotoFilter::parse(filter->text());
        if (!again || again->text() != filter->text())
            __builtin_trap();
    }
    return 0;
}
