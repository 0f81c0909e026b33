// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The library opens beside the GUI thread, and whoever has to wait is told.
#include <semaphore>

#include <QApplication>
#include <QLabel>
#include <QProgressBar>
#include <QTemporaryDir>
#include <QTimer>
#include <QWidget>
#include <QtTest>

#include "ui/window/library_opening.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

QWidget* waiting_window() {
    const QWidgetList windows = QApplication::topLevelWidgets();
    const auto found = std::find_if(windows.begin(), windows.end(), [](const QWidget* window) {
        return window->objectName() == QLatin1String("libraryOpening") && window->isVisible();
    });
    return found == windows.end() ? nullptr : *found;
}

} // namespace

class TestLibraryOpening : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLibraryThatIsThereOpensWithoutAWord() {
        const QTemporaryDir folder;
        const auto catalogue = ui::openCatalogue(folder.path().toStdString(), Catalogue::open, std::chrono::hours(1));
        QVERIFY(catalogue);
        QVERIFY(catalogue->state() == Catalogue::State::Open);
        QCOMPARE(catalogue->folder(), folder.path().toStdString());
        QVERIFY(!waiting_window());
        // It was opened on a thread that is gone; this one and the writer go on with it.
        QVERIFY(catalogue->reader());
        QVERIFY(catalogue->writeNow([](CatalogueWriter& writer) -> Result<void> {
            const auto root = writer.addRoot("/photos");
            return root ? Result<void>() : tl::unexpected(root.error());
        }));
    }

    void aLongWaitIsShownAndCannotBeClosed() {
        const QTemporaryDir folder;
        std::binary_semaphore gate{0};
        const Qt::HANDLE gui = QThread::currentThreadId();
        Qt::HANDLE opener = gui;
        bool seen = false;
        QTimer look;
        QObject::connect(&look, &QTimer::timeout, [&] { // the GUI thread is not blocked: this runs meanwhile
            QWidget* window = waiting_window();
            if (!window)
                return;
            look.stop();
            seen = true;
            QTest::keyClick(window, Qt::Key_Escape);
            QVERIFY(window->isVisible());
            QVERIFY(!window->findChildren<QLabel*>().isEmpty());
            QVERIFY(!window->findChild<QProgressBar*>()->accessibleName().isEmpty());
            QVERIFY(window->sizeHint().width() < 1280);
            gate.release();
        });
        look.start(5);
        const auto catalogue = ui::openCatalogue(
            folder.path().toStdString(),
            [&](const CatalogueOptions& options) {
                opener = QThread::currentThreadId();
                gate.acquire();
                return Catalogue::open(options);
            },
            std::chrono::milliseconds(1));
        QVERIFY(seen);
        QVERIFY(opener != gui);
        QVERIFY(catalogue && catalogue->state() == Catalogue::State::Open);
        QVERIFY(!waiting_window());
    }
};

QTEST_MAIN(TestLibraryOpening)
#include "test_library_opening.moc"
