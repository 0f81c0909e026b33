// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QtTest>

#include "engine/imaging/region_edit.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::imaging;

namespace {

std::array<int, 3> pixel(const RgbImage& image, int x, int y) {
    const std::uint8_t* at = image.row(y) + 3 * x;
    return {at[0], at[1], at[2]};
}

double contrast_of(const RgbImage& image) {
    double sum = 0, squares = 0;
    for (const std::uint8_t value : image.pixels) {
        sum += value;
        squares += double(value) * value;
    }
    const double count = static_cast<double>(image.pixels.size());
    return squares / count - sum / count * sum / count;
}

} // namespace

class TestRegionEdit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void the_mean_colour_covers_the_rectangle_and_nothing_else() {
        RgbImage photo(Size{4, 2}); // black but for two pixels
        std::fill_n(photo.row(0), 6, std::uint8_t{200});
        QCOMPARE(mean_colour(photo), (std::array<std::uint8_t, 3>{50, 50, 50}));
        const std::vector<RegionEdit> edits{{EditKind::Cover, {{1, 0, 2, 5}}}}; // reaches beyond the photo
        const RgbImage covered = apply_edits(photo, edits);
        for (int y = 0; y < 2; ++y)
            for (int x = 0; x < 4; ++x)
                QCOMPARE(pixel(covered, x, y),
                         x == 1 || x == 2 ? (std::array<int, 3>{50, 50, 50}) : pixel(photo, x, y));
        QCOMPARE(photo.row(0)[3], std::uint8_t{200}); // the photo itself is as it was
    }

    void blur_takes_the_detail_and_keeps_the_light() {
        const RgbImage photo = test::smooth_scene(200, 160);
        RgbImage stripes = photo;
        for (int y = 0; y < 160; ++y)
            for (int x = 0; x < 600; ++x)
                stripes.row(y)[x] = x / 3 % 2 ? 220 : 20;
        const PixelRect part{60, 50, 80, 60};
        const std::vector<RegionEdit> edits{{EditKind::Blur, {part}}};
        const RgbImage blurred = apply_edits(stripes, edits);
        const RgbImage before = crop(stripes, part), after = crop(blurred, part);
        QVERIFY(contrast_of(after) < 0.01 * contrast_of(before));
        const auto mean_before = mean_colour(before), mean_after = mean_colour(after);
        for (std::size_t channel = 0; channel < 3; ++channel)
            QVERIFY(std::abs(int(mean_before[channel]) - mean_after[channel]) <= 3);
        for (int x = 0; x < 200; ++x) // around it nothing changed
            QCOMPARE(pixel(blurred, x, 49), pixel(stripes, x, 49));
    }

    void restoring_gives_the_photos_own_pixels_back() {
        const RgbImage photo = test::smooth_scene(90, 70);
        const std::vector<RegionEdit> edits{{EditKind::Cover, {{0, 0, 90, 70}}},
                                            {EditKind::Restore, {{20, 10, 30, 30}}}};
        const RgbImage kept = apply_edits(photo, edits);
        const auto mean = mean_colour(photo);
        for (int y = 0; y < 70; ++y)
            for (int x = 0; x < 90; ++x) {
                const bool inside = x >= 20 && x < 50 && y >= 10 && y < 40;
                QCOMPARE(pixel(kept, x, y),
                         inside ? pixel(photo, x, y) : (std::array<int, 3>{mean[0], mean[1], mean[2]}));
            }
        const std::vector<RegionEdit> all{{EditKind::Blur, {{0, 0, 90, 70}}},
                                          {EditKind::Restore, {{-5, -5, 200, 200}}}};
        QCOMPARE(apply_edits(photo, all).pixels, photo.pixels);
    }

    void one_pixel_and_strips_are_photos_too() {
        RgbImage one(Size{1, 1});
        one.pixels = {10, 20, 30};
        for (const EditKind kind : {EditKind::Cover, EditKind::Blur, EditKind::Restore}) {
            const std::vector<RegionEdit> edits{{kind, {{0, 0, 1, 1}, {5, 5, 3, 3}, {0, 0, -4, 1}}}};
            QCOMPARE(apply_edits(one, edits).pixels, one.pixels);
        }
        RgbImage strip(Size{3000, 2});
        const std::vector<RegionEdit> edits{{EditKind::Blur, {{1000, 0, 500, 2}}}};
        QCOMPARE(apply_edits(strip, edits).size, strip.size);
        QCOMPARE(crop(one, {7, 7, 2, 2}).pixels, one.pixels);
    }
};

QTEST_APPLESS_MAIN(TestRegionEdit)
#include "test_region_edit.moc"
