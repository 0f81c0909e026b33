// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/mark_import.h"

#include <algorithm>

namespace touchstone::library {

using metadata::ColourLabel;

Label label_of(ColourLabel colour) {
    switch (colour) {
    case ColourLabel::Red:
        return Label::Red;
    case ColourLabel::Yellow:
        return Label::Yellow;
    case ColourLabel::Green:
        return Label::Green;
    case ColourLabel::Blue:
        return Label::Blue;
    case ColourLabel::Purple:
        return Label::Purple;
    case ColourLabel::None:
        break;
    }
    return Label::None;
}

ColourLabel colour_of(Label label) {
    for (const ColourLabel colour :
         {ColourLabel::Red, ColourLabel::Yellow, ColourLabel::Green, ColourLabel::Blue, ColourLabel::Purple})
        if (label_of(colour) == label)
            return colour;
    return ColourLabel::None;
}

namespace {

/// One of rating, label and flag: takes it, or notes the conflict.
template <class Value>
void merge(const Value& none, const Value& known, const Value& found, Value& by_library, Value& by_file,
           MarkImport& import) {
    by_library = by_file = known;
    if (found == none)
        return;
    by_file = found;
    if (known == found) {
        if (import.decision == MarkImport::Decision::Nothing)
            import.decision = MarkImport::Decision::Same;
    } else if (known == none) {
        by_library = found;
        if (import.decision != MarkImport::Decision::Conflict)
            import.decision = MarkImport::Decision::Take;
    } else {
        import.decision = MarkImport::Decision::Conflict;
    }
}

} // namespace

MarkImport import_marks(const Marks& known, const metadata::XmpMarks& found) {
    Marks theirs;
    theirs.rating = std::max(0, found.rating.value_or(0));
    theirs.label = label_of(found.colour.value_or(ColourLabel::None));
    if (found.rating == -1 || found.picked == false)
        theirs.flag = Flag::Reject;
    else if (found.picked == true)
        theirs.flag = Flag::Pick;
    MarkImport import;
    merge(0, known.rating, theirs.rating, import.by_library.rating, import.by_file.rating, import);
    merge(Label::None, known.label, theirs.label, import.by_library.label, import.by_file.label, import);
    merge(Flag::None, known.flag, theirs.flag, import.by_library.flag, import.by_file.flag, import);
    return import;
}

metadata::WantedMarks wanted_of(const Marks& marks, bool clear) {
    metadata::WantedMarks wanted;
    if (marks.flag == Flag::Reject)
        wanted.rating = -1;
    else if (marks.rating != 0 || clear)
        wanted.rating = marks.rating;
    if (marks.label != Label::None || clear)
        wanted.colour = colour_of(marks.label);
    return wanted;
}

} // namespace touchstone::library
