// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/error.h"

/// Photos into the desktop's trash and back: whole files change their place, none is written to. Any thread; blocks.
namespace touchstone::library {

struct TrashedFile {
    std::string from;     ///< where it was
    std::string in_trash; ///< where it is
};

struct TrashReport {
    std::vector<TrashedFile> files; ///< in the trash now, sidecars included
    std::size_t photos = 0;         ///< moved whole
    std::vector<Error> failures;    ///< one for each photo that stayed
    bool stopped = false;
};

/// The files that go with a photo: itself, the sidecar of its own name, and one named IMG.xmp unless another photo of
/// that name stays beside it.
std::vector<std::string> files_of_photo(const std::string& photo);

/// Moves photos with their sidecars. A photo that is not there (its drive is away), or whose sidecar cannot be moved,
/// stays where it is. Where a disk has no trash its photos stay; nothing is ever deleted instead. Errors: NotFound,
/// WriteFailed.
TrashReport move_to_trash(const std::vector<std::string>& photos, std::stop_token stop = {});

/// Puts files back, the last first, and leaves in `files` those that are still in the trash: another try may follow.
/// Errors: WriteFailed where something else has its place now, NotFound where the trash was emptied.
std::vector<Error> bring_back(std::vector<TrashedFile>& files);

} // namespace touchstone::library
