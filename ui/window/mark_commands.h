// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QString>
#include <QUndoCommand>

#include "app/library/library_session.h"

namespace touchstone::ui {

/// One act on the marks of any number of photos: one step of undo. Undoing gives back only what the act changed, so
/// that what was said meanwhile in another window stays. GUI thread; the session must outlive it.
class ChangeMarks : public QUndoCommand {
public:
    /// `before`: the photos as they are marked now. The text says what is done and to how many.
    ChangeMarks(library::LibrarySession& session, std::vector<library::PhotoMarks> before,
                const library::MarkChange& change);

    void redo() override;
    void undo() override;

private:
    library::LibrarySession& session_;
    std::vector<library::PhotoMarks> before_;
    library::MarkChange change_;
};

/// Marks that came from files, different ones for each photo: one step of undo, which gives back only what the act
/// changed. GUI thread; the session must outlive it.
class TakeMarks : public QUndoCommand {
public:
    TakeMarks(library::LibrarySession& session, std::vector<library::PhotoMarks> after);

    void redo() override { session_.putMarks(after_); }
    void undo() override;

private:
    library::LibrarySession& session_;
    std::vector<library::PhotoMarks> before_, after_;
};

/// "3 stars", "Label: Red", "Rejected": what a change says of a photo.
QString markChangeText(const library::MarkChange& change);
/// Marks with a change made to them.
library::Marks changedMarks(library::Marks marks, const library::MarkChange& change);

} // namespace touchstone::ui
