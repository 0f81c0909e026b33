// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The filter as text, as chips and from its menu: three ways to say the same.
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "app/library/photo_list_model.h"
#include "ui/filter/filter_bar.h"
#include "ui/filter/filter_completer.h"
#include "ui/filter/filter_menu.h"
#include "ui/filter/range_dialog.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::PhotoEntry;
using library::PhotoListModel;

namespace {

void fill(PhotoListModel& photos) {
    std::vector<PhotoEntry> entries;
    for (int i = 0; i < 20; ++i) {
        PhotoEntry photo;
        photo.id = i + 1;
        photo.name =
            QStringLiteral("photo %1.%2").arg(i).arg(i % 4 == 0 ? QStringLiteral("NEF") : QStringLiteral("jpg"));
        photo.file.path = "/p/" + photo.name.toStdString();
        photo.camera = i % 2 == 0 ? QStringLiteral("FUJI X100") : QStringLiteral("Box & Son");
        photo.captured_ms = QDateTime(QDate(2024, 1 + i % 3, 5), QTime(12, 0), Qt::UTC).toMSecsSinceEpoch();
        photo.marks.rating = i % 6;
        photo.marks.flag = i == 3 ? library::Flag::Reject : library::Flag::None;
        entries.push_back(photo);
    }
    photos.append(std::move(entries));
}

QAction* findAction(QMenu* menu, const QString& text) {
    for (QAction* action : menu->actions()) {
        QString words = action->text();
        if (words.remove(QLatin1Char('&')) == text)
            return action;
    }
    return nullptr;
}

/// Opens "+ Filter" as a press on it does.
QMenu* openedMenu(FilterBar& bar) {
    Q_EMIT
    bar.addMenu().aboutToShow();
    return &bar.addMenu();
}

} // namespace

class TestFilterBar : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void textBecomesChipsAndChipsAreRemoved() {
        PhotoListModel photos;
        fill(photos);
        QWidget window;
        FilterBar bar(photos, &window);
        window.show();
        QVERIFY(!bar.isVisible());
        QTest::keyClicks(bar.field(), QStringLiteral("rating>=3 camera:x100"));
        QTRY_COMPARE(bar.chips().size(), std::size_t{2});
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.chips()[0]->text(), QStringLiteral("Rating at least 3"));
        QCOMPARE(photos.shownCount(), 3); // 4, 10 and 16
        QVERIFY(bar.chips()[0]->accessibleName().contains(QStringLiteral("Rating at least 3")));
        QTest::mouseClick(bar.chips()[0], Qt::LeftButton);
        QCOMPARE(bar.text(), QStringLiteral("camera:x100"));
        QCOMPARE(photos.shownCount(), 10);
        // By keyboard the next chip is ready, then the field.
        bar.setText(QStringLiteral("rating>=3 camera:x100"));
        bar.chips()[0]->setFocus();
        QTest::keyClick(bar.chips()[0], Qt::Key_Space);
        QCOMPARE(bar.text(), QStringLiteral("camera:x100"));
        QTest::mouseClick(bar.findChild<QToolButton*>(QStringLiteral("clearFilter")), Qt::LeftButton);
        QCOMPARE(photos.shownCount(), 20);
        QVERIFY(!bar.isVisible());
    }

    void whatIsWrongIsSaidAndBlanksNothing() {
        PhotoListModel photos;
        fill(photos);
        QWidget window;
        FilterBar bar(photos, &window);
        window.show();
        auto* hint = bar.findChild<QLabel*>(QStringLiteral("filterHint"));
        bar.setText(QStringLiteral("rating>=3 "));
        const int shown = photos.shownCount();
        QVERIFY(shown > 0 && shown < 20);
        bar.setText(QStringLiteral("rating>=3 camera:"));
        QCOMPARE(photos.shownCount(), shown); // the half word keeps nothing back
        bar.setText(QStringLiteral("rating>=many"));
        QTRY_VERIFY(hint->isVisible());
        QVERIFY2(hint->text().contains(QStringLiteral("rating")), qPrintable(hint->text()));
        QVERIFY(!bar.problem().isEmpty());
        QCOMPARE(photos.shownCount(), 20);
        bar.setText(QStringLiteral("rating>=4"));
        QVERIFY(hint->isHidden());
        QVERIFY(bar.problem().isEmpty());
    }

    void theMenuBuildsTheSame() {
        PhotoListModel photos;
        fill(photos);
        QWidget window;
        FilterBar bar(photos, &window);
        window.show();
        QMenu* rating = findAction(openedMenu(bar), QStringLiteral("Rating"))->menu();
        findAction(rating, QStringLiteral("Rating at least 4"))->trigger();
        QCOMPARE(bar.text(), QStringLiteral("rating>=4"));
        // A camera whose name has an '&'.
        QMenu* camera = findAction(openedMenu(bar), QStringLiteral("Camera"))->menu();
        QCOMPARE(camera->actions().size(), 2);
        QCOMPARE(camera->actions()[0]->text(), QStringLiteral("Box && Son"));
        camera->actions()[0]->trigger();
        QCOMPARE(bar.text(), QStringLiteral("rating>=4 camera=\"Box & Son\""));
        QCOMPARE(bar.chips().size(), std::size_t{2});
        bar.clear();
        QMenu* format = findAction(openedMenu(bar), QStringLiteral("Format"))->menu();
        findAction(format, QStringLiteral("RAW"))->trigger();
        QCOMPARE(photos.shownCount(), 5);
        bar.clear();
        QMenu* flags = findAction(openedMenu(bar), QStringLiteral("Flag"))->menu();
        findAction(flags, QStringLiteral("Not rejected"))->trigger();
        QCOMPARE(photos.shownCount(), 19);
        bar.clear();
        QMenu* months =
            findAction(findAction(openedMenu(bar), QStringLiteral("Date captured"))->menu(), QStringLiteral("2024"))
                ->menu();
        QCOMPARE(months->actions().size(), 5); // the year, a line, three months
        findAction(months, QStringLiteral("February"))->trigger();
        QCOMPARE(bar.text(), QStringLiteral("date:2024-02"));
        QCOMPARE(photos.shownCount(), 7);
    }

    void numbersAreAskedForInADialog() {
        PhotoListModel photos;
        fill(photos);
        QWidget window;
        FilterBar bar(photos, &window);
        window.show();
        findAction(findAction(openedMenu(bar), QStringLiteral("Rating"))->menu(), QStringLiteral("Between…"))
            ->trigger();
        auto* dialog = bar.addButton()->findChild<RangeDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        dialog->setRelation(library::FilterRelation::Between);
        const auto boxes = dialog->findChildren<QDoubleSpinBox*>();
        QCOMPARE(boxes.size(), 2);
        boxes[0]->setValue(4); // the wrong way round is meant all the same
        boxes[1]->setValue(2);
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
        QCOMPARE(bar.text(), QStringLiteral("rating:2..4"));
        QCOMPARE(bar.chips()[0]->text(), QStringLiteral("Rating from 2 to 4"));
    }

    void fieldsAndValuesAreProposed() {
        PhotoListModel photos;
        fill(photos);
        FilterBar bar(photos);
        auto* completer = bar.field()->findChild<FilterCompleter*>();
        QVERIFY(completer);
        QVERIFY(completer->proposals(QStringLiteral("sco")).contains(QStringLiteral("score>=")));
        QVERIFY(completer->proposals(QStringLiteral("-rej")).contains(QStringLiteral("-rejected")));
        QCOMPARE(completer->proposals(QStringLiteral("label:pu")), QStringList{QStringLiteral("label:purple")});
        const QStringList cameras = completer->proposals(QStringLiteral("camera:"));
        QCOMPARE(cameras,
                 QStringList({QStringLiteral("camera:\"Box & Son\""), QStringLiteral("camera:\"FUJI X100\"")}));
        for (const QString& term : cameras)
            QVERIFY(library::PhotoFilter::parse(term).has_value());
        QVERIFY(completer->proposals(QStringLiteral("beach")).isEmpty());
    }
};

QTEST_MAIN(TestFilterBar)
#include "test_filter_bar.moc"
