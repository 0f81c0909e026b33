// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QtTest>

#include "tests/fuzz/hostile_reading.h"
#include "tests/fuzz/hostile_rows.h"

using namespace touchstone;

/// A damaged catalogue, or somebody else's: what its readers give is in its range, whatever its rows hold. Found by
/// tests/fuzz: stars beyond five, times that cannot be negated, endless scores, sizes below nothing.
class TestHostileRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void soundRowsAreRead() {
        fuzz::HostileRows rows;
        rows.fill({});
        QCOMPARE(fuzz::read_hostile_rows(rows.path()), std::string());
    }
    void valuesAtTheEndsOfTheirColumns() {
        fuzz::HostileRows rows;
        const std::vector<std::string> inputs = fuzz::extreme_rows();
        for (std::size_t at = 0; at < inputs.size(); ++at) {
            rows.fill(inputs[at]);
            const std::string broken = fuzz::read_hostile_rows(rows.path());
            QVERIFY2(broken.empty(), (std::to_string(at) + ": " + broken).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestHostileRows)
#include "test_hostile_rows.moc"
