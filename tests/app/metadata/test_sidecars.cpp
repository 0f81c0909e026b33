// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Reading and writing sidecars beside photos: names, conflicts, what survives, undo.
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <set>

#include <sys/stat.h>

#include <exiv2/exiv2.hpp>

#include "app/metadata/file_facts.h"
#include "app/metadata/sidecar_edit.h"
#include "app/metadata/sidecar_file.h"
#include "app/metadata/sidecar_journal.h"
#include "tests/app/metadata/program_sidecars.h"

using namespace touchstone;
using namespace touchstone::metadata;
namespace fs = std::filesystem;

namespace {

void put(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
}

const EditOptions at_noon{SidecarNaming::Appended, std::nullopt, "2026-05-06T12:00:00Z"};

WantedMarks wanted(std::optional<int> rating, std::optional<ColourLabel> colour = std::nullopt) {
    return {rating, colour};
}

/// Lines "KEY  TYPE  COUNT  VALUE" of `exiv2 -PXkyct`, without the keys that are ours to change.
QStringList foreign_lines(const std::string& sidecar) {
    QProcess exiv2;
    exiv2.start(QStringLiteral("exiv2"), {QStringLiteral("-PXkyct"), QString::fromStdString(sidecar)});
    if (!exiv2.waitForFinished(60'000) || exiv2.exitStatus() != QProcess::NormalExit)
        return {};
    QStringList lines;
    for (const QString& line : QString::fromUtf8(exiv2.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts))
        if (!line.startsWith(QLatin1String("Xmp.xmp.Rating")) && !line.startsWith(QLatin1String("Xmp.xmp.Label")) &&
            !line.startsWith(QLatin1String("Xmp.xmp.MetadataDate")) &&
            !line.startsWith(QLatin1String("Xmp.touchstone.")))
            lines << line;
    return lines;
}

class Folder {
public:
    Folder() = default;
    /// In memory where the machine has such a place: 20,000 files are synced.
    static QString inMemory() {
        const QString place = QStringLiteral("/dev/shm");
        return (QFileInfo(place).isWritable() ? place : QDir::tempPath()) + QStringLiteral("/touchstone-XXXXXX");
    }
    explicit Folder(const QString& pattern)
        : dir_(pattern) {}
    ~Folder() { fs::remove_all(dir_.path().toStdString()); } // QTemporaryDir cannot name every file
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string path(const std::string& name) const { return dir_.path().toStdString() + "/" + name; }

private:
    QTemporaryDir dir_;
};

Result<WriteReport> write_all(SidecarJournal& journal, std::vector<SidecarEdit> edits) {
    std::size_t next = 0;
    return write_sidecars(
        journal,
        [&]() -> std::optional<Result<SidecarEdit>> {
            if (next == edits.size())
                return std::nullopt;
            return Result<SidecarEdit>(std::move(edits[next++]));
        },
        [](const WriteReport&) {}, {});
}

} // namespace

class TestSidecars : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { initialise(); }

    void bothNamesAreFound() {
        const Folder folder;
        put(folder.path("a.CR2"), "raw");
        QVERIFY(find_sidecars(folder.path("a.CR2")).empty());
        put(folder.path("a.CR2.xmp"), test::program_sidecars()[0].text);
        QCOMPARE(find_sidecars(folder.path("a.CR2")).size(), std::size_t{1});
        put(folder.path("a.XMP"), test::program_sidecars()[2].text);
        put(folder.path("a.jpg"), "jpeg");
        const PhotoMetadata both = read_photo_metadata(folder.path("a.CR2"), Embedded::PassOver);
        QCOMPARE(both.sidecars.size(), std::size_t{2});
        QVERIFY(both.is_contradictory());
        // Lightroom's has a date, darktable's none.
        QCOMPARE(both.chosen()->path, folder.path("a.XMP"));
        QCOMPARE(both.marks().rating, std::optional(2));
        QCOMPARE(both.shares_with, std::vector<std::string>{"a.jpg"});
    }

    void otherProgramsWordsAreUnderstood() {
        const auto marks = [](int which) {
            return marks_of(*XmpPacket::parse(test::program_sidecars()[static_cast<std::size_t>(which)].text, ""));
        };
        QCOMPARE(marks(0).colour, std::optional(ColourLabel::Green)); // darktable:colorlabels 2
        QCOMPARE(marks(1).colour, std::optional(ColourLabel::Green)); // digiKam:ColorLabel 4
        QCOMPARE(marks(1).picked, std::optional(true));
        QCOMPARE(marks(2).colour, std::optional(ColourLabel::Red)); // "Rot"
        QCOMPARE(marks(4).rating, std::optional(-1));
        QVERIFY(!marks(5).colour && marks(5).says_anything());
        QVERIFY(!marks(6).says_anything());
        QVERIFY(is_later("2023-06-18T09:10:11+02:00", "2023-06-18T07:10:10Z"));
        QVERIFY(!is_later("2023-06-18T09:10:11+02:00", "2023-06-18T07:10:12Z"));
        QVERIFY(!is_later("yesterday", "2023-06-18T07:10:12Z"));
    }

    /// By the exiv2 program, which knows nothing of this one.
    void foreignKeysSurvive_data() {
        QTest::addColumn<int>("which");
        int which = 0;
        for (const test::ProgramSidecar& sidecar : test::program_sidecars())
            if (sidecar.rating != 0 || *sidecar.label != '\0') // the last one: see whatOthersWouldNotFindIsNotWritten()
                QTest::newRow(sidecar.program) << which++;
    }
    void foreignKeysSurvive() {
        QFETCH(const int, which);
        const test::ProgramSidecar sidecar = test::program_sidecars()[static_cast<std::size_t>(which)];
        const Folder folder;
        const std::string photo = folder.path("IMG_0001.CR2");
        const std::string path =
            sidecar_path(photo, sidecar.is_appended ? SidecarNaming::Appended : SidecarNaming::Replaced);
        put(photo, "raw");
        put(path, sidecar.text);
        const std::vector<OwnScore> scores{{"musiq <small>", "ab12", 71.25, std::pair{0.0, 100.0}, true, "reference"}};
        const auto edit = plan_edit(photo, wanted(5, ColourLabel::Purple), &scores, at_noon);
        QVERIFY2(edit, edit ? "" : edit.error().message().c_str());
        QCOMPARE(edit->sidecar, path);
        const bool tool = !QStandardPaths::findExecutable(QStringLiteral("exiv2")).isEmpty();
        const QStringList before = tool ? foreign_lines(path) : QStringList();
        QVERIFY(put_sidecar(path, edit->before, edit->after));
        // Exiv2's library first.
        Exiv2::XmpData data;
        QCOMPARE(Exiv2::XmpParser::decode(data, text_of(path)), 0);
        QCOMPARE(data["Xmp.xmp.Rating"].toString(), std::string("5"));
        QCOMPARE(data["Xmp.xmp.Label"].toString(), std::string("Purple"));
        QCOMPARE(data["Xmp.xmp.MetadataDate"].toString(), std::string("2026-05-06T12:00:00Z"));
        QCOMPARE(data["Xmp.touchstone.scores[1]/touchstone:value"].toString(), std::string("71.25"));
        QCOMPARE(data["Xmp.touchstone.scores[1]/touchstone:model"].toString(), std::string("musiq <small>"));
        QCOMPARE(text_of(photo), std::string("raw"));
        // The same again changes nothing.
        const auto again = plan_edit(photo, wanted(5, ColourLabel::Purple), &scores, at_noon);
        QVERIFY(again && again->changes.empty());
        if (!tool)
            QSKIP("NOT TESTED: the program exiv2 is not installed");
        QVERIFY2(!before.isEmpty(), "exiv2 printed nothing");
        QCOMPARE(foreign_lines(path), before);
    }

    void theWritersOwnWordsStay() {
        const Folder folder;
        put(folder.path("a.CR2"), "raw");
        put(folder.path("a.xmp"), test::program_sidecars()[2].text); // "Rot"
        // The same colour in another language, no rating asked for: nothing to do.
        const auto same = plan_edit(folder.path("a.CR2"), wanted(2, ColourLabel::Red), nullptr, at_noon);
        QVERIFY(same && same->changes.empty());
        put(folder.path("b.CR2"), "raw");
        put(folder.path("b.xmp"), test::program_sidecars()[5].text); // "for grandma"
        const auto own = plan_edit(folder.path("b.CR2"), wanted(0, ColourLabel::None), nullptr, at_noon);
        QVERIFY(own && own->changes.empty());
        // None takes a colour away.
        const auto none = plan_edit(folder.path("a.CR2"), wanted(std::nullopt, ColourLabel::None), nullptr, at_noon);
        QVERIFY(none);
        QCOMPARE(none->changes, (std::vector<KeyChange>{{"xmp:Label", "Rot", ""}}));
    }

    void aSecondSidecarIsNeverMade() {
        const Folder folder;
        put(folder.path("a.CR2"), "raw");
        put(folder.path("a.jpg"), "jpeg");
        put(folder.path("a.xmp"), test::program_sidecars()[2].text);
        const auto edit = plan_edit(folder.path("a.CR2"), wanted(1), nullptr, at_noon);
        QVERIFY(edit && !edit->is_new());
        QCOMPARE(edit->sidecar, folder.path("a.xmp"));
        QCOMPARE(edit->warnings, std::vector<std::string>{"a.jpg has the same sidecar"});
        // Two of them: not without being told which.
        put(folder.path("a.CR2.xmp"), test::program_sidecars()[0].text);
        const auto two = plan_edit(folder.path("a.CR2"), wanted(1), nullptr, at_noon);
        QVERIFY(!two);
        QCOMPARE(two.error().code, ErrorCode::BadInput);
        EditOptions told = at_noon;
        told.of_two = SidecarNaming::Replaced;
        QCOMPARE(plan_edit(folder.path("a.CR2"), wanted(1), nullptr, told)->sidecar, folder.path("a.xmp"));
        // And a sidecar is no photo.
        QCOMPARE(plan_edit(folder.path("a.xmp"), wanted(1), nullptr, at_noon).error().code, ErrorCode::BadInput);
    }

    /// XMP that is right by the letter, but that Exiv2, and so most programs, cannot follow.
    void whatOthersWouldNotFindIsNotWritten() {
        const Folder folder;
        put(folder.path("a.CR2.xmp"), test::program_sidecars()[6].text); // another namespace has the prefix "xmp"
        put(folder.path("b.CR2.xmp"), "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description/>"
                                      "</r:RDF>");
        for (const char* name : {"a.CR2", "b.CR2"}) {
            const std::string before = text_of(folder.path(name) + ".xmp");
            const auto edit = plan_edit(folder.path(name), wanted(1), nullptr, at_noon);
            QVERIFY(!edit);
            QCOMPARE(edit.error().code, ErrorCode::Internal);
            QCOMPARE(text_of(folder.path(name) + ".xmp"), before);
        }
    }

    void damagedSidecarsAreLeftAlone() {
        const Folder folder;
        put(folder.path("a.CR2"), "raw");
        put(folder.path("a.CR2.xmp"), "<x:xmpmeta");
        QCOMPARE(plan_edit(folder.path("a.CR2"), wanted(1), nullptr, at_noon).error().code, ErrorCode::Damaged);
        QCOMPARE(read_photo_metadata(folder.path("a.CR2"), Embedded::PassOver).problems.size(), std::size_t{1});
        QCOMPARE(text_of(folder.path("a.CR2.xmp")), std::string("<x:xmpmeta"));
        fs::create_directory(folder.path("b.CR2.xmp"));
        QVERIFY(!plan_edit(folder.path("b.CR2"), wanted(1), nullptr, at_noon));
    }

    void namesAreBytes() {
        const Folder folder;
        const std::string photo = folder.path("caf\xe9 % \n.jpg");
        put(photo, "jpeg");
        auto journal = SidecarJournal::open(folder.path("journal"));
        QVERIFY(journal);
        const auto edit = plan_edit(photo, wanted(3), nullptr, at_noon);
        QVERIFY(edit && edit->is_new());
        QVERIFY(write_all(*journal, {*edit}));
        QCOMPARE(read_photo_metadata(photo, Embedded::PassOver).marks().rating, std::optional(3));
        const auto records = SidecarJournal::read(folder.path("journal"), 1);
        QVERIFY(records);
        QCOMPARE(records->front().photo, photo);
        QVERIFY(undo_batch(*journal, 1, false));
        QVERIFY(!fs::exists(photo + ".xmp"));
    }

    void changesOfOthersStopTheWrite() {
        const Folder folder;
        const std::string photo = folder.path("a.CR2"), path = photo + ".xmp";
        put(path, test::program_sidecars()[0].text);
        auto edit = plan_edit(photo, wanted(1), nullptr, at_noon);
        put(path, test::program_sidecars()[1].text); // same name, of another program, in between
        const auto written = put_sidecar(edit->sidecar, edit->before, edit->after);
        QVERIFY(!written);
        QVERIFY2(written.error().what.find("another program") != std::string::npos, written.error().what.c_str());
        QCOMPARE(text_of(path), test::program_sidecars()[1].text);
        // One that came meanwhile, and one that went.
        edit = plan_edit(folder.path("b.CR2"), wanted(1), nullptr, at_noon);
        put(folder.path("b.CR2.xmp"), "theirs");
        QVERIFY(!put_sidecar(edit->sidecar, edit->before, edit->after));
        QCOMPARE(text_of(folder.path("b.CR2.xmp")), std::string("theirs"));
        edit = plan_edit(photo, wanted(1), nullptr, at_noon);
        fs::remove(path);
        QVERIFY(!put_sidecar(edit->sidecar, edit->before, edit->after));
        QVERIFY(!fs::exists(path));
        // Nothing of the tries is left.
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder.path("")))
            names.insert(entry.path().filename().string());
        QCOMPARE(names, std::set<std::string>{"b.CR2.xmp"});
    }

    void permissionsAndLinksStay() {
        const Folder folder;
        fs::create_directory(folder.path("real"));
        const std::string real = folder.path("real/side.xmp"), link = folder.path("a.CR2.xmp");
        put(real, test::program_sidecars()[0].text);
        fs::permissions(real, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
        fs::create_symlink("real/side.xmp", link);
        const auto edit = plan_edit(folder.path("a.CR2"), wanted(1), nullptr, at_noon);
        QVERIFY(edit);
        QVERIFY(put_sidecar(edit->sidecar, edit->before, edit->after));
        QVERIFY(fs::is_symlink(link));
        QCOMPARE(text_of(real), edit->after);
        struct stat info {};
        QCOMPARE(::stat(real.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 07777, mode_t{0640});
        // A backup that shares the file keeps the old text.
        const std::string plain = folder.path("c.CR2.xmp");
        put(plain, test::program_sidecars()[0].text);
        fs::create_hard_link(plain, folder.path("backup"));
        const auto shared = plan_edit(folder.path("c.CR2"), wanted(1), nullptr, at_noon);
        QVERIFY(put_sidecar(shared->sidecar, shared->before, shared->after));
        QCOMPARE(text_of(folder.path("backup")), test::program_sidecars()[0].text);
        // A link to nowhere is refused, also for a new sidecar.
        fs::create_symlink("nowhere.xmp", folder.path("d.CR2.xmp"));
        QVERIFY(!plan_edit(folder.path("d.CR2"), wanted(1), nullptr, at_noon));
        QVERIFY(!put_sidecar(folder.path("d.CR2.xmp"), std::nullopt, "x"));
        // And what is no sidecar is never written, whatever is asked.
        put(folder.path("photo.jpg"), "jpeg");
        QVERIFY(!put_sidecar(folder.path("photo.jpg"), std::string("jpeg"), "x"));
        QVERIFY(!remove_sidecar(folder.path("photo.jpg"), "jpeg"));
        QCOMPARE(text_of(folder.path("photo.jpg")), std::string("jpeg"));
    }

    void undoWorksAfterARestart() {
        const Folder folder;
        const std::string old_text = test::program_sidecars()[0].text;
        put(folder.path("a.CR2.xmp"), old_text);
        put(folder.path("c.CR2.xmp"), old_text);
        std::int64_t batch = 0;
        {
            auto journal = SidecarJournal::open(folder.path("journal"));
            QVERIFY(!SidecarJournal::open(folder.path("journal"))); // one program at a time
            std::vector<SidecarEdit> edits;
            for (const char* name : {"a.CR2", "b.CR2", "c.CR2"})
                edits.push_back(*plan_edit(folder.path(name), wanted(1), nullptr, at_noon));
            const auto report = write_all(*journal, edits);
            QVERIFY(report);
            QCOMPARE(report->written, std::size_t{3});
            batch = report->batch;
        }
        const auto batches = SidecarJournal::list(folder.path("journal"));
        QVERIFY(batches);
        QCOMPARE(batches->size(), std::size_t{1});
        QVERIFY(batches->front().whole && !batches->front().undone);
        QCOMPARE(batches->front().sidecars, std::size_t{3});
        put(folder.path("c.CR2.xmp"), "changed by another program"); // not ours to undo any more
        auto journal = SidecarJournal::open(folder.path("journal"));
        const auto tried = undo_batch(*journal, batch, true);
        QCOMPARE(tried->restored, std::size_t{1});
        QVERIFY(fs::exists(folder.path("b.CR2.xmp")));
        const auto undone = undo_batch(*journal, batch, false);
        QVERIFY(undone);
        QCOMPARE(undone->restored, std::size_t{1});
        QCOMPARE(undone->removed, std::size_t{1});
        QCOMPARE(undone->failures.size(), std::size_t{1});
        QCOMPARE(text_of(folder.path("a.CR2.xmp")), old_text);
        QVERIFY(!fs::exists(folder.path("b.CR2.xmp")));
        QCOMPARE(text_of(folder.path("c.CR2.xmp")), std::string("changed by another program"));
        QVERIFY(SidecarJournal::list(folder.path("journal"))->front().undone);
    }

    void oldBatchesGiveWay() {
        const Folder folder;
        auto journal = SidecarJournal::open(folder.path("journal"), 3);
        for (int i = 0; i < 6; ++i)
            QVERIFY(write_all(*journal, {*plan_edit(folder.path("a.CR2"), wanted(i % 2 + 1), nullptr, at_noon)}));
        const auto batches = SidecarJournal::list(folder.path("journal"));
        QCOMPARE(batches->size(), std::size_t{3});
        QCOMPARE(batches->back().id, std::int64_t{6});
    }

    void tenThousandAtOnce() {
        const Folder folder(Folder::inMemory());
        constexpr int count = 10'000;
        fs::create_directory(folder.path("p"));
        const std::string with_history = test::program_sidecars()[0].text;
        for (int i = 0; i < count; i += 10)
            put(folder.path("p/" + std::to_string(i) + ".CR2.xmp"), with_history);
        auto journal = SidecarJournal::open(folder.path("journal"));
        int next = 0;
        const auto report = write_sidecars(
            *journal,
            [&]() -> std::optional<Result<SidecarEdit>> {
                if (next == count)
                    return std::nullopt;
                return plan_edit(folder.path("p/" + std::to_string(next++) + ".CR2"), wanted(4), nullptr, at_noon);
            },
            [](const WriteReport&) {}, {});
        QVERIFY(report);
        QCOMPARE(report->written, std::size_t{count});
        QCOMPARE(report->failures.size(), std::size_t{0});
        for (int i = 0; i < count; ++i)
            QCOMPARE(
                read_photo_metadata(folder.path("p/" + std::to_string(i) + ".CR2"), Embedded::PassOver).marks().rating,
                std::optional(4));
        const auto undone = undo_batch(*journal, report->batch, false);
        QCOMPARE(undone->removed, std::size_t{count - count / 10});
        QCOMPARE(undone->restored, std::size_t{count / 10});
        int left = 0;
        for (const auto& entry : fs::directory_iterator(folder.path("p"))) {
            ++left;
            QCOMPARE(text_of(entry.path().string()), with_history);
        }
        QCOMPARE(left, count / 10);
    }

    void embeddedStarsAreRead() {
        const Folder folder;
        // The smallest JPEG, with a packet put in by Exiv2.
        static const unsigned char jpeg[] = {0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F',  0,
                                             1,    1,    0,    0,    1, 0,  1,   0,   0,   0xFF, 0xD9};
        const std::string photo = folder.path("a.jpg");
        put(photo, std::string(reinterpret_cast<const char*>(jpeg), sizeof jpeg));
        QVERIFY(!read_photo_metadata(photo, Embedded::Read).embedded);
        const auto image = Exiv2::ImageFactory::open(photo);
        image->readMetadata();
        image->xmpData()["Xmp.xmp.Rating"] = "4";
        image->xmpData()["Xmp.xmp.Label"] = "Blau";
        image->writeMetadata();
        const PhotoMetadata metadata = read_photo_metadata(photo, Embedded::Read);
        QVERIFY(metadata.embedded);
        QCOMPARE(metadata.marks().rating, std::optional(4));
        QCOMPARE(metadata.marks().colour, std::optional(ColourLabel::Blue));
        // A sidecar comes before what is inside.
        put(photo + ".xmp", test::program_sidecars()[4].text);
        QCOMPARE(read_photo_metadata(photo, Embedded::Read).marks().rating, std::optional(-1));
    }
};

QTEST_GUILESS_MAIN(TestSidecars)
#include "test_sidecars.moc"
