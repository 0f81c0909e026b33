// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QObject>
#include <QPointer>

#include "ui/loupe/photo_canvas.h"

namespace touchstone::ui {

/// Keeps the views of several canvases in step: what is zoomed or panned in one is in all, at the same relative place
/// and the same zoom. The canvases do not know it, nor each other; one that is gone is forgotten. GUI thread.
class ViewSynchroniser : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void add(PhotoCanvas* canvas);
    void remove(PhotoCanvas* canvas);
    /// Unlocked, each canvas moves alone; locking again brings all to the view of the one that moved last.
    void setLocked(bool locked);
    bool isLocked() const { return locked_; }
    /// The others take this one's view.
    void follow(PhotoCanvas* leader);

private:
    std::vector<QPointer<PhotoCanvas>> canvases_;
    QPointer<PhotoCanvas> last_moved_;
    bool locked_ = true;
    bool moving_ = false;
};

} // namespace touchstone::ui
