// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QToolButton>

namespace touchstone::ui {

/// One condition of a filter as a button that removes it: its sentence, and the sign for it where reading ends. A tool
/// button of its own, because styles put the icon first and leave its text no margin on the other side.
class FilterChip : public QToolButton {
    Q_OBJECT
public:
    explicit FilterChip(const QString& sentence, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int margin() const { return fontMetrics().height() / 3; }
};

} // namespace touchstone::ui
