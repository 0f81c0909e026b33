// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/metadata/colour_label.h"
#include "app/metadata/xmp_packet.h"
#include "engine/base/error.h"

/// What people said of a photo in files that other programs read: sidecars (XMP) beside it, and metadata inside it.
/// Nothing here ever writes to a photo.
namespace touchstone::metadata {

/// How a sidecar is called.
enum class SidecarNaming {
    Appended, ///< IMG.CR2.xmp: darktable, digiKam, RawTherapee; one for each file
    Replaced, ///< IMG.xmp: Lightroom, Capture One; files of one stem share it
};

/// A person's judgement as XMP has it.
struct XmpMarks {
    std::optional<int> rating;         ///< 1…5 stars, 0 none, −1 rejected (`xmp:Rating`)
    std::string label;                 ///< `xmp:Label` as written, free text
    std::optional<ColourLabel> colour; ///< what it means; empty when it means nothing known, or there is none
    std::optional<bool> picked;        ///< digiKam's pick label, as accepted or rejected; nobody else keeps one
    std::string dated;                 ///< `xmp:MetadataDate` as written; empty = none

    bool says_anything() const { return (rating && *rating != 0) || !label.empty() || colour || picked; }
    friend bool operator==(const XmpMarks&, const XmpMarks&) = default;
};

/// What a file was when it was read; a file that is another one now is not written over.
struct ReadSidecar {
    std::string path;
    SidecarNaming naming = SidecarNaming::Appended;
    std::string text; ///< the whole file
    XmpMarks marks;
};

/// All there is about one photo.
struct PhotoMetadata {
    std::vector<ReadSidecar> sidecars; ///< at most one of each naming
    std::vector<Error> problems;       ///< sidecars that cannot be read or understood
    std::optional<XmpMarks> embedded;  ///< inside the photo; empty when not asked for, or there is nothing
    /// Other photos beside it that a sidecar named IMG.xmp stands for as well: IMG.JPG beside IMG.CR2. File names.
    std::vector<std::string> shares_with;

    bool is_contradictory() const; ///< two sidecars that say different things
    /// The sidecar that counts: the only one, or the one with the newer `xmp:MetadataDate`. Null when there is none.
    const ReadSidecar* chosen() const;
    /// What the chosen sidecar says; of a photo without one, what is inside it.
    XmpMarks marks() const;
};

/// "a/IMG.CR2" → "a/IMG.CR2.xmp" or "a/IMG.xmp".
std::string sidecar_path(const std::string& photo, SidecarNaming naming);

/// The sidecars that are there, under either name, ".xmp" or ".XMP". A link counts as what it points to.
std::vector<std::pair<std::string, SidecarNaming>> find_sidecars(const std::string& photo);

enum class Embedded { Read, PassOver };
/// Reads the sidecars of a photo and, if wanted, the XMP inside it. The photo need not be readable. Errors that concern
/// one file are in `problems`. Any thread; blocks.
PhotoMetadata read_photo_metadata(const std::string& photo, Embedded embedded);

/// What a sidecar's text says. Besides `xmp:` it knows darktable's colour labels and digiKam's, where `xmp:Label` is
/// missing.
XmpMarks marks_of(const XmpPacket& packet);

/// True when `a` names a later moment than `b`; ISO 8601 with zone, or local time without. What is no date is earlier
/// than any.
bool is_later(const std::string& a, const std::string& b);

} // namespace touchstone::metadata
