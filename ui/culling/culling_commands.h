// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <utility>
#include <vector>

#include <QString>
#include <QUndoCommand>

#include "app/library/library_session.h"

namespace touchstone::ui {

class CullingController;

using GivenFlag = std::pair<library::PhotoId, library::Flag>;

/// Flags, a different one for each photo: one step of undo. Undoing gives back the flags only, so that what was said
/// meanwhile stays. GUI thread; the session must outlive it.
class GiveFlags : public QUndoCommand {
public:
    GiveFlags(library::LibrarySession& session, std::vector<GivenFlag> flags, const QString& text);

    void redo() override { give(after_); }
    void undo() override { give(before_); }

private:
    void give(const std::vector<GivenFlag>& flags);

    library::LibrarySession& session_;
    std::vector<GivenFlag> before_, after_;
};

/// A no to proposals: they are not made again until the photos' group is another one. One step of undo.
class DeclineProposals : public QUndoCommand {
public:
    DeclineProposals(CullingController& controller, std::vector<library::PhotoId> photos);

    void redo() override;
    void undo() override;

private:
    CullingController& controller_;
    std::vector<library::PhotoId> photos_;
};

} // namespace touchstone::ui
