// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The window as a library: marks by key, undone and kept; filters, collections and folders; two windows.
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>

#include "engine/imaging/decode.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/scenery.h"
#include "ui/filter/filter_bar.h"
#include "ui/grid/marks_bar.h"
#include "ui/inspector/human_percentile.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/library/library_panel.h"
#include "ui/library/library_tree_model.h"
#include "ui/loupe/loupe_view.h"
#include "ui/window/empty_state.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::Catalogue;
using library::Flag;
using library::Label;
using library::Marks;
using library::PhotoId;
using library::PhotoListModel;

namespace {

/// Photos of a temporary folder and a library of their own.
class Bench {
public:
    Bench() {
        QDir(dir_.path()).mkpath(QStringLiteral("photos/trip"));
        written_ = test::writeLandscapes(dir_.filePath(QStringLiteral("photos")), 6, 240) &&
                   test::writeLandscapes(dir_.filePath(QStringLiteral("photos/trip")), 2, 240);
    }
    bool isWritten() const { return written_; }
    std::string photos() const { return dir_.filePath(QStringLiteral("photos")).toStdString(); }
    std::string trip() const { return photos() + "/trip"; }

    library::SessionOptions options() const {
        const auto model = test::demo_model();
        library::SessionOptions options;
        options.model_files = {"stand-in.safetensors"};
        options.factory = test::demo_factory(model);
        options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
        options.catalogue_folder = dir_.filePath(QStringLiteral("library")).toStdString();
        return options;
    }

private:
    QTemporaryDir dir_;
    bool written_ = false;
};

Marks marksOf(MainWindow& window, PhotoId id) {
    return window.session().photos().entry(id)->marks;
}

QLineEdit* filterOf(MainWindow& window) {
    return window.findChild<QLineEdit*>(QStringLiteral("filter"));
}

QModelIndex builtIn(MainWindow& window, const QString& name) {
    const LibraryTreeModel& tree = window.libraryPanel().tree();
    for (int row = 0; row < tree.rowCount(tree.collections()); ++row)
        if (const QModelIndex index = tree.index(row, 0, tree.collections()); index.data().toString() == name)
            return index;
    return {};
}

void click(QTreeView& view, const QModelIndex& index) {
    view.scrollTo(index);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(index).center());
}

} // namespace

class TestLibraryWindow : public QObject {
    Q_OBJECT
private:
    QTemporaryDir settings_;

    /// Opens, waits until scored, gives the grid the focus.
    static void begin(MainWindow& window, const std::string& path, int photos) {
        window.resize(1200, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({path});
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(window.session().photos().totalCount(), photos);
        window.grid().setFocus();
        window.grid().setCurrentIndex(window.session().photos().index(0));
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QLocale::setDefault(QLocale::c());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        QApplication::setOrganizationName(QStringLiteral("touchstone-test"));
        QApplication::setApplicationName(QStringLiteral("touchstone-test"));
    }
    void init() { QSettings().clear(); }

    void keysGiveMarksAndUndoTakesThemBack() {
        const Bench bench;
        QVERIFY(bench.isWritten());
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        const PhotoId id = window.session().photos().idAt(0);
        QTest::keyClick(&window.grid(), Qt::Key_4);
        QCOMPARE(marksOf(window, id).rating, 4);
        QCOMPARE(window.inspector().marksBar().marks().rating, 4); // at once
        QCOMPARE(window.undoStack().undoText(), QStringLiteral("4 stars"));
        QTest::keyClick(&window.grid(), Qt::Key_X);
        QTest::keyClick(&window.grid(), Qt::Key_6);
        QCOMPARE(marksOf(window, id), (Marks{4, Label::Red, Flag::Reject}));
        QVERIFY(window.session()
                    .photos()
                    .index(0)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("rejected")));
        QTest::keyClick(&window.grid(), Qt::Key_6); // once more takes it away
        QCOMPARE(marksOf(window, id).label, Label::None);
        QTest::keyClick(&window.grid(), Qt::Key_P);
        QCOMPARE(marksOf(window, id).flag, Flag::Pick);
        QTest::keyClick(&window.grid(), Qt::Key_U);
        QCOMPARE(marksOf(window, id).flag, Flag::None);
        QTest::keyClick(&window.grid(), Qt::Key_U); // nothing to do is no step
        QCOMPARE(window.undoStack().count(), 6);
        for (int step = 0; step < 4; ++step)
            QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(marksOf(window, id), (Marks{4, Label::None, Flag::Reject}));
        QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(marksOf(window, id).label, Label::Red);
    }

    void manyPhotosAreOneStep() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        const PhotoListModel& photos = window.session().photos();
        window.grid().selectionModel()->select(QItemSelection(photos.index(1), photos.index(3)),
                                               QItemSelectionModel::ClearAndSelect);
        QVERIFY2(window.statusText().contains(QStringLiteral("3 selected")), qPrintable(window.statusText()));
        QTest::keyClick(&window.grid(), Qt::Key_5);
        for (int row = 0; row < 8; ++row)
            QCOMPARE(photos.index(row).data(PhotoListModel::RatingRole).toInt(), row >= 1 && row <= 3 ? 5 : 0);
        QCOMPARE(window.undoStack().count(), 1);
        QCOMPARE(window.actionRegistry().action(QStringLiteral("undo"))->text(),
                 QStringLiteral("&Undo: 5 stars for 3 photos"));
        QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
        for (int row = 0; row < 8; ++row)
            QCOMPARE(photos.index(row).data(PhotoListModel::RatingRole).toInt(), 0);
        QVERIFY(!window.actionRegistry().action(QStringLiteral("undo"))->isEnabled());
    }

    void theLoupeMarksAndGoesOn() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        const PhotoId first = window.session().photos().idAt(0), second = window.session().photos().idAt(1);
        QTest::keyClick(&window.grid(), Qt::Key_Return);
        QCOMPARE(window.page(), MainWindow::Page::Loupe);
        QTest::keyClick(&window.loupe().canvas(), Qt::Key_3);
        QCOMPARE(marksOf(window, first).rating, 3);
        QCOMPARE(window.loupe().photo(), first); // it stays: going on is off at first
        QCOMPARE(window.loupe().marksBar().marks().rating, 3);
        // What was measured of the pixels is kept, and the inspector has room for all of it.
        QTRY_VERIFY(window.session().photos().entry(first)->sharpness.has_value());
        const QWidget* facts = window.inspector().widget();
        QTRY_VERIFY(facts->height() >= facts->heightForWidth(facts->width()));
        window.actionRegistry().action(QStringLiteral("auto-advance"))->trigger();
        QTest::keyClick(&window.loupe().canvas(), Qt::Key_X);
        QCOMPARE(marksOf(window, first).flag, Flag::Reject);
        QCOMPARE(window.loupe().photo(), second);
        QCOMPARE(window.loupe().marksBar().marks(), Marks());
        // By the buttons, too: the second star, and once more to take it away.
        QToolButton* star = window.loupe().marksBar().findChildren<QToolButton*>()[1];
        QTest::mouseClick(star, Qt::LeftButton);
        QCOMPARE(marksOf(window, second).rating, 2);
        QTest::mouseClick(star, Qt::LeftButton);
        QCOMPARE(marksOf(window, second).rating, 0);
        QToolButton* reject = window.loupe().marksBar().findChildren<QToolButton*>().back();
        QTest::mouseClick(reject, Qt::LeftButton);
        QVERIFY(reject->isChecked());
        QCOMPARE(reject->text(), QStringLiteral("Rejected")); // in a word, too
    }

    void lettersAreTextInTheFilter() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        const PhotoId id = window.session().photos().idAt(0);
        QTest::keyClick(&window, Qt::Key_Slash);
        QTRY_COMPARE(QApplication::focusWidget(), filterOf(window));
        QTest::keyClicks(filterOf(window), QStringLiteral("x5pu6"));
        QCOMPARE(filterOf(window)->text(), QStringLiteral("x5pu6"));
        QCOMPARE(marksOf(window, id), Marks());
        QCOMPARE(window.undoStack().count(), 0);
    }

    void marksAreBackWhenTheLibraryIsOpenedAgain() {
        const Bench bench;
        PhotoId id = library::no_photo;
        {
            MainWindow window(bench.options());
            begin(window, bench.photos(), 8);
            id = window.session().photos().idAt(2);
            window.grid().setCurrentIndex(window.session().photos().index(2));
            QTest::keyClick(&window.grid(), Qt::Key_5);
            QTest::keyClick(&window.grid(), Qt::Key_8);
            QTest::keyClick(&window.grid(), Qt::Key_X);
            QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
            window.close();
        }
        MainWindow window(bench.options());
        window.show();
        window.openLibrary();
        QTRY_COMPARE(window.session().photos().totalCount(), 8);
        QVERIFY(window.session().isWholeLibrary());
        QCOMPARE(window.windowTitle(), QStringLiteral("All photos – Touchstone"));
        QCOMPARE(marksOf(window, id), (Marks{5, Label::Green, Flag::None}));
    }

    void marksShowWhenAnotherPlaceIsOpenedAtOnce() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        for (int times = 0; times < 10; ++times) {
            const std::vector<PhotoId> ids = window.session().photos().allIds();
            for (std::size_t i = 0; i < ids.size(); ++i) // one act each, not yet committed when the reading begins
                window.mark({ids[i]}, {1 + static_cast<int>(i + static_cast<std::size_t>(times)) % 5, {}, {}});
            times % 2 == 0 ? window.openLibrary() : window.open({bench.photos()});
            QTRY_COMPARE(window.session().photos().totalCount(), 8);
            for (std::size_t i = 0; i < ids.size(); ++i)
                QCOMPARE(marksOf(window, ids[i]).rating, 1 + static_cast<int>(i + static_cast<std::size_t>(times)) % 5);
        }
    }

    void filterByTextAndChips() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        const PhotoListModel& photos = window.session().photos();
        window.grid().selectionModel()->select(QItemSelection(photos.index(0), photos.index(2)),
                                               QItemSelectionModel::ClearAndSelect);
        QTest::keyClick(&window.grid(), Qt::Key_4);
        QTest::keyClick(&window, Qt::Key_Slash);
        QTRY_COMPARE(QApplication::focusWidget(), filterOf(window));
        QTest::keyClicks(filterOf(window), QStringLiteral("rating>=3 label:none"));
        QCOMPARE(window.statusText(), QStringLiteral("3 of 8 shown · 5 hidden by filter (clear)"));
        QCOMPARE(window.filterBar().chips().size(), std::size_t{2});
        // A change of the marks moves no row away under the pointer; the window says that the rows are old.
        window.grid().setFocus();
        window.grid().setCurrentIndex(photos.index(0));
        QTest::keyClick(&window.grid(), Qt::Key_1);
        QCOMPARE(photos.shownCount(), 3);
        QTRY_VERIFY(window.findChild<QToolButton*>(QStringLiteral("rerankButton"))->isVisible());
        QTest::mouseClick(window.findChild<QToolButton*>(QStringLiteral("rerankButton")), Qt::LeftButton);
        QCOMPARE(photos.shownCount(), 2);
        QTest::mouseClick(window.filterBar().chips()[0], Qt::LeftButton);
        QCOMPARE(photos.shownCount(), 8);
        filterOf(window)->setText(QStringLiteral("rating:5"));
        QCOMPARE(window.page(), MainWindow::Page::Empty);
        QVERIFY(window.emptyState().text().contains(QStringLiteral("Rating exactly 5")));
        QTest::mouseClick(window.emptyState().findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(photos.shownCount(), 8);
    }

    void everyOrderIsOffered() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        PhotoListModel& photos = window.session().photos();
        window.grid().setCurrentIndex(photos.index(7));
        const PhotoId rated = photos.idAt(7);
        QTest::keyClick(&window.grid(), Qt::Key_5);
        auto* rankBy = window.findChild<QComboBox*>(QStringLiteral("rankBy"));
        const auto choose = [&](const char* name) {
            const int index = rankBy->findText(QLatin1String(name));
            QVERIFY2(index >= 0, name);
            rankBy->setCurrentIndex(index);
            Q_EMIT
            rankBy->activated(index);
            QCOMPARE(rankBy->currentText(), QLatin1String(name));
        };
        for (const char* name : {"Date captured", "Date modified", "Name", "Sharpness", "Pixels", "File size"})
            choose(name);
        choose("Rating");
        QCOMPARE(photos.idAt(0), rated);
        choose("Stand-in (sharpness less noise)");
        QCOMPARE(photos.idAt(7), rated);
    }

    void aCollectionIsAFilterOverTheWholeLibrary() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        QTest::keyClick(&window.grid(), Qt::Key_X);
        const PhotoId rejected = window.session().photos().idAt(0);
        window.open({bench.trip()});
        QTRY_COMPARE(window.session().photos().totalCount(), 2);
        QVERIFY(!window.session().isWholeLibrary());
        QTRY_VERIFY(builtIn(window, QStringLiteral("Rejected")).isValid());
        QTreeView& tree = window.libraryPanel().view();
        click(tree, builtIn(window, QStringLiteral("Rejected")));
        QVERIFY(window.session().isWholeLibrary());
        QTRY_COMPARE(window.session().photos().totalCount(), 8);
        QCOMPARE(window.session().photos().shownCount(), 1);
        QTRY_COMPARE(window.session().photos().idAt(0), rejected);
        QCOMPARE(window.windowTitle(), QStringLiteral("Rejected – Touchstone"));
        QVERIFY(window.session().photos().sortOrder().reversed); // its order: worst first
        QTRY_COMPARE(tree.currentIndex(), builtIn(window, QStringLiteral("Rejected")));
        // Clearing the filter leaves it, and its order goes with it.
        window.actionRegistry().action(QStringLiteral("copy-command"))->trigger();
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("touchstone-cli rank --by -score --filter is:rejected"));
        window.filterBar().clear();
        QCOMPARE(window.session().photos().shownCount(), 8);
        QVERIFY(!window.session().photos().sortOrder().reversed);
        QCOMPARE(window.windowTitle(), QStringLiteral("All photos – Touchstone"));
    }

    void ownCollectionsAreKeptRenamedAndRemoved() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        filterOf(window)->setText(QStringLiteral("name:blurred"));
        LibraryTreeModel& tree = window.libraryPanel().tree();
        QTRY_COMPARE(tree.rowCount(tree.collections()), 5);
        QTest::mouseClick(window.filterBar().findChild<QToolButton*>(QStringLiteral("saveCollection")), Qt::LeftButton);
        auto* ask = window.findChild<QInputDialog*>();
        QVERIFY(ask && ask->isVisible());
        ask->setTextValue(QStringLiteral("Soft ones"));
        ask->accept();
        QTRY_COMPARE(tree.rowCount(tree.collections()), 6);
        const auto own = [&] { return builtIn(window, QStringLiteral("Soft ones")); };
        QVERIFY(own().isValid());
        QCOMPARE(tree.node(own()).collection.filter, QStringLiteral("blurred"));
        QVERIFY(tree.setData(own(), QStringLiteral("Shaken"), Qt::EditRole));
        // Another window on the library finds it.
        MainWindow second(window.session().options());
        second.show();
        QTRY_VERIFY(builtIn(second, QStringLiteral("Shaken")).isValid());
        const std::unique_ptr<QMenu> menu(window.libraryPanel().contextMenu(builtIn(window, QStringLiteral("Shaken"))));
        menu->findChild<QAction*>(QStringLiteral("remove"))->trigger();
        auto* sure = window.findChild<QMessageBox*>(QStringLiteral("removeCollection"));
        QVERIFY(sure && sure->isVisible());
        for (QAbstractButton* button : sure->buttons())
            if (sure->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(tree.rowCount(tree.collections()), 5);
        QTRY_VERIFY(!builtIn(second, QStringLiteral("Shaken")).isValid()); // and sees it go
    }

    void foldersOpenByAClickAndAreForgottenOnRequest() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        LibraryTreeModel& tree = window.libraryPanel().tree();
        QTreeView& view = window.libraryPanel().view();
        QTRY_VERIFY(tree.folder(bench.photos()).isValid());
        view.expand(tree.folder(bench.photos()));
        QTRY_COMPARE(tree.node(tree.folder(bench.trip())).path, bench.trip());
        click(view, tree.folder(bench.trip()));
        QTRY_COMPARE(window.session().photos().totalCount(), 2);
        QCOMPARE(window.session().paths(), std::vector<std::string>{bench.trip()});
        QVERIFY(window.windowTitle().contains(QStringLiteral("trip")));
        const std::unique_ptr<QMenu> menu(window.libraryPanel().contextMenu(tree.folder(bench.photos())));
        menu->findChild<QAction*>(QStringLiteral("forget"))->trigger();
        auto* sure = window.findChild<QMessageBox*>(QStringLiteral("forgetFolder"));
        QVERIFY(sure && sure->isVisible());
        QVERIFY2(sure->text().contains(QStringLiteral("8 photos")), qPrintable(sure->text()));
        for (QAbstractButton* button : sure->buttons())
            if (sure->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(tree.rowCount(tree.folders()), 0);
        QTRY_COMPARE(window.page(), MainWindow::Page::Empty);
        QCOMPARE(window.emptyState().title(), QStringLiteral("Which photos?"));
        QCOMPARE(QDir(QString::fromStdString(bench.photos())).entryList(QDir::Files).size(), 6); // files stay
    }

    void twoWindowsShareTheLibrary() {
        const Bench bench;
        MainWindow first(bench.options());
        begin(first, bench.photos(), 8);
        MainWindow second(first.session().options());
        QCOMPARE(&second.session().catalogue(), &first.session().catalogue());
        second.show();
        second.openLibrary();
        QTRY_COMPARE(second.session().photos().totalCount(), 8);
        const PhotoId id = first.session().photos().idAt(0);
        first.mark({id}, {4, {}, {}});
        QCOMPARE(marksOf(second, id).rating, 4);
        second.mark({id}, {{}, Label::Blue, {}});
        QCOMPARE(marksOf(first, id), (Marks{4, Label::Blue, Flag::None}));
        first.undoStack().undo(); // gives back the stars, not the other window's label
        QCOMPARE(marksOf(first, id), (Marks{0, Label::Blue, Flag::None}));
        QCOMPARE(marksOf(second, id), (Marks{0, Label::Blue, Flag::None}));
    }

    void aLibraryForReadingOnlySaysWhy() {
        const Bench bench;
        MainWindow first(bench.options());
        begin(first, bench.photos(), 8);
        library::SessionOptions options = bench.options(); // as a second program would open it
        MainWindow second(options);
        QCOMPARE(second.session().catalogue().state(), Catalogue::State::ReadOnly);
        second.show();
        second.openLibrary();
        QTRY_COMPARE(second.session().photos().totalCount(), 8);
        QTRY_VERIFY(second.banner().isVisible());
        QVERIFY(!second.session().catalogue().notices().empty());
        QVERIFY(second.banner().text().endsWith(second.session().catalogue().notices().front().text));
        second.grid().setCurrentIndex(second.session().photos().index(0));
        QAction* rate = second.actionRegistry().action(QStringLiteral("rate-3"));
        QVERIFY(!rate->isEnabled());
        QVERIFY(!rate->statusTip().isEmpty());
        QVERIFY(!second.inspector().marksBar().isEnabled());
        second.mark({second.session().photos().idAt(0)}, {3, {}, {}});
        QCOMPARE(marksOf(second, second.session().photos().idAt(0)), Marks());
        // Hidden once, it stays hidden.
        QTest::mouseClick(second.banner().findChild<QToolButton*>(), Qt::LeftButton);
        second.open({bench.trip()});
        QTRY_COMPARE(second.session().photos().totalCount(), 2);
        QVERIFY(!second.banner().isVisible());
    }

    void scoringGivesWayAsThePersonWishes() {
        const Bench bench;
        for (const bool again : {false, true}) {
            MainWindow window(bench.options());
            window.show();
            auto* menu = window.findChild<QMenu*>(QStringLiteral("scoringMenu"));
            QVERIFY(menu);
            const auto item = [menu](const char* name) { return menu->findChild<QAction*>(QLatin1String(name)); };
            library::ScoringThrottle& throttle = window.session().throttle();
            QCOMPARE(item("gentle")->isChecked(), !again); // the default
            QCOMPARE(item("pause")->isChecked(), again);   // what was chosen before
            QCOMPARE(throttle.rules().gentle_while_active, again);
            item("pause")->trigger();
            QCOMPARE(throttle.rules().on_battery, library::BatteryRule::Pause);
            item("gentleWhileActive")->setChecked(true);
            QCOMPARE(throttle.effort(), library::Effort::Full);
            QTest::keyClick(&window, Qt::Key_Shift); // somebody is there
            QCOMPARE(throttle.effort(), library::Effort::Gentle);
        }
    }

    void anEmptyLibraryAsksForPhotos() {
        const Bench bench;
        MainWindow window(bench.options());
        window.show();
        window.openLibrary();
        QTRY_COMPARE(window.page(), MainWindow::Page::Empty);
        QCOMPARE(window.emptyState().title(), QStringLiteral("Which photos?"));
    }

    void theInspectorComparesWithFolderAndLibrary() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench.photos(), 8);
        window.open({bench.trip()});
        QTRY_COMPARE(window.session().photos().totalCount(), 2);
        window.grid().setCurrentIndex(window.session().photos().index(0));
        auto* standing = window.inspector().findChild<QLabel*>(QStringLiteral("standing"));
        QTRY_VERIFY2(standing->text().contains(QStringLiteral("of the library")), qPrintable(standing->text()));
        QVERIFY(standing->text().startsWith(QStringLiteral("Better than 100 % of the others")));
        QVERIFY2(!standing->text().contains(QStringLiteral("people judged")), qPrintable(standing->text()));
    }

    void aScoreIsComparedWithWhatPeopleSaidInTheTraining() {
        ModelCard card;
        QVERIFY(!humanPercentile(card, 5));
        card.human_scores = {10, 20, 20, 40, 100};
        for (const auto& [value, share] :
             {std::pair(9.0, 0.0), std::pair(10.0, 0.0), std::pair(15.0, 12.5), std::pair(20.0, 50.0),
              std::pair(30.0, 62.5), std::pair(100.0, 100.0), std::pair(101.0, 100.0)}) {
            card.higher_is_better = true;
            QCOMPARE(humanPercentile(card, value), std::optional(share));
            card.higher_is_better = false;
            QCOMPARE(humanPercentile(card, value), std::optional(100 - share));
        }
        const Bench bench;
        const auto model = test::demo_model();
        model->card.human_scores = {-2.0, -1.0}; // every score is better
        library::SessionOptions options = bench.options();
        options.factory = test::demo_factory(model);
        options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
        MainWindow window(options);
        begin(window, bench.photos(), 8);
        window.grid().setCurrentIndex(window.session().photos().index(0));
        const auto* standing = window.inspector().findChild<QLabel*>(QStringLiteral("standing"));
        const QString expected =
            QStringLiteral("Better than 100 % of the photos that people judged for this model to learn from.");
        QTRY_VERIFY2(standing->text().contains(expected), qPrintable(standing->text()));
    }
};

QTEST_MAIN(TestLibraryWindow)
#include "test_library_window.moc"
