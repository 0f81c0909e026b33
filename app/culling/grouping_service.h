// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include <QObject>

#include "app/culling/grouping_run.h"

class QThread;

namespace touchstone::culling {

/// Keeps the library's groups true in the background. Lives in the GUI thread; GroupingRun works on a thread of its own
/// (named "grouping", of low priority), which ends in the destructor: at the next photo, then a wait of at most 5 s.
class GroupingService : public QObject {
    Q_OBJECT
public:
    struct Pace {
        std::chrono::milliseconds quiet{1'500}; ///< nothing new for so long, before it is looked again
        int rest = 10; ///< times as long as a run took, before the next one: facts of a large library come for minutes
    };

    explicit GroupingService(std::shared_ptr<library::Catalogue> catalogue, GroupingOptions options = {},
                             QObject* parent = nullptr);
    GroupingService(std::shared_ptr<library::Catalogue> catalogue, GroupingOptions options, Pace pace,
                    QObject* parent = nullptr);
    ~GroupingService() override;

    /// Photos came, went or became known better. Gathered; a run that is under way is followed by another one.
    void look();
    bool isBusy() const { return busy_; } ///< asked for, or running

Q_SIGNALS:
    void grouped(const std::vector<touchstone::library::GroupChange>& changes); ///< never empty
    void finished();                                                            ///< nothing is asked for any more
    void failed(const touchstone::Error& error);

private:
    struct State;
    void take(quint64 asked, const Result<GroupingRun::Outcome>& outcome);

    std::shared_ptr<State> state_; ///< shared with the thread
    QThread* thread_ = nullptr;
    quint64 asked_ = 0;
    bool busy_ = false;
};

} // namespace touchstone::culling
