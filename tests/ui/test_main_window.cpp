// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QtTest>

#include "engine/imaging/decode.h"
#include "tests/app/library/photo_folder.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/scenery.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/loupe/heat_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/style/appearance.h"
#include "ui/style/translation.h"
#include "ui/window/empty_state.h"
#include "ui/window/main_window.h"
#include "ui/window/shortcuts_dialog.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::PhotoListModel;
using library::ScoringService;

namespace {

library::SessionOptions optionsWith(const std::shared_ptr<test::FakeModel>& model) {
    library::SessionOptions options;
    options.model_files = {"stand-in.safetensors"};
    options.factory = test::demo_factory(model);
    options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
    options.pipeline.batch_photos = 2;
    return options;
}

bool writePhotos(const QString& folder, int count) {
    return test::writeLandscapes(folder, count, 360);
}

QString scoreText(MainWindow& window) {
    return window.inspector().findChild<QLabel*>(QStringLiteral("scoreValue"))->text();
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
private:
    QTemporaryDir settings_, photos_;
    std::string folder() const { return photos_.path().toStdString(); }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QLocale::setDefault(QLocale::c());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        QApplication::setOrganizationName(QStringLiteral("touchstone-test"));
        QApplication::setApplicationName(QStringLiteral("touchstone-test"));
        QVERIFY(writePhotos(photos_.path(), 12));
    }
    void init() { QSettings().clear(); }

    void opensRanksAndReRanks() {
        const auto model = test::demo_model();
        model->closeGate();
        MainWindow window(optionsWith(model));
        window.resize(1000, 700);
        window.show();
        QCOMPARE(window.page(), MainWindow::Page::Empty);
        QVERIFY(!window.emptyState().title().isEmpty());
        window.open({folder()});
        PhotoListModel& photos = window.session().photos();
        QTRY_COMPARE(photos.totalCount(), 12);
        QCOMPARE(window.page(), MainWindow::Page::Grid);
        // Thumbnails come while no score is there.
        QTRY_VERIFY(!photos.index(0).data(PhotoListModel::ThumbnailRole).value<QImage>().isNull());
        QTRY_COMPARE(window.session().scoring().state(), ScoringService::State::Running);
        QCOMPARE(photos.scoredCount(), 0);
        auto* rerank = window.findChild<QToolButton*>(QStringLiteral("rerankButton"));
        QVERIFY(!rerank->isVisible());

        // Another order than the scores', so that scores arriving make it stale.
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        QSignalSpy stale(&photos, &PhotoListModel::orderStaleChanged);
        model->openGate();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(photos.scoredCount(), 12);
        QVERIFY(!photos.orderIsStale());
        QVERIFY(!stale.isEmpty()); // it was, meanwhile
        QVERIFY(!rerank->isVisible());
        double before = 1e9;
        for (int row = 0; row < 12; ++row) {
            const double score = photos.index(row).data(PhotoListModel::ScoreRole).toDouble();
            QVERIFY(score <= before);
            before = score;
        }
        window.grid().setCurrentIndex(photos.index(0));
        QCOMPARE(scoreText(window), photos.index(0).data(PhotoListModel::ScoreTextRole).toString());
        QCOMPARE(window.statusText(), QStringLiteral("12 photos"));
    }

    void reRankButtonShowsWhileTheOrderIsOld() {
        const auto model = test::demo_model();
        library::SessionOptions options = optionsWith(model);
        options.rerank_when_finished = false;
        MainWindow window(options);
        window.resize(1000, 700);
        window.show();
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({folder()});
        QTRY_COMPARE(finished.count(), 1);
        auto* rerank = window.findChild<QToolButton*>(QStringLiteral("rerankButton"));
        QTRY_VERIFY(rerank->isVisible());
        QTest::mouseClick(rerank, Qt::LeftButton);
        QVERIFY(!window.session().photos().orderIsStale());
        QTRY_VERIFY(!rerank->isVisible());
    }

    void filterAndRankBy() {
        MainWindow window(optionsWith(test::demo_model()));
        window.resize(1000, 700);
        window.show();
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({folder()});
        QTRY_COMPARE(finished.count(), 1);
        QTest::keyClick(&window, Qt::Key_Slash);
        auto* filter = window.findChild<QLineEdit*>(QStringLiteral("filter"));
        QTRY_COMPARE(QApplication::focusWidget(), filter);
        QTest::keyClicks(filter, QStringLiteral("blurred h")); // letters are text here, not shortcuts
        QCOMPARE(window.session().photos().shownCount(), 0);
        QCOMPARE(window.page(), MainWindow::Page::Empty);
        QVERIFY(window.emptyState().text().contains(QStringLiteral("blurred")));
        filter->setText(QStringLiteral("blurred"));
        QCOMPARE(window.page(), MainWindow::Page::Grid);
        QCOMPARE(window.statusText(), QStringLiteral("2 of 12 shown · 10 hidden by filter (clear)"));
        Q_EMIT
        window.findChild<QLabel*>(QStringLiteral("counts"))->linkActivated(QStringLiteral("#clear"));
        QCOMPARE(window.session().photos().shownCount(), 12);

        auto* rankBy = window.findChild<QComboBox*>(QStringLiteral("rankBy"));
        QCOMPARE(rankBy->currentText(), QStringLiteral("Stand-in (sharpness less noise)"));
        const int name = rankBy->findText(QStringLiteral("Name"));
        rankBy->setCurrentIndex(name);
        Q_EMIT
        rankBy->activated(name);
        QCOMPARE(window.session().photos().index(0).data(PhotoListModel::NameRole).toString(),
                 QStringLiteral("blurred_0002.jpg"));
        window.actionRegistry().action(QStringLiteral("reverse"))->trigger();
        QCOMPARE(window.session().photos().index(0).data(PhotoListModel::NameRole).toString(),
                 QStringLiteral("view_0009.jpg"));
    }

    void loupeAndHeatMapByKeyboard() {
        MainWindow window(optionsWith(test::demo_model()));
        window.resize(1200, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({folder()});
        QTRY_COMPARE(finished.count(), 1);
        PhotoListModel& photos = window.session().photos();
        window.grid().setCurrentIndex(photos.index(0));
        window.grid().setFocus();
        QTest::keyClick(&window.grid(), Qt::Key_Return);
        QCOMPARE(window.page(), MainWindow::Page::Loupe);
        QCOMPARE(window.loupe().photo(), photos.idAt(0));
        PhotoCanvas& canvas = window.loupe().canvas();
        QTest::keyClick(&canvas, Qt::Key_Right);
        QCOMPARE(window.loupe().photo(), photos.idAt(1));
        QTest::keyClick(&canvas, Qt::Key_Space);
        QCOMPARE(window.loupe().photo(), photos.idAt(2));
        QTest::keyClick(&canvas, Qt::Key_Left);
        QCOMPARE(window.loupe().photo(), photos.idAt(1));

        QTest::keyClick(&canvas, Qt::Key_H);
        QVERIFY(canvas.isHeatVisible());
        QTRY_VERIFY(!canvas.heat().isEmpty());
        QCOMPARE(canvas.heat().scaleCount(), 4);
        QCOMPARE(QString::fromStdString(canvas.heat().map().scale), QStringLiteral("native"));
        QTest::keyClick(&canvas, Qt::Key_BracketRight);
        QCOMPARE(QString::fromStdString(canvas.heat().map().scale), QStringLiteral("384"));
        QTest::keyClick(&canvas, Qt::Key_BracketLeft);
        QTest::keyClick(&canvas, Qt::Key_BracketLeft);
        QCOMPARE(QString::fromStdString(canvas.heat().map().scale), QStringLiteral("combined"));
        const double opacity = canvas.heat().opacity();
        QTest::keyClick(&canvas, Qt::Key_O);
        QVERIFY(canvas.heat().opacity() != opacity);
        QTest::keyClick(&canvas, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(window.loupe().heatPanel().readOut().startsWith(QStringLiteral("cell ")));
        QTest::keyClick(&canvas, Qt::Key_Z);
        QVERIFY(!canvas.view().isFitted());
        QTest::keyClick(&canvas, Qt::Key_Z);
        QVERIFY(canvas.view().isFitted());
        QTest::keyClick(&canvas, Qt::Key_H);
        QVERIFY(!canvas.isHeatVisible());

        window.actionRegistry().action(QStringLiteral("copy-command"))->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("touchstone-cli score ")));
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QCOMPARE(window.page(), MainWindow::Page::Grid);
        QCOMPARE(window.grid().currentIndex().row(), 1);
    }

    void emptyFolderSaysSo() {
        const QTemporaryDir empty;
        MainWindow window(optionsWith(test::demo_model()));
        window.show();
        window.open({empty.path().toStdString()});
        QTRY_COMPARE(window.page(), MainWindow::Page::Empty);
        QCOMPARE(window.emptyState().title(), QStringLiteral("No photos here"));
        QVERIFY(window.emptyState().text().contains(empty.path()));
    }

    void aMissingFolderCannotBeOpened() {
        MainWindow window(optionsWith(test::demo_model()));
        window.show();
        window.open({photos_.filePath(QStringLiteral("missing")).toStdString()});
        QTRY_COMPARE(window.page(), MainWindow::Page::Empty);
        QCOMPARE(window.emptyState().title(), QStringLiteral("Cannot be opened"));
        QVERIFY(window.emptyState().text().contains(QStringLiteral("missing")));
    }

    void onlyBrokenFilesAreIssuesNotDialogs() {
        const test::PhotoFolder broken;
        for (int i = 0; i < 5; ++i)
            broken.file(QStringLiteral("%1.jpg").arg(i), "no picture at all");
        broken.file(QStringLiteral("none.jpg"), {});
        MainWindow window(optionsWith(test::demo_model()));
        window.show();
        window.open({broken.path()});
        QTRY_VERIFY(window.banner().isVisible());
        QVERIFY2(window.banner().text().contains(QStringLiteral("6")), qPrintable(window.banner().text()));
        QCOMPARE(window.session().photos().failedCount(), 6);
        QStringList issues;
        for (int row = 0; row < window.session().issues().rowCount(); ++row)
            issues << QString::fromStdString(window.session().issues().at(row).file) + u' ' +
                          window.session().issues().at(row).text;
        QVERIFY2(issues.size() == 6, qPrintable(issues.join(u'\n')));
        QVERIFY(window.findChild<QToolButton*>(QStringLiteral("issuesButton"))->isVisible());
        QVERIFY(!QApplication::activeModalWidget());
        window.showLoupe(window.session().photos().idAt(0));
        QTRY_VERIFY(!window.loupe().canvas().message().isEmpty());
    }

    void fullScreenHidesTheBarsAndGivesThemBack() {
        MainWindow window(optionsWith(test::demo_model()));
        window.showMaximized();
        window.open({folder()});
        QTRY_COMPARE(window.session().photos().totalCount(), 12);
        auto* toolbar = window.findChild<QToolBar*>();
        QAction* action = window.actionRegistry().action(QStringLiteral("full-screen"));
        action->trigger();
        QVERIFY(window.isFullScreen() && action->isChecked());
        QTRY_VERIFY(!toolbar->isVisible() && !window.statusBar()->isVisible());
        QTest::keyClick(&window.grid(), Qt::Key_Escape);
        QVERIFY(!window.isFullScreen() && !action->isChecked());
        QVERIFY(window.isMaximized()); // as it was before
        QTRY_VERIFY(toolbar->isVisible() && window.statusBar()->isVisible());
        // The window manager may end it too; and a window closed in full screen opens with its bars.
        action->trigger();
        window.showNormal();
        QTRY_VERIFY(!action->isChecked() && toolbar->isVisible());
        action->trigger();
        window.close();
        MainWindow later({});
        later.show();
        QVERIFY(!later.isFullScreen());
        QVERIFY(later.findChild<QToolBar*>()->isVisible());
    }

    void aHiddenMessageStaysHiddenForItsFolder() {
        const test::PhotoFolder first, second;
        for (const test::PhotoFolder* broken : {&first, &second})
            broken->file(QStringLiteral("a.jpg"), "no picture at all");
        MainWindow window(optionsWith(test::demo_model()));
        window.show();
        window.open({first.path()});
        QTRY_VERIFY(window.banner().isVisible());
        QVERIFY(window.banner().text().startsWith(QStringLiteral("The only file")));
        QCOMPARE(window.findChild<QToolButton*>(QStringLiteral("issuesButton"))->text(), QStringLiteral("1 issue"));
        QTest::mouseClick(window.banner().findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(!window.banner().isVisible());
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.actionRegistry().action(QStringLiteral("reload"))->trigger();
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(!window.banner().isVisible()); // the person knows
        window.open({second.path()});
        QTRY_VERIFY(window.banner().isVisible());
        // Its button shows the list; Enter there opens the photo.
        QTest::mouseClick(window.banner().findChild<QPushButton*>(), Qt::LeftButton);
        auto* dock = window.findChild<QDockWidget*>(QStringLiteral("issuesDock"));
        QTRY_VERIFY(dock->isVisible());
        auto* list = dock->findChild<QAbstractItemView*>();
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(window.page(), MainWindow::Page::Loupe);
    }

    void foldersWithPhotosAreRemembered() {
        const QTemporaryDir empty;
        const auto remembered = [] {
            QStringList folders;
            for (const QString& text : QSettings().value(QStringLiteral("recentFolders")).toStringList())
                folders << QString::fromUtf8(QByteArray::fromBase64(text.toLatin1()));
            return folders;
        };
        {
            MainWindow window(optionsWith(test::demo_model()));
            window.show();
            QSignalSpy scanned(&window.session(), &library::LibrarySession::scanFinished);
            const std::string file =
                photos_.filePath(QDir(photos_.path()).entryList(QDir::Files).front()).toStdString();
            for (const std::string& path :
                 {folder() + "/", folder() + "/./", empty.path().toStdString(), folder() + "/missing", file}) {
                scanned.clear();
                window.open({path});
                QTRY_COMPARE(scanned.count(), 1);
            }
            QCOMPARE(remembered(), QStringList{photos_.path()}); // once, and neither empty folders nor single files
        }
        MainWindow later(optionsWith(test::demo_model()));
        later.show();
        QPushButton* choice = nullptr;
        for (QPushButton* button : later.emptyState().findChildren<QPushButton*>())
            if (button->text() == photos_.path())
                choice = button;
        QVERIFY(choice);
        QTest::mouseClick(choice, Qt::LeftButton);
        QTRY_COMPARE(later.session().photos().totalCount(), 12);
        QCOMPARE(later.page(), MainWindow::Page::Grid);
    }

    void scoringIsOfferedWhenThereIsSomethingToStart() {
        const auto model = test::demo_model();
        model->closeGate();
        MainWindow window(optionsWith(model));
        window.show();
        QAction* score = window.actionRegistry().action(QStringLiteral("score"));
        QVERIFY(!score->isEnabled()); // nothing is open
        window.open({folder()});
        QTRY_VERIFY(model->waiting() > 0);
        QVERIFY(!score->isEnabled());
        window.session().scoring().pause();
        QVERIFY(score->isEnabled());
        score->trigger();
        QCOMPARE(window.session().scoring().state(), ScoringService::State::Running);
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        model->openGate();
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(score->isEnabled());
    }

    void halfAModelFileIsSaid() {
        QFile whole(QStringLiteral(TOUCHSTONE_MODEL));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const test::PhotoFolder own;
        own.file(QStringLiteral("half.safetensors"), whole.read(whole.size() / 2));
        library::SessionOptions options;
        options.model_files = {own.path(QStringLiteral("half.safetensors"))};
        MainWindow window(options);
        window.show();
        window.open({folder()});
        QTRY_VERIFY(window.banner().isVisible());
        QVERIFY2(window.banner().text().contains(QStringLiteral("half.safetensors")),
                 qPrintable(window.banner().text()));
        QCOMPARE(window.session().photos().totalCount(), 12);
        QCOMPARE(window.session().photos().failedCount(), 0); // it is the model's fault, not the photos'
        QTRY_VERIFY(!window.session().photos().index(0).data(PhotoListModel::ThumbnailRole).value<QImage>().isNull());
    }

    void longWordsOfOtherLanguagesAreNotCutOff() {
        QVERIFY(installTranslations(QLocale(QLocale::German)));
        {
            MainWindow window(optionsWith(test::demo_model()));
            window.resize(1000, 500); // too low for the inspector: its scroll bar takes room, too
            window.show();
            QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
            window.open({folder()});
            QTRY_COMPARE(finished.count(), 1);
            window.showLoupe(window.session().photos().idAt(0));
            window.loupe().setHeatVisible(true);
            QTRY_VERIFY(!window.loupe().canvas().heat().isEmpty());
            const InspectorPanel& panel = window.inspector();
            QTRY_VERIFY(panel.widget()->width() <= panel.viewport()->width());
            QVERIFY(panel.widget()->minimumSizeHint().width() <= panel.viewport()->width());
        }
        installTranslations(QLocale::c());
    }

    void rightToLeftMirrorsTheWindow() {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        {
            MainWindow window(optionsWith(test::demo_model()));
            window.resize(1300, 700);
            window.show();
            QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
            window.open({folder()});
            QTRY_COMPARE(finished.count(), 1);
            QCOMPARE(window.dockWidgetArea(window.findChild<QDockWidget*>(QStringLiteral("inspectorDock"))),
                     Qt::LeftDockWidgetArea);
            QTRY_COMPARE(window.grid().visibleRows().first, 0);
            QCOMPARE(window.grid().visibleRows().last, 11);
            // The best photo is where reading begins.
            const PhotoListModel& photos = window.session().photos();
            QVERIFY(window.grid().visualRect(photos.index(0)).left() >
                    window.grid().visualRect(photos.index(1)).left());
        }
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void noModelStillShowsPhotos() {
        MainWindow window({}, QStringLiteral("no model is installed"));
        window.show();
        window.open({folder()});
        QTRY_COMPARE(window.session().photos().totalCount(), 12);
        QTRY_VERIFY(window.banner().isVisible());
        QVERIFY(window.banner().text().contains(QStringLiteral("no model is installed")));
        window.showLoupe(window.session().photos().idAt(0));
        window.actionRegistry().action(QStringLiteral("heat-map"))->trigger();
        QVERIFY(!window.loupe().heatPanel().status().isEmpty());
    }

    void brokenModelIsSaid() {
        const auto model = test::demo_model();
        model->open_error = Error{ErrorCode::BadModel, "half.safetensors", "ends in the middle", "fetch it again"};
        MainWindow window(optionsWith(model));
        window.show();
        window.open({folder()});
        QTRY_VERIFY(window.banner().isVisible());
        QVERIFY(window.banner().text().contains(QStringLiteral("half.safetensors")));
        QCOMPARE(window.session().photos().totalCount(), 12);
    }

    void twoWindowsOnOneFolder() {
        const QTemporaryDir cache;
        library::SessionOptions options = optionsWith(test::demo_model());
        options.cache_folder = cache.path().toStdString();
        MainWindow first(options);
        MainWindow second(options);
        QSignalSpy firstDone(&first.session(), &library::LibrarySession::scoringFinished);
        QSignalSpy secondDone(&second.session(), &library::LibrarySession::scoringFinished);
        first.show();
        second.show();
        first.open({folder()});
        second.open({folder()});
        QTRY_COMPARE(firstDone.count(), 1);
        QTRY_COMPARE(secondDone.count(), 1);
        for (int row = 0; row < 12; ++row)
            QCOMPARE(first.session().photos().index(row).data(PhotoListModel::ScoreRole),
                     second.session().photos().index(row).data(PhotoListModel::ScoreRole));
    }

    void quitsWhileScoring() {
        const auto model = test::demo_model();
        model->closeGate();
        {
            MainWindow window(optionsWith(model));
            window.show();
            window.open({folder()});
            QTRY_VERIFY(model->waiting() > 0);
            window.showLoupe(window.session().photos().idAt(0));
            window.loupe().setHeatVisible(true);
            window.close();
        }
        QCOMPARE(model->opened.load(), model->closed.load());
    }

    void photosDeletedMeanwhile() {
        const QTemporaryDir own;
        QVERIFY(writePhotos(own.path(), 6));
        const auto model = test::demo_model();
        model->closeGate();
        MainWindow window(optionsWith(model));
        window.show();
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({own.path().toStdString()});
        QTRY_COMPARE(window.session().photos().totalCount(), 6);
        for (const QString& name : QDir(own.path()).entryList(QDir::Files))
            QVERIFY(QFile::remove(own.filePath(name)));
        model->openGate();
        QTRY_COMPARE(finished.count(), 1);
        for (int row = 0; row < 6; ++row)
            window.showLoupe(window.session().photos().idAt(row));
        QTRY_VERIFY(!window.loupe().canvas().message().isEmpty());
    }

    void shortcutsCanBeChanged() {
        MainWindow window({});
        ShortcutsDialog dialog(window.actionRegistry());
        QVERIFY(!dialog.assign(QStringLiteral("heat-map"), QKeySequence(Qt::Key_Z))); // taken
        QVERIFY(dialog.assign(QStringLiteral("heat-map"), QKeySequence(Qt::Key_Y)));
        QCOMPARE(window.actionRegistry().action(QStringLiteral("heat-map"))->shortcut(), QKeySequence(Qt::Key_Y));
        MainWindow later({});
        QCOMPARE(later.actionRegistry().action(QStringLiteral("heat-map"))->shortcut(), QKeySequence(Qt::Key_Y));
        later.actionRegistry().resetAll();
        QCOMPARE(later.actionRegistry().action(QStringLiteral("heat-map"))->shortcut(), QKeySequence(Qt::Key_H));
    }

    void everyActionHasAKeyOrAMenuAndNoTwoShareOne() {
        MainWindow window({});
        const auto& entries = window.actionRegistry().entries();
        QVERIFY(entries.size() > 25);
        for (const auto& entry : entries) {
            QVERIFY2(!entry.action->text().isEmpty(), qPrintable(entry.id));
            for (const QKeySequence& key : entry.defaults)
                QVERIFY2(!window.actionRegistry().conflict(entry.id, key), qPrintable(entry.id));
        }
    }

    void controlsHaveAccessibleNames() {
        MainWindow window({});
        window.show();
        for (QWidget* widget : window.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
                continue;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
            if (!interface || widget->objectName().startsWith(QLatin1String("qt_")) ||
                interface->role() == QAccessible::Client || qobject_cast<InspectorPanel*>(widget))
                continue;
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + widget->objectName()));
        }
    }
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
