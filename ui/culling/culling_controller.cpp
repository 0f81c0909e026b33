// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/culling/culling_controller.h"

#include <algorithm>

#include <QLocale>
#include <QPointer>

#include "app/culling/signature.h"
#include "app/library/scan/shot_pairs.h"
#include "ui/culling/culling_commands.h"

namespace touchstone::ui {

using culling::Candidate;
using culling::Proposal;
using culling::Proposals;
using library::Flag;
using library::PhotoId;
using library::PhotoListModel;

namespace {

/// On the reader's thread: what the photos' signatures say, and what was declined.
void complete(std::vector<Candidate>& photos, library::CatalogueReader& reader) {
    std::vector<library::ContentHash> contents;
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < photos.size(); ++at)
        if (photos[at].content) {
            contents.push_back(*photos[at].content);
            places.push_back(at);
        }
    // Without signatures only the black and white frames are not found.
    const auto known = reader.signatures(culling::signature_method, contents);
    for (std::size_t i = 0; known && i < places.size(); ++i)
        if (const auto& data = (*known)[i])
            if (const auto signature = culling::Signature::of_bytes(*data)) {
                const culling::Look look = culling::look_of(*signature);
                photos[places[i]].mean_luma = look.mean;
                photos[places[i]].contrast = look.contrast;
            }
}

} // namespace

CullingController::CullingController(library::LibrarySession& session, QUndoStack& undo, QObject* parent)
    : QObject(parent)
    , session_(session)
    , undo_(undo)
    , mailbox_(std::make_shared<library::Mailbox>(this)) {
    culling::GroupingOptions options;
    if (!session.options().cache_folder.empty())
        options.features_folder = session.options().cache_folder + "/features";
    grouping_ = std::make_unique<culling::GroupingService>(session.options().catalogue, std::move(options));
    connect(grouping_.get(), &culling::GroupingService::grouped, this,
            [this](const std::vector<library::GroupChange>& changes) {
                showGroups(changes);
                Q_EMIT
                grouped(changes);
            });
    connect(grouping_.get(), &culling::GroupingService::failed, this,
            [this](const Error& error) { session_.issues().add(library::issue_of(error)); });
    for (const auto signal : {&library::LibrarySession::photosFound, &library::LibrarySession::foldersChanged})
        connect(&session_, signal, this, [this] { grouping_->look(); });
    connect(&session_, &library::LibrarySession::opened, this, &CullingController::forget);
    show_timer_.setSingleShot(true);
    show_timer_.setInterval(0);
    connect(&show_timer_, &QTimer::timeout, this, &CullingController::show);
    // What the person marked is no question any more.
    connect(&session_, &library::LibrarySession::marksChanged, &show_timer_, qOverload<>(&QTimer::start));
}

CullingController::~CullingController() {
    mailbox_->close();
}

void CullingController::showGroups(const std::vector<library::GroupChange>& changes) {
    session_.photos().applyGroups(changes);
}

std::vector<Candidate> CullingController::candidates() const {
    const PhotoListModel& photos = session_.photos();
    const std::string& model = photos.currentModel();
    std::vector<Candidate> candidates;
    for (const PhotoId id : photos.fittingIds()) {
        const library::PhotoEntry* photo = photos.entry(id);
        Candidate candidate;
        candidate.id = id;
        candidate.group = photo->group;
        candidate.kind = photo->group_kind;
        if (const library::ScoreRecord* record = photo->score_of(model))
            candidate.score = record->score.known_value();
        candidate.sharpness = photo->sharpness;
        candidate.marks = photo->marks;
        candidate.failed = photo->state == library::PhotoState::Failed;
        candidate.paired_with = photo->paired_with;
        candidate.is_raw = library::shot_part(photo->file.path) == library::ShotPart::Raw;
        candidate.captured_ms = photo->captured_ms;
        candidate.content = photo->content;
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

void CullingController::propose(const culling::ProposalRules& rules) {
    rules_ = rules;
    working_ = ++asked_;
    culling::ScoreScale scale{0, 0, true};
    if (const ModelCard* card = session_.photos().currentCard()) {
        scale.higher_is_better = card->higher_is_better;
        if (card->range)
            std::tie(scale.low, scale.high) = *card->range;
    }
    session_.library().ask(
        [self = QPointer(this), asked = asked_, rules, scale,
         photos = std::make_shared<std::vector<Candidate>>(candidates())](
            library::CatalogueReader& reader) -> library::LibraryLoader::Answer {
            complete(*photos, reader);
            const auto declined = reader.declined();
            auto no = std::make_shared<std::unordered_set<PhotoId>>();
            if (declined)
                no->insert(declined->begin(), declined->end());
            auto made = std::make_shared<Proposals>(culling::propose(*photos, scale, rules));
            return [self, asked, made, no] {
                if (self) // in the window's thread: it is there, or gone for good
                    self->take(asked, std::move(*made), std::move(*no));
            };
        },
        [self = QPointer(this), asked = asked_] {
            if (self)
                self->take(asked, {}, {});
        });
}

void CullingController::take(quint64 asked, Proposals proposals, std::unordered_set<PhotoId> declined) {
    if (asked != asked_)
        return;
    working_ = 0;
    declined_ = std::move(declined);
    proposals_.clear();
    verdicts_.clear();
    std::vector<PhotoId> best;
    for (Proposal& proposal : proposals.marks)
        proposals_[proposal.photo] = std::move(proposal);
    for (culling::GroupVerdict& verdict : proposals.groups) {
        if (verdict.best != 0)
            best.push_back(verdict.best);
        verdicts_[verdict.group] = std::move(verdict);
    }
    session_.photos().setBest(best);
    show();
}

/// Only what is not answered: marked by the person, or declined.
std::vector<Proposal> CullingController::open() const {
    std::vector<Proposal> open;
    for (const auto& [id, proposal] : proposals_) {
        const library::PhotoEntry* photo = session_.photos().entry(id);
        if (photo && photo->marks.flag == Flag::None && photo->marks.rating == 0 && !declined_.contains(id))
            open.push_back(proposal);
    }
    std::sort(open.begin(), open.end(), [](const Proposal& a, const Proposal& b) {
        // By group, the one to keep first, the worst last.
        const auto rank = [](const Proposal& proposal) {
            return std::tuple(proposal.group, proposal.flag != Flag::Pick, proposal.margin, proposal.photo);
        };
        return rank(a) < rank(b);
    });
    return open;
}

const Proposal* CullingController::proposal(PhotoId photo) const {
    const auto found = proposals_.find(photo);
    return found == proposals_.end() || !session_.photos().proposals().contains(photo) ? nullptr : &found->second;
}

const culling::GroupVerdict* CullingController::verdict(std::int64_t group) const {
    const auto found = verdicts_.find(group);
    return found == verdicts_.end() ? nullptr : &found->second;
}

void CullingController::show() {
    if (proposals_.empty() && session_.photos().proposals().empty() && verdicts_.empty() && working_ == 0) {
        Q_EMIT
        proposalsChanged();
        return;
    }
    std::unordered_map<PhotoId, Flag> flags;
    for (const Proposal& proposal : open())
        flags.emplace(proposal.photo, proposal.flag);
    session_.photos().setProposals(std::move(flags));
    Q_EMIT
    proposalsChanged();
}

CullingController::Counts CullingController::counts() const {
    Counts counts;
    for (const auto& [id, flag] : session_.photos().proposals())
        ++(flag == Flag::Pick ? counts.picks : counts.rejects);
    for (const auto& [group, verdict] : verdicts_) {
        ++counts.groups;
        counts.kept_whole += verdict.kept_whole;
        counts.close += verdict.is_close;
        counts.unknown += !verdict.kept_whole && verdict.best == 0;
    }
    return counts;
}

QString CullingController::countsText() const {
    const Counts now = counts();
    if (now.picks + now.rejects == 0)
        return {};
    const QLocale locale;
    return tr("Proposed: %1 to pick, %2 to reject").arg(locale.toString(now.picks), locale.toString(now.rejects));
}

void CullingController::accept(const std::vector<PhotoId>& photos) {
    std::vector<GivenFlag> flags;
    for (const PhotoId id : photos)
        if (const Proposal* proposed = proposal(id))
            flags.emplace_back(id, proposed->flag);
    if (!flags.empty())
        undo_.push(
            new GiveFlags(session_, flags, tr("%Ln proposals accepted", nullptr, static_cast<int>(flags.size()))));
}

void CullingController::decline(const std::vector<PhotoId>& photos) {
    std::vector<PhotoId> declined;
    std::copy_if(photos.begin(), photos.end(), std::back_inserter(declined),
                 [this](PhotoId id) { return proposal(id) != nullptr; });
    if (!declined.empty())
        undo_.push(new DeclineProposals(*this, std::move(declined)));
}

void CullingController::setDeclined(const std::vector<PhotoId>& photos, bool declined) {
    for (const PhotoId id : photos)
        declined ? static_cast<void>(declined_.insert(id)) : static_cast<void>(declined_.erase(id));
    show();
    session_.catalogue().write(
        [photos, declined](library::CatalogueWriter& writer) { return writer.setDeclined(photos, declined); },
        [this, mailbox = mailbox_](const Result<void>& kept) {
            if (!kept)
                mailbox->post([this, error = kept.error()] {
                    Q_EMIT
                    failed(error);
                });
        });
}

void CullingController::forget() {
    ++asked_; // what is under way is not wanted
    working_ = 0;
    proposals_.clear();
    verdicts_.clear();
    declined_.clear();
    session_.photos().setProposals({});
    session_.photos().setBest({});
    Q_EMIT
    proposalsChanged();
}

void CullingController::keepThis(PhotoId best, const std::vector<PhotoId>& others) {
    std::vector<GivenFlag> flags{{best, Flag::Pick}};
    for (const PhotoId id : others)
        if (id != best)
            flags.emplace_back(id, Flag::Reject);
    const library::PhotoEntry* photo = session_.photos().entry(best);
    if (photo)
        undo_.push(new GiveFlags(
            session_, flags,
            tr("Keep %1, reject %Ln others", nullptr, static_cast<int>(flags.size()) - 1).arg(photo->name)));
}

} // namespace touchstone::ui
