// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/commands/open_library.h"
#include "app/commands/photo_list.h"
#include "app/culling/proposals.h"
#include "app/culling/shot.h"

namespace touchstone::cli {

/// Photos of the command line, in their order, with what `cull` finds out. Their ids count from 1, as groups do.
struct CulledPhotos {
    std::vector<std::string> paths; ///< as printed
    std::vector<std::string> files; ///< absolute
    std::vector<std::optional<Error>> errors;
    std::vector<culling::Shot> shots; ///< facts, and what the library knows
    std::vector<culling::Candidate> candidates;
    std::vector<library::PhotoGroup> groups; ///< members are ids
    std::optional<std::string> model;        ///< whose scores are meant
    culling::ScoreScale scale;

    std::size_t size() const { return paths.size(); }
    static std::size_t place_of(std::int64_t id) { return static_cast<std::size_t>(id - 1); }
};

/// Facts, marks and scores: of the library where it knows the file as it is, else the file's own facts.
Result<CulledPhotos> read_for_culling(PhotoList list, OpenLibrary& library, const ListedScores& scores,
                                      std::stop_token stop);
/// Finds the groups: looks at the thumbnails of photos that have a neighbour, and at the bytes of files of equal size.
Result<void> find_groups(CulledPhotos& photos, OpenLibrary& library, std::stop_token stop);
/// Sharpness of the members of groups that none is known of, from their pixels; how dark or bright each photo is.
void measure(CulledPhotos& photos, std::stop_token stop);

/// What is written.
struct CullParts {
    bool groups = true, proposals = true;
};
std::string culling_text(const CulledPhotos& photos, const culling::Proposals& proposals, CullParts parts,
                         const std::string& format);

} // namespace touchstone::cli
