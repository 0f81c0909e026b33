// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// One bright patch is painted into a photo and looked for in what the network gets: the cell that is drawn over a part
// of the photo must be the cell that the network saw that part in, at every scale.
#include <QtTest>

#include <numeric>

#include "app/inspection/cells.h"
#include "engine/imaging/resample.h"
#include "engine/nn/model_file.h"
#include "engine/scoring/scorer.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"

using namespace touchstone;

namespace {

Photo photo_of(RgbImage image) {
    Photo photo;
    photo.stored_size = image.size;
    photo.image = std::move(image);
    return photo;
}

struct Light {
    std::vector<double> cells; ///< light in each cell of the map
    double x = 0, y = 0;       ///< where its middle lies, photo pixels
};

Light light_of(const RgbImage& seen, const AttentionMap& map, Size photo) {
    Light light;
    light.cells.assign(map.weights.size(), 0.0);
    double sum = 0;
    for (int y = 0; y < seen.size.height; ++y)
        for (int x = 0; x < seen.size.width; ++x) {
            const double value = seen.row(y)[3 * x];
            light.cells[static_cast<std::size_t>((y + map.pad_top) / map.patch) * map.cols +
                        (x + map.pad_left) / map.patch] += value;
            light.x += value * (x + 0.5);
            light.y += value * (y + 0.5);
            sum += value;
        }
    light.x *= photo.width / sum / seen.size.width;
    light.y *= photo.height / sum / seen.size.height;
    return light;
}

} // namespace

class TestGeometry : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    std::unique_ptr<Scorer> scorer_;

private Q_SLOTS:
    void initTestCase() {
        const std::string file = folder_.path().toStdString() + "/tiny.safetensors";
        musiq::Config config = test::tiny_musiq_config();
        config.stem_width = 4;
        config.norm_groups = 2;
        QVERIFY(nn::write_model_file(file, test::generated_musiq(config), nn::StoredType::Float32).has_value());
        scorer_ = std::move(*open_scorer(file, {}));
    }

    void a_bright_patch_lies_in_its_cell_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("landscape") << 601 << 397;
        QTest::newRow("portrait") << 333 << 500;
        QTest::newRow("smaller than the scales") << 150 << 100;
        QTest::newRow("panorama") << 1500 << 110;
    }

    void a_bright_patch_lies_in_its_cell() {
        QFETCH(int, width);
        QFETCH(int, height);
        const Size size{width, height};
        const auto explained = scorer_->explain(photo_of(RgbImage(size)), AttentionMethod::Rollout, {});
        QVERIFY(explained.has_value());
        for (std::size_t scale = 0; scale < explained->attention->scales.size(); ++scale) {
            const AttentionMap& map = explained->attention->scales[scale];
            const std::pair<int, int> places[] = {{0, 0},
                                                  {map.rows - 1, map.cols - 1},
                                                  {map.rows / 2, map.cols / 2},
                                                  {map.rows / 3, map.cols - 1},
                                                  {map.rows - 1, map.cols / 3}};
            for (const auto& [row, col] : places) {
                RgbImage painted(size);
                const imaging::PixelRect cell = inspection::cell_pixels(map, row, col, size);
                QVERIFY(cell.width > 0 && cell.height > 0);
                for (int y = cell.y; y < cell.y + cell.height; ++y)
                    std::fill_n(painted.row(y) + 3 * cell.x, 3 * cell.width, std::uint8_t{255});
                const auto seen = scorer_->seen(photo_of(painted));
                QVERIFY(seen.has_value());
                QCOMPARE((*seen)[scale].scale, map.scale);
                QCOMPARE((*seen)[scale].image.size, map.scaled);
                const Light light = light_of((*seen)[scale].image, map, size);
                const auto brightest = std::max_element(light.cells.begin(), light.cells.end());
                QCOMPARE(static_cast<int>(brightest - light.cells.begin()), row * map.cols + col);
                // The filter smears by a pixel and a half: less than a quarter of a cell that is mostly padding.
                const double all = std::accumulate(light.cells.begin(), light.cells.end(), 0.0);
                QVERIFY2(*brightest > 0.75 * all, qPrintable(QString::number(*brightest / all)));
                // And its middle is the cell's middle to a pixel of the scale.
                const double pixel = static_cast<double>(size.width) / map.scaled.width;
                QVERIFY(std::abs(light.x - (cell.x + cell.width / 2.0)) <= std::max(1.0, pixel));
                QVERIFY(std::abs(light.y - (cell.y + cell.height / 2.0)) <= std::max(1.0, pixel));
            }
        }
    }

    void what_is_shown_is_what_the_resampler_gave() {
        const RgbImage image = test::smooth_scene(310, 207);
        const auto seen = scorer_->seen(photo_of(image));
        QVERIFY(seen.has_value());
        QCOMPARE(seen->size(), std::size_t{3});
        QCOMPARE((*seen)[0].image.pixels, image.pixels); // the native scale is the photo
        imaging::LevelValues levels{};
        for (std::size_t i = 0; i < levels.size(); ++i)
            levels[i] = static_cast<float>(i);
        for (std::size_t scale = 1; scale < 3; ++scale) {
            const RgbImage& shown = (*seen)[scale].image;
            const FloatImage expected = imaging::resize_tf_gaussian(image, levels, shown.size);
            for (std::size_t i = 0; i < shown.pixels.size(); ++i) // rounded to 8 bit: half a level, and float rounding
                QVERIFY(std::abs(shown.pixels[i] - expected.values[i]) <= 0.5F + 1e-3F);
        }
    }
};

QTEST_GUILESS_MAIN(TestGeometry)
#include "test_geometry.moc"
