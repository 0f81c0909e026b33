// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QtTest>

#include "engine/imaging/decode.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/ui/open_loupe.h"
#include "ui/map/map_view.h"
#include "ui/window/main_window.h"

namespace touchstone::test {

/// Before the first window of a test of the library map: settings go to `folder`.
inline void startMapTest(const QString& folder) {
    imaging::initialise();
    QLocale::setDefault(QLocale::c());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder);
    QApplication::setOrganizationName(QStringLiteral("touchstone-test"));
    QApplication::setApplicationName(QStringLiteral("touchstone-test"));
}

/// Plain pictures of many reds and blues: their score is the red (FakeScorer), and they spread over a plane.
inline void writeColours(const QString& folder, int count) {
    for (int i = 0; i < count; ++i) {
        QImage image(48, 32, QImage::Format_RGB32);
        image.fill(QColor(20 + i * 200 / std::max(1, count - 1), 100, (i * 7 % count) * 230 / count));
        QVERIFY(image.save(QStringLiteral("%1/p%2.png").arg(folder).arg(i, 3, 10, QLatin1Char('0'))));
    }
}

/// A window on a folder with caches of its own.
class MapScene {
public:
    explicit MapScene(int photos) {
        QDir(place_.path()).mkpath(QStringLiteral("photos"));
        if (photos > 0)
            writeColours(folder(), photos);
        options_.model_files = {"fake.safetensors"};
        options_.factory = fake_factory(model_);
        options_.read_card = [model = model_](const std::string&) { return Result<ModelCard>(model->card); };
        options_.cache_folder = place_.filePath(QStringLiteral("cache")).toStdString();
    }
    QString folder() const { return place_.filePath(QStringLiteral("photos")); }
    QString path(const QString& name) const { return place_.filePath(name); }
    library::SessionOptions& options() { return options_; }
    FakeModel& model() { return *model_; }

    /// Opens, and waits until scored.
    void open(ui::MainWindow& window, int photos) {
        window.resize(1200, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({folder().toStdString()});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, kPatience);
        QCOMPARE(window.session().photos().totalCount(), photos);
        window.grid().setFocus();
    }
    /// By its key (unless it is open), and waits until it is made; photos without a thumbnail are looked at now.
    void openMap(ui::MainWindow& window) {
        if (window.page() != ui::MainWindow::Page::Map)
            QTest::keyClick(window.focusWidget(), Qt::Key_M);
        QCOMPARE(window.page(), ui::MainWindow::Page::Map);
        settle(window);
        auto* offer = window.findChild<QPushButton*>(QStringLiteral("mapOffer"));
        if (offer->isVisible()) {
            QTest::mouseClick(offer, Qt::LeftButton);
            settle(window);
        }
    }
    static void settle(ui::MainWindow& window) {
        QTRY_VERIFY_WITH_TIMEOUT(!window.mapView().isBusy() && window.mapView().laidOut(), kPatience);
    }

private:
    QTemporaryDir place_;
    std::shared_ptr<FakeModel> model_ = std::make_shared<FakeModel>();
    library::SessionOptions options_;
};

} // namespace touchstone::test
