// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The window's parts, and how they follow the session.
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QSlider>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTextDocumentFragment>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/inspector/inspector_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/window/empty_state.h"
#include "ui/window/issues_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/scoring_status.h"

namespace touchstone::ui {

using library::LibrarySession;
using library::PhotoListModel;
using library::ScoringService;
using library::SortKey;

void MainWindow::createCentre() {
    grid_ = new PhotoGrid(PhotoDelegate::Layout::Grid, thumbnailSource());
    grid_->setObjectName(QStringLiteral("grid"));
    grid_->setAccessibleName(tr("Photos, ranked"));
    grid_->setContextMenuPolicy(Qt::ActionsContextMenu);
    grid_->setModel(&session_->photos());
    loupe_ = new LoupeView(*session_, thumbnailSource());
    empty_ = new EmptyState;
    banner_ = new Banner;
    pages_ = new QStackedWidget;
    for (QWidget* page : std::initializer_list<QWidget*>{empty_, grid_, loupe_})
        pages_->addWidget(page);
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(banner_);
    column->addWidget(pages_, 1);
    setCentralWidget(centre);
    const auto fraction = [this](double value) -> std::optional<double> {
        const ModelCard* card = session_->photos().currentCard();
        if (!card || !card->range || card->range->second <= card->range->first)
            return std::nullopt;
        const double part = (value - card->range->first) / (card->range->second - card->range->first);
        return card->higher_is_better ? part : 1 - part;
    };
    grid_->delegate().setFraction(fraction);
    loupe_->filmstrip().delegate().setFraction(fraction);
}

void MainWindow::createDocks() {
    inspector_ = new InspectorPanel(*session_);
    inspector_dock_ = new QDockWidget(tr("Inspector"), this);
    inspector_dock_->setObjectName(QStringLiteral("inspectorDock"));
    inspector_dock_->setWidget(inspector_);
    // Where reading ends: Qt mirrors everything else by itself.
    const bool mirrored = isRightToLeft();
    addDockWidget(mirrored ? Qt::LeftDockWidgetArea : Qt::RightDockWidgetArea, inspector_dock_);
    issues_ = new IssuesPanel(session_->issues());
    issues_dock_ = new QDockWidget(tr("Issues"), this);
    issues_dock_->setObjectName(QStringLiteral("issuesDock"));
    issues_dock_->setWidget(issues_);
    addDockWidget(Qt::BottomDockWidgetArea, issues_dock_);
    issues_dock_->hide();
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    auto* menu = menuBar()->findChild<QMenu*>(QStringLiteral("viewMenu"));
    menu->addAction(inspector_dock_->toggleViewAction());
    menu->addAction(issues_dock_->toggleViewAction());
}

void MainWindow::createStatusBar() {
    counts_ = new QLabel;
    counts_->setObjectName(QStringLiteral("counts"));
    counts_->setTextFormat(Qt::RichText);
    counts_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(counts_, &QLabel::linkActivated, filter_, &QLineEdit::clear);
    statusBar()->addWidget(counts_);
    zoom_ = new QLabel;
    zoom_->setToolTip(tr("Zoom: 100 % is one pixel of the photo on one pixel of the screen"));
    connect(&loupe_->canvas(), &PhotoCanvas::zoomChanged, this,
            [this](double zoom) { zoom_->setText(tr("%1 %").arg(QLocale().toString(zoom * 100, 'f', 0))); });
    statusBar()->addPermanentWidget(zoom_);
    scoring_status_ = new ScoringStatus(*session_, pause_, cancel_);
    statusBar()->addPermanentWidget(scoring_status_);
    issues_button_ = new QToolButton;
    issues_button_->setObjectName(QStringLiteral("issuesButton"));
    issues_button_->setAutoRaise(true);
    issues_button_->setIcon(themedIcon(QStringLiteral("warning")));
    issues_button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(issues_button_, &QToolButton::clicked, this,
            [this] { issues_dock_->setVisible(!issues_dock_->isVisible()); });
    statusBar()->addPermanentWidget(issues_button_);
}

void MainWindow::connectServices() {
    connectViews();
    connectRanking();
    connect(session_.get(), &LibrarySession::opened, this, &MainWindow::refreshPage);
    connect(session_.get(), &LibrarySession::scanFinished, this, &MainWindow::refreshPage);
    connect(session_.get(), &LibrarySession::scanFinished, this, [this](int photos) {
        if (photos > 0)
            remember(session_->paths());
    });
    connect(session_.get(), &LibrarySession::scoringFinished, this, &MainWindow::refreshCounts);
    connect(session_.get(), &LibrarySession::modelFailed, this, [this](const Error& error) {
        banner_->showMessage(tr("Photos are shown without scores. %1").arg(QString::fromStdString(error.message())),
                             {tr("Try again"), [this] {
                                  banner_->hide();
                                  session_->startScoring();
                              }});
    });
    connect(&session_->scoring(), &ScoringService::stateChanged, this, &MainWindow::refreshScoring);
    connect(&session_->photos(), &PhotoListModel::countsChanged, this, &MainWindow::refreshPage);
    connect(&session_->photos(), &QAbstractItemModel::modelReset, this, &MainWindow::refreshPage);
    connect(&session_->issues(), &library::IssueListModel::countChanged, this, &MainWindow::refreshCounts);
    connect(issues_, &IssuesPanel::photoWanted, this, &MainWindow::showLoupe);
    connect(issues_, &IssuesPanel::folderWanted, this,
            [this](const QByteArray& file) { showInFolder(file.toStdString()); });
    refreshScoring();
}

void MainWindow::connectViews() {
    connect(grid_, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex& index) { showLoupe(index.data(PhotoListModel::IdRole).toLongLong()); });
    connect(grid_->selectionModel(), &QItemSelectionModel::currentChanged, this, &MainWindow::currentChanged);
    connect(grid_, &PhotoGrid::visibleRowsChanged, this, [this](RowRange rows, int edge) {
        if (page() == Page::Grid)
            session_->setViewport(rows.first, rows.last, edge);
    });
    // The strip takes the thumbnails of the grid's size, so that going between the two makes none anew.
    connect(&loupe_->filmstrip(), &PhotoGrid::visibleRowsChanged, this, [this](RowRange rows, int) {
        if (page() == Page::Loupe)
            session_->setViewport(rows.first, rows.last, grid_->edgeInDevicePixels());
    });
    connect(grid_, &PhotoGrid::edgeChangeWanted, this, &MainWindow::stepEdge);
    connect(size_, &QSlider::valueChanged, grid_, &PhotoGrid::setEdge);
    grid_->setEdge(size_->value());
    connect(loupe_, &LoupeView::photoChanged, this, &MainWindow::showLoupe);
    connect(loupe_, &LoupeView::heatVisibleChanged, heat_, &QAction::setChecked);
    connect(loupe_, &LoupeView::heatVisibleChanged, this, &MainWindow::showAttention);
    connect(loupe_, &LoupeView::explanationChanged, this, &MainWindow::showAttention);
    connect(loupe_, &LoupeView::scaleChanged, this, &MainWindow::showAttention);
    connect(loupe_, &LoupeView::heatVisibleChanged, this, &MainWindow::refreshActions);
    connect(inspector_, &InspectorPanel::scaleWanted, this, [this](int scale) {
        if (page() == Page::Loupe)
            loupe_->showScale(scale);
    });
    connect(inspector_, &InspectorPanel::photoWanted, this, [this](qlonglong id) {
        if (page() == Page::Loupe)
            showLoupe(id);
        else if (const QModelIndex index = session_->photos().indexOf(id); index.isValid())
            grid_->setCurrentIndex(index);
        else
            showLoupe(id); // hidden by the filter
    });
    for (const char* id : {"open-photo", "show-in-folder", "copy-command"})
        grid_->addAction(registry_.action(QLatin1String(id)));
}

void MainWindow::connectRanking() {
    connect(filter_, &QLineEdit::textChanged, this,
            [this](const QString& words) { session_->photos().setNameFilter(words); });
    connect(filter_, &QLineEdit::returnPressed, grid_, qOverload<>(&QWidget::setFocus));
    connect(rank_by_, &QComboBox::activated, this, &MainWindow::chooseRankBy);
    connect(reverse_, &QAction::toggled, this, [this](bool reversed) {
        library::SortOrder order = session_->photos().sortOrder();
        order.reversed = reversed;
        session_->photos().setSortOrder(order);
        reverse_->setIcon(themedIcon(reversed ? QStringLiteral("sort-ascending") : QStringLiteral("sort-descending")));
    });
    connect(&session_->photos(), &PhotoListModel::orderStaleChanged, rerank_, &QAction::setEnabled);
    rerank_->setEnabled(false);
    connect(&session_->photos(), &PhotoListModel::currentModelChanged, this, &MainWindow::fillRankBy);
    connect(&session_->scoring(), &ScoringService::modelsReady, this, &MainWindow::fillRankBy, Qt::QueuedConnection);
    fillRankBy();
}

void MainWindow::fillRankBy() {
    const PhotoListModel& photos = session_->photos();
    rank_by_->clear();
    if (photos.models().empty())
        rank_by_->addItem(tr("Score"), QString());
    for (const ModelCard& card : photos.models())
        rank_by_->addItem(QString::fromStdString(card.title), QString::fromStdString(card.id));
    if (const ModelCard* disagreement = photos.disagreementCard())
        rank_by_->addItem(QString::fromStdString(disagreement->title), QString::fromStdString(disagreement->id));
    rank_by_->addItem(tr("Name"));
    rank_by_->addItem(tr("Date modified"));
    const int names = rank_by_->count() - 2;
    switch (photos.sortOrder().key) {
    case SortKey::Score:
        rank_by_->setCurrentIndex(std::max(0, rank_by_->findData(QString::fromStdString(photos.currentModel()))));
        break;
    case SortKey::Name:
        rank_by_->setCurrentIndex(names);
        break;
    case SortKey::DateModified:
        rank_by_->setCurrentIndex(names + 1);
        break;
    default:
        rank_by_->setCurrentIndex(-1); // an order of a collection
        break;
    }
}

void MainWindow::chooseRankBy(int index) {
    PhotoListModel& photos = session_->photos();
    const int names = rank_by_->count() - 2;
    library::SortOrder order = photos.sortOrder();
    order.key = index < names ? SortKey::Score : index == names ? SortKey::Name : SortKey::DateModified;
    const std::string model = rank_by_->itemData(index).toString().toStdString();
    const bool otherModel = order.key == SortKey::Score && !model.empty() && model != photos.currentModel();
    if (otherModel)
        photos.setCurrentModel(model);
    photos.setSortOrder(order);
    if (otherModel)
        loupe_->modelChanged();
}

void MainWindow::refreshPage() {
    PhotoListModel& photos = session_->photos();
    refreshCounts();
    if (photos.shownCount() > 0 || session_->isScanning()) {
        if (page() == Page::Empty)
            pages_->setCurrentWidget(grid_);
        refreshActions();
        return;
    }
    const EmptyState::Choice choose{tr("Open a folder…"), [this] { chooseFolder(); }};
    if (session_->paths().empty()) {
        std::vector<EmptyState::Choice> choices{choose};
        for (const QString& text : QSettings().value(QStringLiteral("recentFolders")).toStringList().mid(0, 3)) {
            const std::string path = QByteArray::fromBase64(text.toLatin1()).toStdString();
            choices.push_back({library::display_path(path), [this, path] { open({path}); }});
        }
        empty_->showState(tr("Which photos?"),
                          tr("Open a folder, or drop one here. Photos are only read, never changed."), choices);
    } else if (const library::Issue* problem = photos.totalCount() == 0 ? firstError() : nullptr) {
        empty_->showState(tr("Cannot be opened"),
                          QStringLiteral("%1\n%2").arg(library::display_path(problem->file), problem->text),
                          {{tr("Open another folder…"), choose.act},
                           {tr("Look again"), [this] { open(session_->paths()); }},
                           {tr("Show issues"), [this] { issues_dock_->show(); }}});
    } else if (photos.totalCount() == 0) {
        empty_->showState(
            tr("No photos here"),
            tr("%1\nhas no file that looks like a photo (JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL, GIF, "
               "BMP or RAW), nor have its subfolders. Hidden files are left out.")
                .arg(library::display_path(session_->paths().front())),
            {{tr("Open another folder…"), choose.act}});
    } else {
        empty_->showState(tr("All photos are hidden"), tr("No name contains “%1”.").arg(photos.nameFilter()),
                          {{tr("Clear the filter"), [this] { filter_->clear(); }}});
    }
    if (page() == Page::Loupe)
        loupe_->leave();
    const bool typing = filter_->hasFocus();
    pages_->setCurrentWidget(empty_);
    if (typing)
        filter_->setFocus();
    refreshActions();
}

const library::Issue* MainWindow::firstError() const {
    const library::IssueListModel& issues = session_->issues();
    for (int row = 0; row < issues.rowCount(); ++row)
        if (issues.at(row).severity == library::Issue::Severity::Error)
            return &issues.at(row);
    return nullptr;
}

void MainWindow::refreshCounts() {
    const PhotoListModel& photos = session_->photos();
    QString words = session_->countText().toHtmlEscaped();
    if (photos.hiddenCount() > 0)
        words += QStringLiteral(" (<a href=\"#clear\">%1</a>)").arg(tr("clear"));
    counts_->setText(words);
    counts_->setVisible(!session_->paths().empty());
    const int issues = session_->issues().rowCount();
    issues_button_->setText(issues == 1 ? tr("1 issue") : tr("%Ln issues", nullptr, issues));
    issues_button_->setVisible(issues > 0);

    const bool done = !session_->isScanning() && session_->scoring().state() == ScoringService::State::Idle;
    if (done && photos.totalCount() > 0 && photos.failedCount() == photos.totalCount())
        banner_->showMessage(photos.totalCount() == 1
                                 ? tr("The only file could not be read as a photo. The Issues list says why.")
                                 : tr("None of the %Ln files could be read as a photo. The Issues list says why.", nullptr,
                                      photos.totalCount()),
                             {tr("Show issues"), [this] { issues_dock_->show(); }});
    else if (session_->options().model_files.empty() && !no_model_reason_.isEmpty() && !session_->paths().empty())
        banner_->showMessage(tr("Photos are shown without scores: %1").arg(no_model_reason_), {});
    else if (photos.totalCount() == 0)
        banner_->hide();
}

void MainWindow::refreshActions() {
    const bool photo = currentPhoto() != library::no_photo;
    const bool loupe = page() == Page::Loupe;
    grid_page_->setChecked(page() == Page::Grid);
    loupe_page_->setChecked(loupe);
    grid_page_->setEnabled(page() != Page::Empty);
    loupe_page_->setEnabled(photo && page() != Page::Empty);
    for (QAction* action : loupe_actions_)
        action->setEnabled(loupe);
    for (QAction* action : heat_actions_)
        action->setEnabled(loupe && loupe_->isHeatVisible());
    size_->setEnabled(page() == Page::Grid);
    zoom_->setVisible(loupe);
    registry_.action(QStringLiteral("show-in-folder"))->setEnabled(photo);
    registry_.action(QStringLiteral("copy-command"))->setEnabled(!session_->paths().empty());
    const auto state = session_->scoring().state();
    score_->setEnabled(!session_->options().model_files.empty() && !session_->paths().empty() &&
                       (state == ScoringService::State::Idle || state == ScoringService::State::Paused));
}

void MainWindow::refreshScoring() {
    const auto state = session_->scoring().state();
    const bool paused = state == ScoringService::State::Paused;
    pause_->setText(paused ? tr("&Resume scoring") : tr("&Pause scoring"));
    pause_->setToolTip(paused ? tr("Resume scoring") : tr("Pause scoring"));
    pause_->setIcon(themedIcon(paused ? QStringLiteral("resume") : QStringLiteral("pause")));
    pause_->setEnabled(state != ScoringService::State::Idle);
    cancel_->setEnabled(state != ScoringService::State::Idle);
    refreshCounts();
    refreshActions();
}

QString MainWindow::statusText() const {
    return QTextDocumentFragment::fromHtml(counts_->text()).toPlainText();
}

} // namespace touchstone::ui
