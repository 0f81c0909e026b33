// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Photos copied out of the list in many turns of the event loop, and dialogs that wait for them.
#include <numeric>

#include <QDialog>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/imaging/decode.h"
#include "tests/app/library/photo_list_samples.h"
#include "tests/ui/open_loupe.h"
#include "ui/reports/mark_import_dialog.h"
#include "ui/reports/report_dialog.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::PhotoListModel;
using test::kPatience;

namespace {

constexpr int more_than_a_portion = 2 * static_cast<int>(PhotoGathering::portion) + 7;

PhotoGathering::Ids ids(int first, int count) {
    PhotoGathering::Ids made(static_cast<std::size_t>(count));
    std::iota(made.begin(), made.end(), first);
    return made;
}

PhotoGathering::Ids ids_of(const PhotoGathering::Photos& photos) {
    PhotoGathering::Ids made;
    for (const library::PhotoEntry& photo : photos)
        made.push_back(photo.id);
    return made;
}

} // namespace

class TestPhotoGathering : public QObject {
    Q_OBJECT
private:
    QTemporaryDir settings_;
    PhotoListModel list_;

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QLocale::setDefault(QLocale::c());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        QApplication::setOrganizationName(QStringLiteral("touchstone-test"));
        QApplication::setApplicationName(QStringLiteral("touchstone-test"));
    }
    void init() {
        list_.clear();
        list_.append(test::photos(more_than_a_portion));
    }

    void aPortionIsGivenAtOnce() {
        PhotoGathering gathering(list_);
        std::vector<PhotoGathering::Photos> given;
        gathering.gather(QStringLiteral("one"), {ids(1, 3), {}, ids(static_cast<int>(PhotoGathering::portion) - 2, 3)},
                         [&](std::vector<PhotoGathering::Photos> photos) { given = std::move(photos); });
        QVERIFY(!gathering.isBusy());
        QCOMPARE(given.size(), std::size_t{3});
        QCOMPARE(ids_of(given[0]), ids(1, 3));
        QVERIFY(given[1].empty());
        QCOMPARE(given[2].size(), std::size_t{3});
    }

    void whatIsGatheredForTwoPurposesBothArrives() {
        PhotoGathering gathering(list_);
        QStringList told;
        PhotoGathering::Ids first, second;
        gathering.gather(QStringLiteral("one"), {ids(1, more_than_a_portion)},
                         [&](std::vector<PhotoGathering::Photos> photos) {
                             told << QStringLiteral("one");
                             first = ids_of(photos.at(0));
                             // Who is told may ask for more at once.
                             gathering.gather(QStringLiteral("one"), {ids(5, 2)},
                                              [&](const auto&) { told << QStringLiteral("one more"); });
                         });
        QVERIFY(gathering.isBusy());
        gathering.gather(QStringLiteral("two"), {ids(2, more_than_a_portion - 2)},
                         [&](std::vector<PhotoGathering::Photos> photos) {
                             told << QStringLiteral("two");
                             second = ids_of(photos.at(0));
                         });
        QVERIFY(told.isEmpty());
        list_.remove({more_than_a_portion - 1}); // goes meanwhile
        QTRY_VERIFY_WITH_TIMEOUT(!gathering.isBusy(), kPatience);
        QCOMPARE(told, (QStringList{QStringLiteral("one"), QStringLiteral("one more"), QStringLiteral("two")}));
        PhotoGathering::Ids expected = ids(1, more_than_a_portion - 2);
        expected.push_back(more_than_a_portion);
        QCOMPARE(first, expected);
        QCOMPARE(second, ids(2, more_than_a_portion - 3));
    }

    void whoAsksTwiceWantsTheLaterAnswer() {
        PhotoGathering gathering(list_);
        int earlier = 0, later = 0;
        gathering.gather(QStringLiteral("one"), {ids(1, more_than_a_portion)}, [&](const auto&) { ++earlier; });
        gathering.gather(QStringLiteral("one"), {ids(1, more_than_a_portion)}, [&](const auto&) { ++later; });
        QTRY_COMPARE_WITH_TIMEOUT(later, 1, kPatience);
        QVERIFY(!gathering.isBusy());
        QCoreApplication::processEvents();
        QCOMPARE(earlier, 0);
    }

    void twoDialogsAskedForAtOnceBothOpen() {
        const QTemporaryDir photos;
        QImage one(8, 8, QImage::Format_RGB32);
        one.fill(Qt::red);
        QVERIFY(one.save(photos.filePath(QStringLiteral("one.png"))));
        MainWindow window{library::SessionOptions()};
        window.show();
        QSignalSpy scanned(&window.session(), &library::LibrarySession::scanFinished);
        window.open({photos.path().toStdString()});
        QVERIFY(scanned.wait(kPatience));
        std::vector<library::PhotoEntry> many = test::photos(more_than_a_portion);
        for (library::PhotoEntry& photo : many)
            photo.id += 1'000'000;
        window.session().photos().append(std::move(many));
        for (const char* action : {"report", "take-marks", "report"})
            window.actionRegistry().action(QString::fromLatin1(action))->trigger();
        QVERIFY(window.findChildren<QDialog*>().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(window.findChildren<MarkImportDialog*>().size(), 1, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(window.findChildren<ReportDialog*>().size(), 1, kPatience);
        for (QDialog* dialog : window.findChildren<QDialog*>())
            dialog->reject();
    }
};

QTEST_MAIN(TestPhotoGathering)
#include "test_photo_gathering.moc"
