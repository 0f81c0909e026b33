// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Folders, collections and the whole library: what is open, and under which filter.
#include <algorithm>
#include <filesystem>

#include <QApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QStackedWidget>

#include "ui/filter/filter_bar.h"
#include "ui/library/library_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/window/empty_state.h"
#include "ui/window/main_window.h"

namespace touchstone::ui {

using library::CollectionRow;
using library::SortOrder;

namespace {

/// Absolute and without '/' at the end, as the catalogue names folders; nothing is asked of the disk.
std::string wholePath(const std::string& path) {
    std::error_code error;
    const std::filesystem::path absolute = std::filesystem::absolute(path, error).lexically_normal();
    const std::filesystem::path clean = absolute.has_filename() ? absolute : absolute.parent_path();
    return error ? path : clean.native();
}

} // namespace

/// On the same library.
std::vector<MainWindow*> MainWindow::otherWindows() const {
    std::vector<MainWindow*> windows;
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* other = qobject_cast<MainWindow*>(widget);
            other && other != this && &other->session().catalogue() == &session_->catalogue())
            windows.push_back(other);
    return windows;
}

void MainWindow::connectLibrary() {
    connect(library_, &LibraryPanel::changed, this, [this] {
        for (MainWindow* other : otherWindows())
            other->libraryPanel().refresh();
    });
    connect(library_, &LibraryPanel::allWanted, this, [this] {
        if (!session_->isWholeLibrary() || collection_ || !filter_->text().isEmpty())
            openLibrary();
    });
    connect(library_, &LibraryPanel::pathsWanted, this, &MainWindow::open);
    connect(library_, &LibraryPanel::collectionWanted, this, &MainWindow::openCollection);
    connect(library_, &LibraryPanel::collectionHereWanted, this, &MainWindow::applyCollection);
    connect(library_, &LibraryPanel::saveWanted, this, &MainWindow::saveCollection);
    connect(filter_bar_, &FilterBar::saveWanted, this, &MainWindow::saveCollection);
    connect(library_, &LibraryPanel::updateWanted, this, [this](CollectionRow collection) {
        collection.filter = filter_bar_->filter().text();
        collection.order = session_->photos().sortOrder().text();
        library_->save(collection);
        applyCollection(collection);
    });
    connect(library_, &LibraryPanel::showInFolderWanted, this,
            [this](const QByteArray& path) { showInFolder(path.toStdString()); });
    connect(library_, &LibraryPanel::addFolderWanted, this, &MainWindow::chooseFolder);
    connect(library_, &LibraryPanel::forgotten, this,
            [this](const QByteArray& path) { afterForgetting(path.toStdString()); });
    connect(library_, &LibraryPanel::failed, this, [this](const Error& error) {
        banner_->showMessage(tr("The library could not be changed. %1").arg(QString::fromStdString(error.message())),
                             {});
    });
    connect(banner_, &Banner::dismissed, this,
            [this](const QString& words) { notices_read_ |= words == noticeText(); });
}

/// What belongs to the photos that are left.
void MainWindow::prepareToOpen() {
    map_before_empty_ = false;
    loupe_->leave();
    leaveCollection();
    filter_bar_->clear();
    like_photo_ = library::no_photo;
    likeness_ = 0;
    if (session_->photos().sortOrder().key == library::SortKey::Distance)
        setOrder({});
    fillRankBy();
}

void MainWindow::openLibrary() {
    prepareToOpen();
    if (!session_->isWholeLibrary()) {
        banner_->forgetHidden();
        session_->openLibrary();
        pages_->setCurrentWidget(grid_);
    }
    refreshPlace();
    refreshPage();
}

void MainWindow::openCollection(const CollectionRow& collection) {
    if (!session_->isWholeLibrary())
        openLibrary();
    else if (page() == Page::Loupe)
        showGrid();
    applyCollection(collection);
}

void MainWindow::applyCollection(const CollectionRow& collection) {
    if (!order_before_)
        order_before_ = session_->photos().sortOrder();
    collection_.reset(); // so that the filter it brings is not taken for a change of the one before
    filter_bar_->setText(collection.filter);
    if (const auto order = SortOrder::parse(collection.order))
        setOrder(*order);
    collection_ = collection;
    refreshPlace();
    refreshPage();
    grid_->scrollToTop();
}

/// Its order goes with it, unless the person chose another one meanwhile.
void MainWindow::leaveCollection() {
    collection_.reset();
    if (order_before_)
        setOrder(*std::exchange(order_before_, std::nullopt));
}

void MainWindow::filterChanged() {
    if (filter_bar_->filter().isEmpty())
        leaveCollection();
    else if (collection_ && filter_bar_->text() != collection_->filter)
        collection_.reset();
    else
        return;
    refreshPlace();
}

void MainWindow::refreshTitle() {
    QStringList places;
    if (collection_)
        places << collection_->name;
    if (session_->isWholeLibrary() && !collection_)
        places << tr("All photos");
    else if (!session_->paths().empty())
        places << library::display_path(session_->paths().front());
    const QString place = places.join(QString::fromUtf8(" – "));
    setWindowTitle(place.isEmpty() ? tr("Touchstone") : tr("%1 – Touchstone").arg(place));
}

void MainWindow::refreshPlace() {
    refreshTitle();
    if (collection_)
        library_->showCollection(collection_->id);
    else if (session_->isWholeLibrary())
        library_->showAll();
    else if (session_->paths().size() == 1)
        library_->showFolder(wholePath(session_->paths().front()));
    else
        library_->showNothing();
}

void MainWindow::saveCollection() {
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("collectionName"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save as collection"));
    dialog->setLabelText(tr("Name of the collection:"));
    dialog->setTextValue(filter_bar_->sentence().left(60));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& name) {
        CollectionRow collection;
        collection.name = name.simplified();
        collection.filter = filter_bar_->filter().text();
        collection.order = session_->photos().sortOrder().text();
        if (!collection.name.isEmpty())
            library_->save(collection);
    });
    dialog->open();
}

/// Photos of a folder that was forgotten must not stay on the screen.
void MainWindow::afterForgetting(const std::string& path) {
    const auto lies_in = [&](const std::string& opened) {
        const std::string whole = wholePath(opened);
        return whole == path || whole.starts_with(path == "/" ? path : path + '/');
    };
    const auto& paths = session_->paths();
    if (session_->isWholeLibrary() || std::any_of(paths.begin(), paths.end(), lies_in)) {
        session_->close();
        openLibrary();
    }
}

} // namespace touchstone::ui
