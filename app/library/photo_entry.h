// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "app/library/catalogue/content_hash.h"
#include "app/library/marks.h"
#include "app/library/photo_groups.h"
#include "app/library/walk.h"
#include "engine/base/error.h"
#include "engine/imaging/photo.h"
#include "engine/nn/model_card.h"
#include "engine/scoring/assessment.h"

namespace touchstone::library {

/// Names one photo in the catalogue, for good. Never a row number; never used again for another photo.
using PhotoId = std::int64_t;
inline constexpr PhotoId no_photo = 0;

enum class PhotoState {
    Pending, ///< found, not scored yet
    Scored,  ///< at least one model answered
    Failed,  ///< could not be read, or no model could answer
};

/// What one model said about one photo, without maps: what lists and the catalogue keep.
struct ScoreRecord {
    std::string model; ///< ModelCard::id
    std::string model_sha256;
    Score score;                     ///< the model's own units
    Size scored_size;                ///< pixels of the native scale
    std::optional<int> native_limit; ///< long side, pixels; empty = none
    bool reduced = false;            ///< the photo was larger than the limit and was area-averaged
    Precision precision = Precision::Reference;
    std::string device; ///< "cpu", "cuda:0"
    imaging::DecodeMode decode = imaging::DecodeMode::Upright;
    double seconds = 0;      ///< the network's time
    bool remembered = false; ///< from the catalogue, of an earlier run
};
ScoreRecord record_of(const Assessment& assessment);

/// One photo of the library. Plain struct, owned by PhotoListModel, read in the GUI thread.
struct PhotoEntry {
    PhotoId id = no_photo;
    FoundFile file;
    QString name;    ///< file name for the screen; bytes that are not UTF-8 are U+FFFD
    Size pixel_size; ///< upright; zero until it was decoded once
    PhotoState state = PhotoState::Pending;
    std::optional<Error> error;      ///< why it failed
    std::vector<ScoreRecord> scores; ///< at most one per model

    Marks marks;
    std::int64_t folder = 0;                 ///< FolderId in the catalogue
    std::int64_t group = 0;                  ///< burst or near-duplicates; 0 = none
    GroupKind group_kind = GroupKind::None;  ///< of `group`
    std::optional<std::int64_t> captured_ms; ///< the camera's wall clock, as if it were UTC
    QString camera, lens;                    ///< empty = unknown; equal names share their characters
    std::optional<double> sharpness;         ///< imaging::Measures::sharpness, when it was measured
    PhotoId paired_with = no_photo;          ///< the JPEG of a RAW, the RAW of a JPEG
    bool has_facts = false;                  ///< its metadata were read
    std::optional<ContentHash> content;      ///< of the file's bytes; empty until they were hashed

    const ScoreRecord* score_of(const std::string& model) const; ///< nullptr when there is none
};

/// File name for the screen (after the last '/').
QString display_name(const std::string& path);
/// Whole path for the screen.
QString display_path(const std::string& path);

/// Comparing two keys compares two names as people do: without case, "img2" before "img10".
QString natural_sort_key(const QString& name);

/// Where a value stands among all of the folder. Values are kept sorted; adding n to m costs O(m + n log n).
class PercentileScale {
public:
    void clear() { sorted_.clear(); }
    void add(std::vector<double> values);
    /// One occurrence of each; those that are not there are passed over. O(m + n log n), too.
    void remove(std::vector<double> values);
    std::size_t size() const { return sorted_.size(); }
    /// Percent of the *other* photos that are worse: 0…100; ties count half. Empty with fewer than two values.
    std::optional<double> percentile(double value, bool higher_is_better) const;
    const std::vector<double>& sorted() const { return sorted_; } ///< ascending, for a histogram

private:
    std::vector<double> sorted_;
};

} // namespace touchstone::library
