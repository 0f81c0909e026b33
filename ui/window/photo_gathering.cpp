// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/photo_gathering.h"

#include <utility>

#include <QThreadPool>

#include "app/library/mailbox.h"

namespace touchstone::ui {

PhotoGathering::PhotoGathering(const library::PhotoListModel& list, QObject* parent)
    : QObject(parent)
    , list_(list) {}

void PhotoGathering::gather(std::vector<Ids> wanted, std::function<void(std::vector<Photos>)> done) {
    ++generation_;
    wanted_ = std::move(wanted);
    photos_.assign(wanted_.size(), {});
    for (std::size_t i = 0; i < wanted_.size(); ++i)
        photos_[i].reserve(wanted_[i].size());
    at_list_ = at_ = 0;
    done_ = std::move(done);
    next();
}

void PhotoGathering::next() {
    for (std::size_t left = portion; left > 0 && at_list_ < wanted_.size();) {
        if (at_ == wanted_[at_list_].size()) {
            ++at_list_;
            at_ = 0;
            continue;
        }
        if (const library::PhotoEntry* photo = list_.entry(wanted_[at_list_][at_]))
            photos_[at_list_].push_back(*photo);
        ++at_;
        --left;
    }
    while (at_list_ < wanted_.size() && at_ == wanted_[at_list_].size()) {
        ++at_list_;
        at_ = 0;
    }
    if (at_list_ == wanted_.size()) {
        wanted_.clear();
        std::exchange(done_, {})(std::exchange(photos_, {}));
        return;
    }
    const auto go_on = [this, generation = generation_] {
        if (generation == generation_)
            next();
    };
    QMetaObject::invokeMethod(this, go_on, Qt::QueuedConnection);
}

void PhotoGathering::freeInBackground(Photos photos) {
    static QThreadPool pool;
    static const bool ready = [] {
        pool.setMaxThreadCount(1);
        pool.setThreadPriority(QThread::LowPriority);
        pool.setObjectName(QStringLiteral("freeing"));
        return true;
    }();
    static_cast<void>(ready);
    library::start_call(pool, [last = std::make_shared<Photos>(std::move(photos))] { Photos().swap(*last); });
}

std::shared_ptr<const PhotoGathering::Photos> PhotoGathering::shared(Photos photos) {
    return {new Photos(std::move(photos)), [](Photos* last) {
                freeInBackground(std::move(*last));
                delete last;
            }};
}

} // namespace touchstone::ui
