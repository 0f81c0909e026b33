// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <string_view>

#include "app/reports/report_reader.h"

using namespace touchstone;

/// What `verify` is given. What is taken is sane wherever it is used.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto report = reports::read_report({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!report)
        return 0;
    for (const reports::ClaimedModel& model : report->models)
        if (model.sha256.size() != 64 || !(reports::tolerance_of(model) >= 0))
            __builtin_trap();
    for (const reports::ClaimedPhoto& photo : report->photos) {
        if (photo.path.empty() || photo.path.find('\0') != std::string::npos || photo.bytes < 0)
            __builtin_trap();
        for (const auto& [model, value] : photo.scores)
            if (model >= report->models.size())
                __builtin_trap();
    }
    return 0;
}
