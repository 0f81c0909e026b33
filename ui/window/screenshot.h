// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>

#include <QObject>
#include <QString>
#include <QTimer>

#include "ui/window/main_window.h"

namespace touchstone::ui {

/// What the pictures of the documentation show.
struct ScreenshotPlan {
    QString file;          ///< PNG to write
    bool loupe = false;    ///< else the grid
    bool heat_map = false; ///< in the loupe
    int scale = 0;         ///< which map: 0 = native, …
    int photo = 0;         ///< row of the photo that is current
    /// More to do once that is there; the window comes to rest again after it. May be empty.
    std::function<void(MainWindow&)> then;
};

/// Waits until the window has nothing left to do (scan, scores, thumbnails, map), writes a PNG of it and reports. Owned
/// by its parent; GUI thread. Gives up after two minutes of no rest.
class Screenshot : public QObject {
    Q_OBJECT
public:
    Screenshot(MainWindow& window, ScreenshotPlan plan, QObject* parent = nullptr);

Q_SIGNALS:
    void finished(bool written);

private:
    void look();
    bool isAtRest() const;

    MainWindow& window_;
    ScreenshotPlan plan_;
    QTimer timer_;
    int looks_ = 0, quiet_looks_ = 0;
    bool arranged_ = false, then_done_ = false;
};

} // namespace touchstone::ui
