// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/loupe_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/grid/marks_bar.h"
#include "ui/loupe/heat_panel.h"
#include "ui/loupe/map_tester.h"
#include "ui/loupe/measured_pane.h"
#include "ui/loupe/photo_overlays.h"
#include "ui/loupe/scales_view.h"
#include "ui/loupe/test_panel.h"
#include "ui/style/screen_profile.h"

namespace touchstone::ui {

using library::PhotoId;
using library::PhotoListModel;

LoupeView::LoupeView(library::LibrarySession& session, ThumbnailPixmaps::Source thumbnails, QWidget* parent)
    : QWidget(parent)
    , session_(session) {
    createWidgets(std::move(thumbnails));
    connectServices();
    connectPanel();
}

void LoupeView::createWidgets(ThumbnailPixmaps::Source thumbnails) {
    canvas_ = new PhotoCanvas;
    panel_ = new HeatPanel;
    panel_->hide();
    marks_ = new MarksBar;
    marks_->layout()->setContentsMargins(6, 2, 6, 2);
    filmstrip_ = new PhotoGrid(PhotoDelegate::Layout::Filmstrip, std::move(thumbnails));
    filmstrip_->setObjectName(QStringLiteral("filmstrip"));
    filmstrip_->setAccessibleName(tr("Filmstrip"));
    filmstrip_->setEdge(fontMetrics().averageCharWidth() * 14);
    filmstrip_->setModel(&session_.photos());
    filmstrip_->setFocusPolicy(Qt::NoFocus); // arrows belong to the photo; the strip follows
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    measured_ = new MeasuredPane(*canvas_);
    test_panel_ = new TestPanel;
    test_panel_->hide();
    auto* pictures = new QWidget;
    auto* beside = new QHBoxLayout(pictures);
    beside->setContentsMargins(0, 0, 0, 0);
    beside->setSpacing(0);
    beside->addWidget(canvas_, 1);
    beside->addWidget(measured_, 1);
    scales_ = new ScalesView(session_);
    stage_ = new QStackedWidget;
    stage_->addWidget(pictures);
    stage_->addWidget(scales_);
    column->addWidget(stage_, 1);
    overlays_ = new PhotoOverlays(*canvas_, this);
    overlay_words_ = new QLabel;
    overlay_words_->setObjectName(QStringLiteral("overlayWords"));
    overlay_words_->setWordWrap(true);
    overlay_words_->setMargin(4);
    overlay_words_->hide();
    column->addWidget(overlay_words_);
    column->addWidget(panel_);
    column->addWidget(test_panel_);
    column->addWidget(marks_);
    column->addWidget(filmstrip_);
    setFocusProxy(canvas_);
    busy_timer_.setSingleShot(true);
    busy_timer_.setInterval(100);
    tester_ = new MapTester(session_, *canvas_, *test_panel_, *measured_, this);
}

void LoupeView::connectServices() {
    session_.loader().setScreen(ScreenProfile::instance().space());
    connect(&ScreenProfile::instance(), &ScreenProfile::changed, this,
            [this] { session_.loader().setScreen(ScreenProfile::instance().space()); });
    connect(&session_.loader(), &library::PhotoLoader::decoded, this, &LoupeView::takeWhole);
    connect(canvas_, &PhotoCanvas::viewMoved, this, [this] { takeWhole(photo_); });
    connect(&session_.loader(), &library::PhotoLoader::loaded, this, &LoupeView::takePictures);
    connect(&session_.loader(), &library::PhotoLoader::fittedReady, this, &LoupeView::takePictures);
    connect(&session_.loader(), &library::PhotoLoader::failed, this, &LoupeView::takePictures);
    connect(canvas_, &PhotoCanvas::fitRoomChanged, this, [this](QSize room) {
        if (photo_ == library::no_photo)
            return;
        session_.loader().setFit(room);
        takePictures(photo_);
    });
    connect(&session_.explainer(), &library::ExplainService::explained, this, &LoupeView::takeExplanation);
    connect(&session_.explainer(), &library::ExplainService::failed, this,
            [this](quint64 generation, const Error& error) {
                if (generation != explain_generation_)
                    return;
                busy_timer_.stop();
                panel_->setStatus(tr("No map: %1").arg(QString::fromStdString(error.message())));
            });
    connect(&session_.photos(), &QAbstractItemModel::dataChanged, this, &LoupeView::showMarks);
    connect(&session_.photos(), &QAbstractItemModel::layoutChanged, this, &LoupeView::showMarks);
    connect(&busy_timer_, &QTimer::timeout, this, [this] { panel_->setStatus(tr("Computing the map…")); });
    connect(filmstrip_, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT
        photoChanged(index.data(PhotoListModel::IdRole).toLongLong());
    });
}

void LoupeView::connectPanel() {
    connect(overlays_, &PhotoOverlays::described, this, [this](const QString& words) {
        overlay_words_->setText(words);
        overlay_words_->setVisible(!words.isEmpty());
    });
    connect(canvas_, &PhotoCanvas::cellRead, panel_, &HeatPanel::setReadOut);
    connect(scales_, &ScalesView::cellRead, panel_, &HeatPanel::setReadOut);
    connect(panel_, &HeatPanel::scaleChosen, this, &LoupeView::showScale);
    connect(panel_, &HeatPanel::rampChosen, this, [this](HeatRamp ramp) {
        canvas_->heat().setRamp(ramp);
        mapChanged();
    });
    connect(panel_, &HeatPanel::methodChosen, this, [this](AttentionMethod method) {
        if (method == method_)
            return;
        method_ = method;
        explainAnew();
    });
    connect(panel_, &HeatPanel::smoothChosen, this, [this](bool smooth) {
        canvas_->heat().setSmooth(smooth);
        mapChanged();
    });
    connect(panel_, &HeatPanel::gridChosen, canvas_, &PhotoCanvas::setGridVisible);
    connect(panel_, &HeatPanel::opacityChosen, this, [this](double opacity) {
        canvas_->heat().setOpacity(opacity);
        canvas_->update();
        scales_->setLook(canvas_->heat());
    });
}

void LoupeView::showPhoto(PhotoId id) {
    const library::PhotoEntry* entry = session_.photos().entry(id);
    if (!entry)
        return;
    if (id == photo_) {
        takePictures(id);
        return;
    }
    photo_ = id;
    explanation_.reset();
    explain_generation_ = 0;
    showMarks();
    const QSize size(entry->pixel_size.width, entry->pixel_size.height);
    canvas_->showPhoto(entry->name, size, session_.thumbnails().image(id, 512));
    panel_->showLayer(canvas_->heat());
    tester_->showPhoto(id);
    overlays_->setPicture({});
    refreshScales();
    session_.showInLoupe(id, canvas_->fitRoom());
    takePictures(id); // a neighbour that was preloaded is shown in this very frame
    wantExplanation();
    Q_EMIT
    explanationChanged();
    const QModelIndex index = session_.photos().indexOf(id);
    filmstrip_->setCurrentIndex(index);
    if (index.isValid())
        filmstrip_->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void LoupeView::leave() {
    photo_ = library::no_photo;
    explanation_.reset();
    explain_generation_ = 0;
    busy_timer_.stop();
    session_.explainer().cancel();
    canvas_->showPhoto({}, {}, {});
    setTesting(false);
    setScalesShown(false);
    tester_->showPhoto(library::no_photo);
    overlays_->setPicture({});
    Q_EMIT
    explanationChanged();
}

void LoupeView::takePictures(PhotoId id) {
    if (id != photo_)
        return;
    library::PhotoLoader& loader = session_.loader();
    if (const auto error = loader.error(id)) {
        canvas_->showMessage(tr("This photo cannot be shown.\n%1").arg(QString::fromStdString(error->message())));
        return;
    }
    canvas_->setFull(loader.full(id));
    canvas_->setFitted(loader.onScreen(id));
    tester_->pictureChanged();
    overlays_->setPicture(loader.full(id));
    canvas_->setWarning(loader.isDamaged(id) ? tr("Damaged file: part of the picture is missing. It is not scored.")
                                             : QString());
    describe();
}

/// Whole pixels are of use before the copy that fits is there, but only to who looks at them: the photo is not shrunk
/// on this thread.
void LoupeView::takeWhole(PhotoId id) {
    if (id == photo_ && !canvas_->view().isFitted())
        canvas_->setFull(session_.loader().full(id));
}

void LoupeView::describe() {
    const QModelIndex index = session_.photos().indexOf(photo_);
    if (index.isValid())
        canvas_->setAccessibleName(index.data(PhotoListModel::DescriptionRole).toString());
    if (!canvas_->heat().isEmpty())
        canvas_->setAccessibleDescription(canvas_->heat().describe());
}

void LoupeView::showMarks() {
    const library::PhotoEntry* entry = session_.photos().entry(photo_);
    const library::Marks marks = entry ? entry->marks : library::Marks();
    if (marks == marks_->marks())
        return;
    marks_->showMarks(marks);
    describe();
}

void LoupeView::setHeatVisible(bool visible) {
    if (visible == canvas_->isHeatVisible())
        return;
    if (!visible) { // both are about the map
        setTesting(false);
        setScalesShown(false);
    }
    panel_->setVisible(visible);
    canvas_->setHeatVisible(visible);
    wantExplanation();
    Q_EMIT
    heatVisibleChanged(visible);
}

void LoupeView::cycleHeat() {
    HeatMapLayer& heat = canvas_->heat();
    if (!isHeatVisible()) {
        setHeatVisible(true);
    } else if (heat.isSigned() && heat.scaleIndex() + 1 < heat.scaleCount()) {
        stepScale(1);
    } else {
        setHeatVisible(false);
        if (heat.isSigned())
            heat.setScaleIndex(0);
    }
}

void LoupeView::wantExplanation() {
    panel_->setStatus({});
    busy_timer_.stop();
    if (!canvas_->isHeatVisible() || photo_ == library::no_photo || explanation_)
        return;
    if (session_.options().model_files.empty()) {
        panel_->setStatus(tr("No map: there is no model."));
        return;
    }
    explain_generation_ = session_.explain(photo_, method_);
    busy_timer_.start();
}

void LoupeView::takeExplanation(quint64 generation, std::shared_ptr<const library::Explanation> explanation) {
    if (generation != explain_generation_ || explanation->request.id != photo_)
        return;
    busy_timer_.stop();
    explanation_ = std::move(explanation);
    if (const auto& attention = explanation_->assessment.attention; attention && !attention->scales.empty()) {
        canvas_->heat().setAttention(*attention, explanation_->photo_size);
        panel_->setStatus({});
    } else if (const auto& breakdown = explanation_->assessment.breakdown) {
        canvas_->heat().setBreakdown(*breakdown, explanation_->assessment.scored_size, explanation_->photo_size);
        panel_->setStatus({});
    } else {
        canvas_->heat().clear();
        panel_->setStatus(tr("This model has no map to show."));
    }
    mapChanged();
    Q_EMIT
    explanationChanged();
}

void LoupeView::mapChanged() {
    canvas_->heatChanged();
    panel_->showLayer(canvas_->heat());
    tester_->mapChanged();
    refreshScales();
    describe();
    Q_EMIT
    scaleChanged(canvas_->heat().scaleIndex());
}

void LoupeView::stepScale(int step) {
    canvas_->heat().stepScale(step);
    mapChanged();
}

void LoupeView::showScale(int index) {
    canvas_->heat().setScaleIndex(index);
    setHeatVisible(true);
    mapChanged();
}

void LoupeView::stepOpacity() {
    HeatMapLayer& heat = canvas_->heat();
    heat.setOpacity(heat.opacity() < 0.45 ? 0.6 : heat.opacity() < 0.75 ? 0.9 : 0.3);
    mapChanged();
}

void LoupeView::modelChanged() {
    explainAnew();
}

/// By another model, or another way: what is known of the photo is not what is asked.
void LoupeView::explainAnew() {
    explanation_.reset();
    canvas_->heat().clear();
    canvas_->heatChanged();
    tester_->modelChanged();
    refreshScales();
    wantExplanation();
    Q_EMIT
    explanationChanged();
}

bool LoupeView::isTesting() const {
    return tester_->isActive();
}

void LoupeView::setTesting(bool testing) {
    if (testing == isTesting())
        return;
    if (testing) {
        setScalesShown(false);
        setHeatVisible(true);
    }
    test_panel_->setVisible(testing);
    panel_->setCautionShown(!testing);
    filmstrip_->setVisible(!testing); // room for the photo
    tester_->setActive(testing);
    Q_EMIT
    testingChanged(testing);
}

bool LoupeView::areScalesShown() const {
    return stage_->currentWidget() == scales_;
}

void LoupeView::setScalesShown(bool shown) {
    if (shown == areScalesShown())
        return;
    if (shown) {
        setTesting(false);
        setHeatVisible(true);
    }
    stage_->setCurrentIndex(shown ? 1 : 0);
    refreshScales();
    Q_EMIT
    scalesShownChanged(shown);
}

bool LoupeView::leaveTests() {
    const bool left = isTesting() || areScalesShown();
    setTesting(false);
    setScalesShown(false);
    return left;
}

void LoupeView::refreshScales() {
    if (areScalesShown())
        scales_->showExplanation(explanation_, canvas_->heat());
    else
        scales_->clear();
}

void LoupeView::testCell() {
    const bool onCell = canvas_->currentCell().has_value() && isHeatVisible();
    if (!onCell || !isTesting())
        setTesting(!isTesting());
    if (onCell && isTesting())
        tester_->coverCell();
}

} // namespace touchstone::ui
