// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/pickle_globals.h"

#include <algorithm>
#include <array>
#include <utility>

namespace touchstone::nn {

namespace {

/// Things whose content does not matter here: calling one gives an opaque value, setting its state does nothing.
constexpr std::array<std::string_view, 16> opaque_globals{
    "_codecs.encode",
    "argparse.Namespace",
    "builtins.set",
    "__builtin__.set",
    "collections.defaultdict",
    "numpy.core.multiarray._reconstruct",
    "numpy._core.multiarray._reconstruct",
    "numpy.core.multiarray.scalar",
    "numpy._core.multiarray.scalar",
    "numpy.dtype",
    "numpy.ndarray",
    "torch.Size",
    "torch.device",
    "torch.float16",
    "torch.float32",
    "torch.bfloat16",
};

} // namespace

std::optional<ElementType> pickle_storage_type(std::string_view global) {
    static constexpr std::array<std::pair<std::string_view, ElementType>, 9> types{{
        {"torch.FloatStorage", ElementType::Float32},
        {"torch.DoubleStorage", ElementType::Float64},
        {"torch.HalfStorage", ElementType::Float16},
        {"torch.BFloat16Storage", ElementType::BFloat16},
        {"torch.LongStorage", ElementType::Int64},
        {"torch.IntStorage", ElementType::Int32},
        {"torch.ShortStorage", ElementType::Int16},
        {"torch.CharStorage", ElementType::Int8},
        {"torch.ByteStorage", ElementType::UInt8},
    }};
    for (const auto& [name, type] : types)
        if (name == global)
            return type;
    return global == "torch.BoolStorage" ? std::optional(ElementType::Bool) : std::nullopt;
}

bool rebuilds_parameter(std::string_view global) {
    return global == "torch._utils._rebuild_parameter" || global == "torch._utils._rebuild_parameter_with_state";
}

bool is_allowed_global(std::string_view global) {
    return global == "collections.OrderedDict" || global == "torch._utils._rebuild_tensor_v2" ||
           global == "torch._utils._rebuild_tensor" || rebuilds_parameter(global) || pickle_storage_type(global) ||
           std::find(opaque_globals.begin(), opaque_globals.end(), global) != opaque_globals.end();
}

} // namespace touchstone::nn
