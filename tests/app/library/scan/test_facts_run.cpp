// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>

#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

#include "app/library/scan/facts_run.h"
#include "app/library/walk_rules.h"

using namespace touchstone;
using namespace touchstone::library;

class TestFactsRun : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> dir_;
    std::shared_ptr<Catalogue> catalogue_;
    std::shared_ptr<HashingGate> gate_;
    FolderId folder_ = 0;
    std::vector<FoundFacts> batches_;

    std::string path(const std::string& name) const { return dir_->path().toStdString() + '/' + name; }

    PhotoFile row_of(const std::string& name) const {
        struct stat info {};
        PhotoFile file;
        file.folder = folder_;
        file.name = name;
        if (::stat(path(name).c_str(), &info) == 0) {
            file.bytes = info.st_size;
            file.mtime_ns = mtime_ns_of(info);
        }
        return file;
    }
    /// A generated photo, so many seconds after 2020 began; in the catalogue as it lies on the disk.
    PhotoId photo(const std::string& name, int seconds, int grey = 0) {
        QImage image(32, 24, QImage::Format_RGB32);
        image.fill(QColor(grey, grey, grey));
        image.save(QString::fromStdString(path(name)), "PNG");
        set_time(name, seconds);
        return put(row_of(name));
    }
    void set_time(const std::string& name, int seconds) const {
        const timespec time{1'577'836'800 + seconds, 0};
        const timespec times[2] = {time, time};
        (void)::utimensat(AT_FDCWD, path(name).c_str(), times, 0);
    }
    PhotoId put(PhotoFile file) {
        file.id = catalogue_->newPhotoIds(1);
        const auto done = catalogue_->writeNow([&](CatalogueWriter& writer) { return writer.addPhotos({&file, 1}); });
        return done ? file.id : no_photo;
    }
    FactsRun run(int batch = 200) {
        FactsRun::Options options;
        options.batch_photos = batch;
        options.batch_time = std::chrono::hours(1); // by number alone
        return FactsRun(
            catalogue_, gate_, [this](FoundFacts&& found) { batches_.push_back(std::move(found)); }, options);
    }
    CatalogueReader::Counts counts() const {
        const auto reader = catalogue_->reader();
        return (*reader)->counts().value_or(CatalogueReader::Counts{});
    }
    std::vector<PhotoId> order_of_facts() const {
        std::vector<PhotoId> ids;
        for (const FoundFacts& batch : batches_)
            for (const auto& [id, facts] : batch.facts)
                ids.push_back(id);
        return ids;
    }
    std::vector<std::pair<PhotoId, ContentHash>> contents() const {
        std::vector<std::pair<PhotoId, ContentHash>> all;
        for (const FoundFacts& batch : batches_)
            all.insert(all.end(), batch.contents.begin(), batch.contents.end());
        return all;
    }

private Q_SLOTS:
    void initTestCase() { metadata::initialise(); }

    void init() {
        dir_ = std::make_unique<QTemporaryDir>();
        catalogue_ = Catalogue::open({});
        gate_ = std::make_shared<HashingGate>();
        batches_.clear();
        folder_ = catalogue_->newFolderIds(1);
        const auto done = catalogue_->writeNow([&](CatalogueWriter& writer) -> Result<void> {
            const Result<RootRow> root = writer.addRoot(dir_->path().toStdString());
            if (!root)
                return tl::unexpected(root.error());
            const FolderRow row{folder_, root->id, {}, 0};
            return writer.putFolders({&row, 1});
        });
        QVERIFY(done.has_value());
    }
    void cleanup() {
        catalogue_.reset();
        dir_.reset();
    }

    void everythingIsFilledInNewestFirst() {
        std::vector<PhotoId> newest_first;
        for (int i = 0; i < 7; ++i)
            newest_first.insert(newest_first.begin(), photo("p" + std::to_string(i) + ".png", i, i));
        QVERIFY(run(3).run({}).has_value());
        QCOMPARE(order_of_facts(), newest_first);
        QCOMPARE(counts().with_facts, qint64{7});
        QCOMPARE(counts().hashed, qint64{7});
        const auto found = contents();
        QCOMPARE(found.size(), std::size_t{7});
        QCOMPARE(found.front().first, newest_first.front());
        QVERIFY(found.front().second == *hash_file(path("p6.png")));
        // Facts of all come before the first hash; a batch holds no more than it should.
        for (std::size_t i = 0; i < batches_.size(); ++i) {
            QVERIFY(batches_[i].facts.size() <= 3 && batches_[i].contents.size() <= 3);
            if (!batches_[i].contents.empty())
                QVERIFY(i >= 3);
        }
        QCOMPARE(batches_.front().facts.front().second.width, 32);
        QCOMPARE(batches_.front().quick_keys.size(), std::size_t{3});
    }

    void quickKeysAreKept() {
        photo("p.png", 1);
        QVERIFY(run().run({}).has_value());
        const auto reader = catalogue_->reader();
        const auto roots = (*reader)->roots();
        const auto files = (*reader)->files(roots->front().id);
        QVERIFY(files->front().quick == std::optional(*quick_key(path("p.png"))));
        QVERIFY(files->front().content == std::optional(*hash_file(path("p.png"))));
    }

    void nothingToDoIsDoneAtOnce() {
        QVERIFY(run().run({}).has_value());
        QVERIFY(batches_.empty());
    }

    /// One that cannot be read does not hold up the others, and is not tried for ever.
    void unreadableFilesAreLeft() {
        for (int i = 0; i < 5; ++i) {
            PhotoFile gone = row_of("gone" + std::to_string(i) + ".png");
            gone.bytes = 10;
            gone.mtime_ns = std::int64_t{1'900'000'000} * 1'000'000'000; // the newest of all
            put(gone);
        }
        const PhotoId good = photo("good.png", 1);
        FactsRun facts = run(2);
        QVERIFY(facts.run({}).has_value());
        QCOMPARE(order_of_facts(), std::vector<PhotoId>{good});
        QCOMPARE(counts().hashed, qint64{1});
        batches_.clear();
        QVERIFY(facts.run({}).has_value());
        QVERIFY(batches_.empty());
    }

    void triedAgainWhenTold() {
        const PhotoId id = photo("away.png", 1);
        std::filesystem::rename(path("away.png"), path("unplugged"));
        FactsRun facts = run();
        QVERIFY(facts.run({}).has_value());
        std::filesystem::rename(path("unplugged"), path("away.png"));
        QVERIFY(facts.run({}).has_value());
        QVERIFY(batches_.empty());
        facts.retry({&id, 1});
        QVERIFY(facts.run({}).has_value());
        QCOMPARE(order_of_facts(), std::vector<PhotoId>{id});
        QCOMPARE(contents().size(), std::size_t{1});
    }

    void aDamagedFileHasEmptyFacts() {
        std::ofstream(path("bad.jpg"), std::ios::binary)
            << std::string("\xff\xd8\xff\xe1\x10\x00", 6) + std::string(100, 'x');
        set_time("bad.jpg", 1);
        put(row_of("bad.jpg"));
        QVERIFY(run().run({}).has_value());
        QCOMPARE(counts().with_facts, qint64{1});
        QCOMPARE(counts().hashed, qint64{1});
    }

    /// The catalogue knows other bytes: whatever is read now would be said of those.
    void aChangedFileIsLeftToTheNextScan() {
        const PhotoId id = photo("changed.png", 1);
        set_time("changed.png", 5);
        FactsRun facts = run();
        QVERIFY(facts.run({}).has_value());
        QVERIFY(batches_.empty());
        QCOMPARE(counts().hashed, qint64{0});
        // The scan has seen it: now it is read.
        PhotoFile row = row_of("changed.png");
        row.id = id;
        QVERIFY(catalogue_->writeNow([&](CatalogueWriter& writer) {
                              return writer.changePhotos({&row, 1});
                          })
                    .has_value());
        QVERIFY(facts.run({}).has_value());
        QCOMPARE(counts().hashed, qint64{1});
        QCOMPARE(counts().with_facts, qint64{1});
    }

    /// Changed after it was read, before it was written: what was read is dropped.
    void aFileThatChangesWhileABatchWaitsIsDropped() {
        const PhotoId second = photo("b.png", 1);
        const PhotoId first = photo("a.png", 2);
        Q_UNUSED(second)
        FactsRun::Options options;
        options.batch_photos = 1;
        bool once = true;
        FactsRun facts(
            catalogue_, gate_,
            [&](FoundFacts&& found) {
                if (std::exchange(once, false))
                    set_time("b.png", 9); // while the first is written
                batches_.push_back(std::move(found));
            },
            options);
        QVERIFY(facts.run({}).has_value());
        QCOMPARE(order_of_facts(), std::vector<PhotoId>{first});
        QCOMPARE(contents().size(), std::size_t{1});
    }

    void stoppedItEndsAtOnce() {
        for (int i = 0; i < 20; ++i)
            photo("p" + std::to_string(i) + ".png", i);
        std::stop_source stop;
        FactsRun::Options options;
        options.batch_photos = 5;
        FactsRun facts(
            catalogue_, gate_,
            [&](FoundFacts&& found) {
                batches_.push_back(std::move(found));
                stop.request_stop();
            },
            options);
        QVERIFY(facts.run(stop.get_token()).has_value());
        QCOMPARE(order_of_facts().size(), std::size_t{5});
        QCOMPARE(counts().with_facts, qint64{5});
    }

    void heldItReadsFactsAndHashesNothing() {
        for (int i = 0; i < 6; ++i)
            photo("p" + std::to_string(i) + ".png", i);
        FactsRun facts = run();
        gate_->hold(true);
        QVERIFY(facts.run({}).has_value()); // ends: there is nothing that it may do
        QCOMPARE(counts().with_facts, qint64{6});
        QCOMPARE(counts().hashed, qint64{0});
        gate_->hold(false);
        QVERIFY(facts.run({}).has_value());
        QCOMPARE(counts().hashed, qint64{6});
    }

    void heldInTheMiddleItKeepsWhatIsHashed() {
        for (int i = 0; i < 6; ++i)
            photo("p" + std::to_string(i) + ".png", i);
        FactsRun::Options options;
        options.batch_photos = 2;
        FactsRun facts(
            catalogue_, gate_,
            [&](FoundFacts&& found) {
                if (!found.contents.empty())
                    gate_->hold(true);
            },
            options);
        QVERIFY(facts.run({}).has_value());
        QCOMPARE(counts().with_facts, qint64{6});
        QCOMPARE(counts().hashed, qint64{2});
        gate_->hold(false);
        for (int n = 0; n < 2; ++n) { // each batch closes the gate again
            QVERIFY(facts.run({}).has_value());
            gate_->hold(false);
        }
        QCOMPARE(counts().hashed, qint64{6});
    }

    /// Photos that come while the work goes on are read before older ones are hashed.
    void newPhotosComeFirst() {
        for (int i = 0; i < 4; ++i)
            photo("p" + std::to_string(i) + ".png", i);
        FactsRun::Options options;
        options.batch_photos = 2;
        PhotoId late = no_photo;
        std::size_t hashes_before = 0;
        std::size_t hashes = 0;
        FactsRun facts(
            catalogue_, gate_,
            [&](FoundFacts&& found) {
                hashes += found.contents.size();
                if (!found.contents.empty() && late == no_photo)
                    late = photo("late.png", 100);
                for (const auto& [id, read] : found.facts)
                    if (id == late)
                        hashes_before = hashes;
            },
            options);
        QVERIFY(facts.run({}).has_value());
        QCOMPARE(hashes_before, std::size_t{2});
        QCOMPARE(hashes, std::size_t{5});
    }
};

QTEST_GUILESS_MAIN(TestFactsRun)
#include "test_facts_run.moc"
