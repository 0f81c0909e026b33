// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QSignalSpy>
#include <QtTest>

#include "app/library/scoring_throttle.h"

using namespace touchstone::library;

namespace {

/// A folder like /sys/class/power_supply.
class PowerSupplies {
public:
    void set(const QString& supply, const QString& file, const QByteArray& text) const {
        QVERIFY(QDir(dir_.path()).mkpath(supply));
        QFile out(dir_.filePath(supply + QLatin1Char('/') + file));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text + '\n');
    }
    std::string folder() const { return dir_.path().toStdString(); }

private:
    QTemporaryDir dir_;
};

PowerSupplies laptop(bool plugged) {
    PowerSupplies supplies;
    supplies.set(QStringLiteral("BAT0"), QStringLiteral("type"), "Battery");
    supplies.set(QStringLiteral("BAT0"), QStringLiteral("status"), plugged ? "Charging" : "Discharging");
    supplies.set(QStringLiteral("AC"), QStringLiteral("type"), "Mains");
    supplies.set(QStringLiteral("AC"), QStringLiteral("online"), plugged ? "1" : "0");
    return supplies;
}

} // namespace

class TestScoringThrottle : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void batteriesAreToldFromMains() {
        QVERIFY(!runs_on_battery("/no/such/folder"));
        QVERIFY(!runs_on_battery(PowerSupplies().folder()));
        QVERIFY(!runs_on_battery(laptop(true).folder()));
        QVERIFY(runs_on_battery(laptop(false).folder()));
        PowerSupplies mouse;
        mouse.set(QStringLiteral("hid"), QStringLiteral("type"), "Battery");
        mouse.set(QStringLiteral("hid"), QStringLiteral("status"), "Discharging");
        mouse.set(QStringLiteral("hid"), QStringLiteral("scope"), "Device");
        QVERIFY(!runs_on_battery(mouse.folder()));
    }

    void rulesDecideWhatABatteryMeans() {
        const PowerSupplies supplies = laptop(false);
        ScoringThrottle throttle({BatteryRule::Gentle, false}, supplies.folder());
        QCOMPARE(throttle.effort(), Effort::Gentle);
        QVERIFY(!throttle.mustPause());
        QSignalSpy changed(&throttle, &ScoringThrottle::changed);
        throttle.setRules({BatteryRule::Full, false});
        QCOMPARE(throttle.effort(), Effort::Full);
        throttle.setRules({BatteryRule::Pause, false});
        QVERIFY(throttle.mustPause());
        QCOMPARE(changed.count(), 2);
        supplies.set(QStringLiteral("AC"), QStringLiteral("online"), "1"); // plugged in
        throttle.look();
        QVERIFY(!throttle.mustPause());
        QCOMPARE(throttle.effort(), Effort::Full);
        throttle.look(); // nothing new
        QCOMPARE(changed.count(), 3);
    }

    void activityCountsOnlyWhenItIsWanted() {
        ScoringThrottle throttle({BatteryRule::Full, false}, PowerSupplies().folder());
        throttle.noteActivity();
        QCOMPARE(throttle.effort(), Effort::Full);
        throttle.setRules({BatteryRule::Full, true});
        throttle.noteActivity();
        QCOMPARE(throttle.effort(), Effort::Gentle);
        throttle.setRules({BatteryRule::Full, false});
        QCOMPARE(throttle.effort(), Effort::Full);
    }
};

QTEST_GUILESS_MAIN(TestScoringThrottle)
#include "test_scoring_throttle.moc"
