// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/modelstore/model_store.h"
#include "app/modelstore/published_models.h"

namespace touchstone::ui {

/// One model, installed, published or both.
struct ModelRow {
    std::string id;
    std::optional<InstalledModel> installed;
    std::optional<std::uint64_t> installed_bytes;
    std::optional<PublishedModel> published;

    bool isEncoder() const;
    bool canBeRemoved() const { return installed && installed->place == ModelPlace::Store; }
    bool canBePulled() const { return !installed && published.has_value(); }
    bool canBeDefault() const { return installed && installed->card && !isEncoder(); }
};

/// Installed models first, as ModelStore lists them, then the published ones that are not here. Reads files: not for
/// the GUI thread. When the list of published models cannot be read, `problem` says why and the installed ones are
/// there.
std::vector<ModelRow> read_model_rows(const ModelStore& store, std::optional<Error>& problem);

} // namespace touchstone::ui
