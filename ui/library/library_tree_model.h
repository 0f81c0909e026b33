// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QAbstractItemModel>
#include <QIcon>

#include "ui/library/library_tree_nodes.h"
#include "ui/style/appearance.h"

namespace touchstone::ui {

/// The library as a tree: all photos, the folders with those below them, the collections. Two columns: name, and number
/// of photos. It reads nothing itself: a root's folders are asked for when it is opened, and what is told is merged
/// into what is there, so that open folders stay open. GUI thread.
class LibraryTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { NameColumn, CountColumn, ColumnCount };

    explicit LibraryTreeModel(QObject* parent = nullptr);
    ~LibraryTreeModel() override;

    void setRoots(const std::vector<library::RootRow>& roots);
    void setFolders(library::RootId root, const std::vector<library::FolderRow>& folders);
    void setCollections(const std::vector<library::CollectionRow>& collections);
    std::vector<library::RootId> openedRoots() const; ///< whose folders were asked for

    const LibraryNode& node(const QModelIndex& index) const; ///< of the tree's invisible root for an invalid index
    QModelIndex all() const;
    QModelIndex folders() const;
    QModelIndex collections() const;
    /// The root or folder with this absolute path, as far as it was read; else the root it lies in. May be invalid.
    QModelIndex folder(const std::string& path) const;
    QModelIndex collection(std::int64_t id) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void foldersWanted(qlonglong root);                                 ///< answered by setFolders()
    void renamed(const touchstone::library::CollectionRow& collection); ///< by the person; with the new name

private:
    using Nodes = std::vector<std::unique_ptr<LibraryNode>>;
    LibraryNode* at(const QModelIndex& index) const;
    QModelIndex indexOf(const LibraryNode* node, int column = 0) const;
    void merge(LibraryNode& into, Nodes wanted);
    void countAll();
    QString spoken(const LibraryNode& node) const;
    static QString tip(const LibraryNode& node);

    std::unique_ptr<LibraryNode> root_;
    LibraryNode *all_, *folders_, *collections_;
    QIcon all_icon_ = themedIcon(QStringLiteral("all-photos")), folder_icon_ = themedIcon(QStringLiteral("folder")),
          offline_icon_ = themedIcon(QStringLiteral("folder-offline")),
          built_in_icon_ = themedIcon(QStringLiteral("collection")),
          saved_icon_ = themedIcon(QStringLiteral("saved-collection"));
};

} // namespace touchstone::ui
