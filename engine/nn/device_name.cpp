// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The names of devices and precisions, without Torch: readers of results need nothing else.
#include "engine/nn/device.h"

namespace touchstone {

std::string Device::name() const {
    return kind == Kind::Cpu ? "cpu" : "cuda:" + std::to_string(index);
}

const char* precision_name(Precision precision) {
    return precision == Precision::Fast ? "fast" : "reference";
}

Result<Precision> parse_precision(const std::string& text) {
    if (text == "reference")
        return Precision::Reference;
    if (text == "fast")
        return Precision::Fast;
    return failure(ErrorCode::BadInput, {}, "\"" + text + "\" is no precision", "use reference or fast");
}

} // namespace touchstone
