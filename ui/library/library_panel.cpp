// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/library/library_panel.h"

#include <unordered_map>

#include <QAction>
#include <QHeaderView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "app/library/query/collections.h"
#include "ui/library/library_tree_model.h"

namespace touchstone::ui {

using library::CatalogueReader;
using library::CatalogueWriter;
using library::CollectionRow;
using library::LibraryLoader;
using Kind = LibraryNode::Kind;

LibraryPanel::LibraryPanel(library::LibrarySession& session, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , model_(new LibraryTreeModel(this))
    , view_(new QTreeView)
    , mailbox_(std::make_shared<library::Mailbox>(this)) {
    view_->setObjectName(QStringLiteral("libraryTree"));
    view_->setAccessibleName(tr("Library"));
    view_->setModel(model_);
    view_->setHeaderHidden(true);
    view_->setUniformRowHeights(true);
    view_->setIndentation(fontMetrics().height());
    view_->setFrameShape(QFrame::NoFrame);
    view_->setTextElideMode(Qt::ElideMiddle);
    view_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    view_->setExpandsOnDoubleClick(true);
    view_->header()->setStretchLastSection(false);
    view_->header()->setMinimumSectionSize(1);
    view_->header()->setSectionResizeMode(LibraryTreeModel::NameColumn, QHeaderView::Stretch);
    view_->header()->setSectionResizeMode(LibraryTreeModel::CountColumn, QHeaderView::ResizeToContents);
    view_->setExpanded(model_->folders(), true);
    view_->setExpanded(model_->collections(), true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(view_);
    setMinimumWidth(fontMetrics().averageCharWidth() * 27);

    connect(view_, &QAbstractItemView::clicked, this, &LibraryPanel::choose);
    auto* enter = new QAction(tr("Open"), view_);
    enter->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    enter->setShortcutContext(Qt::WidgetShortcut);
    view_->addAction(enter);
    connect(enter, &QAction::triggered, this, [this] { choose(view_->currentIndex()); });
    connect(view_, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        QMenu* menu = contextMenu(view_->indexAt(at));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->isEmpty() ? delete menu : menu->popup(view_->viewport()->mapToGlobal(at));
    });
    connect(model_, &LibraryTreeModel::foldersWanted, this, &LibraryPanel::askForFolders);
    connect(model_, &LibraryTreeModel::renamed, this, &LibraryPanel::save);
    connect(&session_, &library::LibrarySession::foldersChanged, this, &LibraryPanel::refresh);
    refresh();
}

LibraryPanel::~LibraryPanel() {
    mailbox_->close();
}

QSize LibraryPanel::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 31, QWidget::sizeHint().height()};
}

// -- reading ---------------------------------------------------------------------------------------------------------

void LibraryPanel::refresh() {
    const quint64 asked = ++asked_;
    session_.library().ask([mailbox = mailbox_, this, asked](CatalogueReader& reader) -> LibraryLoader::Answer {
        auto roots = reader.roots();
        auto collections = reader.collections();
        // Through the mailbox, because the loader outlives the panel.
        mailbox->post([this, asked, roots = std::move(roots), collections = std::move(collections)]() mutable {
            if (asked != asked_)
                return;
            if (roots)
                model_->setRoots(*roots);
            model_->setCollections(library::all_collections(collections ? *collections : std::vector<CollectionRow>()));
            for (const library::RootId root : model_->openedRoots())
                askForFolders(root);
            if (!view_->hasFocus()) // else the person is going through it
                showAgain();
        });
        return {};
    });
}

void LibraryPanel::askForFolders(library::RootId root) {
    session_.library().ask([mailbox = mailbox_, this, root](CatalogueReader& reader) -> LibraryLoader::Answer {
        auto folders = reader.folders(root);
        mailbox->post([this, root, folders = std::move(folders)] {
            model_->setFolders(root, folders ? *folders : std::vector<library::FolderRow>());
            if (!view_->hasFocus())
                showAgain();
        });
        return {};
    });
}

/// Single photos have no folder to open: their own names are.
void LibraryPanel::openLoose(library::RootId root) {
    session_.library().ask([mailbox = mailbox_, this, root](CatalogueReader& reader) -> LibraryLoader::Answer {
        const auto folders = reader.folders(root);
        const auto files = reader.files(root);
        if (!folders || !files)
            return {};
        std::unordered_map<library::FolderId, std::string> folder_paths;
        for (const library::FolderRow& folder : *folders)
            folder_paths[folder.id] = folder.path.empty() ? "/" : '/' + folder.path + '/';
        std::vector<std::string> paths;
        for (const library::PhotoFile& file : *files)
            if (!file.missing)
                paths.push_back(folder_paths[file.folder] + file.name);
        mailbox->post([this, paths = std::move(paths)] {
            if (!paths.empty())
                Q_EMIT
            pathsWanted(paths);
        });
        return {};
    });
}

// -- what is open ----------------------------------------------------------------------------------------------------

void LibraryPanel::setCurrent(const QModelIndex& index) {
    if (!index.isValid()) {
        view_->selectionModel()->clear();
    } else if (index != view_->currentIndex() || !view_->selectionModel()->isSelected(index)) {
        view_->setCurrentIndex(index);
    }
}

void LibraryPanel::showAgain() {
    setCurrent(current_ ? current_() : QModelIndex());
}

void LibraryPanel::showAll() {
    current_ = [this] { return model_->all(); };
    showAgain();
}

void LibraryPanel::showFolder(const std::string& path) {
    current_ = [this, path] {
        const QModelIndex folder = model_->folder(path);
        return folder.isValid() && model_->node(folder).path == path ? folder : QModelIndex();
    };
    showAgain();
}

void LibraryPanel::showCollection(std::int64_t id) {
    current_ = [this, id] { return model_->collection(id); };
    showAgain();
}

void LibraryPanel::showNothing() {
    current_ = {};
    showAgain();
}

void LibraryPanel::choose(const QModelIndex& index) {
    if (!index.isValid())
        return;
    const LibraryNode& node = model_->node(index);
    switch (node.kind) {
    case Kind::All:
        Q_EMIT
        allWanted();
        break;
    case Kind::Root:
    case Kind::Folder:
        Q_EMIT
        pathsWanted({node.path});
        break;
    case Kind::Loose:
        openLoose(node.id);
        break;
    case Kind::Collection:
        Q_EMIT
        collectionWanted(node.collection);
        break;
    default:
        view_->setExpanded(index.siblingAtColumn(0), !view_->isExpanded(index.siblingAtColumn(0)));
        break;
    }
}

// -- changing --------------------------------------------------------------------------------------------------------

void LibraryPanel::write(library::Catalogue::Work work, std::function<void()> then) {
    session_.catalogue().write(std::move(work), [mailbox = mailbox_, this, then](const Result<void>& written) {
        mailbox->post([this, then, written] {
            if (!written) {
                session_.issues().add(library::issue_of(written.error()));
                Q_EMIT
                failed(written.error());
            } else {
                if (then)
                    then();
                Q_EMIT
                changed();
            }
            refresh();
        });
    });
}

void LibraryPanel::save(const CollectionRow& collection) {
    auto id = std::make_shared<std::int64_t>(collection.id);
    write(
        [collection, id](CatalogueWriter& writer) -> Result<void> {
            const auto row = writer.putCollection(collection);
            if (!row)
                return tl::unexpected(row.error());
            *id = row->id;
            return {};
        },
        [this, id, is_new = collection.id == 0] {
            if (is_new)
                showCollection(*id); // the filter in use is this one from here on
        });
}

QString LibraryPanel::collectionName(std::int64_t id) const {
    const QModelIndex index = model_->collection(id);
    return index.isValid() ? model_->node(index).name : QString();
}

void LibraryPanel::askToRemove(const CollectionRow& collection) {
    auto* box = new QMessageBox(QMessageBox::Question, tr("Remove the collection?"),
                                tr("“%1” is removed. Its photos and their marks stay.").arg(collection.name),
                                QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("removeCollection"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* remove = box->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    connect(remove, &QPushButton::clicked, this, [this, id = collection.id] {
        write([id](CatalogueWriter& writer) { return writer.removeCollection(id); }, {});
    });
    box->open();
}

void LibraryPanel::askToForget(const LibraryNode& node) {
    auto* box = new QMessageBox(
        QMessageBox::Warning, tr("Forget this folder?"),
        tr("%1\nleaves the library, and so do its %Ln photos and the marks you gave them. This cannot be undone.",
           nullptr, static_cast<int>(node.photos))
            .arg(library::display_path(node.path)),
        QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("forgetFolder"));
    box->setInformativeText(tr("The files themselves are not touched."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* forget = box->addButton(tr("Forget"), QMessageBox::DestructiveRole);
    connect(forget, &QPushButton::clicked, this, [this, id = node.id, path = QByteArray::fromStdString(node.path)] {
        write([id](CatalogueWriter& writer) { return writer.removeRoot(id); },
              [this, path] {
                  Q_EMIT
                  forgotten(path);
              });
    });
    box->open();
}

// -- menus -----------------------------------------------------------------------------------------------------------

QMenu* LibraryPanel::contextMenu(const QModelIndex& at) {
    auto* menu = new QMenu(this);
    const QModelIndex index = at.siblingAtColumn(LibraryTreeModel::NameColumn);
    if (!index.isValid())
        return menu;
    const LibraryNode& node = model_->node(index);
    switch (node.kind) {
    case Kind::Folders:
        connect(menu->addAction(tr("Open a &folder…")), &QAction::triggered, this, &LibraryPanel::addFolderWanted);
        break;
    case Kind::Root:
    case Kind::Folder:
        fillFolderMenu(menu, node);
        break;
    case Kind::Collections:
        connect(menu->addAction(tr("&Save the filter as collection…")), &QAction::triggered, this,
                &LibraryPanel::saveWanted);
        break;
    case Kind::Collection:
        fillCollectionMenu(menu, index);
        break;
    default:
        connect(menu->addAction(tr("&Open")), &QAction::triggered, this, [this, index] { choose(index); });
        break;
    }
    return menu;
}

void LibraryPanel::fillFolderMenu(QMenu* menu, const LibraryNode& node) {
    const QByteArray path = QByteArray::fromStdString(node.path);
    connect(menu->addAction(tr("&Open")), &QAction::triggered, this, [this, path] {
        Q_EMIT
        pathsWanted({path.toStdString()});
    });
    QAction* show = menu->addAction(tr("&Show in folder"));
    show->setEnabled(!node.offline);
    connect(show, &QAction::triggered, this, [this, path] {
        Q_EMIT
        showInFolderWanted(path);
    });
    if (node.kind != Kind::Root)
        return;
    menu->addSeparator();
    QAction* forget = menu->addAction(tr("&Forget this folder…"));
    forget->setObjectName(QStringLiteral("forget"));
    forget->setEnabled(session_.catalogue().state() != library::Catalogue::State::ReadOnly);
    connect(forget, &QAction::triggered, this, [this, path = path.toStdString()] {
        const QModelIndex index = model_->folder(path);
        if (index.isValid() && model_->node(index).path == path)
            askToForget(model_->node(index));
    });
}

void LibraryPanel::fillCollectionMenu(QMenu* menu, const QModelIndex& index) {
    const CollectionRow collection = model_->node(index).collection;
    const bool writable = session_.catalogue().state() != library::Catalogue::State::ReadOnly;
    connect(menu->addAction(tr("&Open")), &QAction::triggered, this, [this, collection] {
        Q_EMIT
        collectionWanted(collection);
    });
    QAction* here = menu->addAction(tr("Only in &what is open"));
    here->setObjectName(QStringLiteral("here"));
    connect(here, &QAction::triggered, this, [this, collection] {
        Q_EMIT
        collectionHereWanted(collection);
    });
    if (collection.built_in)
        return;
    menu->addSeparator();
    QAction* rename = menu->addAction(tr("&Rename"));
    rename->setObjectName(QStringLiteral("rename"));
    connect(rename, &QAction::triggered, this, [this, id = collection.id] { view_->edit(model_->collection(id)); });
    QAction* update = menu->addAction(tr("&Replace by the present filter"));
    connect(update, &QAction::triggered, this, [this, collection] {
        Q_EMIT
        updateWanted(collection);
    });
    QAction* remove = menu->addAction(tr("Re&move…"));
    remove->setObjectName(QStringLiteral("remove"));
    connect(remove, &QAction::triggered, this, [this, collection] { askToRemove(collection); });
    for (QAction* action : {rename, update, remove})
        action->setEnabled(writable);
}

} // namespace touchstone::ui
