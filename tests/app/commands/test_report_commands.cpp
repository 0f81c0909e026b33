// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `report` and `verify` on the built program.
#include <QtTest>

#include <algorithm>
#include <cmath>

#include "engine/imaging/decode.h"
#include "tests/app/commands/cli_folder.h"

using namespace touchstone;
using nlohmann::json;
namespace fs = std::filesystem;

class TestReportCommands : public QObject {
    Q_OBJECT

    test::CliFolder folder_;

    json report(const QStringList& words) const {
        const test::Outcome outcome = folder_.run(QStringList{"report", "--format", "json"} + words);
        [&] { QVERIFY2(outcome.code == 0, outcome.err.c_str()); }();
        return json::parse(outcome.out, nullptr, false);
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QVERIFY(folder_.make_model("tiny"));
        for (int i = 0; i < 8; ++i)
            QVERIFY(folder_.make_photo("set/p" + std::to_string(i) + ".jpg", 64 + 8 * i, 80));
        QCOMPARE(folder_.run({"library", "rescan", "set"}).code, 0);
        QCOMPARE(folder_.run({"score", "set", "--format", "jsonl", "--output", "s.jsonl"}).code, 0);
        QCOMPARE(folder_.run({"library", "import-scores", "s.jsonl"}).code, 0);
    }

    void namesHowItWasMade() {
        const json all = report({});
        QCOMPARE(all.at("photos").size(), std::size_t{8});
        QCOMPARE(all.at("models").size(), std::size_t{1});
        QCOMPARE(all.at("models")[0].at("id"), json("tiny"));
        QCOMPARE(all.at("models")[0].at("sha256").get<std::string>().size(), std::size_t{64});
        for (const json& photo : all.at("photos")) {
            QCOMPARE(photo.at("xxh3_128").get<std::string>().size(), std::size_t{32});
            QCOMPARE(photo.at("scores")[0].at("device"), json("cpu"));
            QVERIFY(photo.at("sha256").is_null());
        }
        QCOMPARE(all.at("photos")[0].at("rank"), json(1));
        const json some = report({"set", "--top", "3", "--by", "-score", "--sha256", "--title", "Worst"});
        QCOMPARE(some.at("photos").size(), std::size_t{3});
        QCOMPARE(some.at("title"), json("Worst"));
        QCOMPARE(some.at("photos")[0].at("path"),
                 json("set/" + fs::path(all.at("photos")[7].at("path")).filename().string()));
        QCOMPARE(some.at("photos")[0].at("sha256").get<std::string>().size(), std::size_t{64});
    }

    void verifyAgrees() {
        QCOMPARE(folder_.run({"report", "set", "--output", "r.json"}).code, 0);
        const test::Outcome verified = folder_.run({"verify", "r.json"});
        QVERIFY2(verified.code == 0, (verified.out + verified.err).c_str());
        QVERIFY2(verified.out.find("8 photos: 8 as-reported") == 0, verified.out.c_str());
        // From another folder, by --root.
        QVERIFY(folder_.run({"verify", "r.json", "--root", "elsewhere"}).code == 1);
        QCOMPARE(folder_.run({"verify", "r.json", "--root", QString::fromStdString(folder_.path())}).code, 0);
    }

    void verifySaysWhatIsDifferent() {
        QVERIFY(folder_.make_photo("more/a.jpg", 100, 80));
        QVERIFY(folder_.make_photo("more/b.jpg", 120, 80));
        QVERIFY(folder_.make_photo("more/c.jpg", 140, 80));
        QCOMPARE(folder_.run({"report", "more", "--score", "--sha256", "--output", "more.json"}).code, 0);
        QCOMPARE(folder_.run({"verify", "more.json"}).code, 0);
        json claimed = json::parse(folder_.read("more.json"));
        json& photos = claimed.at("photos");
        const auto kind = std::find_if(photos.begin(), photos.end(),
                                       [](const json& photo) { return photo.at("path") == "more/a.jpg"; });
        QVERIFY(kind != photos.end());
        json& score = kind->at("scores")[0].at("value");
        score = score.get<double>() + 1000; // somebody was too kind
        folder_.write("kind.json", claimed.dump());
        QVERIFY(folder_.make_photo("more/b.jpg", 121, 80));
        fs::remove(folder_.path("more/c.jpg"));
        const test::Outcome verified = folder_.run({"verify", "kind.json", "--format", "json"});
        QCOMPARE(verified.code, 1);
        const json found = json::parse(verified.out);
        QCOMPARE(found.at("as_reported"), json(false));
        std::map<std::string, std::string> states;
        for (const json& photo : found.at("photos"))
            states[photo.at("path")] = photo.at("state");
        QCOMPARE(states.at("more/b.jpg"), std::string("changed"));
        QCOMPARE(states.at("more/c.jpg"), std::string("missing"));
        QCOMPARE(states.at("more/a.jpg"), std::string("scores-differ"));
        const auto differs = std::find_if(found.at("photos").begin(), found.at("photos").end(),
                                          [](const json& photo) { return photo.at("path") == "more/a.jpg"; });
        QCOMPARE(differs->at("scores")[0].at("within"), json(false));
        QVERIFY(std::abs(differs->at("scores")[0].at("reported").get<double>() -
                         differs->at("scores")[0].at("now").get<double>() - 1000) < 0.01);
        QCOMPARE(folder_.run({"verify", "kind.json", "--hashes-only"}).code, 1);
    }

    void verifyNeedsTheModel() {
        json claimed = json::parse(folder_.read("r.json"));
        claimed.at("models")[0].at("sha256") = std::string(64, '0');
        folder_.write("unknown.json", claimed.dump());
        const test::Outcome verified = folder_.run({"verify", "unknown.json"});
        QCOMPARE(verified.code, 3);
        QVERIFY2(verified.err.find(std::string(64, '0')) != std::string::npos, verified.err.c_str());
        QCOMPARE(folder_.run({"verify", "unknown.json", "--hashes-only"}).code, 0);
        folder_.write("bad.json", "{\"kind\":\"touchstone-report\"}");
        QCOMPARE(folder_.run({"verify", "bad.json"}).code, 2);
        QCOMPARE(folder_.run({"verify", "not-there.json"}).code, 2);
    }

    void everyFormatIsWritten() {
        for (const char* name : {"r.html", "r.pdf", "r.csv", "sheet.png"}) {
            const test::Outcome written =
                folder_.run({"report", "set", "--maps", "1", "--output", QString::fromLatin1(name)});
            QVERIFY2(written.code == 0, written.err.c_str());
            QVERIFY(fs::file_size(folder_.path(name)) > 1000);
        }
        QVERIFY(folder_.read("r.html").find("attention, native size") != std::string::npos);
        QCOMPARE(folder_.run({"report", "--format", "contact-sheet", "--output", "sheet.pdf"}).code, 0);
        const test::Outcome schema = folder_.run({"report", "--schema"});
        QCOMPARE(json::parse(schema.out).at("title").is_string(), true);
        // Photos are only ever read.
        const test::Outcome again = folder_.run({"verify", "r.json"});
        QCOMPARE(again.code, 0);
    }

    void unknownPhotosAreScoredOnRequest() {
        QVERIFY(folder_.make_photo("new/n.jpg", 90, 80));
        const json without = report({"new"});
        QVERIFY(without.at("photos")[0].at("scores").empty());
        const json with = report({"new", "--score"});
        QCOMPARE(with.at("photos")[0].at("scores").size(), std::size_t{1});
        QCOMPARE(with.at("photos")[0].at("rank"), json(1));
        folder_.write("new/broken.jpg", "no picture");
        const test::Outcome failed = folder_.run({"report", "new", "--score", "--format", "csv"});
        QCOMPARE(failed.code, 1);
        QVERIFY2(failed.out.find("truncated: ") != std::string::npos, failed.out.c_str());
    }

    void wrongWordsAreUsage() {
        QCOMPARE(folder_.run({"report", "--format", "pdf"}).code, 2); // not to a terminal
        QCOMPARE(folder_.run({"report", "--filter", "rating>"}).code, 2);
        QCOMPARE(folder_.run({"report", "--by", "distance"}).code, 2);
        QCOMPARE(folder_.run({"report", "--collection", "none"}).code, 2);
        QCOMPARE(folder_.run({"report", "--top", "0"}).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestReportCommands)
#include "test_report_commands.moc"
