// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The entrance of the networks' library: engine/nn/networks_library.h says what it is for.
#include <string_view>

#include "engine/musiq/torch_part.h"
#include "engine/nn/networks_library.h"
#include "engine/nn/torch_part.h"
#include "engine/reiqa/torch_part.h"
#include "engine/training/contrast/torch_part.h"
#include "engine/training/torch_part.h"

namespace {

using namespace touchstone;

struct Table {
    const char* name;
    std::uint64_t layout;
    const void* functions;
};

template <class Part>
constexpr Table table_of(const Part& functions) {
    return {Part::name, Part::layout, &functions};
}

} // namespace

const void* touchstone_networks(const char* version, const char* part, std::uint64_t layout) {
    if (std::string_view(version) != TOUCHSTONE_VERSION)
        return nullptr;
    for (const Table& table :
         {table_of(nn::torch_functions), table_of(musiq::torch_functions), table_of(reiqa::torch_functions),
          table_of(training::torch_functions), table_of(training::contrast_torch_functions)})
        if (std::string_view(part) == table.name && layout == table.layout)
            return table.functions;
    return nullptr;
}
