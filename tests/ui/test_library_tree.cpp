// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The tree of the library: what is told is merged in, folders are asked for when they are opened.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTreeView>
#include <QtTest>

#include "app/library/query/collections.h"
#include "ui/library/library_tree_model.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::CollectionRow;
using library::FolderRow;
using library::RootRow;
using Kind = LibraryNode::Kind;

namespace {

RootRow root(library::RootId id, const char* path, std::int64_t photos, bool offline = false) {
    return {id, path, std::string(path) == "/", offline, 0, photos};
}

FolderRow folder(library::FolderId id, library::RootId in, const char* path) {
    return {id, in, path, 1};
}

QStringList list(std::initializer_list<const char*> words) {
    QStringList texts;
    for (const char* word : words)
        texts << QString::fromUtf8(word);
    return texts;
}

QStringList namesBelow(const LibraryTreeModel& model, const QModelIndex& parent) {
    QStringList names;
    for (int row = 0; row < model.rowCount(parent); ++row)
        names << model.index(row, 0, parent).data().toString();
    return names;
}

QString countOf(const QModelIndex& index) {
    return index.siblingAtColumn(LibraryTreeModel::CountColumn).data().toString();
}

} // namespace

class TestLibraryTree : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void rootsAndTheirCounts() {
        LibraryTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(namesBelow(model, {}), list({"All photos", "Folders", "Collections"}));
        model.setRoots({root(1, "/photos/img10", 7), root(2, "/photos/img2", 5), root(4, "/", 3),
                        root(3, "/media/usb", 100, true)});
        // Names as people count, single photos last.
        QCOMPARE(namesBelow(model, model.folders()), list({"img2", "img10", "usb", "Single photos"}));
        QCOMPARE(countOf(model.all()), QStringLiteral("15")); // what is offline cannot be looked at
        QCOMPARE(countOf(model.folder("/photos/img10")), QStringLiteral("7"));
        const QModelIndex usb = model.folder("/media/usb");
        QCOMPARE(countOf(usb), QStringLiteral("offline")); // a word beside the sign
        QVERIFY(usb.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("offline")));
        QVERIFY(usb.data(Qt::ToolTipRole).toString().contains(QStringLiteral("remembered")));
        QVERIFY(!(model.flags(model.folders()) & Qt::ItemIsSelectable));
        // It comes back; another one goes.
        model.setRoots({root(2, "/photos/img2", 6), root(3, "/media/usb", 100)});
        QCOMPARE(namesBelow(model, model.folders()), list({"img2", "usb"}));
        QCOMPARE(countOf(model.folder("/media/usb")), QStringLiteral("100"));
        QCOMPARE(countOf(model.all()), QStringLiteral("106"));
    }

    void foldersAreAskedForOnceAndOpenOnesStayOpen() {
        LibraryTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTreeView view;
        view.setModel(&model);
        QSignalSpy wanted(&model, &LibraryTreeModel::foldersWanted);
        model.setRoots({root(1, "/photos", 9)});
        const QModelIndex photos = model.folder("/photos");
        QVERIFY(model.hasChildren(photos)); // maybe: nobody has looked yet
        while (model.canFetchMore(photos))
            model.fetchMore(photos);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].toLongLong(), 1);
        // In any order, and a folder between that has no row of its own.
        model.setFolders(1, {folder(5, 1, "2026/june/beach"), folder(1, 1, ""), folder(2, 1, "2025"),
                             folder(3, 1, "2026"), folder(4, 1, "2026/may")});
        QCOMPARE(namesBelow(model, photos), list({"2025", "2026"}));
        const QModelIndex year = model.folder("/photos/2026");
        QCOMPARE(model.node(year).path, std::string("/photos/2026"));
        QCOMPARE(namesBelow(model, year), list({"june", "may"}));
        view.expand(model.folders());
        view.expand(photos);
        view.expand(year);
        model.setFolders(1, {folder(1, 1, ""), folder(3, 1, "2026"), folder(4, 1, "2026/may"), folder(6, 1, "2027")});
        QCOMPARE(namesBelow(model, photos), list({"2026", "2027"}));
        QCOMPARE(namesBelow(model, model.folder("/photos/2026")), list({"may"}));
        QVERIFY(view.isExpanded(model.folder("/photos/2026")));
        QCOMPARE(model.node(model.folder("/photos/2026/may/unknown")).path, std::string("/photos/2026/may"));
        QVERIFY(!model.folder("/photos2").isValid());
        QCOMPARE(wanted.count(), 1);
    }

    void aRootWithoutFoldersCannotBeOpened() {
        LibraryTreeModel model;
        model.setRoots({root(1, "/photos", 9)});
        model.setFolders(1, {folder(1, 1, "")});
        QVERIFY(!model.hasChildren(model.folder("/photos")));
    }

    void namesThatAreNoTextKeepTheirBytes() {
        LibraryTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRoots({root(1, "/photos/\xff\xfe", 1)});
        model.setFolders(1, {folder(2, 1, "\xe9t\xe9")});
        const QModelIndex below = model.folder("/photos/\xff\xfe/\xe9t\xe9");
        QVERIFY(below.isValid());
        QCOMPARE(model.node(below).path, std::string("/photos/\xff\xfe/\xe9t\xe9"));
        QVERIFY(!below.data().toString().isEmpty());
    }

    void collectionsCanBeRenamed() {
        LibraryTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        CollectionRow own{12, QStringLiteral("Beach"), QStringLiteral("name:beach"), {}, false, 0};
        model.setCollections(library::all_collections({own}));
        QCOMPARE(model.rowCount(model.collections()), 6);
        const QModelIndex best = model.index(0, 0, model.collections());
        QCOMPARE(best.data().toString(), QStringLiteral("Best"));
        QVERIFY(!(model.flags(best) & Qt::ItemIsEditable));
        const QModelIndex beach = model.collection(12);
        QVERIFY(beach.data(Qt::ToolTipRole).toString().contains(QStringLiteral("name:beach")));
        QSignalSpy renamed(&model, &LibraryTreeModel::renamed);
        QVERIFY(!model.setData(beach, QStringLiteral("  "), Qt::EditRole));
        QVERIFY(model.setData(beach, QStringLiteral(" The  beach "), Qt::EditRole));
        QCOMPARE(renamed.count(), 1);
        const auto row = renamed[0][0].value<CollectionRow>();
        QCOMPARE(row.name, QStringLiteral("The beach"));
        QCOMPARE(row.filter, QStringLiteral("name:beach"));
        QCOMPARE(row.id, 12);
        model.setCollections(library::all_collections({}));
        QVERIFY(!model.collection(12).isValid());
    }
};

QTEST_MAIN(TestLibraryTree)
#include "test_library_tree.moc"
