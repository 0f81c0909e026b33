// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/start_report.h"

#include <cstdio>

#include <QApplication>
#include <QEvent>
#include <QKeyEvent>

namespace touchstone::ui {

StartReport::StartReport(MainWindow& window, QObject* parent)
    : QObject(parent)
    , window_(window) {
    window_.installEventFilter(this);
    window_.grid().viewport()->installEventFilter(this);
}

bool StartReport::eventFilter(QObject* watched, QEvent* event) {
    // Queued: the filter sees the event before the widget does.
    if (event->type() == QEvent::Paint)
        QMetaObject::invokeMethod(this, &StartReport::afterPaint, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void StartReport::afterPaint() {
    if (step_ == Step::Nothing)
        say(Step::Painted, "painted");
    PhotoGrid& grid = window_.grid();
    const QModelIndex current = grid.currentIndex();
    if (step_ == Step::Painted && grid.isVisible() && window_.session().photos().shownCount() > 1) {
        say(Step::Listed, "listed");
        before_key_ = current;
        QWidget* const target = window_.focusWidget() ? window_.focusWidget() : &grid;
        for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease})
            QApplication::postEvent(target, new QKeyEvent(type, Qt::Key_Right, Qt::NoModifier));
    } else if (step_ == Step::Listed && current.isValid() && current != before_key_) {
        say(Step::Usable, "usable");
    }
}

void StartReport::say(Step step, const char* word) {
    step_ = step;
    std::puts(word);
    std::fflush(stdout);
}

} // namespace touchstone::ui
