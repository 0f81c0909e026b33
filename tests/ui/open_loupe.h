// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "ui/loupe/loupe_view.h"
#include "ui/style/appearance.h"
#include "ui/window/main_window.h"

namespace touchstone::test {

constexpr int kPatience = 60000; // for a network under a sanitizer; nothing is asserted on how fast it is

/// For looking at: TOUCHSTONE_PICTURES=FOLDER.
inline void picture(QWidget& widget, const char* name) {
    if (const QString folder = qEnvironmentVariable("TOUCHSTONE_PICTURES"); !folder.isEmpty())
        widget.grab().save(QStringLiteral("%1/%2.png").arg(folder, QLatin1String(name)));
}

/// A window in whose loupe the first photo is looked at with its map.
struct OpenLoupe {
    ui::MainWindow window;
    ui::PhotoCanvas& canvas;

    explicit OpenLoupe(library::SessionOptions options)
        : window(std::move(options))
        , canvas(window.loupe().canvas()) {
        const QString look = qEnvironmentVariable("TOUCHSTONE_PICTURES_APPEARANCE");
        if (!look.isEmpty())
            ui::applyAppearance(ui::appearanceFromName(look));
        window.resize(1200, 900);
        window.show();
    }
    void open(const QString& folder) {
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({folder.toStdString()});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, kPatience);
        window.grid().setCurrentIndex(window.session().photos().index(0));
        window.grid().setFocus();
        QTest::keyClick(&window.grid(), Qt::Key_Return);
        QCOMPARE(window.page(), ui::MainWindow::Page::Loupe);
        QTRY_VERIFY_WITH_TIMEOUT(!window.session().loader().full(window.loupe().photo()).isNull(), kPatience);
    }
    void openMap(const QString& folder) {
        open(folder);
        QTest::keyClick(&canvas, Qt::Key_H);
        QTRY_VERIFY_WITH_TIMEOUT(!canvas.heat().isEmpty(), kPatience);
    }
    template <class T>
    T* find(const char* name) {
        return window.findChild<T*>(QLatin1String(name));
    }
    void press(const char* name) {
        auto* button = find<QPushButton>(name);
        QVERIFY(button && button->isVisible() && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void drag(QPointF from, QPointF to) { // photo pixels
        const QPoint begin = canvas.view().toWidget(from).toPoint(), end = canvas.view().toWidget(to).toPoint();
        QTest::mousePress(&canvas, Qt::LeftButton, {}, begin);
        QTest::mouseMove(&canvas, (begin + end) / 2);
        QTest::mouseMove(&canvas, end);
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, end);
    }
    QString text(const char* label) { return find<QLabel>(label)->text(); }
    QString result() { return text("testResult"); }
};

} // namespace touchstone::test
