// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "app/library/query/photo_values.h"

namespace touchstone::library {

enum class SortKey {
    Score,
    Name,         ///< as people count: img2 before img10
    DateModified, ///< of the file
    Percentile,   ///< the order of the score; a column of its own for commands that name it
    Disagreement, ///< of the first two models
    Captured,     ///< when the camera took it
    FileSize,
    Pixels, ///< width times height
    Rating,
    Sharpness,
    Distance, ///< to the photo that PhotoValues::setDistances() was told about
};

/// How photos follow each other. Not reversed: best score first by the direction that the model's card says, names from
/// A to Z, newest, largest, most, sharpest and nearest first. Photos without the value are last in either direction;
/// photos with the same value go by name, then by id.
struct SortOrder {
    SortKey key = SortKey::Score;
    bool reversed = false;
    std::string model = {}; ///< Score and Percentile: another model than the current one; empty = the current one

    /// "score", "-captured" (the other way round), "score:musiq-small"; names of keys: score percentile disagreement
    /// captured modified name size pixels rating sharpness distance. Empty when it is none; an empty text is "score".
    static std::optional<SortOrder> parse(const QString& text);
    QString text() const;
    /// "By score of musiq-small, worst first", for people.
    QString sentence() const;
    /// What a text may be, for messages: "score, percentile, …".
    static QString choices();

    friend bool operator==(const SortOrder&, const SortOrder&) = default;
};

/// Places by natural order of names, worked out once and kept: each name's key is made when the photo comes, and new
/// names are merged into the known order when ranks are asked for.
class NameRanks {
public:
    void clear();
    void append(const PhotoEntry& photo); ///< gets the next place
    /// After some were appended: sorts them now, so that ranks() has little left to do when all are there.
    void settle() const;
    void rename(std::size_t place, const PhotoEntry& photo);
    /// By place: 0 for the first name. Equal names go by id.
    const std::vector<std::uint32_t>& ranks() const;
    bool areKnown() const { return ranks_.size() == keys_.size(); }
    /// Name at place `a` comes before the one at `b`; does not need the ranks.
    bool isBefore(std::size_t a, std::size_t b) const;
    /// The photos at these places are gone; those behind them move up. Ascending.
    void remove(const std::vector<std::size_t>& places);

private:
    struct Key {
        QString name;
        PhotoId id = no_photo;
    };
    std::vector<Key> keys_; ///< by place
    void mergeLastRuns() const;

    mutable std::vector<std::uint32_t> ordered_; ///< places, in sorted runs one behind the other
    mutable std::vector<std::size_t> runs_;      ///< where they end, each at most half as long as the one before
    mutable std::vector<std::uint32_t> ranks_;   ///< by place
};

/// The sortable value of a photo: smaller comes first; no_sort_value when it has none. Whole numbers, so that times in
/// nanoseconds and scores are compared without loss.
using SortValue = std::int64_t;
inline constexpr SortValue no_sort_value = INT64_MAX;
SortValue sort_value(const SortOrder& order, std::size_t place, const PhotoEntry& photo, const PhotoValues& values);

/// Sorts `places`. Values are gathered once and sorted beside their places: 100,000 photos take some 5 to 20 ms; most
/// where many values are equal while the order of names is not known.
void sort_places(std::vector<int>& places, const SortOrder& order, const std::vector<PhotoEntry>& entries,
                 const PhotoValues& values, const NameRanks& names);
/// They are in that order already.
bool is_sorted(const std::vector<int>& places, const SortOrder& order, const std::vector<PhotoEntry>& entries,
               const PhotoValues& values, const NameRanks& names);

} // namespace touchstone::library
