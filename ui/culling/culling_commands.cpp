// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/culling/culling_commands.h"

#include <QCoreApplication>

#include "ui/culling/culling_controller.h"

namespace touchstone::ui {

using library::PhotoMarks;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CullingCommands)
};

} // namespace

GiveFlags::GiveFlags(library::LibrarySession& session, std::vector<GivenFlag> flags, const QString& text)
    : session_(session) {
    for (const auto& [id, flag] : flags)
        if (const library::PhotoEntry* photo = session_.photos().entry(id); photo && photo->marks.flag != flag) {
            before_.emplace_back(id, photo->marks.flag);
            after_.emplace_back(id, flag);
        }
    setText(text);
    setObsolete(after_.empty());
}

void GiveFlags::give(const std::vector<GivenFlag>& flags) {
    std::vector<PhotoMarks> marks;
    for (const auto& [id, flag] : flags)
        if (const library::PhotoEntry* photo = session_.photos().entry(id)) {
            marks.push_back({id, photo->marks});
            marks.back().marks.flag = flag;
        }
    session_.putMarks(marks);
}

DeclineProposals::DeclineProposals(CullingController& controller, std::vector<library::PhotoId> photos)
    : controller_(controller)
    , photos_(std::move(photos)) {
    setText(Words::tr("%Ln proposals declined", nullptr, static_cast<int>(photos_.size())));
}

void DeclineProposals::redo() {
    controller_.setDeclined(photos_, true);
}

void DeclineProposals::undo() {
    controller_.setDeclined(photos_, false);
}

} // namespace touchstone::ui
