// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/view_synchroniser.h"

#include <algorithm>
#include <utility>

namespace touchstone::ui {

void ViewSynchroniser::add(PhotoCanvas* canvas) {
    canvases_.emplace_back(canvas);
    connect(canvas, &PhotoCanvas::viewMoved, this, [this, canvas] {
        last_moved_ = canvas;
        if (locked_)
            follow(canvas);
    });
}

void ViewSynchroniser::remove(PhotoCanvas* canvas) {
    canvas->disconnect(this);
    std::erase_if(canvases_, [canvas](const QPointer<PhotoCanvas>& other) { return !other || other == canvas; });
}

void ViewSynchroniser::setLocked(bool locked) {
    locked_ = locked;
    if (locked && last_moved_)
        follow(last_moved_);
}

void ViewSynchroniser::follow(PhotoCanvas* leader) {
    if (std::exchange(moving_, true))
        return;
    for (const QPointer<PhotoCanvas>& canvas : canvases_)
        if (canvas && canvas != leader)
            canvas->matchView(leader->view());
    moving_ = false;
}

} // namespace touchstone::ui
