// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QObject>

#include "app/library/photo_list_model.h"

namespace touchstone::ui {

/// Copies photos out of the list for what works on them in the background, so many in a turn of the event loop: copying
/// a hundred thousand at once takes longer than ten frames. GUI thread; the list must outlive it.
class PhotoGathering : public QObject {
    Q_OBJECT
public:
    using Ids = std::vector<library::PhotoId>;
    using Photos = std::vector<library::PhotoEntry>;
    static constexpr std::size_t portion = 4000;

    explicit PhotoGathering(const library::PhotoListModel& list, QObject* parent = nullptr);

    /// Calls `done` with one list of photos for each list of ids: before it returns when they are no more than a
    /// portion, else later. Photos that go meanwhile are left out. Replaces what is still being gathered.
    void gather(std::vector<Ids> wanted, std::function<void(std::vector<Photos>)> done);
    bool isBusy() const { return static_cast<bool>(done_); }

    /// Frees photos on a thread of low priority that all windows share (named "freeing"; ended with the program): a
    /// hundred thousand take longer than a frame.
    static void freeInBackground(Photos photos);
    /// Whoever lets go of them last does not free them, but has them freed in the background.
    static std::shared_ptr<const Photos> shared(Photos photos);

private:
    void next();

    const library::PhotoListModel& list_;
    std::vector<Ids> wanted_;
    std::vector<Photos> photos_;
    std::size_t at_list_ = 0, at_ = 0; ///< the next id
    quint64 generation_ = 0;
    std::function<void(std::vector<Photos>)> done_;
};

} // namespace touchstone::ui
