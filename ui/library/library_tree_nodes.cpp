// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/library/library_tree_nodes.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "app/library/photo_entry.h"
#include "ui/library/library_tree_model.h"

namespace touchstone::ui {

using Nodes = std::vector<std::unique_ptr<LibraryNode>>;
using Kind = LibraryNode::Kind;

namespace {

void sortByName(Nodes& nodes) {
    std::sort(nodes.begin(), nodes.end(), [](const auto& a, const auto& b) {
        const QString first = library::natural_sort_key(a->name), second = library::natural_sort_key(b->name);
        return first != second ? first < second : a->path < b->path;
    });
}

void sortAllBelow(LibraryNode& node) {
    sortByName(node.children);
    for (const auto& child : node.children)
        sortAllBelow(*child);
}

std::unique_ptr<LibraryNode> folderNode(const LibraryNode& root, const std::string& relative) {
    auto node = std::make_unique<LibraryNode>();
    node->kind = Kind::Folder;
    node->path = (root.path == "/" ? std::string() : root.path) + '/' + relative;
    node->name = library::display_name(node->path);
    node->id = root.id;
    node->offline = root.offline;
    node->filled = true;
    return node;
}

} // namespace

int LibraryNode::row() const {
    if (!parent)
        return 0;
    const auto self = std::find_if(parent->children.begin(), parent->children.end(),
                                   [this](const auto& sibling) { return sibling.get() == this; });
    return static_cast<int>(self - parent->children.begin());
}

LibraryNode& LibraryNode::add(std::unique_ptr<LibraryNode> child) {
    child->parent = this;
    children.push_back(std::move(child));
    return *children.back();
}

bool LibraryNode::isSameAs(const LibraryNode& other) const {
    return kind == other.kind && id == other.id && path == other.path;
}

bool LibraryNode::saysTheSameAs(const LibraryNode& other) const {
    const auto words = [](const LibraryNode& node) {
        return std::tie(node.name, node.photos, node.offline, node.collection.name, node.collection.filter,
                        node.collection.order, node.collection.place);
    };
    return words(*this) == words(other);
}

void LibraryNode::takeWords(const LibraryNode& other) {
    name = other.name;
    photos = other.photos;
    offline = other.offline;
    collection = other.collection;
}

Nodes rootNodes(const std::vector<library::RootRow>& roots) {
    Nodes nodes;
    std::unique_ptr<LibraryNode> loose;
    for (const library::RootRow& root : roots) {
        auto node = std::make_unique<LibraryNode>();
        node->kind = root.loose ? Kind::Loose : Kind::Root;
        node->id = root.id;
        node->path = root.path;
        node->photos = root.photos;
        node->offline = root.offline;
        if (root.loose) {
            node->name = LibraryTreeModel::tr("Single photos");
            node->filled = true;
            if (root.photos > 0)
                loose = std::move(node);
            continue;
        }
        node->name = root.path == "/" ? QStringLiteral("/") : library::display_name(root.path);
        nodes.push_back(std::move(node));
    }
    sortByName(nodes);
    if (loose)
        nodes.push_back(std::move(loose));
    return nodes;
}

Nodes folderNodes(const LibraryNode& root, const std::vector<library::FolderRow>& folders) {
    LibraryNode top;
    std::map<std::string, LibraryNode*> known{{std::string(), &top}};
    for (const library::FolderRow& folder : folders) {
        // From the outermost folder inwards: rows come in any order, and one between may have none.
        for (std::size_t end = 0; end < folder.path.size();) {
            end = std::min(folder.path.find('/', end + 1), folder.path.size());
            const std::string path = folder.path.substr(0, end);
            const std::size_t slash = path.rfind('/');
            LibraryNode* above = known.at(slash == std::string::npos ? std::string() : path.substr(0, slash));
            if (const auto [place, is_new] = known.try_emplace(path, nullptr); is_new)
                place->second = &above->add(folderNode(root, path));
        }
    }
    sortAllBelow(top);
    return std::move(top.children);
}

Nodes collectionNodes(const std::vector<library::CollectionRow>& collections) {
    Nodes nodes;
    for (const library::CollectionRow& collection : collections) {
        auto node = std::make_unique<LibraryNode>();
        node->kind = Kind::Collection;
        node->id = collection.id;
        node->name = collection.name;
        node->collection = collection;
        node->filled = true;
        nodes.push_back(std::move(node));
    }
    return nodes;
}

} // namespace touchstone::ui
