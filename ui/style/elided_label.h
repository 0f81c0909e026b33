// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QLabel>

namespace touchstone::ui {

/// One line of plain text that says by "…" when there is no room for all of it; a tooltip shows the whole then. Wants
/// room for its text and makes do with a few characters. GUI thread.
class ElidedLabel : public QLabel {
public:
    explicit ElidedLabel(Qt::TextElideMode mode, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;
    QString shownText() const; ///< as far as there is room

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    Qt::TextElideMode mode_;
};

} // namespace touchstone::ui
