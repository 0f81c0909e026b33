// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/map_tester.h"

#include <cmath>

#include <QLocale>

#include "app/inspection/cells.h"
#include "ui/loupe/measured_pane.h"
#include "ui/loupe/score_words.h"
#include "ui/loupe/signed_map.h"
#include "ui/loupe/test_panel.h"

namespace touchstone::ui {

using imaging::EditKind;
using imaging::PixelRect;
using inspection::ProbeAnswer;
using inspection::ProbeService;

namespace {

QRectF rectOf(const PixelRect& rect) {
    return QRectF(rect.x, rect.y, rect.width, rect.height);
}

} // namespace

MapTester::MapTester(library::LibrarySession& session, PhotoCanvas& canvas, TestPanel& panel, MeasuredPane& measured,
                     QObject* parent)
    : QObject(parent)
    , session_(session)
    , canvas_(canvas)
    , panel_(panel)
    , pane_(measured)
    , regions_(session.inference(), session.options().pipeline.decode)
    , sweep_(session.inference(), session.options().pipeline.decode) {
    connectPanel();
    connect(&pane_, &MeasuredPane::cellRead, &panel_, &TestPanel::setMeasuredReadOut);
    connect(&canvas_, &PhotoCanvas::regionChosen, this, &MapTester::chooseRegion);
    connect(&regions_, &ProbeService::finished, this,
            [this](quint64, const std::shared_ptr<const ProbeAnswer>& answer) { takeAnswer(*answer); });
    connect(&regions_, &ProbeService::failed, this, [this](quint64, const Error& error) {
        panel_.setResult(tr("Not scored: %1").arg(QString::fromStdString(error.message())));
    });
    connect(&sweep_, &ProbeService::progressed, this, [this](quint64, int done, int total, double left) {
        --done, --total; // the photo itself is no cell
        panel_.setSweepProgress(done, total);
        //: %1 cells done, %2 all cells, %3 "about 20 s left" or nothing
        refreshSweepText(
            tr("%1 of %2 cells  %3").arg(QLocale().toString(done), QLocale().toString(total), timeLeftWords(left)));
    });
    connect(&sweep_, &ProbeService::finished, this,
            [this](quint64, const std::shared_ptr<const ProbeAnswer>& answer) { takeSweep(*answer); });
    connect(&sweep_, &ProbeService::failed, this, [this](quint64, const Error& error) {
        endSweep();
        refreshSweepText(tr("The sweep ended early: %1").arg(QString::fromStdString(error.message())));
    });
}

MapTester::~MapTester() = default;

void MapTester::connectPanel() {
    connect(&panel_, &TestPanel::topCellsWanted, this, &MapTester::chooseTopCells);
    connect(&panel_, &TestPanel::editWanted, this, &MapTester::edit);
    connect(&panel_, &TestPanel::startAgainWanted, this, &MapTester::startAgain);
    connect(&panel_, &TestPanel::alteredToggled, this, &MapTester::showAltered);
    connect(&panel_, &TestPanel::sweepWanted, this, &MapTester::startSweep);
    connect(&panel_, &TestPanel::sweepCancelled, this, [this] {
        sweep_.cancel();
        endSweep();
        refreshSweepText(tr("The sweep was cancelled."));
    });
}

void MapTester::setActive(bool active) {
    if (active == active_)
        return;
    active_ = active;
    canvas_.setSelecting(active);
    if (active) {
        mapChanged();
        return;
    }
    showPhoto(photo_);
}

void MapTester::showPhoto(library::PhotoId id) {
    photo_ = id;
    regions_.forget();
    sweep_.forget();
    endSweep();
    hideMeasured();
    swept_ = {};
    startAgain();
    mapChanged();
}

void MapTester::hideMeasured() {
    measured_.reset();
    pane_.hide();
    panel_.setMeasuredScale(std::nullopt);
}

void MapTester::modelChanged() {
    showPhoto(photo_); // what another model said is not what is asked now
}

void MapTester::pictureChanged() {
    if (pane_.isVisible())
        pane_.setPicture(session_.loader().full(photo_));
}

void MapTester::mapChanged() {
    const bool known = active_ && !canvas_.heat().isEmpty() && photo_ != library::no_photo;
    panel_.setCellsKnown(known && !sweep_.isBusy());
    if (sweep_.isBusy())
        return;
    if (!measured_)
        refreshSweepText();
    else if (known && canvas_.heat().map().scale == swept_.scale)
        refreshSweepText(measured_words_);
    else
        //: %1 scale ("224 px")
        refreshSweepText(tr("The map on the right was measured for the cells of %1.").arg(scaleTitle(swept_.scale)));
}

void MapTester::refreshSweepText(const QString& words) {
    const HeatMapLayer& heat = canvas_.heat();
    const int cells = heat.isEmpty() ? 0 : static_cast<int>(heat.map().weights.size());
    panel_.setSweepText(cells == 0 ? tr("Sweep all cells")
                                   //: %n number of cells, %1 scale ("224 px")
                                   : tr("Sweep all %Ln cells of %1", nullptr, cells).arg(scaleTitle(heat.map().scale)),
                        words);
}

void MapTester::choose(std::vector<PixelRect> rects, const QString& words) {
    chosen_ = std::move(rects);
    std::vector<QRectF> shown;
    for (const PixelRect& rect : chosen_)
        shown.push_back(rectOf(rect));
    canvas_.setSelection(std::move(shown));
    panel_.setRegion(words);
}

void MapTester::chooseRegion(const QRectF& picture) {
    if (!active_)
        return;
    const int left = static_cast<int>(std::lround(picture.left())), top = static_cast<int>(std::lround(picture.top()));
    const PixelRect rect{left, top, std::max(1, static_cast<int>(std::lround(picture.right())) - left),
                         std::max(1, static_cast<int>(std::lround(picture.bottom())) - top)};
    choose({rect},
           //: %1 width, %2 height in pixels
           tr("Chosen: %1 × %2 pixels").arg(QLocale().toString(rect.width), QLocale().toString(rect.height)));
}

void MapTester::chooseTopCells(int count) {
    const HeatMapLayer& heat = canvas_.heat();
    if (heat.isEmpty())
        return;
    auto cells = inspection::top_cells(heat.map(), count, heat.photo());
    const int found = static_cast<int>(cells.size());
    //: %1 scale ("224 px")
    choose(std::move(cells), tr("Chosen: %Ln cells of %1", nullptr, found).arg(scaleTitle(heat.map().scale)));
}

bool MapTester::coverCell() {
    const auto cell = canvas_.currentCell();
    if (!cell || canvas_.heat().isEmpty() || !canvas_.isHeatVisible())
        return false;
    chooseRegion(canvas_.heat().cellRect(*cell));
    edit(EditKind::Cover);
    return true;
}

inspection::Probe MapTester::probe() const {
    inspection::Probe probe;
    probe.id = photo_;
    if (const library::PhotoEntry* entry = session_.photos().entry(photo_))
        probe.file = entry->file;
    return probe;
}

void MapTester::edit(EditKind kind) {
    if (chosen_.empty() || !session_.photos().entry(photo_))
        return;
    if (session_.options().model_files.empty()) {
        panel_.setResult(tr("There is no model to ask."));
        return;
    }
    edits_.push_back({kind, chosen_});
    inspection::Probe wanted = probe();
    wanted.alterations = {inspection::edited(edits_)};
    wanted.keep_picture = true;
    regions_.start(std::move(wanted));
    panel_.setResult(tr("Scoring the changed copy…"));
}

void MapTester::startAgain() {
    regions_.cancel();
    edits_.clear();
    altered_ = {};
    canvas_.setAltered({});
    choose({}, {});
    panel_.setResult({});
    panel_.setAlteredKnown(false);
}

void MapTester::takeAnswer(const ProbeAnswer& answer) {
    QStringList lines;
    for (const inspection::ProbedModel& model : answer.models)
        //: %1 model, %2 "71.3 → 64.0 (−7.3)"
        lines << tr("%1: %2").arg(
            QString::fromStdString(model.card.title),
            beforeAfterWords(model.card, model.original,
                             model.altered.empty() ? std::optional<double>() : model.altered.front()));
    panel_.setResult(lines.join(QLatin1Char('\n')));
    altered_ = answer.picture;
    panel_.setAlteredKnown(true);
    showAltered();
}

void MapTester::showAltered() {
    canvas_.setAltered(panel_.isAlteredShown() ? altered_ : QImage());
}

void MapTester::startSweep() {
    const HeatMapLayer& heat = canvas_.heat();
    if (heat.isEmpty() || !session_.photos().entry(photo_))
        return;
    swept_ = heat.map();
    swept_signed_ = heat.isSigned();
    hideMeasured();
    inspection::Probe wanted = probe();
    wanted.model = session_.photos().explainedModel();
    wanted.alterations = inspection::covered_one_by_one(inspection::all_cells(swept_, heat.photo()));
    const int total = static_cast<int>(wanted.alterations.size());
    sweep_.start(std::move(wanted));
    panel_.setSweepProgress(0, total);
    mapChanged();
    refreshSweepText(tr("Covering one cell after the other…"));
}

void MapTester::endSweep() {
    panel_.setSweepProgress(0, 0);
    mapChanged();
}

void MapTester::takeSweep(const ProbeAnswer& answer) {
    endSweep();
    const library::PhotoEntry* entry = session_.photos().entry(photo_);
    measured_ = answer.models.empty() ? std::nullopt : inspection::sensitivity(swept_, answer.models.front());
    if (!measured_ || !entry) {
        refreshSweepText(tr("This model gives no score, so there is nothing to measure."));
        return;
    }
    const auto agreed = inspection::agreement(swept_, swept_signed_, *measured_);
    const QString words =
        agreed ? tr("Measured, %1: how far the score falls without each cell. Rank correlation with the map on the "
                    "left: %2 (1 = the same order, 0 = none).")
                     .arg(scaleTitle(swept_.scale), pointsText(*agreed, 2))
               : tr("Measured, %1: how far the score falls without each cell. There are too few different values for "
                    "a rank correlation.")
                     .arg(scaleTitle(swept_.scale));
    pane_.showMap(*measured_, answer.photo_size, entry->name, session_.thumbnails().image(photo_, 512), words);
    pictureChanged();
    panel_.setMeasuredScale(pane_.canvas().heat().range());
    measured_words_ = words;
    refreshSweepText(words);
}

} // namespace touchstone::ui
