// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/map/map_view.h"

#include <algorithm>
#include <array>

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/appearance.h"
#include "ui/style/flow_layout.h"

namespace touchstone::ui {

using library::PhotoId;
using library::PhotoListModel;
using projection::Likeness;

namespace {

/// So many points are taken over in one turn of the event loop: two milliseconds or so.
constexpr int portion = 8000;
constexpr qint64 card_bytes = qint64{4} << 20;
constexpr int features_written_ms = 500; ///< BlobStore writes what came in 200 ms
constexpr int gathering_ms = 60;         ///< changes of the list come in swarms while photos are scored
constexpr std::array ramps{Ramp::Cividis, Ramp::Viridis, Ramp::Grey};

projection::LayoutPlaces placesOf(const library::SessionOptions& options) {
    projection::LayoutPlaces places;
    if (!options.cache_folder.empty())
        places.features = options.cache_folder + "/features";
    places.thumbnails = options.thumbnails.cache_folder;
    places.thumbnail_bytes = options.thumbnails.disk_bytes;
    return places;
}

QString likenessName(Likeness likeness) {
    return likeness == Likeness::Content   ? QStringLiteral("content")
           : likeness == Likeness::Quality ? QStringLiteral("quality")
                                           : QStringLiteral("appearance");
}

} // namespace

MapView::MapView(library::LibrarySession& session, QItemSelectionModel& selection, ThumbnailPixmaps::Source thumbnails,
                 QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , selection_(selection)
    , service_(placesOf(session.options()))
    , pixmaps_(std::move(thumbnails), card_bytes) {
    setObjectName(QStringLiteral("map"));
    canvas_ = new MapCanvas([this](PhotoId photo, QSize box) { return describe(photo, box); });
    connect(&pixmaps_, &ThumbnailPixmaps::ready, canvas_, qOverload<>(&QWidget::update));
    connect(&pixmaps_, &ThumbnailPixmaps::profileChanged, canvas_, qOverload<>(&QWidget::update));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    createBar();
    column->addWidget(canvas_, 1);
    createFoot();
    const QString kept = QSettings().value(QStringLiteral("map/likeness")).toString();
    for (const Likeness one : {Likeness::Content, Likeness::Quality})
        if (kept == likenessName(one))
            likeness_->setCurrentIndex(static_cast<int>(one));
    connect(canvas_, &MapCanvas::openWanted, this, &MapView::openWanted);
    connect(canvas_, &MapCanvas::currentChanged, this, &MapView::currentChanged);
    connect(canvas_, &MapCanvas::pointedAtPhoto, this, &MapView::pointedAtPhoto);
    connect(canvas_, &MapCanvas::chosen, this, &MapView::choose);
    refresh_timer_.setSingleShot(true);
    refresh_timer_.setInterval(gathering_ms);
    connect(&refresh_timer_, &QTimer::timeout, this, &MapView::refreshPoints);
    features_timer_.setSingleShot(true);
    features_timer_.setInterval(features_written_ms);
    connect(&features_timer_, &QTimer::timeout, this, [this] {
        if (isBeingMade() || (layout_ && layout_->missing > 0))
            layOut();
    });
    connect(&service_, &projection::LayoutService::progress, this,
            [this](double part) { progress_->setValue(static_cast<int>(part * 1000)); });
    connect(&service_, &projection::LayoutService::finished, this,
            [this](quint64 generation, const std::shared_ptr<const projection::Layout>& layout) {
                if (generation == generation_)
                    takeLayout(layout);
            });
    connect(&service_, &projection::LayoutService::failed, this, [this](quint64, const Error& error) {
        generation_ = 0;
        problem_ = QString::fromStdString(error.message());
        refreshWords();
    });
    connectList();
    refreshColours();
    refreshWords();
}

MapView::~MapView() = default;

void MapView::createBar() {
    auto* bar = new QWidget;
    auto* row = new FlowLayout(bar);
    row->setContentsMargins(6, 2, 6, 2);
    auto* label = new QLabel(tr("Near each other:"));
    likeness_ = new QComboBox;
    likeness_->setObjectName(QStringLiteral("mapLikeness"));
    likeness_->setAccessibleName(tr("What lies near each other"));
    likeness_->addItem(tr("what looks alike (colours, coarse shapes)"));
    likeness_->addItem(tr("alike content (Re-IQA)"));
    likeness_->addItem(tr("alike quality (Re-IQA)"));
    likeness_->setToolTip(
        tr("Appearance is measured on the thumbnails, without any model: which colours lie where, and "
           "where edges run. It does not know what a photo shows. Content and quality are features "
           "of a Re-IQA model."));
    label->setBuddy(likeness_);
    connect(likeness_, &QComboBox::currentIndexChanged, this, [this] {
        QSettings().setValue(QStringLiteral("map/likeness"), likenessName(likeness()));
        layOut();
    });
    ramp_ = new QComboBox;
    ramp_->setObjectName(QStringLiteral("mapRamp"));
    ramp_->setAccessibleName(tr("Colours of the scores"));
    ramp_->setToolTip(ramp_->accessibleName());
    for (const QString& name : {tr("Cividis"), tr("Viridis"), tr("Grey")})
        ramp_->addItem(name);
    connect(ramp_, &QComboBox::currentIndexChanged, this, &MapView::refreshColours);
    const auto button = [&](const char* name, const QString& text, const QString& tip) {
        auto* made = new QToolButton;
        made->setObjectName(QLatin1String(name));
        made->setText(text);
        made->setToolTip(tip);
        made->setAutoRaise(true);
        return made;
    };
    lasso_ = button("mapLasso", tr("Lasso"),
                    tr("Dragging draws an outline, and chooses the photos in it. Shift adds to what is chosen, Ctrl "
                       "takes away; with these keys it works without this button, too."));
    lasso_->setCheckable(true);
    emphasiseWhenChecked(lasso_);
    connect(lasso_, &QToolButton::toggled, canvas_, &MapCanvas::setLassoMode);
    connect(canvas_, &MapCanvas::lassoModeChanged, lasso_, &QToolButton::setChecked);
    fit_ = button("mapFit", tr("Whole map"), tr("Shows the whole map (Home)"));
    connect(fit_, &QToolButton::clicked, canvas_, &MapCanvas::fit);
    again_ = button("mapAgain", {}, {}); // refreshWords() says what for
    connect(again_, &QToolButton::clicked, this, [this] { layOut(); });
    legend_ = new ScoreLegend;
    for (QWidget* widget : std::initializer_list<QWidget*>{label, likeness_, lasso_, fit_, again_, ramp_, legend_})
        row->addWidget(widget);
    layout()->addWidget(bar);
}

void MapView::createFoot() {
    auto* foot = new QWidget;
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(6, 2, 6, 2);
    words_ = new QLabel;
    words_->setObjectName(QStringLiteral("mapWords"));
    words_->setTextFormat(Qt::PlainText);
    words_->setWordWrap(true);
    offer_ = new QPushButton;
    offer_->setObjectName(QStringLiteral("mapOffer"));
    connect(offer_, &QPushButton::clicked, this, &MapView::act);
    progress_ = new QProgressBar;
    progress_->setObjectName(QStringLiteral("mapProgress"));
    progress_->setAccessibleName(tr("Progress of the map"));
    progress_->setRange(0, 1000);
    progress_->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    cancel_ = new QPushButton(tr("Cancel"));
    cancel_->setObjectName(QStringLiteral("mapCancel"));
    cancel_->setAccessibleName(tr("Stop laying out"));
    connect(cancel_, &QPushButton::clicked, this, [this] {
        canvas_->setFocus(); // the button goes
        stop();
        problem_ = tr("Stopped.");
        refreshWords();
    });
    row->addWidget(words_, 1);
    row->addWidget(offer_);
    row->addWidget(progress_);
    row->addWidget(cancel_);
    layout()->addWidget(foot);
}

void MapView::connectList() {
    PhotoListModel& photos = session_.photos();
    const auto changed = [this] {
        if (entered_ && !refresh_timer_.isActive())
            refresh_timer_.start();
    };
    connect(&photos, &QAbstractItemModel::dataChanged, this,
            [changed](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                if (roles.isEmpty() || roles.contains(PhotoListModel::ScoreRole))
                    changed();
            });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&photos, signal, this, changed);
    connect(&photos, &QAbstractItemModel::layoutChanged, this, changed);
    connect(&photos, &PhotoListModel::countsChanged, this, changed);
    connect(&photos, &PhotoListModel::currentModelChanged, this, changed);
    connect(&selection_, &QItemSelectionModel::selectionChanged, this, changed);
    connect(&photos, &QAbstractItemModel::modelReset, this, [this] {
        // Another folder: what was laid out is of other photos.
        stop();
        layout_.reset();
        wanted_ = true;
        wanted_current_ = library::no_photo;
        gone_ = 0;
        canvas_->clear();
        refreshWords();
    });
    connect(&session_, &library::LibrarySession::scanFinished, this, [this] {
        if (entered_ && wanted_)
            layOut();
    });
    connect(&session_, &library::LibrarySession::scoringFinished, this, [this](bool cancelled) {
        if (!cancelled && likeness() != Likeness::Appearance)
            features_timer_.start();
    });
}

void MapView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && canvas_)
        refreshColours();
}

void MapView::enter() {
    entered_ = true;
    if (wanted_ && !session_.isScanning())
        layOut();
    refreshPoints();
}

void MapView::leave() {
    entered_ = false;
    refresh_timer_.stop();
}

PhotoId MapView::current() const {
    return canvas_->current() < 0 ? library::no_photo : canvas_->points().photo(canvas_->current());
}

void MapView::setCurrentPhoto(PhotoId photo) {
    wanted_current_ = photo;
    canvas_->setCurrentPhoto(photo);
}

Likeness MapView::likeness() const {
    return static_cast<Likeness>(likeness_->currentIndex());
}

void MapView::setLikeness(Likeness likeness) {
    likeness_->setCurrentIndex(static_cast<int>(likeness));
}

bool MapView::isBusy() const {
    return isBeingMade() || refreshed_ >= 0 || refresh_timer_.isActive();
}

// -- what is known of the points -------------------------------------------------------------------------------------

void MapView::refreshColours() {
    canvas_->setColours(mapColours(palette(), ramps[static_cast<std::size_t>(std::max(0, ramp_->currentIndex()))]));
    legend_->setScale(scale_, canvas_->colours());
}

std::vector<bool> MapView::selectedRows() const {
    std::vector<bool> rows(static_cast<std::size_t>(session_.photos().shownCount()));
    for (const QItemSelectionRange& range : selection_.selection())
        std::fill(rows.begin() + range.top(), rows.begin() + range.bottom() + 1, true);
    return rows;
}

/// Begins to take over colours, selection and what is shown; at the next end it begins again if more has changed.
void MapView::refreshPoints() {
    refreshWords();
    if (refreshed_ >= 0) {
        again_later_ = true;
        return;
    }
    refreshed_ = 0;
    scale_ = ScoreScale::of(session_.photos().sortedScores());
    legend_->setScale(scale_, canvas_->colours());
    rows_selected_ = selectedRows();
    refreshPortion();
}

void MapView::refreshPortion() {
    if (refreshed_ < 0)
        return; // another layout came in between, and is taken over already
    const PhotoListModel& photos = session_.photos();
    MapPoints& points = canvas_->points();
    const int end = std::min(points.count(), refreshed_ + portion);
    for (; refreshed_ < end; ++refreshed_) {
        MapPoints::Point& point = points[refreshed_];
        const PhotoId photo = points.photo(refreshed_);
        const int row = photos.rowOf(photo);
        point.gone = row < 0 && !photos.entry(photo);
        point.shown = row >= 0;
        // The list may have changed since the selection was read; its change brings us here again.
        point.selected = row >= 0 && static_cast<std::size_t>(row) < rows_selected_.size() &&
                         rows_selected_[static_cast<std::size_t>(row)];
        const QVariant score = row < 0 ? QVariant() : photos.data(photos.index(row), PhotoListModel::ScoreRole);
        point.scored = score.isValid() && scale_;
        if (point.scored)
            point.colour = static_cast<std::uint8_t>(scale_->stepOf(score.toDouble()));
    }
    if (refreshed_ < points.count()) {
        QMetaObject::invokeMethod(this, &MapView::refreshPortion, Qt::QueuedConnection);
        return;
    }
    refreshed_ = -1;
    canvas_->pointsChanged();
    gone_ = static_cast<int>(std::count_if(points.points().begin(), points.points().end(),
                                           [](const MapPoints::Point& point) { return point.gone; }));
    refreshWords();
    if (std::exchange(again_later_, false) && entered_)
        refresh_timer_.start();
}

/// The grid's selection becomes what was chosen here.
void MapView::choose(const std::vector<PhotoId>& photos, Choice how) {
    const PhotoListModel& list = session_.photos();
    std::vector<bool> rows =
        how == Choice::Replace ? std::vector<bool>(static_cast<std::size_t>(list.shownCount())) : selectedRows();
    for (const PhotoId photo : photos)
        if (const int row = list.rowOf(photo); row >= 0) {
            const auto at = static_cast<std::size_t>(row);
            rows[at] = how == Choice::Toggle ? !rows[at] : how != Choice::Remove;
        }
    QItemSelection selection;
    const int count = static_cast<int>(rows.size());
    for (int first = 0; first < count; ++first) {
        if (!rows[static_cast<std::size_t>(first)])
            continue;
        int last = first;
        while (last + 1 < count && rows[static_cast<std::size_t>(last) + 1])
            ++last;
        selection.append(QItemSelectionRange(list.index(first), list.index(last)));
        first = last;
    }
    // Emptied first: Qt compares every old range with every new one.
    selection_.clearSelection();
    selection_.select(selection, QItemSelectionModel::Select);
    refreshPoints();
}

PhotoWords MapView::describe(PhotoId photo, QSize box) {
    const PhotoListModel& photos = session_.photos();
    PhotoWords words;
    const library::PhotoEntry* entry = photos.entry(photo);
    if (!entry)
        return words;
    words.name = entry->name;
    const QModelIndex index = photos.indexOf(photo);
    const QVariant score = index.data(PhotoListModel::ScoreRole);
    words.score = score.isValid() ? photos.scoreWithRange(score.toDouble()) : tr("no score yet");
    words.spoken = index.isValid() ? index.data(PhotoListModel::DescriptionRole).toString() : entry->name;
    if (!box.isEmpty())
        words.thumbnail = pixmaps_.cell(photo, box).pixmap;
    return words;
}

} // namespace touchstone::ui
