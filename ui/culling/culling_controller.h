// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <QObject>
#include <QTimer>
#include <QUndoStack>

#include "app/culling/grouping_service.h"
#include "app/culling/proposals.h"
#include "app/library/library_session.h"

namespace touchstone::ui {

/// Groups and proposals of one window: has the library grouped in the background, asks for proposals, shows them in the
/// list, and does what the person says to them, through the window's undo stack. GUI thread; session and stack must
/// outlive it.
class CullingController : public QObject {
    Q_OBJECT
public:
    CullingController(library::LibrarySession& session, QUndoStack& undo, QObject* parent = nullptr);
    ~CullingController() override;

    culling::GroupingService& grouping() { return *grouping_; }
    /// Another window's service wrote these.
    void showGroups(const std::vector<library::GroupChange>& changes);

    /// Proposals about the photos that fit the filter, by the scores of the current model. Answered by
    /// proposalsChanged(); a newer call replaces an older one.
    void propose(const culling::ProposalRules& rules);
    bool isWorking() const { return working_ != 0; }
    const culling::ProposalRules& rules() const { return rules_; }
    /// What is proposed and not answered yet, by photo.
    std::vector<culling::Proposal> open() const;
    const culling::Proposal* proposal(library::PhotoId photo) const; ///< null when nothing is proposed
    const culling::GroupVerdict* verdict(std::int64_t group) const;  ///< of the latest proposals

    struct Counts {
        int picks = 0, rejects = 0;
        int groups = 0, close = 0, kept_whole = 0, unknown = 0;
    };
    Counts counts() const;
    QString countsText() const; ///< "Proposed: 12 to pick, 30 to reject"; empty when nothing is

    /// Each one step of undo. Photos that nothing is proposed about are passed over.
    void accept(const std::vector<library::PhotoId>& photos);
    void decline(const std::vector<library::PhotoId>& photos);
    void forget(); ///< shows no proposals any more; nothing is marked or remembered
    /// One picked, the others rejected: one step of undo.
    void keepThis(library::PhotoId best, const std::vector<library::PhotoId>& others);
    /// Remembered in the library; shown at once. For DeclineProposals.
    void setDeclined(const std::vector<library::PhotoId>& photos, bool declined);

Q_SIGNALS:
    void grouped(const std::vector<touchstone::library::GroupChange>& changes); ///< by this window's service
    void proposalsChanged();
    void failed(const touchstone::Error& error); ///< what was declined could not be kept

private:
    std::vector<culling::Candidate> candidates() const;
    void take(quint64 asked, culling::Proposals proposals, std::unordered_set<library::PhotoId> declined);
    void show();

    library::LibrarySession& session_;
    QUndoStack& undo_;
    std::unique_ptr<culling::GroupingService> grouping_;
    std::shared_ptr<library::Mailbox> mailbox_;
    culling::ProposalRules rules_;
    quint64 asked_ = 0, working_ = 0;
    std::unordered_map<library::PhotoId, culling::Proposal> proposals_;
    std::unordered_map<std::int64_t, culling::GroupVerdict> verdicts_;
    std::unordered_set<library::PhotoId> declined_;
    QTimer show_timer_; ///< marks change in bulk
};

} // namespace touchstone::ui
