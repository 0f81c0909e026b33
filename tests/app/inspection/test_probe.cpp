// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QSignalSpy>
#include <QtTest>

#include "app/inspection/cells.h"
#include "app/inspection/probe_service.h"
#include "app/inspection/rank_correlation.h"
#include "engine/imaging/encode.h"
#include "engine/nn/model_file.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/app/library/photo_folder.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"

using namespace touchstone;
using namespace touchstone::inspection;
using library::InferenceThread;

namespace {

QImage picture_of(const RgbImage& pixels) {
    return QImage(pixels.pixels.data(), pixels.size.width, pixels.size.height, pixels.size.width * 3,
                  QImage::Format_RGB888)
        .copy();
}

Probe probe_of(const test::PhotoFolder& folder, std::vector<Alteration> alterations) {
    Probe probe;
    probe.id = 1;
    probe.file = folder.found().front();
    probe.alterations = std::move(alterations);
    return probe;
}

} // namespace

class TestProbe : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }

    void ranks_are_correlated_as_by_hand() {
        const std::vector<double> a{1, 2, 3, 4, 5}, reversed{5, 4, 3, 2, 1}, ties{1, 1, 2, 2, 3}, flat{7, 7, 7, 7, 7};
        QCOMPARE(*rank_correlation(a, a), 1.0);
        QCOMPARE(*rank_correlation(a, reversed), -1.0);
        // ranks 0.5 0.5 2.5 2.5 4 against 0 1 2 3 4: 9 / sqrt(10 * 9)
        QVERIFY(std::abs(*rank_correlation(a, ties) - 9 / std::sqrt(90.0)) < 1e-12);
        QVERIFY(!rank_correlation(a, flat));
        QVERIFY(!rank_correlation(std::vector<double>{1, 2}, std::vector<double>{1, 2}));
    }

    void cells_tile_the_photo() {
        AttentionMap map;
        map.scaled = {224, 149};
        map.rows = 5;
        map.cols = 7;
        map.pad_top = (5 * 32 - 149) / 2;
        map.weights.assign(35, 0.01F);
        map.weights[12] = 0.3F;
        map.weights[30] = 0.2F;
        const Size photo{601, 401};
        std::vector<int> hits(static_cast<std::size_t>(photo.pixels()), 0);
        for (const imaging::PixelRect& cell : all_cells(map, photo))
            for (int y = cell.y; y < cell.y + cell.height; ++y)
                for (int x = cell.x; x < cell.x + cell.width; ++x)
                    ++hits[static_cast<std::size_t>(y) * photo.width + x];
        QVERIFY(std::all_of(hits.begin(), hits.end(), [](int count) { return count == 1; }));
        const auto top = top_cells(map, 2, photo);
        QCOMPARE(top.size(), std::size_t{2});
        QCOMPARE(top[0], cell_pixels(map, 1, 5, photo));
        QCOMPARE(top[1], cell_pixels(map, 4, 2, photo));
        QCOMPARE(top_cells(map, 1000, photo).size(), std::size_t{35});
    }

    /// The sweep against the plain way: cover each cell by hand and ask the scorer.
    void a_sweep_measures_what_a_plain_loop_measures() {
        const test::PhotoFolder folder;
        const RgbImage pixels = test::smooth_scene(230, 170);
        QVERIFY(picture_of(pixels).save(QString::fromStdString(folder.path(QStringLiteral("a.png")))));
        const QTemporaryDir models;
        const std::string file = models.path().toStdString() + "/tiny.safetensors";
        QVERIFY(nn::write_model_file(file, test::generated_musiq(test::tiny_musiq_config()), nn::StoredType::Float32)
                    .has_value());
        const auto scorer = open_scorer(file, {});
        QVERIFY(scorer.has_value());
        Photo photo;
        photo.image = pixels;
        photo.stored_size = pixels.size;
        const auto explained = (*scorer)->explain(photo, AttentionMethod::Rollout, {});
        QVERIFY(explained.has_value());
        const AttentionMap cells = explained->attention->scales.back(); // 224: 6 × 7
        QCOMPARE(cells.scale, std::string("224"));

        InferenceThread inference(open_scorer, {{file}, {}});
        ProbeService service(inference, {});
        QSignalSpy finished(&service, &ProbeService::finished), progressed(&service, &ProbeService::progressed);
        service.start(probe_of(folder, covered_one_by_one(all_cells(cells, pixels.size))));
        QVERIFY(QTest::qWaitFor([&] { return !finished.isEmpty(); }, 120000));
        const auto answer = finished[0][1].value<std::shared_ptr<const ProbeAnswer>>();
        QCOMPARE(answer->photo_size, pixels.size);
        QCOMPARE(answer->models.size(), std::size_t{1});
        const auto map = sensitivity(cells, answer->models.front());
        QVERIFY(map.has_value());
        QCOMPARE(progressed.back()[1].toInt(), progressed.back()[2].toInt());

        const auto score_of = [&](const RgbImage& image) {
            Photo copy;
            copy.image = image;
            copy.stored_size = image.size;
            const Photo* one = &copy;
            return (*scorer)->score(std::span(&one, 1), {}).front()->score.value;
        };
        const double whole = score_of(pixels);
        const auto mean = imaging::mean_colour(pixels);
        double largest = 0;
        for (int row = 0; row < cells.rows; ++row)
            for (int col = 0; col < cells.cols; ++col) {
                RgbImage covered = pixels;
                const AttentionMap::Rect cell = cells.cell_rect(row, col, pixels.size);
                for (int y = 0; y < pixels.size.height; ++y)
                    for (int x = 0; x < pixels.size.width; ++x)
                        if (x + 0.5 > cell.x && x + 0.5 < cell.x + cell.width && y + 0.5 > cell.y &&
                            y + 0.5 < cell.y + cell.height)
                            std::copy(mean.begin(), mean.end(), covered.row(y) + 3 * x);
                const double expected = whole - score_of(covered);
                largest = std::max(largest, std::abs(expected));
                // The same network on the same pixels; the map keeps float32 of a difference.
                QVERIFY2(std::abs(map->weight(row, col) - expected) <= 1e-5 * std::max(1.0, std::abs(whole)),
                         qPrintable(QStringLiteral("%1,%2: %3 / %4")
                                        .arg(row)
                                        .arg(col)
                                        .arg(double(map->weight(row, col)))
                                        .arg(expected)));
            }
        QVERIFY(largest > 1e-3); // the network does see what is covered
        QVERIFY(agreement(cells, false, *map).has_value());
    }

    void every_model_in_use_answers() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("red.png"), 200, QSize(40, 30));
        const auto model = std::make_shared<test::FakeModel>();
        InferenceThread inference(test::fake_factory(model), {{"one", "two"}, {}});
        ProbeService service(inference, {});
        QSignalSpy finished(&service, &ProbeService::finished);
        const auto dark = [](const RgbImage& photo) { return RgbImage(photo.size); };
        Probe probe = probe_of(folder, {dark});
        probe.keep_picture = true;
        const quint64 generation = service.start(probe);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished[0][0].value<quint64>(), generation);
        const auto answer = finished[0][1].value<std::shared_ptr<const ProbeAnswer>>();
        QCOMPARE(answer->models.size(), std::size_t{2});
        for (const ProbedModel& said : answer->models) {
            QCOMPARE(*said.original, 200.0);
            QCOMPARE(*said.change(), -200.0);
            QVERIFY(!said.change(1));
        }
        QCOMPARE(answer->picture.size(), QSize(40, 30));
        QCOMPARE(answer->picture.pixel(3, 3), qRgb(0, 0, 0));
        QVERIFY(!service.isBusy());
    }

    void the_newest_probe_wins_and_cancelling_is_quiet() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("red.png"), 200, QSize(40, 30));
        const auto model = std::make_shared<test::FakeModel>();
        model->closeGate();
        InferenceThread inference(test::fake_factory(model), {{"one"}, {}});
        ProbeService service(inference, {});
        QSignalSpy finished(&service, &ProbeService::finished), failed(&service, &ProbeService::failed);
        const auto same = [](const RgbImage& photo) { return photo; };
        service.start(probe_of(folder, std::vector<Alteration>(50, same)));
        QTRY_COMPARE(model->waiting(), 1);
        const quint64 second = service.start(probe_of(folder, {same}));
        model->openGate();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished[0][0].value<quint64>(), second);
        QVERIFY(model->scored.load() <= 3); // of the first no more than what was under way
        model->closeGate();
        service.start(probe_of(folder, {same}));
        QTRY_COMPARE(model->waiting(), 1);
        service.cancel();
        QVERIFY(!service.isBusy());
        QTRY_COMPARE(model->waiting(), 0); // the gate is closed: it was let go by the stop token
        QCoreApplication::processEvents();
        QCOMPARE(finished.count(), 1);
        QCOMPARE(failed.count(), 0);
        model->openGate();
    }

    void other_work_comes_between_two_pieces() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("red.png"), 200, QSize(40, 30));
        const auto model = std::make_shared<test::FakeModel>();
        InferenceThread inference(test::fake_factory(model), {{"one"}, {}});
        ProbeService service(inference, {});
        QSignalSpy finished(&service, &ProbeService::finished);
        std::atomic<bool> between{false};
        // Ends when the other job has run; on one thread that is only possible between two pieces.
        const auto patient = [&](const RgbImage& photo) {
            inference.postUrgent([&](InferenceThread::Networks&, std::stop_token) { between = true; });
            return photo;
        };
        const auto until = [&](const RgbImage& photo) {
            const auto piece_is_over = std::chrono::steady_clock::now() + std::chrono::milliseconds(750);
            while (std::chrono::steady_clock::now() < piece_is_over)
                std::this_thread::yield();
            return photo;
        };
        bool seen = false;
        const auto look = [&](const RgbImage& photo) {
            seen = between;
            return photo;
        };
        service.start(probe_of(folder, {patient, until, look}));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30000);
        QVERIFY(seen);
    }

    void what_cannot_be_read_says_so_and_a_destroyed_service_is_silent() {
        const test::PhotoFolder folder;
        folder.file(QStringLiteral("no.png"), "not a picture");
        const auto model = std::make_shared<test::FakeModel>();
        InferenceThread inference(test::fake_factory(model), {{"one"}, {}});
        auto service = std::make_unique<ProbeService>(inference, imaging::DecodeOptions());
        QSignalSpy failed(service.get(), &ProbeService::failed);
        service->start(probe_of(folder, {}));
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!failed[0][1].value<Error>().file.empty());
        model->closeGate();
        folder.remove(QStringLiteral("no.png"));
        folder.photo(QStringLiteral("red.png"), 200);
        service->start(probe_of(folder, {}));
        QTRY_COMPARE(model->waiting(), 1);
        service.reset(); // lets the scorer go by its token
        QTRY_COMPARE(model->waiting(), 0);
    }

    void the_photos_file_stays_as_it_is() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("red.png"), 200, QSize(400, 300));
        QFile file(QString::fromStdString(folder.path(QStringLiteral("red.png"))));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray before = file.readAll();
        const auto model = std::make_shared<test::FakeModel>();
        InferenceThread inference(test::fake_factory(model), {{"one"}, {}});
        ProbeService service(inference, {});
        QSignalSpy finished(&service, &ProbeService::finished);
        service.start(probe_of(folder, small_crops_and_resizes()));
        QTRY_COMPARE(finished.count(), 1);
        const auto spread = spread_of(finished[0][1].value<std::shared_ptr<const ProbeAnswer>>()->models.front());
        QVERIFY(spread.has_value());
        QCOMPARE(spread->copies, 10);
        QCOMPARE(spread->standard_deviation, 0.0); // one colour: every copy has the same mean
        file.seek(0);
        QCOMPARE(file.readAll(), before);
        QCOMPARE(QDir(QString::fromStdString(folder.path())).entryList(QDir::Files).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestProbe)
#include "test_probe.moc"
