// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QWidget>

#include "app/library/marks.h"

class QToolButton;

namespace touchstone::ui {

/// A photo's stars, labels and flags as buttons: shows what was said and takes a change. It changes nothing itself.
/// GUI thread.
class MarksBar : public QWidget {
    Q_OBJECT
public:
    explicit MarksBar(QWidget* parent = nullptr);

    void showMarks(const library::Marks& marks);
    const library::Marks& marks() const { return marks_; }
    /// Without a photo, or when marks cannot be kept: greyed out, `reason` as its tool tip. Empty = in use.
    void setDisabledReason(const QString& reason);

Q_SIGNALS:
    /// What was pressed. The same star, label or flag once more takes it away.
    void changeWanted(const touchstone::library::MarkChange& change);

private:
    QToolButton* addButton(const QIcon& icon, const QString& name);
    void addGap();
    void want(const library::MarkChange& change);

    library::Marks marks_;
    std::vector<QToolButton*> stars_, labels_;
    QToolButton *pick_ = nullptr, *reject_ = nullptr;
};

} // namespace touchstone::ui
