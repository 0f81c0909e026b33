// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `xmp …` on the built program: marks travel out to sidecars and back.
#include <QtTest>

#include "app/library/catalogue/catalogue.h"
#include "app/library/mark_import.h"
#include "app/metadata/file_facts.h"
#include "app/metadata/sidecar.h"
#include "engine/imaging/decode.h"
#include "tests/app/commands/cli_folder.h"
#include "tests/app/metadata/program_sidecars.h"

using namespace touchstone;
using namespace touchstone::library;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

json json_of(const test::Outcome& outcome) {
    return json::parse(outcome.out, nullptr, false);
}

} // namespace

class TestXmpCommands : public QObject {
    Q_OBJECT

    test::CliFolder folder_;

    std::string library() const { return folder_.path("library"); }
    /// Marks by file name.
    Marks marks_of(const std::string& name) const {
        const auto catalogue = Catalogue::open({library(), true});
        Marks marks;
        const auto reader = catalogue->reader();
        [&] { QVERIFY(reader); }();
        const auto read = (*reader)->photos({}, {}, [&](PhotoEntry&& entry) {
            if (entry.file.path.ends_with("/" + name))
                marks = entry.marks;
            return true;
        });
        [&] { QVERIFY(read); }();
        return marks;
    }
    void mark(const std::string& name, const Marks& marks) const {
        const auto catalogue = Catalogue::open({library()});
        const auto reader = catalogue->reader();
        std::vector<PhotoMarks> wanted;
        const auto read = (*reader)->photos({}, {}, [&](PhotoEntry&& entry) {
            if (entry.file.path.ends_with("/" + name))
                wanted.push_back({entry.id, marks});
            return true;
        });
        QVERIFY(read);
        QCOMPARE(wanted.size(), std::size_t{1});
        QVERIFY(catalogue->writeNow([&](CatalogueWriter& writer) { return writer.putMarks(wanted); }));
    }
    metadata::XmpMarks sidecar_marks(const std::string& name) const {
        return metadata::read_photo_metadata(folder_.path("set/" + name), metadata::Embedded::PassOver).marks();
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        metadata::initialise();
        QVERIFY(folder_.make_model("tiny"));
        for (const char* name : {"a.jpg", "b.jpg", "c.jpg", "d.jpg"})
            QVERIFY(folder_.make_photo(std::string("set/") + name));
        const test::Outcome scan = folder_.run({"library", "rescan", "set"});
        QVERIFY2(scan.code == 0, scan.err.c_str());
    }

    void marksBecomeSidecars() {
        mark("a.jpg", {4, Label::Green, Flag::None});
        mark("b.jpg", {0, Label::None, Flag::Reject});
        folder_.write("set/b.xmp", test::program_sidecars()[2].text);     // Lightroom's: 2 stars, "Rot"
        folder_.write("set/c.jpg.xmp", test::program_sidecars()[0].text); // not marked here
        const test::Outcome shown = folder_.run({"xmp", "diff", "--format", "json"});
        QVERIFY2(shown.code == 0, shown.err.c_str());
        const json diff = json_of(shown);
        QCOMPARE(diff.size(), std::size_t{2});
        QCOMPARE(diff[0].at("new"), json(true));
        QCOMPARE(diff[1].at("changes")[0], (json{{"key", "xmp:Rating"}, {"before", "2"}, {"after", "-1"}}));
        QCOMPARE(folder_.run({"xmp", "write", "--dry-run"}).code, 0);
        QVERIFY(!fs::exists(folder_.path("set/a.jpg.xmp")));
        const std::string photo = folder_.read("set/a.jpg");
        const test::Outcome written = folder_.run({"xmp", "write", "set", "--format", "json"});
        QVERIFY2(written.code == 0, written.err.c_str());
        QCOMPARE(json_of(written), (json{{"written", 2}, {"unchanged", 0}, {"failed", 0}, {"batch", 1}}));
        QCOMPARE(sidecar_marks("a.jpg").rating, std::optional(4));
        QCOMPARE(sidecar_marks("a.jpg").label, std::string("Green"));
        QCOMPARE(sidecar_marks("b.jpg").rating, std::optional(-1));
        QCOMPARE(sidecar_marks("b.jpg").label, std::string("Rot")); // no label here is no word about theirs
        QCOMPARE(folder_.read("set/c.jpg.xmp"), test::program_sidecars()[0].text);
        QVERIFY(!fs::exists(folder_.path("set/d.jpg.xmp")));
        QVERIFY(!fs::exists(folder_.path("set/b.jpg.xmp")));
        QCOMPARE(folder_.read("set/a.jpg"), photo);
        // Again there is nothing to do.
        QCOMPARE(json_of(folder_.run({"xmp", "write", "--format", "json"})).at("batch"), json());
    }

    void undoPutsThemBack() {
        const test::Outcome listed = folder_.run({"xmp", "undo", "--list", "--format", "json"});
        QCOMPARE(json_of(listed)[0].at("sidecars"), json(2));
        const test::Outcome tried = folder_.run({"xmp", "undo", "--dry-run"});
        QCOMPARE(tried.code, 0);
        QVERIFY(fs::exists(folder_.path("set/a.jpg.xmp")));
        const test::Outcome undone = folder_.run({"xmp", "undo", "1"});
        QVERIFY2(undone.code == 0, undone.err.c_str());
        QCOMPARE(undone.out, std::string("restored 1, removed 1, as they were 0, failed 0\n"));
        QVERIFY(!fs::exists(folder_.path("set/a.jpg.xmp")));
        QCOMPARE(folder_.read("set/b.xmp"), test::program_sidecars()[2].text);
        QCOMPARE(folder_.run({"xmp", "undo"}).code, 2); // nothing left
        QCOMPARE(folder_.run({"xmp", "undo", "77"}).code, 2);
        QCOMPARE(folder_.run({"xmp", "undo", "one"}).code, 2);
    }

    void ratingsAreImportedWithAConflictList() {
        // a: 4 stars here, nothing there; b: rejected here, 2 stars and red there; c: nothing here, 3 and green there.
        const test::Outcome tried = folder_.run({"xmp", "read", "--import", "--dry-run", "--format", "json"});
        QVERIFY2(tried.code == 0, tried.err.c_str());
        const json found = json_of(tried);
        QCOMPARE(found.at("photos").size(), std::size_t{4});
        QCOMPARE(found.at("imported"), (json{{"taken", 2}, {"same", 0}, {"conflicts", 0}, {"not_in_library", 0}}));
        QCOMPARE(marks_of("c.jpg"), Marks{});
        // A photo with 1 star that the sidecar gives 3.
        mark("c.jpg", {1, Label::None, Flag::None});
        const json again = json_of(folder_.run({"xmp", "read", "--import", "--format", "json"}));
        QCOMPARE(again.at("imported").at("conflicts"), json(1));
        QCOMPARE(again.at("photos")[2].at("import"), json("conflict"));
        QCOMPARE(again.at("photos")[2].at("rating"), json(3));
        QCOMPARE(marks_of("c.jpg"), (Marks{1, Label::Green, Flag::None})); // the colour was free
        QCOMPARE(marks_of("b.jpg"), (Marks{2, Label::Red, Flag::Reject}));
        QCOMPARE(folder_.run({"xmp", "read", "set/c.jpg", "--import", "--prefer", "file"}).code, 0);
        QCOMPARE(marks_of("c.jpg"), (Marks{3, Label::Green, Flag::None}));
    }

    void twoSidecarsAreSaidAndNotWritten() {
        folder_.write("set/d.jpg.xmp", test::program_sidecars()[0].text);
        folder_.write("set/d.xmp", test::program_sidecars()[2].text);
        const test::Outcome read = folder_.run({"xmp", "read", "set/d.jpg"});
        QVERIFY2(read.err.find("two sidecars that differ") != std::string::npos, read.err.c_str());
        QVERIFY2(read.out.find("**") == 0, read.out.c_str()); // Lightroom's, which has a date
        mark("d.jpg", {5, Label::None, Flag::None});
        const test::Outcome refused = folder_.run({"xmp", "write", "set/d.jpg"});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.find("has two sidecars") != std::string::npos, refused.err.c_str());
        const test::Outcome told = folder_.run({"xmp", "write", "set/d.jpg", "--naming", "appended"});
        QVERIFY2(told.code == 0, told.err.c_str());
        QCOMPARE(folder_.read("set/d.xmp"), test::program_sidecars()[2].text);
        QVERIFY(folder_.read("set/d.jpg.xmp").find("xmp:Rating=\"5\"") != std::string::npos);
    }

    void scoresOnlyOnRequest() {
        QVERIFY(folder_.run({"score", "set/a.jpg", "--format", "jsonl", "--output", "s.jsonl"}).code == 0);
        QVERIFY(folder_.run({"library", "import-scores", "s.jsonl"}).code == 0);
        QCOMPARE(folder_.run({"xmp", "write", "set/a.jpg"}).code, 0);
        QVERIFY(folder_.read("set/a.jpg.xmp").find("touchstone:") == std::string::npos);
        QCOMPARE(folder_.run({"xmp", "write", "set/a.jpg", "--scores"}).code, 0);
        QVERIFY(folder_.read("set/a.jpg.xmp").find("<touchstone:model>tiny</touchstone:model>") != std::string::npos);
        QCOMPARE(folder_.run({"xmp", "write", "set/a.jpg", "--remove-scores"}).code, 0);
        QVERIFY(folder_.read("set/a.jpg.xmp").find("touchstone:") == std::string::npos);
    }

    void clearingHasToBeAskedFor() {
        mark("a.jpg", {});
        QCOMPARE(folder_.run({"xmp", "write", "set/a.jpg"}).code, 0);
        QCOMPARE(sidecar_marks("a.jpg").rating, std::optional(4));
        QCOMPARE(folder_.run({"xmp", "write", "set/a.jpg", "--clear"}).code, 0);
        QCOMPARE(sidecar_marks("a.jpg").rating, std::optional(0));
        QCOMPARE(sidecar_marks("a.jpg").label, std::string());
    }

    void wrongWordsAreUsage() {
        QCOMPARE(folder_.run({"xmp", "write", "--filter", "rating>"}).code, 2);
        QCOMPARE(folder_.run({"xmp", "write", "--naming", "other"}).code, 2);
        QCOMPARE(folder_.run({"xmp", "write", "--library", "nowhere"}).code, 3);
        QCOMPARE(folder_.run({"xmp"}).code, 2);
        QCOMPARE(folder_.run({"xmp", "read", "not-there.jpg"}).code, 1);
    }
};

QTEST_GUILESS_MAIN(TestXmpCommands)
#include "test_xmp_commands.moc"
