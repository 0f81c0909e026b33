// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/library/library_tree_model.h"

#include <algorithm>

#include <utility>

#include <QFont>
#include <QLocale>

#include "app/library/photo_entry.h"
#include "ui/style/appearance.h"

namespace touchstone::ui {

using Kind = LibraryNode::Kind;

LibraryTreeModel::LibraryTreeModel(QObject* parent)
    : QAbstractItemModel(parent)
    , root_(std::make_unique<LibraryNode>()) {
    const auto add = [this](Kind kind, const QString& name) {
        auto node = std::make_unique<LibraryNode>();
        node->kind = kind;
        node->name = name;
        node->filled = true;
        return &root_->add(std::move(node));
    };
    root_->filled = true;
    all_ = add(Kind::All, tr("All photos"));
    folders_ = add(Kind::Folders, tr("Folders"));
    collections_ = add(Kind::Collections, tr("Collections"));
}

LibraryTreeModel::~LibraryTreeModel() = default;

// -- what is told ----------------------------------------------------------------------------------------------------

void LibraryTreeModel::setRoots(const std::vector<library::RootRow>& roots) {
    merge(*folders_, rootNodes(roots));
    countAll();
}

void LibraryTreeModel::setFolders(library::RootId root, const std::vector<library::FolderRow>& folders) {
    for (const auto& node : folders_->children)
        if (node->kind == Kind::Root && node->id == root) {
            node->asked = true;
            merge(*node, folderNodes(*node, folders));
            if (!std::exchange(node->filled, true) && node->children.empty()) {
                const QModelIndex index = indexOf(node.get());
                Q_EMIT
                dataChanged(index, index); // nothing to open after all
            }
            return;
        }
}

void LibraryTreeModel::setCollections(const std::vector<library::CollectionRow>& collections) {
    merge(*collections_, collectionNodes(collections));
}

void LibraryTreeModel::countAll() {
    std::int64_t photos = 0;
    for (const auto& root : folders_->children)
        if (!root->offline)
            photos += root->photos;
    if (std::exchange(all_->photos, photos) != photos)
        Q_EMIT
    dataChanged(indexOf(all_), indexOf(all_, CountColumn));
}

/// Changes the children of a node into the wanted ones, one step after the other, so that views keep what is open.
void LibraryTreeModel::merge(LibraryNode& into, Nodes wanted) {
    const auto remove = [&](std::size_t first, std::size_t end) {
        if (first == end)
            return;
        beginRemoveRows(indexOf(&into), static_cast<int>(first), static_cast<int>(end) - 1);
        into.children.erase(into.children.begin() + static_cast<std::ptrdiff_t>(first),
                            into.children.begin() + static_cast<std::ptrdiff_t>(end));
        endRemoveRows();
    };
    std::size_t row = 0;
    for (auto& node : wanted) {
        const auto same = std::find_if(into.children.begin() + static_cast<std::ptrdiff_t>(row), into.children.end(),
                                       [&](const auto& known) { return known->isSameAs(*node); });
        if (same == into.children.end()) {
            beginInsertRows(indexOf(&into), static_cast<int>(row), static_cast<int>(row));
            node->parent = &into;
            into.children.insert(into.children.begin() + static_cast<std::ptrdiff_t>(row), std::move(node));
            endInsertRows();
            ++row;
            continue;
        }
        remove(row, static_cast<std::size_t>(same - into.children.begin()));
        LibraryNode& known = *into.children[row];
        ++row;
        if (!known.saysTheSameAs(*node)) {
            known.takeWords(*node);
            Q_EMIT
            dataChanged(indexOf(&known), indexOf(&known, CountColumn));
        }
        if (known.kind == Kind::Folder)
            merge(known, std::move(node->children));
    }
    remove(row, into.children.size());
}

std::vector<library::RootId> LibraryTreeModel::openedRoots() const {
    std::vector<library::RootId> roots;
    for (const auto& node : folders_->children)
        if (node->kind == Kind::Root && node->asked)
            roots.push_back(node->id);
    return roots;
}

// -- looking up ------------------------------------------------------------------------------------------------------

LibraryNode* LibraryTreeModel::at(const QModelIndex& index) const {
    return index.isValid() ? static_cast<LibraryNode*>(index.internalPointer()) : root_.get();
}

QModelIndex LibraryTreeModel::indexOf(const LibraryNode* node, int column) const {
    return node == root_.get() ? QModelIndex() : createIndex(node->row(), column, node);
}

const LibraryNode& LibraryTreeModel::node(const QModelIndex& index) const {
    return *at(index);
}

QModelIndex LibraryTreeModel::all() const {
    return indexOf(all_);
}
QModelIndex LibraryTreeModel::folders() const {
    return indexOf(folders_);
}
QModelIndex LibraryTreeModel::collections() const {
    return indexOf(collections_);
}

QModelIndex LibraryTreeModel::folder(const std::string& path) const {
    const auto holds = [&](const std::unique_ptr<LibraryNode>& node) {
        const std::string below = node->path == "/" ? node->path : node->path + '/';
        return (node->kind == Kind::Root || node->kind == Kind::Folder) &&
               (path == node->path || path.starts_with(below));
    };
    const LibraryNode* found = nullptr;
    for (const LibraryNode* above = folders_; above;) {
        const auto next = std::find_if(above->children.begin(), above->children.end(), holds);
        above = next == above->children.end() ? nullptr : next->get();
        found = above ? above : found;
    }
    return found ? indexOf(found) : QModelIndex();
}

QModelIndex LibraryTreeModel::collection(std::int64_t id) const {
    for (const auto& node : collections_->children)
        if (node->id == id)
            return indexOf(node.get());
    return {};
}

// -- the model -------------------------------------------------------------------------------------------------------

QModelIndex LibraryTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, at(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex LibraryTreeModel::parent(const QModelIndex& index) const {
    return index.isValid() ? indexOf(at(index)->parent) : QModelIndex();
}

int LibraryTreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(at(parent)->children.size());
}

int LibraryTreeModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

bool LibraryTreeModel::hasChildren(const QModelIndex& parent) const {
    if (parent.column() > 0)
        return false;
    const LibraryNode* node = at(parent);
    return !node->children.empty() || !node->filled;
}

bool LibraryTreeModel::canFetchMore(const QModelIndex& parent) const {
    const LibraryNode* node = at(parent);
    return parent.isValid() && parent.column() == 0 && node->kind == Kind::Root && !node->asked;
}

void LibraryTreeModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent))
        return;
    at(parent)->asked = true;
    Q_EMIT
    foldersWanted(at(parent)->id);
}

QVariant LibraryTreeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LibraryNode& node = *at(index);
    const bool heading = node.kind == Kind::Folders || node.kind == Kind::Collections;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        if (index.column() == NameColumn)
            return node.name;
        if (node.offline && node.kind == Kind::Root)
            return tr("offline");
        return node.photos < 0 ? QVariant() : QLocale().toString(static_cast<qlonglong>(node.photos));
    case Qt::TextAlignmentRole:
        return index.column() == CountColumn ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::FontRole: {
        if (!heading)
            return {};
        QFont font;
        font.setBold(true);
        return font;
    }
    case Qt::DecorationRole: {
        if (index.column() != NameColumn || heading)
            return {};
        if (node.kind == Kind::Collection)
            return node.collection.built_in ? built_in_icon_ : saved_icon_;
        return node.kind == Kind::All || node.kind == Kind::Loose ? all_icon_
               : node.offline                                     ? offline_icon_
                                                                  : folder_icon_;
    }
    case Qt::ToolTipRole:
        return tip(node);
    case Qt::AccessibleTextRole:
        return spoken(node);
    default:
        return {};
    }
}

QString LibraryTreeModel::tip(const LibraryNode& node) {
    switch (node.kind) {
    case Kind::All:
        return tr("The photos of all folders that were ever opened");
    case Kind::Root:
    case Kind::Folder:
        return node.offline
                   ? tr("%1\nwas not there at the last look. Its photos, marks and scores are remembered until "
                        "it comes back.")
                         .arg(library::display_path(node.path))
                   : library::display_path(node.path);
    case Kind::Loose:
        return tr("Photos that were opened by themselves, not with their folder");
    case Kind::Collection:
        return tr("Filter: %1").arg(node.collection.filter);
    default:
        return {};
    }
}

QString LibraryTreeModel::spoken(const LibraryNode& node) const {
    QStringList parts{node.name};
    if (node.kind == Kind::Collection)
        parts << tr("collection");
    if (node.kind == Kind::Root || node.kind == Kind::Folder)
        parts << tr("folder");
    if (node.offline)
        parts << tr("offline");
    else if (node.photos >= 0)
        parts << tr("%Ln photos", nullptr, static_cast<int>(node.photos));
    return parts.join(QStringLiteral(", "));
}

bool LibraryTreeModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const QString name = value.toString().simplified();
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable) || name.isEmpty() || name == at(index)->name)
        return false;
    LibraryNode& node = *at(index);
    node.name = node.collection.name = name;
    Q_EMIT
    dataChanged(index, index);
    Q_EMIT
    renamed(node.collection);
    return true;
}

Qt::ItemFlags LibraryTreeModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::NoItemFlags;
    const LibraryNode& node = *at(index);
    if (node.kind == Kind::Folders || node.kind == Kind::Collections)
        return Qt::ItemIsEnabled;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (node.kind == Kind::Collection && !node.collection.built_in && index.column() == NameColumn)
        flags |= Qt::ItemIsEditable;
    return flags;
}

} // namespace touchstone::ui
