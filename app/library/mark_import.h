// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "app/library/marks.h"
#include "app/metadata/sidecar.h"
#include "app/metadata/sidecar_edit.h"

/// Between a person's marks here and what XMP has of them. Pure functions.
namespace touchstone::library {

Label label_of(metadata::ColourLabel colour);
metadata::ColourLabel colour_of(Label label);

/// What taking a file's words over would do.
struct MarkImport {
    enum class Decision {
        Nothing,  ///< the file says nothing that could be kept here
        Same,     ///< the library says so already
        Take,     ///< the library has no word of it yet
        Conflict, ///< both say something, and not the same
    };
    Decision decision = Decision::Nothing;
    Marks by_library; ///< where both have a word, the library's
    Marks by_file;    ///< where both have a word, the file's
};
MarkImport import_marks(const Marks& known, const metadata::XmpMarks& found);

/// What a sidecar is to say. Without `clear`, what is not marked says nothing: stars that another program gave stay.
metadata::WantedMarks wanted_of(const Marks& marks, bool clear);

} // namespace touchstone::library
