// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <set>

#include <QSignalSpy>
#include <QtTest>

#include "app/library/library_loader.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

ModelRow model() {
    ModelRow row;
    row.recipe.model = "fake";
    row.recipe.model_sha256 = std::string(64, 'a');
    row.title = "Fake";
    return row;
}

ContentHash content_of(PhotoId id) {
    ContentHash hash;
    hash.bytes[0] = static_cast<std::uint8_t>(id);
    hash.bytes[1] = static_cast<std::uint8_t>(id >> 8);
    return hash;
}

/// Catalogue of a folder that exists, with photos that need not: only rows are read.
struct Library {
    QTemporaryDir folder;
    std::shared_ptr<Catalogue> catalogue = Catalogue::open({});
    std::string path = QDir(folder.path()).canonicalPath().toStdString();

    Result<void> fill(int photos) {
        QDir(folder.path()).mkpath(QStringLiteral("below"));
        return catalogue->writeNow([&](CatalogueWriter& writer) -> Result<void> {
            const auto root = writer.addRoot(path);
            if (!root)
                return tl::unexpected(root.error());
            const FolderId first = catalogue->newFolderIds(2);
            const FolderRow rows[] = {{first, root->id, {}, 1}, {first + 1, root->id, "below", 1}};
            if (auto put = writer.putFolders(rows); !put)
                return put;
            std::vector<PhotoFile> files;
            std::vector<ScoredContent> scores;
            for (int i = 0; i < photos; ++i) {
                PhotoFile& file = files.emplace_back();
                file.id = catalogue->newPhotoIds(1);
                file.folder = first + i % 2;
                file.name = std::to_string(i) + ".jpg";
                file.bytes = 1000;
                file.content = content_of(file.id);
                ScoredContent& scored = scores.emplace_back();
                scored.content = *file.content;
                scored.record.model = "fake";
                scored.record.score.value = (i * 37) % 101;
            }
            if (auto put = writer.addPhotos(files); !put)
                return put;
            std::vector<std::pair<PhotoId, ContentHash>> contents;
            for (const PhotoFile& file : files)
                contents.emplace_back(file.id, *file.content);
            if (auto put = writer.setContents(contents); !put)
                return put;
            return writer.addScores(model(), scores);
        });
    }
};

LibraryRequest request(std::vector<std::string> paths) {
    LibraryRequest wanted;
    wanted.paths = std::move(paths);
    wanted.wanted = {{model().recipe.key(), "fake"}};
    wanted.first_page = 10;
    return wanted;
}

/// Everything one load has said.
struct Answers {
    explicit Answers(LibraryLoader& loader)
        : finished(&loader, &LibraryLoader::finished)
        , failed(&loader, &LibraryLoader::failed) {
        QObject::connect(&loader, &LibraryLoader::placed, &loader, [this](quint64, const auto& found, const auto& bad) {
            places = found;
            problems = bad;
        });
        QObject::connect(&loader, &LibraryLoader::loaded, &loader,
                         [this](const auto& batch) { batches.push_back(batch); });
    }
    std::vector<PhotoEntry> photos() const {
        std::vector<PhotoEntry> all;
        for (const auto& batch : batches)
            all.insert(all.end(), batch->photos.begin(), batch->photos.end());
        return all;
    }
    QSignalSpy finished, failed;
    std::vector<OpenedPlace> places;
    std::vector<Error> problems;
    std::vector<std::shared_ptr<const LoadedPhotos>> batches;
};

} // namespace

class TestLibraryLoader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBestComeFirstAndNoneTwice() {
        Library library;
        QVERIFY(library.fill(100).has_value());
        LibraryLoader loader(library.catalogue);
        Answers answers(loader);
        const quint64 generation = loader.load(request({library.path}));
        QVERIFY(answers.finished.wait());
        QCOMPARE(answers.finished[0][0].toULongLong(), generation);
        QCOMPARE(answers.failed.count(), 0);
        QCOMPARE(answers.places.size(), std::size_t{1});
        QCOMPARE(answers.places[0].scope.kind, Scope::Kind::Root);
        QVERIFY(answers.batches.size() >= 2);
        const auto& page = answers.batches.front()->photos;
        QCOMPARE(page.size(), std::size_t{10});
        for (std::size_t i = 1; i < page.size(); ++i)
            QVERIFY(page[i - 1].scores.at(0).score.value >= page[i].scores.at(0).score.value);
        const auto all = answers.photos();
        std::set<PhotoId> ids;
        for (const PhotoEntry& photo : all) {
            QVERIFY(ids.insert(photo.id).second);
            QVERIFY(photo.scores.at(0).score.value <= page.front().scores.at(0).score.value);
            QCOMPARE(photo.scores.at(0).model, std::string("fake"));
        }
        QCOMPARE(all.size(), std::size_t{100});
    }

    void aFolderBelowARootIsPartOfIt() {
        Library library;
        QVERIFY(library.fill(20).has_value());
        LibraryLoader loader(library.catalogue);
        Answers answers(loader);
        loader.load(request({library.path + "/below/"}));
        QVERIFY(answers.finished.wait());
        QCOMPARE(answers.places.at(0).scope.kind, Scope::Kind::Folder);
        QCOMPARE(answers.places.at(0).scope.folder, std::string("below"));
        const auto photos = answers.photos();
        QCOMPARE(photos.size(), std::size_t{10});
        for (const PhotoEntry& photo : photos)
            QVERIFY(photo.file.path.starts_with(library.path + "/below/"));
    }

    void nothingAskedForIsTheWholeLibrary() {
        Library library;
        QVERIFY(library.fill(20).has_value());
        LibraryLoader loader(library.catalogue);
        Answers answers(loader);
        loader.load(request({}));
        QVERIFY(answers.finished.wait());
        QCOMPARE(answers.photos().size(), std::size_t{20});
        QCOMPARE(answers.places.at(0).path, std::string());
    }

    void anUnknownFolderBecomesARoot() {
        Library library;
        LibraryLoader loader(library.catalogue);
        Answers answers(loader);
        loader.load(request({library.path, library.path + "/missing", "/no/such/photo.jpg"}));
        QVERIFY(answers.finished.wait());
        QCOMPARE(answers.places.size(), std::size_t{1});
        QVERIFY(answers.places[0].root.id != 0);
        QCOMPARE(answers.problems.size(), std::size_t{2});
        for (const Error& problem : answers.problems)
            QCOMPARE(problem.code, ErrorCode::NotFound);
        const auto reader = library.catalogue->reader();
        const auto roots = (*reader)->roots();
        QVERIFY(roots.has_value());
        QCOMPARE(std::count_if(roots->begin(), roots->end(), [](const RootRow& root) { return !root.loose; }), 1);
    }

    void aFolderIsOnePlaceWhicheverWayItWasReached() {
        const test::PhotoFolder photos;
        photos.photo(QStringLiteral("real/deep/a.png"), 10);
        QVERIFY(QFile::link(QString::fromStdString(photos.path(QStringLiteral("real"))),
                            QString::fromStdString(photos.path(QStringLiteral("link")))));
        const auto catalogue = Catalogue::open({});
        LibraryLoader loader(catalogue);
        Answers answers(loader);
        const auto opened = [&](const char* name) {
            answers.finished.clear();
            loader.load(request({photos.path(QString::fromLatin1(name))}));
            return answers.finished.wait(20'000) && answers.places.size() == 1 ? answers.places.front() : OpenedPlace();
        };
        const OpenedPlace first = opened("link");
        QCOMPARE(first.path, photos.path(QStringLiteral("real")));
        QCOMPARE(opened("real").root.id, first.root.id);
        const OpenedPlace below = opened("link/deep");
        QCOMPARE(below.root.id, first.root.id);
        QCOMPARE(below.scope.folder, std::string("deep"));
        const OpenedPlace file = opened("link/deep/a.png");
        QVERIFY(file.is_file);
        QCOMPARE(file.path, photos.path(QStringLiteral("real/deep/a.png")));
        QCOMPARE(file.root.id, first.root.id);
        const auto reader = catalogue->reader();
        QCOMPARE((*reader)->roots()->size(), std::size_t{1});
    }

    void aRootThatIsOfflineShowsWhatWasKnown() {
        Library library;
        QVERIFY(library.fill(20).has_value());
        QVERIFY(library.folder.remove()); // the drive is gone
        LibraryLoader loader(library.catalogue);
        Answers answers(loader);
        loader.load(request({library.path + "/below"}));
        QVERIFY(answers.finished.wait());
        QCOMPARE(answers.problems.size(), std::size_t{0});
        QCOMPARE(answers.places.at(0).scope.kind, Scope::Kind::Folder);
    }

    void aPhotoBesideItsFolderIsThereOnce() {
        Library library;
        QVERIFY(library.fill(6).has_value());
        QFile file(QString::fromStdString(library.path + "/below/3.jpg"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        LibraryLoader loader(library.catalogue);
        Answers answers(loader);
        loader.load(request({library.path + "/below/3.jpg", library.path}));
        QVERIFY(answers.finished.wait());
        QVERIFY(answers.places.at(0).is_file);
        QCOMPARE(answers.photos().size(), std::size_t{6});
    }

    void aNewLoadReplacesTheOld() {
        Library library;
        QVERIFY(library.fill(2000).has_value());
        LibraryLoader loader(library.catalogue);
        Answers answers(loader);
        loader.load(request({library.path}));
        const quint64 last = loader.load(request({library.path + "/below"}));
        QTRY_COMPARE(answers.finished.count(), 2);
        std::size_t of_last = 0;
        for (const auto& batch : answers.batches)
            of_last += batch->generation == last ? batch->photos.size() : 0;
        QCOMPARE(of_last, std::size_t{1000});
    }

    void questionsAreAnsweredInTheGuiThread() {
        Library library;
        QVERIFY(library.fill(8).has_value());
        LibraryLoader loader(library.catalogue);
        bool answered = false;
        loader.ask([&](CatalogueReader& reader) -> LibraryLoader::Answer {
            const bool elsewhere = QThread::currentThread() != QCoreApplication::instance()->thread();
            const auto counts = reader.counts();
            return [&, elsewhere, photos = counts ? counts->photos : 0] {
                QVERIFY(elsewhere);
                QCOMPARE(QThread::currentThread(), QCoreApplication::instance()->thread());
                QCOMPARE(photos, std::int64_t{8});
                answered = true;
            };
        });
        QTRY_VERIFY(answered);
    }

    void quitInTheMiddle() {
        Library library;
        QVERIFY(library.fill(2000).has_value());
        auto loader = std::make_unique<LibraryLoader>(library.catalogue);
        QSignalSpy loaded(loader.get(), &LibraryLoader::loaded);
        loader->load(request({library.path}));
        loader.reset();
        QCoreApplication::processEvents();
        QCOMPARE(loaded.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestLibraryLoader)
#include "test_library_loader.moc"
