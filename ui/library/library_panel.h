// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "app/library/library_session.h"

class QMenu;
class QModelIndex;
class QTreeView;

namespace touchstone::ui {

class LibraryTreeModel;
struct LibraryNode;

/// The library beside the photos: all of them, folders, collections. Says what the person chose and leaves opening to
/// the window; renames, removes and forgets through the session's catalogue itself. Reading goes through the session's
/// LibraryLoader, so nothing waits. GUI thread; the session must outlive it.
class LibraryPanel : public QWidget {
    Q_OBJECT
public:
    explicit LibraryPanel(library::LibrarySession& session, QWidget* parent = nullptr);
    ~LibraryPanel() override;

    QSize sizeHint() const override;

    void refresh(); ///< reads folders, counts and collections again
    /// What is open; nothing is chosen by this.
    void showAll();
    void showFolder(const std::string& path);
    void showCollection(std::int64_t id);
    void showNothing();

    /// Adds a collection (id 0), or changes one; shown when it is written.
    void save(const library::CollectionRow& collection);
    QString collectionName(std::int64_t id) const; ///< empty when it is gone

    QTreeView& view() { return *view_; }
    LibraryTreeModel& tree() { return *model_; }
    /// The menu of an entry; the caller owns it.
    QMenu* contextMenu(const QModelIndex& index);
    void choose(const QModelIndex& index); ///< as a click does

Q_SIGNALS:
    void allWanted();
    void pathsWanted(const std::vector<std::string>& paths);
    void collectionWanted(const touchstone::library::CollectionRow& collection);     ///< over the whole library
    void collectionHereWanted(const touchstone::library::CollectionRow& collection); ///< over what is open
    void saveWanted();                                                       ///< the filter, as a new collection
    void updateWanted(const touchstone::library::CollectionRow& collection); ///< to the filter and order in use
    void showInFolderWanted(const QByteArray& path);
    void addFolderWanted();
    void forgotten(const QByteArray& path); ///< a folder is no longer part of the library
    void changed();                         ///< through this panel: other windows on the library read it again
    void failed(const touchstone::Error& error);

private:
    void askForFolders(library::RootId root);
    void openLoose(library::RootId root);
    void fillCollectionMenu(QMenu* menu, const QModelIndex& index);
    void fillFolderMenu(QMenu* menu, const LibraryNode& node);
    void askToForget(const LibraryNode& node);
    void askToRemove(const library::CollectionRow& collection);
    void write(library::Catalogue::Work work, std::function<void()> then);
    void setCurrent(const QModelIndex& index);
    void showAgain();

    library::LibrarySession& session_;
    LibraryTreeModel* model_;
    QTreeView* view_;
    std::shared_ptr<library::Mailbox> mailbox_; ///< for what the writer's thread says
    std::function<QModelIndex()> current_;      ///< what is open, looked up anew after every change
    quint64 asked_ = 0;                         ///< refreshes; only the latest is answered
};

} // namespace touchstone::ui
