// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/models/model_rows.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace touchstone::ui {

bool ModelRow::isEncoder() const {
    const std::string& architecture = installed && installed->card ? installed->card->architecture
                                      : published                  ? published->architecture
                                                                   : id;
    return architecture == "reiqa-content" || architecture == "reiqa-quality";
}

std::vector<ModelRow> read_model_rows(const ModelStore& store, std::optional<Error>& problem) {
    std::vector<ModelRow> rows;
    for (InstalledModel& model : store.list()) {
        std::error_code unknown;
        const std::uintmax_t bytes = std::filesystem::file_size(model.path, unknown);
        ModelRow row;
        row.id = model.id();
        row.installed = std::move(model);
        if (!unknown)
            row.installed_bytes = bytes;
        rows.push_back(std::move(row));
    }
    Result<std::vector<PublishedModel>> published = published_models();
    if (!published) {
        problem = published.error();
        return rows;
    }
    for (PublishedModel& model : *published) {
        const auto here =
            std::find_if(rows.begin(), rows.end(), [&](const ModelRow& row) { return row.id == model.id; });
        if (here != rows.end()) {
            here->published = std::move(model);
            continue;
        }
        ModelRow row;
        row.id = model.id;
        row.published = std::move(model);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace touchstone::ui
