// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QWidget>

#include "app/library/library_session.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace touchstone::ui {

/// Right end of the status bar: "Scoring 1,204 of 4,020 · 8.3/s · 5 min left", a bar, pause and cancel. Hidden when
/// nothing runs. GUI thread; the session must outlive it.
class ScoringStatus : public QWidget {
    Q_OBJECT
public:
    explicit ScoringStatus(library::LibrarySession& session, QAction* pause, QAction* cancel,
                           QWidget* parent = nullptr);

    QString text() const;

private:
    void refresh();

    library::LibrarySession& session_;
    QLabel* words_;
    QProgressBar* bar_;
};

} // namespace touchstone::ui
