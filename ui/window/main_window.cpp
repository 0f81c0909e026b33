// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/main_window.h"

#include <algorithm>
#include <filesystem>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QSlider>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QToolBar>
#include <QUrl>

#include "ui/compare/compare_view.h"
#include "ui/culling/culling_controller.h"
#include "ui/filter/filter_bar.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/map/map_view.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/window/empty_state.h"

namespace touchstone::ui {

using library::PhotoId;
using library::PhotoListModel;
using library::SortKey;

namespace {

constexpr int kRecentFolders = 10;
constexpr int kLayoutVersion = 2; ///< 2 = with the library beside the photos

} // namespace

MainWindow::MainWindow(library::SessionOptions options, const QString& noModelReason, QWidget* parent)
    : QMainWindow(parent)
    , session_(std::make_unique<library::LibrarySession>(std::move(options)))
    , no_model_reason_(noModelReason) {
    setWindowTitle(tr("Touchstone"));
    setAcceptDrops(true);
    culling_ = std::make_unique<CullingController>(*session_, undo_);
    createCentre();
    createActions();
    createMenus();
    createToolBar();
    createDocks();
    createStatusBar();
    connectServices();
    restoreState();
    refreshPlace();
    refreshPage();
}

MainWindow::~MainWindow() {
    session_->close(); // work stops now, while the widgets that listen are whole
    session_->disconnect(this);
    session_->photos().disconnect(this);
    session_->issues().disconnect(this);
    session_->scoring().disconnect(this);
    undo_.disconnect(this);
    culling_.reset();
    delete findChild<QMenu*>(QStringLiteral("scoringMenu")); // hears of keys, and holds on to the session
    delete takeCentralWidget();
    delete library_dock_;
    delete inspector_dock_;
    delete issues_dock_;
}

ThumbnailPixmaps::Source MainWindow::thumbnailSource() {
    return [this](PhotoId id, int edge) {
        SmallPicture picture;
        if (const auto known = session_->thumbnails().thumbnail(id, edge)) {
            picture = {known->image, known->damaged, known->error};
        } else {
            picture.image = session_->thumbnails().image(id, edge);
        }
        return picture;
    };
}

void MainWindow::open(std::vector<std::string> paths) {
    prepareToOpen();
    if (paths != session_->paths())
        banner_->forgetHidden();
    session_->open(std::move(paths));
    refreshPlace();
    pages_->setCurrentWidget(grid_);
    refreshPage();
}

MainWindow::Page MainWindow::page() const {
    if (pages_->currentWidget() == loupe_)
        return Page::Loupe;
    if (pages_->currentWidget() == compare_)
        return Page::Compare;
    if (pages_->currentWidget() == map_)
        return Page::Map;
    return pages_->currentWidget() == grid_ ? Page::Grid : Page::Empty;
}

PhotoId MainWindow::currentPhoto() const {
    if (page() == Page::Loupe && loupe_->photo() != library::no_photo)
        return loupe_->photo();
    if (page() == Page::Compare)
        return compare_->focused();
    if (page() == Page::Map && map_->current() != library::no_photo)
        return map_->current();
    const QModelIndex current = grid_->currentIndex();
    return current.isValid() ? current.data(PhotoListModel::IdRole).toLongLong() : library::no_photo;
}

void MainWindow::showLoupe(PhotoId id) {
    if (!session_->photos().entry(id))
        return;
    pages_->setCurrentWidget(loupe_);
    loupe_->showPhoto(id);
    loupe_->setFocus();
    selectPhoto(id);
    refreshActions();
}

void MainWindow::showGrid() {
    const PhotoId id = currentPhoto();
    pages_->setCurrentWidget(grid_);
    refreshPage();
    selectPhoto(id);
    grid_->setFocus();
    refreshActions();
}

void MainWindow::selectPhoto(PhotoId id) {
    inspector_->showPhoto(id); // also of a photo that the filter hides
    const QModelIndex index = session_->photos().indexOf(id);
    if (!index.isValid())
        return;
    if (grid_->currentIndex() != index)
        grid_->setCurrentIndex(index);
    if (page() == Page::Grid)
        grid_->scrollTo(index);
}

void MainWindow::currentChanged(const QModelIndex& current) {
    if (page() == Page::Map)
        map_->setCurrentPhoto(current.data(PhotoListModel::IdRole).toLongLong());
    if (page() == Page::Grid || page() == Page::Empty || page() == Page::Map)
        inspector_->showPhoto(current.isValid() ? current.data(PhotoListModel::IdRole).toLongLong()
                                                : library::no_photo);
    refreshActions();
}

void MainWindow::step(int by) {
    if (page() == Page::Compare) {
        compare_->stepFocus(by);
        return;
    }
    const PhotoListModel& photos = session_->photos();
    if (photos.shownCount() == 0)
        return;
    const int row = photos.rowOf(loupe_->photo());
    const int next = std::clamp(row + by, 0, photos.shownCount() - 1);
    if (next != row)
        showLoupe(photos.idAt(next));
}

void MainWindow::back() {
    if (page() == Page::Loupe && loupe_->leaveTests())
        return;
    if (page() == Page::Loupe || page() == Page::Compare || page() == Page::Map)
        showGrid();
    else if (filter_->hasFocus())
        filter_->text().isEmpty() ? grid_->setFocus() : filter_bar_->clear();
    else if (isFullScreen())
        full_screen_->setChecked(false);
}

void MainWindow::setFullScreen(bool full) {
    if (full == isFullScreen())
        return;
    if (full) {
        was_maximised_ = isMaximized();
        showFullScreen();
    } else {
        was_maximised_ ? showMaximized() : showNormal();
    }
}

void MainWindow::stepEdge(int by) {
    size_->setValue(size_->value() + by * size_->pageStep());
}

void MainWindow::showAttention() {
    const bool shown = loupe_->isHeatVisible() && !loupe_->canvas().heat().isEmpty();
    inspector_->showExplanation(loupe_->explanation(), shown ? loupe_->canvas().heat().scaleIndex() : -1);
}

void MainWindow::chooseFolder() {
    const QString start = session_->paths().empty()
                              ? QStandardPaths::writableLocation(QStandardPaths::PicturesLocation)
                              : QFile::decodeName(QByteArray::fromStdString(session_->paths().front()));
    auto* dialog = new QFileDialog(this, tr("Open a folder of photos"), start);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& folder) { open({QFile::encodeName(folder).toStdString()}); });
    dialog->open();
}

void MainWindow::newWindow() {
    auto* window = new MainWindow(session_->options(), no_model_reason_);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->resize(size());
    window->show();
    if (session_->isWholeLibrary())
        window->openLibrary();
    else if (session_->isOpen())
        window->open(session_->paths());
}

void MainWindow::showPreferences() {
    auto* dialog = new PreferencesDialog(session_->catalogue().folder(), session_->options().cache_folder, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PreferencesDialog::saved, this, [](const Preferences& chosen) {
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* window = qobject_cast<MainWindow*>(widget))
                window->session_->setScoreAutomatically(chosen.score_automatically);
    });
    dialog->open();
}

void MainWindow::remember(const std::vector<std::string>& paths) {
    QSettings settings;
    QStringList recent = settings.value(QStringLiteral("recentFolders")).toStringList();
    for (const std::string& path : paths) {
        // Asked of the photos found, because looking at a dead mount would hang the window.
        const std::string prefix = path.ends_with('/') ? path : path + '/';
        const std::vector<PhotoId> ids = session_->photos().allIds();
        if (std::none_of(ids.begin(), ids.end(),
                         [&](PhotoId id) { return session_->photos().entry(id)->file.path.starts_with(prefix); }))
            continue;
        std::error_code error;
        const std::filesystem::path whole = std::filesystem::absolute(prefix, error);
        if (error)
            continue;
        // As base64, because a path is bytes and settings are text.
        const std::filesystem::path clean = whole.lexically_normal().parent_path(); // without the '/' at the end
        const QString text = QString::fromLatin1(QByteArray::fromStdString(clean.native()).toBase64());
        recent.removeAll(text);
        recent.prepend(text);
    }
    while (recent.size() > kRecentFolders)
        recent.removeLast();
    settings.setValue(QStringLiteral("recentFolders"), recent);
}

void MainWindow::fillRecentMenu() {
    recent_menu_->clear();
    for (const QString& text : QSettings().value(QStringLiteral("recentFolders")).toStringList()) {
        const std::string path = QByteArray::fromBase64(text.toLatin1()).toStdString();
        QString words = library::display_path(path);
        connect(recent_menu_->addAction(words.replace(QLatin1Char('&'), QStringLiteral("&&"))), &QAction::triggered,
                this, [this, path] { open({path}); });
    }
    if (recent_menu_->isEmpty())
        recent_menu_->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::showInFolder(const std::string& file) {
    const QString name = QFile::decodeName(QByteArray::fromStdString(file));
    const QFileInfo info(name);
    QDesktopServices::openUrl(QUrl::fromLocalFile(info.isDir() ? name : info.absolutePath()));
}

/// What lists the same photos in the same order from the library.
QString MainWindow::rankCommand() const {
    const library::PhotoListModel& photos = session_->photos();
    QStringList words{QStringLiteral("touchstone-cli"), QStringLiteral("rank")};
    const auto add = [&](const char* option, const QString& value) {
        words << QLatin1String(option) << library::shell_quoted(value.toStdString());
    };
    if (const QString order = photos.ranksByDisagreement() ? QStringLiteral("disagreement") : photos.sortOrder().text();
        order != library::SortOrder().text())
        add("--by", order);
    if (!photos.filter().isEmpty())
        add("--filter", photos.filter().text());
    if (const auto* like = photos.entry(like_photo_); like && photos.sortOrder().key == library::SortKey::Distance)
        words << QStringLiteral("--like") << library::shell_quoted(like->file.path);
    if (photos.models().size() > 1 && !photos.ranksByDisagreement())
        add("--model", QString::fromStdString(photos.currentModel()));
    const auto& paths = session_->paths();
    if (std::any_of(paths.begin(), paths.end(), [](const std::string& path) { return path.starts_with('-'); }))
        words << QStringLiteral("--");
    for (const std::string& path : paths)
        words << library::shell_quoted(path);
    return words.join(u' ');
}

void MainWindow::copyCommand() {
    const library::PhotoListModel& photos = session_->photos();
    const bool as_found = photos.filter().isEmpty() && photos.sortOrder() == library::SortOrder();
    QString command = as_found && !session_->isWholeLibrary() ? session_->commandLine() : rankCommand();
    const library::PhotoEntry* entry = session_->photos().entry(loupe_->photo());
    if (page() == Page::Loupe && entry && loupe_->isHeatVisible())
        command = session_->explainCommandLine(entry->id);
    QApplication::clipboard()->setText(command);
    statusBar()->showMessage(tr("Copied: %1").arg(command), 6000);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (std::any_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); }))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    std::vector<std::string> paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            paths.push_back(QFile::encodeName(url.toLocalFile()).toStdString());
    if (paths.empty())
        return;
    event->acceptProposedAction();
    open(std::move(paths));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveState();
    session_->close();
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isActiveWindow())
        session_->becameActive();
    if (event->type() != QEvent::WindowStateChange || !full_screen_ || !toolbar_ || !scoring_status_)
        return;
    // Here, because the window manager may end full screen as well.
    toolbar_->setVisible(!isFullScreen());
    statusBar()->setVisible(!isFullScreen());
    full_screen_->setChecked(isFullScreen());
}

void MainWindow::saveState() {
    QSettings settings;
    if (!isFullScreen())
        settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), QMainWindow::saveState(kLayoutVersion));
    settings.setValue(QStringLiteral("grid/edge"), size_->value());
    settings.setValue(QStringLiteral("marks/autoAdvance"), auto_advance_->isChecked());
    settings.setValue(QStringLiteral("grid/stacked"), stacks_->isChecked());
}

void MainWindow::restoreState() {
    const QSettings settings;
    if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(fontMetrics().averageCharWidth() * 180, fontMetrics().height() * 50);
    QMainWindow::restoreState(settings.value(QStringLiteral("window/state")).toByteArray(), kLayoutVersion);
    size_->setValue(settings.value(QStringLiteral("grid/edge"), size_->value()).toInt());
    toolbar_->show(); // full screen hides it, and may have been the last state
}

} // namespace touchstone::ui
