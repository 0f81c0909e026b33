// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Stacks, proposals and comparing in the window: real keys on generated photos with a camera's metadata.
#include <filesystem>

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

#include "app/metadata/file_facts.h"
#include "engine/imaging/decode.h"
#include "tests/app/culling/culling_folder.h"
#include "tests/ui/demo_scorer.h"
#include "ui/compare/compare_view.h"
#include "ui/culling/culling_controller.h"
#include "ui/culling/proposals_dialog.h"
#include "ui/style/appearance.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::Flag;
using library::GroupKind;
using library::PhotoId;
using library::PhotoListModel;
using test::CullingFolder;

namespace {

constexpr int patience_ms = 60'000;

/// A burst of five of which the third is sharp, a bracket of three, two single photos; and a library of their own.
class Bench {
public:
    explicit Bench(int burst = 5) {
        for (int i = 0; i < burst; ++i) {
            CullingFolder::Taken taken;
            taken.blur = i == 2 ? 1 : 2 + i % 3;
            photos_.photo(QStringLiteral("photos/burst%1.jpg").arg(i), 1, 200 * i, taken);
        }
        for (int i = 0; i < 3; ++i) {
            CullingFolder::Taken taken;
            taken.ev = i == 0 ? 0.0 : i == 1 ? -2.0 : 2.0;
            photos_.photo(QStringLiteral("photos/hdr%1.jpg").arg(i), 2, 100'000 + 400 * i, taken);
        }
        photos_.photo(QStringLiteral("photos/single0.jpg"), 4, 300'000);
        photos_.photo(QStringLiteral("photos/single1.jpg"), 5, 600'000);
    }
    std::string photos() const { return photos_.path(QStringLiteral("photos")); }
    std::string path(const char* name) const { return photos() + '/' + name; }

    library::SessionOptions options() const {
        const auto model = test::demo_model();
        library::SessionOptions options;
        options.model_files = {"stand-in.safetensors"};
        options.factory = test::demo_factory(model);
        options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
        options.catalogue_folder = photos_.path(QStringLiteral("library"));
        return options;
    }

private:
    CullingFolder photos_;
};

PhotoListModel& listOf(MainWindow& window) {
    return window.session().photos();
}

PhotoId idOf(MainWindow& window, const char* name) {
    for (const PhotoId id : listOf(window).allIds())
        if (listOf(window).entry(id)->name == QLatin1String(name))
            return id;
    return library::no_photo;
}

Flag flagOf(MainWindow& window, const char* name) {
    return listOf(window).entry(idOf(window, name))->marks.flag;
}

/// As the library has it, after everything was written.
Flag storedFlag(MainWindow& window, const char* name) {
    window.session().catalogue().flush();
    library::Scope scope;
    scope.kind = library::Scope::Kind::Ids;
    scope.ids = {idOf(window, name)};
    Flag flag = Flag::None;
    const auto reader = window.session().catalogue().reader();
    const auto read = (*reader)->photos(scope, {}, [&](library::PhotoEntry&& entry) {
        flag = entry.marks.flag;
        return true;
    });
    return read ? flag : Flag::None;
}

/// For looking at: TOUCHSTONE_PICTURES=FOLDER.
void picture(QWidget& widget, const char* name) {
    if (const QString folder = qEnvironmentVariable("TOUCHSTONE_PICTURES"); !folder.isEmpty())
        widget.grab().save(QStringLiteral("%1/%2.png").arg(folder, QLatin1String(name)));
}

void key(MainWindow& window, Qt::Key code, Qt::KeyboardModifiers modifiers = {}) {
    QWidget* target = QApplication::focusWidget();
    QTest::keyClick(target && target->window() == &window ? target : &window, code, modifiers);
}

void choose(MainWindow& window, const std::vector<const char*>& names) {
    window.grid().setFocus();
    window.grid().clearSelection();
    bool first = true;
    for (const char* name : names) {
        const QModelIndex index = listOf(window).indexOf(idOf(window, name));
        QVERIFY(index.isValid());
        if (std::exchange(first, false))
            window.grid().setCurrentIndex(index);
        window.grid().selectionModel()->select(index, QItemSelectionModel::Select);
    }
}

} // namespace

class TestCullingWindow : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;

    /// Opens, waits until everything is scored, read and grouped.
    static void begin(MainWindow& window, const Bench& bench, int grouped = 8) {
        window.resize(1200, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy scored(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({bench.photos()});
        QTRY_COMPARE_WITH_TIMEOUT(scored.count(), 1, patience_ms);
        const auto in_groups = [&] {
            int count = 0;
            for (const PhotoId id : listOf(window).allIds())
                count += listOf(window).entry(id)->group != 0;
            return count;
        };
        QTRY_COMPARE_WITH_TIMEOUT(in_groups(), grouped, patience_ms);
        QTRY_VERIFY_WITH_TIMEOUT(!window.culling().grouping().isBusy(), patience_ms);
        for (const PhotoId id : listOf(window).allIds())
            QTRY_VERIFY_WITH_TIMEOUT(listOf(window).entry(id)->sharpness.has_value(), patience_ms);
        listOf(window).rerank();
        window.grid().setFocus();
        window.grid().setCurrentIndex(listOf(window).index(0));
    }

    static ProposalsDialog* propose(MainWindow& window) {
        key(window, Qt::Key_P, Qt::ShiftModifier);
        auto* dialog = window.findChild<ProposalsDialog*>();
        for (int i = 0; dialog && i < 600 && window.culling().isWorking(); ++i)
            QTest::qWait(10);
        return dialog;
    }

    static void closeDialog(MainWindow& window, QDialog* dialog) {
        dialog->close();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.grid().setFocus();
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        metadata::initialise();
        QLocale::setDefault(QLocale::c());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        QApplication::setOrganizationName(QStringLiteral("touchstone-test"));
        QApplication::setApplicationName(QStringLiteral("touchstone-test"));
    }
    void init() { QSettings().clear(); }

    void stacksByKeyWithTheBestOnTop() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench);
        QCOMPARE(listOf(window).rowCount(), 10);
        picture(window, "grid-loose");
        key(window, Qt::Key_S);
        QCOMPARE(listOf(window).rowCount(), 4);
        QVERIFY(window.statusText().contains(QStringLiteral("6 in stacks")));
        const PhotoId best = idOf(window, "burst2.jpg");
        const QModelIndex cover = listOf(window).indexOf(best);
        QVERIFY(cover.isValid()); // the sharp one stands for the burst
        QCOMPARE(cover.data(PhotoListModel::StackSizeRole).toInt(), 5);
        window.grid().setCurrentIndex(cover);
        picture(window, "grid-stacked");
        key(window, Qt::Key_S, Qt::ShiftModifier);
        QCOMPARE(listOf(window).rowCount(), 8);
        QVERIFY(listOf(window).rowOf(idOf(window, "burst0.jpg")) > listOf(window).rowOf(best));
        picture(window, "grid-open-stack");
        window.grid().setCurrentIndex(listOf(window).indexOf(idOf(window, "burst4.jpg")));
        key(window, Qt::Key_S, Qt::ShiftModifier); // closed again: the current photo went behind its cover
        QCOMPARE(listOf(window).rowCount(), 4);
        QCOMPARE(window.grid().currentIndex().data(PhotoListModel::IdRole).toLongLong(), best);
        // By the sign itself.
        const QRect badge = window.grid().delegate().stackBadge(
            window.grid().visualRect(listOf(window).indexOf(best)), window.grid().font(),
            window.grid().devicePixelRatioF(), window.grid().palette(), window.grid().layoutDirection(),
            listOf(window).indexOf(best));
        QVERIFY(!badge.isEmpty());
        QTest::mouseClick(window.grid().viewport(), Qt::LeftButton, {}, badge.center());
        QCOMPARE(listOf(window).rowCount(), 8);
        key(window, Qt::Key_S);
        QCOMPARE(listOf(window).rowCount(), 10);
        // The built-in collection fills.
        window.session().photos().setFilter(*library::PhotoFilter::parse(QStringLiteral("is:burst")));
        QCOMPARE(listOf(window).rowCount(), 8);
    }

    /// Opened while nothing is known yet.
    void proposalsFollowWhatIsFoundLater() {
        const Bench bench;
        MainWindow window(bench.options());
        window.resize(1200, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.open({bench.photos()});
        QTRY_VERIFY_WITH_TIMEOUT(listOf(window).rowCount() > 0, patience_ms);
        window.grid().setFocus();
        ProposalsDialog* dialog = propose(window);
        QVERIFY(dialog && dialog->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(window.culling().counts().groups, 2, patience_ms);
        QTRY_COMPARE_WITH_TIMEOUT(dialog->table().rowCount(), 5, patience_ms);
    }

    void proposalsArePreviewedAcceptedAndUndone() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench);
        auto* counts = window.findChild<QToolButton*>(QStringLiteral("proposalsButton"));
        QVERIFY(counts && counts->isHidden());
        ProposalsDialog* dialog = propose(window);
        QVERIFY(dialog && dialog->isVisible());
        QAbstractItemModelTester tester(&dialog->table(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE_WITH_TIMEOUT(dialog->table().rowCount(), 5, patience_ms);
        QVERIFY(counts->isVisible());
        QCOMPARE(counts->text(), QStringLiteral("Proposed: 1 to pick, 4 to reject"));
        for (const char* name : {"burst0.jpg", "burst1.jpg", "burst2.jpg", "burst3.jpg", "burst4.jpg"})
            QCOMPARE(flagOf(window, name), Flag::None); // nothing is marked by itself
        QVERIFY(!window.culling().proposal(idOf(window, "hdr1.jpg")));
        const auto* reject = window.culling().proposal(idOf(window, "burst0.jpg"));
        QVERIFY(reject);
        QCOMPARE(reject->other, idOf(window, "burst2.jpg"));
        const QString why = dialog->table().index(0, ProposalTable::Why).data().toString();
        QVERIFY2(why.contains(QStringLiteral("sharp")) && why.contains(QStringLiteral("score")), qPrintable(why));
        picture(*dialog, "proposals-dialog");
        picture(window, "grid-proposals");
        // One is left out.
        const PhotoId spared = idOf(window, "burst4.jpg");
        for (int row = 0; row < dialog->table().rowCount(); ++row)
            if (const QModelIndex index = dialog->table().index(row, 0);
                index.data(ProposalTable::IdRole).toLongLong() == spared)
                QVERIFY(dialog->table().setData(index, Qt::Unchecked, Qt::CheckStateRole));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("acceptProposals")), Qt::LeftButton);
        QCOMPARE(flagOf(window, "burst2.jpg"), Flag::Pick);
        QCOMPARE(flagOf(window, "burst0.jpg"), Flag::Reject);
        QCOMPARE(flagOf(window, "burst4.jpg"), Flag::None);
        QCOMPARE(storedFlag(window, "burst0.jpg"), Flag::Reject);
        QCOMPARE(window.undoStack().count(), 1);
        auto* marked = window.findChild<QLabel*>(QStringLiteral("flagCounts"));
        QTRY_COMPARE(marked->text(), QStringLiteral("1 picked · 3 rejected"));
        QVERIFY(marked->isVisible());
        QTRY_COMPARE(dialog->table().rowCount(), 1); // the one that is not answered
        QTRY_COMPARE(counts->text(), QStringLiteral("Proposed: 0 to pick, 1 to reject"));
        closeDialog(window, dialog);
        QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
        for (const char* name : {"burst0.jpg", "burst1.jpg", "burst2.jpg", "burst3.jpg"}) {
            QCOMPARE(flagOf(window, name), Flag::None);
            QCOMPARE(storedFlag(window, name), Flag::None);
        }
        QTRY_COMPARE(counts->text(), QStringLiteral("Proposed: 1 to pick, 4 to reject"));
    }

    void proposalsAreAnsweredByKeyAndANoIsKept() {
        const Bench bench;
        {
            MainWindow window(bench.options());
            begin(window, bench);
            // What the person marked is not asked about.
            choose(window, {"burst2.jpg"});
            key(window, Qt::Key_3);
            ProposalsDialog* dialog = propose(window);
            QVERIFY(dialog);
            QTRY_VERIFY_WITH_TIMEOUT(dialog->table().rowCount() > 0, patience_ms);
            QVERIFY(!window.culling().proposal(idOf(window, "burst2.jpg")));
            closeDialog(window, dialog);
            choose(window, {"burst0.jpg"});
            QVERIFY(window.culling().proposal(idOf(window, "burst0.jpg")));
            key(window, Qt::Key_D);
            QVERIFY(!window.culling().proposal(idOf(window, "burst0.jpg")));
            QCOMPARE(flagOf(window, "burst0.jpg"), Flag::None);
            QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
            QVERIFY(window.culling().proposal(idOf(window, "burst0.jpg")));
            QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
            choose(window, {"burst3.jpg"});
            QVERIFY(window.culling().proposal(idOf(window, "burst3.jpg")));
            key(window, Qt::Key_A);
            QCOMPARE(flagOf(window, "burst3.jpg"), Flag::Reject);
            key(window, Qt::Key_A); // nothing is proposed any more: no step
            QCOMPARE(window.undoStack().count(), 3);
        }
        MainWindow again(bench.options());
        begin(again, bench);
        ProposalsDialog* dialog = propose(again);
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(!again.culling().isWorking(), patience_ms);
        QVERIFY(!again.culling().proposal(idOf(again, "burst0.jpg")));
        QCOMPARE(flagOf(again, "burst3.jpg"), Flag::Reject);
    }

    void keepThisRejectsTheRestOfItsGroup() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench);
        choose(window, {"burst1.jpg"});
        key(window, Qt::Key_K);
        QCOMPARE(flagOf(window, "burst1.jpg"), Flag::Pick);
        for (const char* name : {"burst0.jpg", "burst2.jpg", "burst3.jpg", "burst4.jpg"})
            QCOMPARE(flagOf(window, name), Flag::Reject);
        QCOMPARE(window.undoStack().count(), 1);
        QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(flagOf(window, "burst1.jpg"), Flag::None);
        choose(window, {"hdr0.jpg"}); // kept whole
        key(window, Qt::Key_K);
        choose(window, {"single0.jpg"}); // in no group
        key(window, Qt::Key_K);
        for (const char* name : {"hdr0.jpg", "hdr1.jpg", "hdr2.jpg", "single0.jpg"})
            QCOMPARE(flagOf(window, name), Flag::None);
    }

    void photosAreComparedInStep() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench);
        choose(window, {"burst2.jpg", "burst0.jpg", "burst1.jpg"});
        key(window, Qt::Key_C);
        QCOMPARE(window.page(), MainWindow::Page::Compare);
        CompareView& compare = window.compareView();
        QCOMPARE(compare.panes().size(), std::size_t{3});
        const auto loaded = [&] {
            return std::all_of(compare.panes().begin(), compare.panes().end(),
                               [](ComparePane* pane) { return pane->canvas().view().picture() == QSizeF(240, 160); });
        };
        QTRY_VERIFY_WITH_TIMEOUT(loaded(), patience_ms);
        // In step: zoom by key, pan by mouse.
        const auto same_view = [&] {
            const ViewTransform& first = compare.panes()[0]->canvas().view();
            return std::all_of(compare.panes().begin(), compare.panes().end(), [&](ComparePane* pane) {
                const ViewTransform& view = pane->canvas().view();
                return std::abs(view.zoom() - first.zoom()) < 1e-9 &&
                       (view.centre() - first.centre()).manhattanLength() < 1.5;
            });
        };
        for (int i = 0; i < 8; ++i)
            key(window, Qt::Key_Plus);
        QVERIFY(compare.panes()[0]->canvas().view().zoom() > 3);
        QVERIFY(same_view());
        PhotoCanvas& second = compare.panes()[1]->canvas();
        const QPointF before = second.view().centre();
        QTest::mousePress(&second, Qt::LeftButton, {}, QPoint(100, 100));
        QTest::mouseMove(&second, QPoint(60, 70));
        QTest::mouseMove(&second, QPoint(40, 60));
        QTest::mouseRelease(&second, Qt::LeftButton, {}, QPoint(40, 60));
        QVERIFY((second.view().centre() - before).manhattanLength() > 1);
        QVERIFY(same_view());
        QCOMPARE(compare.focused(), compare.panes()[1]->photo()); // where the mouse went down
        // Unlocked, one moves alone.
        auto* lock = compare.findChild<QToolButton*>(QStringLiteral("compareLock"));
        lock->click();
        second.zoomBy(1.5);
        QVERIFY(!same_view());
        lock->click();
        QVERIFY(same_view());
        // The differences to the one with the focus.
        compare.setFocusedPhoto(idOf(window, "burst2.jpg"));
        for (ComparePane* pane : compare.panes())
            QCOMPARE(pane->factsText().contains(QStringLiteral("less sharp by")),
                     pane->photo() != idOf(window, "burst2.jpg"));
        // Maps on all, with one common scale.
        key(window, Qt::Key_H);
        const auto mapped = [&] {
            return std::all_of(compare.panes().begin(), compare.panes().end(),
                               [](ComparePane* pane) { return !pane->canvas().heat().isEmpty(); });
        };
        QTRY_VERIFY_WITH_TIMEOUT(mapped(), patience_ms);
        const auto common = [&] {
            return std::all_of(compare.panes().begin(), compare.panes().end(), [&](ComparePane* pane) {
                return pane->canvas().heat().range() == compare.panes()[0]->canvas().heat().range() &&
                       pane->canvas().heat().scaleIndex() == compare.panes()[0]->canvas().heat().scaleIndex();
            });
        };
        QVERIFY(common());
        double highest = 0;
        for (ComparePane* pane : compare.panes())
            highest = std::max(highest, pane->canvas().heat().ownRange().high);
        QCOMPARE(compare.panes()[0]->canvas().heat().range().high, highest);
        key(window, Qt::Key_BracketRight);
        QCOMPARE(compare.panes()[0]->canvas().heat().scaleIndex(), 1);
        QVERIFY(common());
        picture(window, "compare-maps");
        key(window, Qt::Key_H);
        key(window, Qt::Key_Z); // back to fitted
        picture(window, "compare");
        key(window, Qt::Key_Escape);
        QCOMPARE(window.page(), MainWindow::Page::Grid);
        QVERIFY(compare.panes().empty()); // its memory is free
    }

    void theWinnerStays() {
        const Bench bench(8);
        MainWindow window(bench.options());
        begin(window, bench, 11);
        choose(window, {"burst2.jpg"}); // its group
        key(window, Qt::Key_C);
        CompareView& compare = window.compareView();
        QCOMPARE(compare.panes().size(), std::size_t{6});
        QCOMPARE(compare.waiting().size(), std::size_t{2});
        QCOMPARE(compare.focused(), idOf(window, "burst2.jpg"));
        picture(window, "compare-six");
        key(window, Qt::Key_Right);
        const PhotoId loser = compare.focused();
        const PhotoId next = compare.waiting().front();
        key(window, Qt::Key_X);
        QCOMPARE(listOf(window).entry(loser)->marks.flag, Flag::Reject);
        QCOMPARE(compare.panes()[1]->photo(), next); // in the loser's place
        QCOMPARE(compare.panes()[0]->photo(), idOf(window, "burst2.jpg"));
        QCOMPARE(compare.waiting().size(), std::size_t{1});
        key(window, Qt::Key_Delete); // taken out, and not marked
        QCOMPARE(listOf(window).entry(next)->marks.flag, Flag::None);
        QVERIFY(compare.waiting().empty());
        key(window, Qt::Key_Delete);
        QCOMPARE(compare.panes().size(), std::size_t{5});
        compare.setFocusedPhoto(idOf(window, "burst2.jpg"));
        const std::vector<PhotoId> left = compare.shown();
        const int steps = window.undoStack().count();
        key(window, Qt::Key_K);
        QCOMPARE(window.undoStack().count(), steps + 1);
        for (const PhotoId id : left)
            QCOMPARE(listOf(window).entry(id)->marks.flag,
                     id == idOf(window, "burst2.jpg") ? Flag::Pick : Flag::Reject);
        QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
        for (const PhotoId id : left)
            QCOMPARE(listOf(window).entry(id)->marks.flag, Flag::None);
        // Down to one: there is nothing to compare any more.
        for (int i = 0; i < 4; ++i)
            key(window, Qt::Key_Delete);
        QCOMPARE(window.page(), MainWindow::Page::Grid);
    }

    void aComparedPhotoIsDeletedFromOutside() {
        const Bench bench;
        MainWindow window(bench.options());
        begin(window, bench);
        choose(window, {"burst2.jpg", "burst0.jpg", "burst1.jpg"});
        key(window, Qt::Key_C);
        QCOMPARE(window.compareView().panes().size(), std::size_t{3});
        QVERIFY(std::filesystem::remove(bench.path("burst0.jpg")));
        QTRY_COMPARE_WITH_TIMEOUT(window.compareView().panes().size(), std::size_t{2}, patience_ms);
        QVERIFY(std::filesystem::remove(bench.path("burst1.jpg")));
        QTRY_COMPARE_WITH_TIMEOUT(window.page(), MainWindow::Page::Grid, patience_ms);
    }

    void theWindowIsClosedMeanwhile() {
        const Bench bench;
        auto window = std::make_unique<MainWindow>(bench.options());
        begin(*window, bench);
        ProposalsDialog* dialog = propose(*window);
        QTRY_COMPARE_WITH_TIMEOUT(dialog->table().rowCount(), 5, patience_ms);
        const PhotoId declined = dialog->table().index(1, 0).data(ProposalTable::IdRole).toLongLong();
        // While a no is written and proposals are looked for.
        window->culling().decline({declined});
        window->culling().propose(window->culling().rules());
        window.reset();
        QCoreApplication::processEvents();
        MainWindow again(bench.options());
        begin(again, bench);
        QCOMPARE(*(*again.session().catalogue().reader())->declined(), std::vector{declined}); // it was kept
    }

    void oneAndNoPhoto() {
        const CullingFolder folder;
        folder.photo(QStringLiteral("photos/only.jpg"), 4, 0);
        library::SessionOptions options = Bench(1).options();
        options.catalogue_folder.clear();
        MainWindow window(options);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        for (const Qt::Key code : {Qt::Key_C, Qt::Key_K, Qt::Key_S, Qt::Key_A, Qt::Key_D})
            key(window, code); // nothing is open
        QCOMPARE(window.page(), MainWindow::Page::Empty);
        QSignalSpy scored(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({folder.path(QStringLiteral("photos"))});
        QTRY_COMPARE_WITH_TIMEOUT(scored.count(), 1, patience_ms);
        window.grid().setFocus();
        window.grid().setCurrentIndex(listOf(window).index(0));
        for (const Qt::Key code : {Qt::Key_C, Qt::Key_K, Qt::Key_S, Qt::Key_A, Qt::Key_D})
            key(window, code);
        QCOMPARE(window.page(), MainWindow::Page::Grid);
        QCOMPARE(window.undoStack().count(), 0);
        ProposalsDialog* dialog = propose(window);
        QVERIFY(dialog);
        QCOMPARE(dialog->table().rowCount(), 0);
    }

    void itLooksTheSameInTheDark() {
        if (qEnvironmentVariableIsEmpty("TOUCHSTONE_PICTURES"))
            QSKIP("pictures for looking at: set TOUCHSTONE_PICTURES");
        const Bench bench;
        applyAppearance(Appearance::Dark);
        MainWindow window(bench.options());
        begin(window, bench);
        ProposalsDialog* dialog = propose(window);
        QTRY_COMPARE_WITH_TIMEOUT(dialog->table().rowCount(), 5, patience_ms);
        key(window, Qt::Key_S);
        picture(window, "dark-grid");
        picture(*dialog, "dark-dialog");
        closeDialog(window, dialog);
        choose(window, {"burst2.jpg"});
        key(window, Qt::Key_C);
        key(window, Qt::Key_H);
        QTRY_VERIFY_WITH_TIMEOUT(!window.compareView().panes().back()->canvas().heat().isEmpty(), patience_ms);
        picture(window, "dark-compare");
        applyAppearance(Appearance::System);
    }
};

QTEST_MAIN(TestCullingWindow)
#include "test_culling_window.moc"
