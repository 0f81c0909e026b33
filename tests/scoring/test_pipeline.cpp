// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QtTest>

#include <atomic>
#include <deque>
#include <fstream>
#include <future>
#include <map>
#include <set>

#include "engine/base/files.h"
#include "engine/imaging/encode.h"
#include "engine/scoring/pipeline.h"
#include "tests/support/formula_images.h"

using namespace touchstone;

namespace {

/// Scores by the photo's size, so that a mixed-up answer shows; can be held at a gate and counts what it holds.
class FakeScorer final : public Scorer {
public:
    FakeScorer() { card_.id = "fake"; }

    const ModelCard& card() const override { return card_; }
    const ScorerOptions& options() const override { return options_; }
    std::int64_t token_count(Size photo) const override { return photo.pixels() / 1024 + 1; }

    std::vector<Result<Assessment>> score(std::span<const Photo* const> photos, std::stop_token stop) override {
        if (before_batch)
            before_batch(photos.size());
        std::vector<Result<Assessment>> results;
        std::int64_t least = token_count(photos.front()->image.size), most = least;
        for (const Photo* photo : photos) {
            least = std::min(least, token_count(photo->image.size));
            most = std::max(most, token_count(photo->image.size));
            if (stop.stop_requested()) {
                results.push_back(failure(ErrorCode::Cancelled, {}, "stopped"));
                continue;
            }
            if (photo->image.size.width == failing_width) {
                results.push_back(failure(ErrorCode::OutOfMemory, {}, "too much"));
                continue;
            }
            Assessment assessment;
            assessment.score.value = photo->image.size.width * 1000.0 + photo->image.size.height;
            results.push_back(assessment);
        }
        largest_ratio = std::max(largest_ratio, static_cast<double>(most) / static_cast<double>(least));
        return results;
    }

    Result<Assessment> explain(const Photo&, AttentionMethod, std::stop_token) override {
        return failure(ErrorCode::Internal, {}, "not asked for");
    }

    std::function<void(std::size_t)> before_batch;
    int failing_width = -1;
    double largest_ratio = 1;

private:
    ModelCard card_;
    ScorerOptions options_;
};

void write_jpeg(const std::string& path, int width, int height) {
    const Result<Bytes> jpeg = imaging::encode_jpeg(test::smooth_scene(width, height), 85);
    QVERIFY(jpeg.has_value());
    QVERIFY(write_file_atomically(path, *jpeg).has_value());
}

/// Resident memory of this process in bytes.
std::uint64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t total = 0, resident = 0;
    statm >> total >> resident;
    return resident * 4096;
}

} // namespace

class TestPipeline : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::string path(const std::string& name) const { return folder_.path().toStdString() + "/" + name; }

    /// Photos of ten sizes, the same ones for every test.
    std::vector<std::string> photos(int count) const {
        std::vector<std::string> paths;
        for (int i = 0; i < count; ++i)
            paths.push_back(path("size" + std::to_string(i % 10) + ".jpg"));
        return paths;
    }
    static int width_of(std::size_t index) { return 64 + 40 * static_cast<int>(index % 10); }
    static int height_of(std::size_t index) { return 48 + 8 * static_cast<int>(index % 10); }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        for (std::size_t i = 0; i < 10; ++i)
            write_jpeg(path("size" + std::to_string(i) + ".jpg"), width_of(i), height_of(i));
        write_jpeg(path("large.jpg"), 1200, 900);
        QVERIFY(write_file_atomically(path("broken.jpg"), std::string_view("\xff\xd8 this is no picture")).has_value());
    }

    void every_photo_comes_once_with_its_own_score() {
        for (const int workers : {1, 4}) {
            FakeScorer scorer;
            PipelineOptions options;
            options.decode_workers = workers;
            Pipeline pipeline({&scorer}, options);
            const std::vector<std::string> paths = photos(60);
            std::set<std::size_t> seen;
            const std::size_t delivered =
                pipeline.run(paths,
                             [&](ScoredPhoto&& photo) {
                                 QVERIFY(seen.insert(photo.index).second);
                                 QVERIFY(!photo.error);
                                 QCOMPARE(photo.size.width, width_of(photo.index));
                                 QCOMPARE(photo.size.height, height_of(photo.index));
                                 QCOMPARE(photo.assessments.size(), std::size_t{1});
                                 QCOMPARE(photo.assessments[0]->score.value,
                                          width_of(photo.index) * 1000.0 + height_of(photo.index));
                             },
                             {});
            QCOMPARE(delivered, paths.size());
            QCOMPARE(seen.size(), paths.size());
            QVERIFY2(scorer.largest_ratio <= 1.25, "a batch mixed photos of different token counts");
        }
    }

    void the_caller_may_choose_what_comes_next() {
        FakeScorer scorer;
        PipelineOptions options;
        options.decode_workers = 1;
        options.batch_photos = 1;
        Pipeline pipeline({&scorer}, options);
        const std::vector<std::string> paths = photos(10);
        // From the last one backwards, every third left out, and an end before the list's.
        std::deque<std::size_t> wanted{9, 8, 6, 5, 3};
        const std::vector<std::size_t> expected(wanted.begin(), wanted.end());
        std::vector<std::size_t> seen;
        const auto source = [&](std::stop_token) -> std::optional<NextPhoto> {
            if (wanted.empty())
                return std::nullopt;
            const std::size_t first = wanted.front();
            wanted.pop_front();
            return NextPhoto{first, paths[first]};
        };
        const std::size_t delivered =
            pipeline.run(source, [&](ScoredPhoto&& photo) { seen.push_back(photo.index); }, {});
        QCOMPARE(delivered, expected.size());
        QCOMPARE(seen, expected);
    }

    void a_source_without_photos_ends_the_run() {
        FakeScorer scorer;
        PipelineOptions options;
        options.decode_workers = 3;
        Pipeline pipeline({&scorer}, options);
        const auto nothing = [](std::stop_token) -> std::optional<NextPhoto> { return std::nullopt; };
        QCOMPARE(pipeline.run(nothing, [](ScoredPhoto&&) {}, {}), std::size_t{0});
    }

    void a_bad_photo_disturbs_no_other() {
        std::vector<std::string> paths = photos(12);
        paths[3] = path("broken.jpg");
        paths[7] = path("is not there.jpg");
        paths[8] = folder_.path().toStdString();
        FakeScorer scorer;
        scorer.failing_width = width_of(5);
        Pipeline pipeline({&scorer}, {});
        std::map<std::size_t, ScoredPhoto> results;
        pipeline.run(paths, [&](ScoredPhoto&& photo) { results.emplace(photo.index, std::move(photo)); }, {});
        QCOMPARE(results.size(), paths.size());
        QVERIFY(results.at(3).error && results.at(3).assessments.empty());
        QCOMPARE(results.at(7).error->code, ErrorCode::NotFound);
        QCOMPARE(results.at(8).error->code, ErrorCode::IsDirectory);
        QVERIFY(!results.at(5).error);
        QCOMPARE(results.at(5).assessments.at(0).error().code, ErrorCode::OutOfMemory);
        QCOMPARE(results.at(5).assessments.at(0).error().file, paths[5]);
        for (const std::size_t good : {0u, 1u, 2u, 4u, 6u, 9u, 10u, 11u})
            QVERIFY(results.at(good).assessments.at(0).has_value());
    }

    void several_models_answer_in_their_order() {
        FakeScorer first, second;
        second.failing_width = width_of(2);
        Pipeline pipeline({&first, &second}, {});
        std::size_t seen = 0;
        const std::vector<std::string> paths = photos(5);
        pipeline.run(paths,
                     [&](ScoredPhoto&& photo) {
                         ++seen;
                         QCOMPARE(photo.assessments.size(), std::size_t{2});
                         QVERIFY(photo.assessments[0].has_value());
                         QCOMPARE(photo.assessments[1].has_value(), photo.index != 2);
                     },
                     {});
        QCOMPARE(seen, paths.size());
    }

    void without_photos_nothing_happens() {
        FakeScorer scorer;
        Pipeline pipeline({&scorer}, {});
        QCOMPARE(pipeline.run(std::span<const std::string>(), [](ScoredPhoto&&) { QFAIL("there is no photo"); }, {}),
                 std::size_t{0});
    }

    void a_photo_larger_than_the_queue_passes() {
        FakeScorer scorer;
        PipelineOptions options;
        options.queue_bytes = 100'000; // large.jpg has 3.2 MB of pixels
        options.decode_workers = 3;
        Pipeline pipeline({&scorer}, options);
        std::vector<std::string> paths = photos(20);
        paths[4] = paths[5] = paths[6] = path("large.jpg");
        std::size_t good = 0;
        pipeline.run(paths, [&](ScoredPhoto&& photo) { good += photo.error ? 0 : 1; }, {});
        QCOMPARE(good, paths.size());
        // Alone in the queue, never beside another photo.
        QVERIFY(pipeline.statistics().peak_queue_bytes <= 1200u * 900u * 3u);
    }

    void ten_thousand_photos_need_no_more_memory_than_a_hundred() {
        FakeScorer scorer;
        PipelineOptions options;
        options.queue_bytes = 2'000'000;
        options.decode_workers = 2;
        Pipeline pipeline({&scorer}, options);
        const auto run = [&](int count) {
            std::size_t delivered = 0;
            const std::vector<std::string> paths = photos(count);
            pipeline.run(paths, [&](ScoredPhoto&&) { ++delivered; }, {});
            return delivered;
        };
        QCOMPARE(run(100), std::size_t{100});
        const std::uint64_t peak_of_few = pipeline.statistics().peak_queue_bytes;
        const std::uint64_t before = resident_bytes();
        QCOMPARE(run(10'000), std::size_t{10'000});
        QVERIFY(peak_of_few <= options.queue_bytes);
        QVERIFY(pipeline.statistics().peak_queue_bytes <= options.queue_bytes);
        QVERIFY(pipeline.statistics().peak_batch_photos <= 8);
        // The list of names alone takes about 1 MB; 10,000 photos of this kind hold 1 GB of pixels. 48 MB leaves room
        // for the allocators of libvips and of the threads.
        const std::uint64_t after = resident_bytes();
        QVERIFY2(after < before + (std::uint64_t{48} << 20),
                 qPrintable(QString::number(before) + QStringLiteral(" -> ") + QString::number(after)));
    }

    void workers_do_not_run_far_ahead_of_the_oldest() {
        FakeScorer scorer;
        PipelineOptions options;
        options.look_ahead = 8;
        options.batch_photos = 1;
        options.decode_workers = 4;
        Pipeline pipeline({&scorer}, options);
        const std::vector<std::string> paths = photos(100);
        std::size_t next = 0, farthest = 0;
        std::set<std::size_t> early;
        pipeline.run(paths,
                     [&](ScoredPhoto&& photo) {
                         early.insert(photo.index);
                         while (early.erase(next) > 0)
                             ++next;
                         farthest = std::max(farthest, early.size());
                     },
                     {});
        QCOMPARE(next, paths.size());
        QVERIFY(farthest < options.look_ahead);
    }

    void cancel_ends_within_one_batch() {
        std::stop_source stop;
        FakeScorer scorer;
        std::size_t batches = 0;
        scorer.before_batch = [&](std::size_t) {
            if (++batches == 3)
                stop.request_stop();
        };
        PipelineOptions options;
        options.batch_photos = 1;
        Pipeline pipeline({&scorer}, options);
        std::size_t seen = 0;
        const std::vector<std::string> paths = photos(500);
        const std::size_t delivered = pipeline.run(
            paths, [&](ScoredPhoto&&) { ++seen; }, stop.get_token());
        QCOMPARE(batches, std::size_t{3});
        QCOMPARE(delivered, std::size_t{2}); // the third photo was cut off and is no result
        QCOMPARE(seen, delivered);
    }

    void cancel_before_the_start_delivers_nothing() {
        std::stop_source stop;
        stop.request_stop();
        FakeScorer scorer;
        Pipeline pipeline({&scorer}, {});
        const std::vector<std::string> paths = photos(10);
        QCOMPARE(pipeline.run(
                     paths, [](ScoredPhoto&&) {}, stop.get_token()),
                 std::size_t{0});
    }

    void pause_holds_until_resumed() {
        PauseSwitch pause;
        FakeScorer scorer;
        std::promise<void> paused;
        std::atomic<std::size_t> batches = 0;
        scorer.before_batch = [&](std::size_t) {
            if (++batches == 2) {
                pause.pause();
                paused.set_value();
            }
        };
        PipelineOptions options;
        options.batch_photos = 1;
        Pipeline pipeline({&scorer}, options);
        const std::vector<std::string> paths = photos(30);
        std::atomic<std::size_t> seen = 0;
        std::future<std::size_t> done = std::async(std::launch::async, [&] {
            return pipeline.run(
                paths, [&](ScoredPhoto&&) { ++seen; }, {}, &pause);
        });
        paused.get_future().wait();
        // The batch that was running may end; a new one cannot begin, so the run cannot be over.
        QVERIFY(pause.paused());
        QVERIFY(seen.load() <= 2);
        QCOMPARE(batches.load(), std::size_t{2});
        pause.resume();
        QCOMPARE(done.get(), paths.size());
        QCOMPARE(seen.load(), paths.size());
    }

    void cancel_ends_a_pause() {
        PauseSwitch pause;
        pause.pause();
        std::stop_source stop;
        FakeScorer scorer;
        Pipeline pipeline({&scorer}, {});
        const std::vector<std::string> paths = photos(10);
        std::future<std::size_t> done = std::async(std::launch::async, [&] {
            return pipeline.run(
                paths, [](ScoredPhoto&&) {}, stop.get_token(), &pause);
        });
        stop.request_stop();
        QCOMPARE(done.get(), std::size_t{0});
    }

    void an_exception_of_the_caller_ends_the_workers() {
        FakeScorer scorer;
        Pipeline pipeline({&scorer}, {});
        const std::vector<std::string> paths = photos(50);
        QVERIFY_EXCEPTION_THROWN(pipeline.run(paths, [](ScoredPhoto&&) { throw std::runtime_error("enough"); }, {}),
                                 std::runtime_error);
    }
};

QTEST_APPLESS_MAIN(TestPipeline)
#include "test_pipeline.moc"
