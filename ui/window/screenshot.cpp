// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/screenshot.h"

#include <QPixmap>

#include "ui/loupe/loupe_view.h"
#include "ui/loupe/map_tester.h"
#include "ui/map/map_view.h"

namespace touchstone::ui {
namespace {

constexpr int kLookEveryMs = 50;
constexpr int kQuietLooks = 6; // gathered updates come within 80 ms; this is well after them
constexpr int kMostLooks = 2 * 60 * 1000 / kLookEveryMs;

} // namespace

Screenshot::Screenshot(MainWindow& window, ScreenshotPlan plan, QObject* parent)
    : QObject(parent)
    , window_(window)
    , plan_(std::move(plan)) {
    connect(&timer_, &QTimer::timeout, this, &Screenshot::look);
    timer_.start(kLookEveryMs);
}

bool Screenshot::isAtRest() const {
    library::LibrarySession& session = window_.session();
    const bool busy = session.isScanning() || session.scoring().state() != library::ScoringService::State::Idle ||
                      session.thumbnails().pendingCount() > 0 || session.explainer().isBusy() ||
                      session.loader().pendingCount() > 0 || window_.loupe().mapTester().isBusy() ||
                      window_.mapView().isBusy() || window_.grid().pixmaps().pendingCount() > 0 ||
                      window_.loupe().filmstrip().pixmaps().pendingCount() > 0;
    return !busy;
}

void Screenshot::look() {
    quiet_looks_ = isAtRest() ? quiet_looks_ + 1 : 0;
    const bool late = ++looks_ > kMostLooks;
    if (quiet_looks_ < kQuietLooks && !late)
        return;
    quiet_looks_ = 0;
    library::PhotoListModel& photos = window_.session().photos();
    if (!arranged_ && !late && photos.shownCount() > 0) {
        arranged_ = true;
        const int row = std::clamp(plan_.photo, 0, photos.shownCount() - 1);
        window_.grid().setCurrentIndex(photos.index(row, 0));
        if (plan_.loupe) {
            window_.showLoupe(photos.idAt(row));
            if (plan_.heat_map)
                window_.loupe().showScale(plan_.scale);
        }
        return; // and rests again
    }
    if (plan_.then && !then_done_ && !late) {
        then_done_ = true;
        plan_.then(window_);
        return;
    }
    timer_.stop();
    if (plan_.loupe && plan_.heat_map)
        window_.loupe().showScale(plan_.scale);
    Q_EMIT
    finished(!late && window_.grab().save(plan_.file, "PNG"));
}

} // namespace touchstone::ui
