// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include <QObject>
#include <QString>

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
    /// portion, else later. Photos that go meanwhile are left out. What is gathered for other purposes goes on beside
    /// it; what is still being gathered for the same `purpose` is replaced: who asks twice wants the later answer.
    void gather(const QString& purpose, std::vector<Ids> wanted, std::function<void(std::vector<Photos>)> done);
    bool isBusy() const { return !under_way_.empty(); }

    /// Frees photos on a thread of low priority that all windows share (named "freeing"; ended with the program): a
    /// hundred thousand take longer than a frame.
    static void freeInBackground(Photos photos);
    /// Whoever lets go of them last does not free them, but has them freed in the background.
    static std::shared_ptr<const Photos> shared(Photos photos);

private:
    struct Gathered {
        std::vector<Ids> wanted;
        std::vector<Photos> photos;
        std::size_t at_list = 0, at = 0; ///< the next id
        std::function<void(std::vector<Photos>)> done;
    };
    bool take(Gathered& task) const;
    void next(const QString& purpose, const std::shared_ptr<Gathered>& task);

    const library::PhotoListModel& list_;
    std::map<QString, std::shared_ptr<Gathered>> under_way_; ///< by purpose
};

} // namespace touchstone::ui
