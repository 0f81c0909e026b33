// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/modelstore/published_models.h"

namespace touchstone::cli {

/// "163.0 MB" (millions of bytes).
std::string megabytes_text(std::uint64_t bytes);

/// The card of one published model, one line a fact.
std::string published_text(const PublishedModel& model);

/// `installed` has one entry a model.
std::string published_table(const std::vector<PublishedModel>& models, const std::vector<bool>& installed);
nlohmann::ordered_json published_json(const std::vector<PublishedModel>& models, const std::vector<bool>& installed);

} // namespace touchstone::cli
