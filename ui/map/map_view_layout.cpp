// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The library map: laying out, and what is said of it.
#include <algorithm>

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include "app/library/score_recipe.h"
#include "ui/map/map_view.h"

namespace touchstone::ui {

using library::PhotoId;
using projection::Likeness;

namespace {

/// So many photos are copied in one turn of the event loop.
constexpr std::size_t portion = 8000;

} // namespace

/// Of the model whose features are kept: the first regressor, which has both experts, else the last expert, as
/// ScoringRun chooses.
std::string MapView::recipe() const {
    const library::SessionOptions& options = session_.options();
    const auto& models = session_.photos().models();
    const ModelCard* source = nullptr;
    for (std::size_t at = 0; at < std::min(options.model_files.size(), models.size()); ++at) {
        if (models[at].architecture.starts_with("reiqa"))
            source = &models[at];
        if (models[at].architecture == "reiqa-regressor")
            break;
    }
    return source ? library::ScoreRecipe::of(*source, options.scorer, options.pipeline.decode.mode).key()
                  : std::string();
}

bool MapView::needsModel() const {
    return likeness() != Likeness::Appearance && recipe().empty();
}

void MapView::stop() {
    service_.cancel();
    gathering_.reset();
    to_gather_.clear();
    generation_ = 0;
}

void MapView::layOut(bool decodeMissing) {
    if (!session_.isOpen() || !entered_) {
        wanted_ = true;
        return;
    }
    stop();
    wanted_ = false;
    problem_.clear();
    decoding_ = decodeMissing;
    progress_->setValue(0);
    gathering_.emplace();
    gathering_->likeness = likeness();
    gathering_->recipe = recipe();
    gathering_->decode_missing = decodeMissing;
    to_gather_ = session_.photos().allIds();
    gathering_->photos.reserve(to_gather_.size());
    gatherPortion();
}

/// What a worker needs of each photo; copying a hundred thousand at once takes longer than a frame.
void MapView::gatherPortion() {
    if (!gathering_)
        return; // stopped meanwhile
    const std::size_t count = std::min(portion, to_gather_.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (const library::PhotoEntry* photo = session_.photos().entry(to_gather_.back()))
            gathering_->photos.push_back({photo->id, photo->file, photo->content});
        to_gather_.pop_back();
    }
    if (to_gather_.empty()) {
        generation_ = service_.request(std::move(*gathering_));
        gathering_.reset();
    } else {
        QMetaObject::invokeMethod(this, &MapView::gatherPortion, Qt::QueuedConnection);
    }
    refreshWords();
}

void MapView::takeLayout(const std::shared_ptr<const projection::Layout>& layout) {
    generation_ = 0;
    layout_ = layout;
    gone_ = 0;
    canvas_->showLayout(*layout);
    if (canvas_->current() < 0)
        canvas_->setCurrentPhoto(wanted_current_);
    refreshed_ = -1;
    refreshPoints();
}

bool MapView::isOutOfDate() const {
    return layout_ && (gone_ > 0 || session_.photos().totalCount() > static_cast<int>(layout_->asked) - gone_);
}

/// The one thing that helps against what is missing.
void MapView::act() {
    canvas_->setFocus(); // the button goes
    if (needsModel())
        Q_EMIT
    modelsWanted();
    else if (likeness() == Likeness::Appearance) layOut(true);
    else {
        session_.startScoring();
        if (session_.scoring().state() == library::ScoringService::State::Idle)
            layOut(); // all is scored: the features came after the map was made
    }
}

QString MapView::emptyMessage() const {
    if (isBeingMade())
        return tr("The map is being made…");
    if (!problem_.isEmpty())
        return problem_;
    if (!layout_)
        return session_.isScanning() ? tr("The map is made when all photos have been found.") : QString();
    if (!layout_->photos.empty())
        return {};
    if (needsModel())
        return tr("Content and quality need a Re-IQA model. What photos look like can be shown without one.");
    if (likeness() == Likeness::Appearance)
        return tr("No photo has a thumbnail yet. They are made as photos are looked at, or all of them now.");
    return tr("No photo has been looked at by the Re-IQA model yet.");
}

void MapView::refreshWords() {
    const bool busy = isBeingMade(), changed = isOutOfDate();
    progress_->setVisible(busy);
    cancel_->setVisible(busy);
    again_->setText(changed ? tr("Photos changed – lay out again") : tr("Lay out again"));
    again_->setToolTip(changed ? tr("Photos came or went since the map was made") : problem_);
    again_->setVisible(!busy && (changed || !problem_.isEmpty()));
    const bool points = !canvas_->points().isEmpty();
    canvas_->setMessage(points ? QString() : emptyMessage());
    QStringList words;
    offer_->hide();
    canvas_->setAxisTitles({}, {});
    if (layout_) {
        const QLocale locale;
        const int placed = static_cast<int>(layout_->photos.size()) - gone_;
        const int missing = static_cast<int>(layout_->missing), unusable = static_cast<int>(layout_->unusable);
        words << tr("%Ln photos on the map", nullptr, placed);
        if (missing > 0)
            words << (layout_->likeness == Likeness::Appearance
                          ? tr("%Ln photos have no thumbnail yet", nullptr, missing)
                          : tr("%Ln photos have no features yet", nullptr, missing));
        if (unusable > 0)
            words << tr("%Ln photos cannot be placed", nullptr, unusable);
        if (placed > 1 && layout_->shares[0] <= 0)
            words << tr("there is no difference between them");
        else if (placed == 1)
            words << tr("one photo alone has no neighbours");
        const auto percent = [&](double share) { return locale.toString(share * 100, 'f', share < 0.1 ? 1 : 0); };
        if (layout_->shares[0] > 0)
            //: %1 a percentage
            canvas_->setAxisTitles(tr("1st axis: %1 % of all differences").arg(percent(layout_->shares[0])),
                                   //: %1 a percentage
                                   tr("2nd axis: %1 % of all differences").arg(percent(layout_->shares[1])));
        const bool scoring = session_.scoring().state() != library::ScoringService::State::Idle;
        offer_->setText(needsModel()                         ? tr("Models…")
                        : likeness() == Likeness::Appearance ? tr("Make them now")
                                                             : tr("Score them now"));
        offer_->setVisible(!busy && missing > 0 && (likeness() == Likeness::Appearance || needsModel() || !scoring));
    }
    if (points && !problem_.isEmpty())
        words << problem_;
    words_->setText(words.join(QString::fromUtf8(" · ")));
    canvas_->setAccessibleName(words.isEmpty() ? tr("Library map") : tr("Library map: %1").arg(words_->text()));
}

QString MapView::words() const {
    return words_->text();
}

} // namespace touchstone::ui
