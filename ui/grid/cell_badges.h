// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QHash>
#include <QPixmap>

#include "app/library/photo_groups.h"
#include "app/library/photo_list_model.h"
#include "ui/grid/cell_footers.h"

namespace touchstone::ui {

/// Small signs over a picture: how many photos its group has, and which mark is proposed. Drawn once for each text and
/// look, then copied. GUI thread.
class CellBadges {
public:
    using StackState = library::PhotoListModel::StackState;

    /// "❐ 3": a pile of frames and the number; a bracket, panorama or time-lapse says its kind by another sign. Closed
    /// stacks are filled, open ones and loose rows are not.
    const QPixmap& stack(int size, library::GroupKind kind, StackState state, const FooterLook& look);
    /// The flag's sign, with a question mark: unlike what the person said, it asks.
    const QPixmap& proposal(library::Flag flag, const FooterLook& look);
    void clear() { badges_.clear(); }

private:
    QPixmap& find(quint64 key, const FooterLook& look);

    QHash<quint64, QPixmap> badges_;
    FooterLook look_;
};

QString groupKindName(library::GroupKind kind); ///< "Burst"; empty for None

} // namespace touchstone::ui
