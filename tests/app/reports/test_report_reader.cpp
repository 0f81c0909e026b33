// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A report that comes back may come from anybody.
#include <QtTest>

#include <nlohmann/json.hpp>

#include "app/reports/report_reader.h"
#include "app/reports/report_writer.h"
#include "tests/app/reports/report_samples.h"

using namespace touchstone;
using namespace touchstone::reports;
using nlohmann::json;

class TestReportReader : public QObject {
    Q_OBJECT

    static std::string text() {
        std::string text;
        const auto done = write_json(test::sample_report(12),
                                     [&](std::string_view part) -> Result<void> {
                                         text += part;
                                         return {};
                                     },
                                     {});
        return done ? text : std::string();
    }

private Q_SLOTS:
    void whatWasWrittenIsRead() {
        const ReportData data = test::sample_report(12);
        const auto report = read_report(text(), "r.json");
        QVERIFY2(report, report ? "" : report.error().message().c_str());
        QCOMPARE(report->photos.size(), std::size_t{12});
        QCOMPARE(report->models.size(), std::size_t{2});
        QCOMPARE(report->models[0].native_limit, std::optional(512));
        QVERIFY(report->models[1].decode == imaging::DecodeMode::AsStored);
        QCOMPARE(report->photos[2].path, data.photos[2].path); // bytes that are not UTF-8
        QCOMPARE(report->photos[0].scores.at(0), data.photos[0].scores[0].value);
        QVERIFY(!report->photos[0].scores.at(1));
        QVERIFY(report->photos[4].failed);
        QCOMPARE(tolerance_of(report->models[0]), 0.01);
        QCOMPARE(tolerance_of(report->models[1]), 0.005);
    }

    void bentReportsAreRefused_data() {
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* pointer, const char* value) {
            QTest::addRow("%s = %s", pointer, value) << QByteArray(pointer) << QByteArray(value);
        };
        row("/kind", "\"something-else\"");
        row("/schema", "2");
        row("/schema", "\"1\"");
        row("/models", "{}");
        row("/models/0/sha256", "\"../../../etc/passwd\"");
        row("/models/0/sha256", "\"ABCD\"");
        row("/models/0/native_limit", "0");
        row("/models/0/native_limit", "1e300");
        row("/models/0/native_limit", "99999999999999999999");
        row("/models/0/range", "[5]");
        row("/models/0/range", "[100, 0]");
        row("/models/1/id", "\"musiq-small\"");
        row("/models/0/precision", "\"exact\"");
        row("/photos", "null");
        row("/photos/0", "[]");
        row("/photos/0/path", "\"\"");
        row("/photos/0/path", "\"a\\u0000b\"");
        row("/photos/0/bytes", "-1");
        row("/photos/0/xxh3_128", "7");
        row("/photos/0/scores/0/model", "\"unknown\"");
        row("/photos/0/scores/1/model", "\"musiq-small\"");
        row("/photos/0/scores/0/value", "\"70\"");
        row("/photos/0/scores", "\"none\"");
    }
    void bentReportsAreRefused() {
        QFETCH(const QByteArray, pointer);
        QFETCH(const QByteArray, value);
        json report = json::parse(text());
        report[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        const auto read = read_report(report.dump(), "r.json");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::BadInput);
        QCOMPARE(read.error().file, std::string("r.json"));
    }

    void whatIsNoJsonIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << QByteArray::fromStdString(text()).left(3000);
        QTest::newRow("binary") << QByteArray("\x00\xff\x00\xfe", 4);
        QTest::newRow("deep") << QByteArray("[").repeated(1'000'000);
        QTest::newRow("a number") << QByteArray("7");
        QTest::newRow("a list") << QByteArray("[]");
    }
    void whatIsNoJsonIsRefused() {
        QFETCH(const QByteArray, text);
        const auto read = read_report(text.toStdString(), "r.json");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestReportReader)
#include "test_report_reader.moc"
