// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `cull` on the built program, on generated photos with a camera's metadata.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <nlohmann/json.hpp>

#include <QProcess>

#include "app/library/catalogue/catalogue.h"
#include "app/metadata/file_facts.h"
#include "engine/imaging/decode.h"
#include "tests/app/culling/culling_folder.h"

using namespace touchstone;
using nlohmann::json;
using test::CullingFolder;
namespace fs = std::filesystem;

namespace {

struct Outcome {
    int code = -1;
    std::string out, err;
};

} // namespace

class TestCullCommand : public QObject {
    Q_OBJECT

    CullingFolder photos_;
    QTemporaryDir library_;

    Outcome cull(const QStringList& words) const {
        QProcess process;
        process.setWorkingDirectory(QString::fromStdString(photos_.path()));
        process.start(QStringLiteral(TOUCHSTONE_CLI),
                      QStringList{QStringLiteral("cull"), QStringLiteral("--library"), library_.path()} + words);
        Outcome outcome;
        if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit)
            return outcome;
        outcome.code = process.exitCode();
        outcome.out = process.readAllStandardOutput().toStdString();
        outcome.err = process.readAllStandardError().toStdString();
        return outcome;
    }
    static std::map<std::string, json> by_path(const std::string& lines) {
        std::map<std::string, json> objects;
        std::istringstream stream(lines);
        for (std::string line; std::getline(stream, line);) {
            json object = json::parse(line);
            objects.emplace(object.at("path").get<std::string>(), object);
        }
        return objects;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        metadata::initialise();
        for (int i = 0; i < 3; ++i) { // the middle one is sharp
            CullingFolder::Taken taken;
            taken.blur = i == 1 ? 1 : 3;
            photos_.photo(QStringLiteral("set/burst%1.jpg").arg(i), 1, 200 * i, taken);
        }
        for (int i = 0; i < 3; ++i) {
            CullingFolder::Taken taken;
            taken.ev = i == 0 ? 0.0 : i == 1 ? -2.0 : 2.0;
            photos_.photo(QStringLiteral("set/hdr%1.jpg").arg(i), 2, 100'000 + 400 * i, taken);
        }
        photos_.photo(QStringLiteral("set/single.jpg"), 4, 300'000);
    }

    void groups_and_proposals_of_photos_that_no_library_knows() {
        const Outcome outcome = cull({QStringLiteral("--format"), QStringLiteral("jsonl"), QStringLiteral("set")});
        QCOMPARE(outcome.code, 0);
        const auto photos = by_path(outcome.out);
        QCOMPARE(photos.size(), std::size_t{7});
        QCOMPARE(photos.at("set/burst1.jpg").at("kind"), json("burst"));
        QCOMPARE(photos.at("set/burst1.jpg").at("proposed"), json("pick"));
        QCOMPARE(photos.at("set/burst1.jpg").at("place_in_group"), json(1));
        QVERIFY(photos.at("set/burst1.jpg").at("sharpness").get<double>() >
                photos.at("set/burst0.jpg").at("sharpness").get<double>());
        for (const char* name : {"set/burst0.jpg", "set/burst2.jpg"}) {
            QCOMPARE(photos.at(name).at("proposed"), json("reject"));
            QCOMPARE(photos.at(name).at("beside"), json("set/burst1.jpg"));
            QCOMPARE(photos.at(name).at("reasons").at(0).at("kind"), json("sharpness"));
            QVERIFY(photos.at(name).at("margin").get<double>() >= 2);
        }
        for (const char* name : {"set/hdr0.jpg", "set/hdr1.jpg", "set/hdr2.jpg"}) {
            QCOMPARE(photos.at(name).at("kind"), json("bracket"));
            QVERIFY(photos.at(name).at("proposed").is_null());
        }
        QVERIFY(photos.at("set/single.jpg").at("group").is_null());
        QVERIFY(outcome.err.find("7 photos, 2 groups, 1 proposed to pick, 2 to reject; nothing was marked") !=
                std::string::npos);
    }

    void every_format_says_the_same() {
        const Outcome document = cull({QStringLiteral("--format"), QStringLiteral("json"), QStringLiteral("set")});
        const json all = json::parse(document.out);
        QCOMPARE(all.at("groups").size(), std::size_t{2});
        QCOMPARE(all.at("groups").at(0).at("best"), json("set/burst1.jpg"));
        QCOMPARE(all.at("groups").at(1).at("kept_whole"), json(true));
        QVERIFY(all.at("groups").at(1).at("best").is_null());
        const Outcome lines = cull({QStringLiteral("--format"), QStringLiteral("jsonl"), QStringLiteral("set")});
        const auto photos = by_path(lines.out);
        QCOMPARE(all.at("photos").size(), photos.size());
        for (const json& photo : all.at("photos"))
            QCOMPARE(photo, photos.at(photo.at("path").get<std::string>()));
        const Outcome csv = cull({QStringLiteral("--format"), QStringLiteral("csv"), QStringLiteral("set")});
        QCOMPARE(std::count(csv.out.begin(), csv.out.end(), '\n'), 8);
        QVERIFY(csv.out.find("set/burst0.jpg,,1,burst,") != std::string::npos);
        const Outcome table = cull({QStringLiteral("set")});
        QVERIFY(table.out.starts_with("burst of 3 photos\n  pick    set/burst1.jpg  (sharper by "));
        QVERIFY(table.out.find("bracket of 3 photos, kept whole\n") != std::string::npos);
    }

    void parts_of_it() {
        const Outcome bursts = cull(
            {QStringLiteral("--bursts"), QStringLiteral("--format"), QStringLiteral("jsonl"), QStringLiteral("set")});
        QVERIFY(bursts.out.find("proposed") == std::string::npos && bursts.out.find("burst") != std::string::npos);
        const Outcome proposals = cull({QStringLiteral("--propose"), QStringLiteral("set")});
        QVERIFY(proposals.out.find("burst0.jpg") != std::string::npos);
        QVERIFY(proposals.out.find("hdr") == std::string::npos && proposals.out.find("single") == std::string::npos);
    }

    void what_the_library_knows_counts() {
        // Marks of the person: what was picked is the best, whatever was measured.
        const std::string folder = library_.path().toStdString();
        const std::string root = fs::canonical(photos_.path()).string() + "/set";
        {
            library::CatalogueOptions options;
            options.folder = folder;
            const auto catalogue = library::Catalogue::open(options);
            const auto id = catalogue->newPhotoIds(1);
            const auto in = catalogue->newFolderIds(1);
            const auto written = catalogue->writeNow([&](library::CatalogueWriter& writer) -> Result<void> {
                const auto row = writer.addRoot(root);
                if (!row)
                    return tl::unexpected(row.error());
                library::PhotoFile file;
                file.id = id;
                file.folder = in;
                file.name = "burst0.jpg";
                file.bytes = static_cast<std::int64_t>(fs::file_size(root + "/burst0.jpg"));
                library::MarkChange pick;
                pick.flag = library::Flag::Pick;
                return writer.putFolders(std::vector{library::FolderRow{in, row->id, "", 1}})
                    .and_then([&] { return writer.addPhotos(std::vector{file}); })
                    .and_then([&]() -> Result<void> {
                        const auto old = writer.changeMarks(std::vector{id}, pick);
                        return old ? Result<void>() : tl::unexpected(old.error());
                    });
            });
            QVERIFY(written.has_value());
        }
        const Outcome outcome = cull({QStringLiteral("--format"), QStringLiteral("jsonl"), QStringLiteral("set")});
        const auto photos = by_path(outcome.out);
        QCOMPARE(photos.at("set/burst0.jpg").at("flag"), json("picked"));
        QCOMPARE(photos.at("set/burst0.jpg").at("place_in_group"), json(1));
        for (const char* name : {"set/burst0.jpg", "set/burst1.jpg"})
            QVERIFY(photos.at(name).at("proposed").is_null());
        fs::remove_all(folder);
        fs::create_directories(folder);
    }

    void copies_damaged_files_and_mistakes() {
        fs::create_directories(photos_.path() + "/other");
        fs::copy_file(photos_.path(QStringLiteral("set/single.jpg")), photos_.path(QStringLiteral("other/again.jpg")));
        std::ofstream(photos_.path(QStringLiteral("other/broken.jpg"))) << "no picture";
        const Outcome outcome = cull({QStringLiteral("--format"), QStringLiteral("jsonl"), QStringLiteral("set"),
                                      QStringLiteral("other"), QStringLiteral("gone.jpg")});
        QCOMPARE(outcome.code, 1);
        const auto photos = by_path(outcome.out);
        QCOMPARE(photos.at("other/again.jpg").at("kind"), json("copies"));
        QCOMPARE(photos.at("set/single.jpg").at("kind"), json("copies"));
        QCOMPARE(photos.at("gone.jpg").at("error").at("code"), json("not-found"));
        QVERIFY(photos.at("other/broken.jpg").at("proposed").is_null());
        QCOMPARE(cull({}).code, 2);
        QCOMPARE(cull({QStringLiteral("--reject-below"), QStringLiteral("much"), QStringLiteral("set")}).code, 2);
        QCOMPARE(cull({QStringLiteral("--format"), QStringLiteral("pdf"), QStringLiteral("set")}).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestCullCommand)
#include "test_cull_command.moc"
