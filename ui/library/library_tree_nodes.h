// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QString>

#include "app/library/catalogue/rows.h"

namespace touchstone::ui {

/// One line of the library's tree. Owned by its parent.
struct LibraryNode {
    enum class Kind {
        All,         ///< every photo of the library
        Folders,     ///< heading
        Root,        ///< a folder that the person gave the program
        Folder,      ///< below a root
        Loose,       ///< single photos that were opened themselves
        Collections, ///< heading
        Collection,
    };

    Kind kind = Kind::All;
    QString name;
    std::string path;         ///< absolute, raw bytes; Root and Folder
    std::int64_t id = 0;      ///< RootId of Root, Folder and Loose; of a Collection its own
    std::int64_t photos = -1; ///< −1 = not counted
    bool offline = false;
    bool asked = false; ///< Root: its folders were asked for
    bool filled = false;
    library::CollectionRow collection;

    LibraryNode* parent = nullptr;
    std::vector<std::unique_ptr<LibraryNode>> children;

    int row() const; ///< among its parent's children; 0 for the root of all
    LibraryNode& add(std::unique_ptr<LibraryNode> child);
    /// Names the same thing, whatever is said of it.
    bool isSameAs(const LibraryNode& other) const;
    bool saysTheSameAs(const LibraryNode& other) const;
    /// Takes over what is said of it, not the children.
    void takeWords(const LibraryNode& other);
};

/// Roots in natural order, single photos last.
std::vector<std::unique_ptr<LibraryNode>> rootNodes(const std::vector<library::RootRow>& roots);
/// The folders below a root as a tree. Folders between that are not named by a row are there, too.
std::vector<std::unique_ptr<LibraryNode>> folderNodes(const LibraryNode& root,
                                                      const std::vector<library::FolderRow>& folders);
std::vector<std::unique_ptr<LibraryNode>> collectionNodes(const std::vector<library::CollectionRow>& collections);

} // namespace touchstone::ui
