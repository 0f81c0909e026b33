// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/error.h"

namespace touchstone::cli {

/// What features depend on besides the photo.
struct FeatureOrigin {
    std::string content, quality; ///< SHA-256 of the encoders
    std::optional<int> native_limit;
    std::string decode, precision;

    nlohmann::json to_json() const;
};

/// Features of photos by the SHA-256 of their files, kept in FILE.npy with what they are in FILE.npy.json beside it.
class FeatureCache {
public:
    /// A file that is not there yet is an empty cache; one made with other encoders or settings is emptied, and
    /// `stale()` says so. BadInput for a .npy without its .json, which is somebody else's.
    static Result<FeatureCache> open(const std::string& file, const FeatureOrigin& origin, std::size_t width);

    bool stale() const { return stale_; }
    /// Empty when the photo is not there.
    std::optional<std::vector<float>> find(const std::string& photo_sha256) const;
    void put(const std::string& photo_sha256, const std::vector<float>& row);
    bool changed() const { return changed_; }
    Result<void> save();

private:
    std::string file_;
    nlohmann::json origin_;
    std::size_t width_ = 0;
    std::map<std::string, std::size_t> rows_; ///< row by hash
    std::vector<float> values_;
    bool stale_ = false, changed_ = false;
};

} // namespace touchstone::cli
