// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "app/culling/grouping.h"
#include "app/library/catalogue/catalogue.h"

namespace touchstone::culling {

/// A shot as the catalogue knows it; no look yet.
Shot shot_of(const library::ShotRow& row);

/// The looks of photo files by their thumbnails, on `threads` threads (0 = half of the cores). In the order of `paths`;
/// empty where a file cannot be decoded, with the error. Ends early on `stop`, with Cancelled for the rest. Blocks.
std::vector<Result<Signature>> signatures_of_files(std::span<const std::string> paths, std::stop_token stop,
                                                   int threads = 0);

struct GroupingOptions {
    GroupingRules rules;
    std::string features_folder; ///< of Re-IQA features of earlier scoring; empty = none are looked for
    int batch_photos = 100;      ///< signatures that are made and written at a time
    int threads = 1;             ///< that decode
};

/// Finds the groups of the whole library and writes what changed: one run of one thread, which blocks.
///
/// Photos that have a neighbour in time get a signature (read from the catalogue, or made from a thumbnail and written
/// there), one run of shots after the other, so that memory depends on the longest run. The groups are written in one
/// work: whoever reads the catalogue sees the old ones or the new ones. A group whose members are the same keeps its
/// id. Photos that are missing or offline are not looked at, and keep their groups.
class GroupingRun {
public:
    struct Outcome {
        std::vector<library::GroupChange> changes; ///< photos that belong to something else than before
        std::size_t groups = 0;                    ///< that were found
        std::size_t signatures_made = 0;
        bool finished = false; ///< false: stopped, and no group was written
    };

    GroupingRun(std::shared_ptr<library::Catalogue> catalogue, GroupingOptions options = {});

    /// Errors: of reading the catalogue or writing to it; a photo that cannot be decoded is no error. A catalogue that
    /// is only read is left as it is.
    Result<Outcome> run(std::stop_token stop);

private:
    struct Reading;
    Result<void> openFeatures(Reading& reading);
    Result<void> readLooks(Reading& reading, const Run& run, std::stop_token stop);
    Result<void> makeLooks(Reading& reading, std::span<const std::size_t> shots, std::stop_token stop);
    Result<std::vector<library::GroupChange>> write(const Reading& reading, std::vector<library::PhotoGroup> found);

    std::shared_ptr<library::Catalogue> catalogue_;
    GroupingOptions options_;
};

/// What has to be done to the `known` groups so that they become `found`.
struct GroupDifference {
    std::vector<std::int64_t> dissolved;
    std::vector<library::PhotoGroup> made;
};
/// `is_looked_at`: photos that were looked at; what is not keeps its group.
GroupDifference difference(std::span<const library::PhotoGroup> known, std::vector<library::PhotoGroup> found,
                           const std::function<bool(PhotoId)>& is_looked_at);

} // namespace touchstone::culling
