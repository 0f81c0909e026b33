// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QModelIndex>
#include <QObject>

#include "ui/window/main_window.h"

namespace touchstone::ui {

/// Says on stdout, a word a line, how far the start of the program is: "painted" when the window has been painted,
/// "listed" when photos were among it, "usable" when a key has moved the current photo and that was painted too. The
/// key is its own. For tests/bench/bench_start and tests that wait for the first paint. GUI thread.
class StartReport : public QObject {
    Q_OBJECT
public:
    StartReport(MainWindow& window, QObject* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Step { Nothing, Painted, Listed, Usable };
    void afterPaint();
    void say(Step step, const char* word);

    MainWindow& window_;
    Step step_ = Step::Nothing;
    QPersistentModelIndex before_key_;
};

} // namespace touchstone::ui
