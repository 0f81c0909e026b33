// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/mark_commands.h"

#include <QCoreApplication>

#include "ui/grid/mark_shapes.h"

namespace touchstone::ui {

using library::MarkChange;
using library::Marks;
using library::PhotoId;
using library::PhotoMarks;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ChangeMarks)
};

} // namespace

QString markChangeText(const MarkChange& change) {
    if (change.rating)
        return *change.rating == 0 ? Words::tr("No stars") : Words::tr("%Ln stars", nullptr, *change.rating);
    if (change.label)
        return *change.label == library::Label::None ? labelName(*change.label)
                                                     : Words::tr("Label: %1").arg(labelName(*change.label));
    return flagName(change.flag.value_or(library::Flag::None));
}

Marks changedMarks(Marks marks, const MarkChange& change) {
    marks.rating = change.rating.value_or(marks.rating);
    marks.label = change.label.value_or(marks.label);
    marks.flag = change.flag.value_or(marks.flag);
    return marks;
}

ChangeMarks::ChangeMarks(library::LibrarySession& session, std::vector<PhotoMarks> before, const MarkChange& change)
    : session_(session)
    , before_(std::move(before))
    , change_(change) {
    const int photos = static_cast<int>(before_.size());
    //: %1 what was done, %n number of photos
    setText(photos == 1 ? markChangeText(change)
                        : Words::tr("%1 for %Ln photos", nullptr, photos).arg(markChangeText(change)));
}

void ChangeMarks::redo() {
    std::vector<PhotoId> ids;
    ids.reserve(before_.size());
    for (const PhotoMarks& photo : before_)
        ids.push_back(photo.photo);
    session_.mark(ids, change_);
}

void ChangeMarks::undo() {
    std::vector<PhotoMarks> marks = before_;
    for (PhotoMarks& photo : marks) {
        const library::PhotoEntry* entry = session_.photos().entry(photo.photo);
        if (!entry)
            continue; // of another folder than the open one
        MarkChange back;
        if (change_.rating)
            back.rating = photo.marks.rating;
        if (change_.label)
            back.label = photo.marks.label;
        if (change_.flag)
            back.flag = photo.marks.flag;
        photo.marks = changedMarks(entry->marks, back);
    }
    session_.putMarks(marks);
}

TakeMarks::TakeMarks(library::LibrarySession& session, std::vector<PhotoMarks> after)
    : session_(session) {
    for (PhotoMarks& photo : after)
        if (const library::PhotoEntry* entry = session_.photos().entry(photo.photo)) {
            before_.push_back({photo.photo, entry->marks});
            after_.push_back(photo);
        }
    setText(Words::tr("Marks taken over for %Ln photos", nullptr, static_cast<int>(after_.size())));
    setObsolete(after_.empty());
}

void TakeMarks::undo() {
    std::vector<PhotoMarks> marks = before_;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const library::PhotoEntry* entry = session_.photos().entry(marks[i].photo);
        if (!entry)
            continue; // of another folder than the open one
        const Marks before = before_[i].marks, after = after_[i].marks;
        MarkChange back;
        if (before.rating != after.rating)
            back.rating = before.rating;
        if (before.label != after.label)
            back.label = before.label;
        if (before.flag != after.flag)
            back.flag = before.flag;
        marks[i].marks = changedMarks(entry->marks, back);
    }
    session_.putMarks(marks);
}

} // namespace touchstone::ui
