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

void PhotoGathering::gather(const QString& purpose, std::vector<Ids> wanted,
                            std::function<void(std::vector<Photos>)> done) {
    const auto task = std::make_shared<Gathered>();
    task->photos.resize(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        task->photos[i].reserve(wanted[i].size());
    task->wanted = std::move(wanted);
    task->done = std::move(done);
    under_way_[purpose] = task;
    next(purpose, task);
}

/// A portion. True when that was the last of it.
bool PhotoGathering::take(Gathered& task) const {
    for (std::size_t left = portion; task.at_list < task.wanted.size();) {
        const Ids& ids = task.wanted[task.at_list];
        if (task.at == ids.size()) {
            ++task.at_list;
            task.at = 0;
            continue;
        }
        if (left == 0)
            return false;
        if (const library::PhotoEntry* photo = list_.entry(ids[task.at]))
            task.photos[task.at_list].push_back(*photo);
        ++task.at;
        --left;
    }
    return true;
}

void PhotoGathering::next(const QString& purpose, const std::shared_ptr<Gathered>& task) {
    const auto known = under_way_.find(purpose);
    if (known == under_way_.end() || known->second != task)
        return; // replaced
    if (take(*task)) {
        under_way_.erase(known); // first: who is told may ask for more, or run an event loop of its own
        task->done(std::move(task->photos));
        return;
    }
    QMetaObject::invokeMethod(
        this, [this, purpose, task] { next(purpose, task); }, Qt::QueuedConnection);
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
