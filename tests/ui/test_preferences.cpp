// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

#include <future>

#include "app/library/catalogue/catalogue.h"
#include "ui/preferences/preferences_dialog.h"

using namespace touchstone;
using namespace touchstone::ui;

class TestPreferences : public QObject {
    Q_OBJECT

    QTemporaryDir settings_, cache_;

    std::unique_ptr<PreferencesDialog> dialog() const {
        auto made = std::make_unique<PreferencesDialog>("/photos/library", cache_.path().toStdString());
        made->show();
        return made;
    }
    std::unique_ptr<PreferencesDialog> dialog(DeviceList list) const {
        auto made = std::make_unique<PreferencesDialog>("/photos/library", cache_.path().toStdString(), nullptr,
                                                        [list = std::move(list)] { return list; });
        made->show();
        return made;
    }
    static QStringList choices(const QComboBox& box) {
        QStringList texts;
        for (int i = 0; i < box.count(); ++i)
            texts << box.itemText(i);
        return texts;
    }
    static void press(const PreferencesDialog& dialog, QDialogButtonBox::StandardButton which) {
        QTest::mouseClick(dialog.findChild<QDialogButtonBox*>()->button(which), Qt::LeftButton);
    }

private Q_SLOTS:
    void initTestCase() {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        qunsetenv("TOUCHSTONE_LIBRARY");
        QLocale::setDefault(QLocale::c());
    }
    void init() { QSettings(QStringLiteral("touchstone"), QStringLiteral("touchstone")).clear(); }
    void cleanup() { applyAppearance(Appearance::System); }

    void whatIsAcceptedIsKept() {
        QCOMPARE(Preferences::load(), Preferences());
        {
            const auto shown = dialog();
            QSignalSpy saved(shown.get(), &PreferencesDialog::saved);
            shown->findChild<QComboBox*>(QStringLiteral("appearance"))->setFocus();
            QTest::keyClick(shown->findChild<QComboBox*>(QStringLiteral("appearance")), Qt::Key_End);
            QTest::keyClick(shown->findChild<QCheckBox*>(QStringLiteral("scoreAutomatically")), Qt::Key_Space);
            QTest::keyClicks(shown->findChild<QLineEdit*>(QStringLiteral("libraryFolder")),
                             QStringLiteral("/elsewhere/my library"));
            auto* thumbnails = shown->findChild<QSpinBox*>(QStringLiteral("thumbnailMegabytes"));
            thumbnails->selectAll();
            QTest::keyClicks(thumbnails, QStringLiteral("512"));
            press(*shown, QDialogButtonBox::Ok);
            QVERIFY(!shown->isVisible());
            QCOMPARE(saved.size(), 1);
        }
        const Preferences kept = Preferences::load();
        QVERIFY(kept.appearance == Appearance::Dark);
        QVERIFY(!kept.score_automatically);
        QCOMPARE(kept.thumbnail_megabytes, 512);
        QCOMPARE(kept.map_megabytes, 256);
        QCOMPARE(library::default_catalogue_folder(), std::string("/elsewhere/my library"));
        library::SessionOptions options;
        kept.applyTo(options);
        QVERIFY(!options.score_automatically);
        QCOMPARE(options.thumbnails.disk_bytes, std::uint64_t{512} << 20);
        QCOMPARE(options.map_bytes, std::uint64_t{256} << 20);
        // Emptied, the library is where it was by default.
        const auto again = dialog();
        again->findChild<QLineEdit*>(QStringLiteral("libraryFolder"))->clear();
        press(*again, QDialogButtonBox::Ok);
        QVERIFY(library::default_catalogue_folder().ends_with("/touchstone/library"));
    }

    void whatIsCancelledIsNot() {
        const auto shown = dialog();
        QTest::keyClick(shown->findChild<QCheckBox*>(QStringLiteral("scoreAutomatically")), Qt::Key_Space);
        press(*shown, QDialogButtonBox::Cancel);
        QVERIFY(!shown->isVisible());
        QCOMPARE(Preferences::load(), Preferences());
    }

    void whatCountsLaterSaysSo() {
        const auto shown = dialog();
        const auto* later = shown->findChild<QLabel*>(QStringLiteral("countsLater"));
        QVERIFY(!later->isVisible());
        QTest::keyClick(shown->findChild<QCheckBox*>(QStringLiteral("scoreAutomatically")), Qt::Key_Space);
        QVERIFY(!later->isVisible());
        QTest::keyClicks(shown->findChild<QLineEdit*>(QStringLiteral("libraryFolder")), QStringLiteral("/x"));
        QVERIFY(later->isVisible());
    }

    void theDevicesThatAreThereAreOffered() {
        const Gpu first{{Device::Kind::Cuda, 0}, "Made GPU 9000", std::uint64_t{24} << 30};
        const Gpu second{{Device::Kind::Cuda, 1}, "", 0};
        {
            const auto shown = dialog({{first, second}, {}});
            auto* device = shown->findChild<QComboBox*>(QStringLiteral("device"));
            const auto* said = shown->findChild<QLabel*>(QStringLiteral("deviceNote"));
            QTRY_COMPARE(said->text(), QStringLiteral("2 GPU(s) found."));
            QCOMPARE(choices(*device).mid(2), QStringList({QStringLiteral("Made GPU 9000 (24 GiB)"),
                                                           QStringLiteral("cuda:1"), QStringLiteral("All GPUs")}));
            QVERIFY(!shown->findChild<QLabel*>(QStringLiteral("countsLater"))->isVisible());
            device->setFocus();
            QTest::keyClick(device, Qt::Key_End);
            QTest::keyClick(shown->findChild<QComboBox*>(QStringLiteral("precision")), Qt::Key_End);
            QVERIFY(shown->findChild<QLabel*>(QStringLiteral("countsLater"))->isVisible());
            press(*shown, QDialogButtonBox::Ok);
        }
        library::SessionOptions options;
        Preferences::load().applyTo(options);
        QCOMPARE(options.device, std::string("cuda:all"));
        QVERIFY(options.scorer.precision == Precision::Fast);

        // Without the GPUs the choice stays, and the reason is said.
        const auto later = dialog({{}, "the driver is on holiday"});
        const auto* said = later->findChild<QLabel*>(QStringLiteral("deviceNote"));
        QTRY_COMPARE(said->text(), QStringLiteral("No GPU can be used: the driver is on holiday."));
        QCOMPARE(later->findChild<QComboBox*>(QStringLiteral("device"))->currentText(), QStringLiteral("All GPUs"));
        press(*later, QDialogButtonBox::Ok);
        QCOMPARE(Preferences::load().device, QStringLiteral("cuda:all"));
    }

    void closingDoesNotWaitForTheDriver() {
        std::promise<DeviceList> driver;
        std::shared_future<DeviceList> answer = driver.get_future().share();
        auto shown = std::make_unique<PreferencesDialog>("/photos/library", cache_.path().toStdString(), nullptr,
                                                         [answer] { return answer.get(); });
        shown->show();
        press(*shown, QDialogButtonBox::Cancel);
        shown.reset();
        driver.set_value({});
    }

    void aFolderThatTheEnvironmentNamesIsNotChosenHere() {
        qputenv("TOUCHSTONE_LIBRARY", "/given/by/the/environment");
        const auto shown = dialog();
        qunsetenv("TOUCHSTONE_LIBRARY");
        QVERIFY(!shown->findChild<QLineEdit*>(QStringLiteral("libraryFolder"))->isEnabled());
        QVERIFY(!shown->findChild<QPushButton*>(QStringLiteral("chooseLibraryFolder"))->isEnabled());
    }

    void settingsThatMakeNoSenseAreNotTaken() {
        QSettings settings(QStringLiteral("touchstone"), QStringLiteral("touchstone"));
        settings.setValue(QStringLiteral("cache/thumbnailMegabytes"), QStringLiteral("a lot"));
        settings.setValue(QStringLiteral("cache/mapMegabytes"), -5);
        settings.setValue(QStringLiteral("appearance"), 17);
        settings.setValue(QStringLiteral("scoring/precision"), QStringLiteral("sloppy"));
        QCOMPARE(Preferences::load(), Preferences());
    }

    void cachesAreDeletedAtOnce() {
        for (const char* name : {"thumbnails", "maps", "features"}) {
            QVERIFY(QDir(cache_.path()).mkpath(QLatin1String(name)));
            for (const char* suffix : {".db", ".db-wal"}) {
                QFile file(cache_.filePath(QLatin1String(name) + u'/' + QLatin1String(name) + QLatin1String(suffix)));
                QVERIFY(file.open(QIODevice::WriteOnly));
                file.write(QByteArray(100'000, 'x'));
            }
        }
        QFile other(cache_.filePath(QStringLiteral("maps/a person's own file")));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.close();
        const auto shown = dialog();
        QTest::mouseClick(shown->findChild<QPushButton*>(QStringLiteral("deleteCaches")), Qt::LeftButton);
        QVERIFY(!QFile::exists(cache_.filePath(QStringLiteral("thumbnails/thumbnails.db"))));
        QVERIFY(!QFile::exists(cache_.filePath(QStringLiteral("features/features.db-wal"))));
        QVERIFY(other.exists());
        const QString said = shown->findChild<QLabel*>(QStringLiteral("cachesDeleted"))->text();
        QVERIFY2(said.contains(QLocale().formattedDataSize(600'000)), qPrintable(said));
        QCOMPARE(deleteCaches(cache_.path().toStdString()), qint64{0});
    }

    void everythingHasAName() {
        const auto shown = dialog();
        for (const QWidget* widget : shown->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || qobject_cast<const QLabel*>(widget))
                continue;
            if (qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) ||
                qobject_cast<const QLineEdit*>(widget->parentWidget()))
                continue; // parts of their parent
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY(spoken);
            QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestPreferences)
#include "test_preferences.moc"
