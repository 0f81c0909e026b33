// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Photo packs, made versions and the plan of an epoch.
#include <QtTest/QtTest>

#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>

#include "engine/imaging/decode.h"
#include "engine/imaging/encode.h"
#include "engine/imaging/resample.h"
#include "engine/training/block_compression.h"
#include "engine/training/epoch_plan.h"
#include "engine/training/made_version.h"
#include "engine/training/photo_pack.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::training;

namespace {

double mean_square_difference(const RgbImage& a, const RgbImage& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::pow(static_cast<double>(a.pixels[i]) - b.pixels[i], 2);
    return sum / static_cast<double>(a.pixels.size());
}

/// Mean absolute step between horizontal neighbours.
double roughness(const RgbImage& image) {
    double sum = 0;
    for (int y = 0; y < image.size.height; ++y)
        for (int i = 3; i < 3 * image.size.width; ++i)
            sum += std::abs(image.row(y)[i] - image.row(y)[i - 3]);
    return sum / static_cast<double>(image.size.pixels() * 3);
}

} // namespace

class TestTrainingPhotos : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }

    void aPackGivesBackWhatWasPutIn() {
        QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("photos.pack")).toStdString();
        const RgbImage a = test::formula_a(33, 17), b = test::smooth_scene(8, 40);
        auto writer = PhotoPackWriter::create(file);
        QVERIFY(writer.has_value());
        QVERIFY(writer->add("a/b c.jpg", a).has_value());
        QVERIFY(writer->add("b", b).has_value());
        QVERIFY(!std::filesystem::exists(file)); // nothing stands there before it is whole
        QVERIFY(writer->finish().has_value());
        const auto pack = PhotoPack::open(file);
        QVERIFY(pack.has_value());
        QCOMPARE(pack->entries().size(), std::size_t{2});
        QCOMPARE(pack->entries()[0].name, std::string("a/b c.jpg"));
        QVERIFY(pack->photo(0).pixels == a.pixels && pack->photo(0).size == a.size);
        QVERIFY(pack->photo(1).pixels == b.pixels);
    }

    void aCutPackIsRefused() {
        QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("photos.pack")).toStdString();
        auto writer = PhotoPackWriter::create(file);
        QVERIFY(writer && writer->add("a", test::formula_a(20, 20)) && writer->finish());
        const auto length = std::filesystem::file_size(file);
        for (const std::uintmax_t kept : {length - 1, length / 2, std::uintmax_t{9}, std::uintmax_t{0}}) {
            std::filesystem::resize_file(file, kept);
            const auto pack = PhotoPack::open(file);
            QVERIFY(!pack);
            QVERIFY(pack.error().code == ErrorCode::Damaged);
        }
    }

    void everyVersionGetsWorseWithItsLevel() {
        const RgbImage photo = test::formula_a(96, 64);
        for (int kind = 0; kind < 5; ++kind) {
            double last = 0, severity = 0;
            for (int level = 1; level <= 4; ++level) {
                const MadeVersion version{static_cast<MadeKind>(kind), level};
                const double difference = mean_square_difference(photo, make_version(photo, version, 7));
                QVERIFY2(difference > last, version.name().c_str());
                QVERIFY(version.severity() > severity);
                last = difference;
                severity = version.severity();
            }
        }
    }

    void blurSmoothsAndNoiseRoughens() {
        const RgbImage photo = test::smooth_scene(128, 96);
        const double original = roughness(photo);
        QVERIFY(roughness(make_version(photo, {MadeKind::Noise, 3}, 1)) > original + 5);
        QVERIFY(roughness(make_version(test::formula_a(128, 96), {MadeKind::GaussianBlur, 2}, 1)) <
                0.7 * roughness(test::formula_a(128, 96)));
    }

    void aFlatPhotoStaysFlatUnderEverythingButNoise() {
        RgbImage flat(Size{40, 30});
        std::fill(flat.pixels.begin(), flat.pixels.end(), std::uint8_t{128});
        for (const MadeKind kind :
             {MadeKind::GaussianBlur, MadeKind::MotionBlur, MadeKind::BlockCompression, MadeKind::Enlargement})
            QVERIFY(make_version(flat, {kind, 4}, 3).pixels == flat.pixels);
    }

    void versionsHangOnTheSeedAlone() {
        const RgbImage photo = test::formula_b(40, 40);
        const MadeVersion noise{MadeKind::Noise, 3};
        QVERIFY(make_version(photo, noise, 5).pixels == make_version(photo, noise, 5).pixels);
        QVERIFY(make_version(photo, noise, 5).pixels != make_version(photo, noise, 6).pixels);
        std::set<std::string> names;
        for (const MadeVersion& version : plan_versions("x.jpg", 20, 1))
            names.insert(version.name());
        QCOMPARE(names.size(), std::size_t{20});
        for (const char* name : {"a.jpg", "b.jpg", "c.jpg"})
            QVERIFY(plan_versions(name, 1, 9).at(0).kind == MadeKind::Noise);
    }

    void exposureIsWrongOnlyWhenAskedFor() {
        for (const MadeVersion& version : plan_versions("x.jpg", 20, 1))
            QVERIFY(version.kind != MadeKind::Exposure);
        const auto plan = plan_versions("x.jpg", made_kind_count(true), 1, PlanOrder::Noise, true);
        QCOMPARE(plan.size(), std::size_t{6});
        QVERIFY(plan.back().kind == MadeKind::Exposure);
        const auto mean = [](const RgbImage& photo) {
            return std::accumulate(photo.pixels.begin(), photo.pixels.end(), 0.0) /
                   static_cast<double>(photo.pixels.size());
        };
        const RgbImage photo = test::formula_a(60, 40);
        int darker = 0;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const RgbImage slight = make_version(photo, {MadeKind::Exposure, 1}, seed);
            const RgbImage gross = make_version(photo, {MadeKind::Exposure, 4}, seed);
            const bool dark = mean(slight) < mean(photo);
            QVERIFY(dark ? mean(gross) < mean(slight) : mean(gross) > mean(slight) && mean(slight) > mean(photo));
            darker += dark;
        }
        QVERIFY(darker > 3 && darker < 17); // both happen
    }

    void faultsThatWereReducedKeepThePhotosSize() {
        // Odd sides: enlarging and averaging back must not lose or gain a row.
        const RgbImage photo = test::formula_b(501, 37);
        for (std::uint64_t seed = 0; seed < 12; ++seed)
            for (const MadeKind kind : {MadeKind::Noise, MadeKind::BlockCompression})
                QVERIFY(make_version(photo, {kind, 2}, seed).size == photo.size);
    }

    void blockCompressionIsWhatAJpegDoes() {
        // The same tables, transform and colour sampling as the encoder the program writes with; what is left are its
        // whole-number arithmetic and rounding, a fraction of a level. The picture lacks nothing: edges, colour,
        // texture.
        const RgbImage photo = test::formula_a(203, 150); // neither side is a whole number of blocks
        for (const int quality : {8, 15, 30, 60, 85}) {
            const auto bytes = imaging::encode_jpeg(photo, quality);
            QVERIFY(bytes.has_value());
            const auto stored = imaging::decode(*bytes, {}, "made.jpg");
            QVERIFY(stored.has_value());
            const RgbImage made = compress_blocks(photo, quality, ColourEnlargement::Smooth);
            const double apart = mean_square_difference(made, stored->image),
                         lost = mean_square_difference(photo, made);
            QVERIFY2(apart < 0.05 * lost,
                     qPrintable(QStringLiteral("quality %1: %2 of %3").arg(quality).arg(apart).arg(lost)));
        }
    }

    void ownSizeDamageIsSeenAfterTheReduction() {
        const RgbImage large = test::formula_a(288, 192);
        const RgbImage clean = imaging::shrink_area_average(large, 96);
        for (int kind = 0; kind < made_kind_count(true); ++kind) {
            double last = 0;
            for (int level = 1; level <= 4; ++level) {
                const MadeVersion version{static_cast<MadeKind>(kind), level};
                const RgbImage made = make_own_size_version(large, version, 3, 7);
                QVERIFY(made.size == large.size);
                const double difference = mean_square_difference(clean, imaging::shrink_area_average(made, 96));
                QVERIFY2(difference > last, version.name().c_str());
                last = difference;
                // A level of noise or compression weighs less the more of it the reduction takes away.
                const double severity = own_size_severity(version, 3);
                QVERIFY(severity > 0 && severity <= own_size_severity(version, 1));
                QCOMPARE(own_size_severity(version, 1), version.severity());
            }
        }
    }

    void grainIsNoiseOfTheAskedDeviation() {
        RgbImage flat(Size{200, 100});
        std::fill(flat.pixels.begin(), flat.pixels.end(), std::uint8_t{128});
        QVERIFY(with_grain(flat, 0, 5).pixels == flat.pixels);
        const double deviation = std::sqrt(mean_square_difference(flat, with_grain(flat, 4, 5)));
        QVERIFY2(deviation > 3.8 && deviation < 4.2, qPrintable(QString::number(deviation))); // 20000 samples or more
    }

    void aPlanMayHoldCompressionForSure() {
        for (const char* name : {"a.jpg", "b.jpg", "c.jpg", "d.jpg"}) {
            const auto plan = plan_versions(name, 2, 9, PlanOrder::NoiseAndCompression);
            QVERIFY(plan.at(0).kind == MadeKind::Noise && plan.at(1).kind == MadeKind::BlockCompression);
            std::set<MadeKind> all;
            for (const MadeVersion& version : plan_versions(name, made_kinds, 9, PlanOrder::NoiseAndCompression))
                all.insert(version.kind);
            QCOMPARE(all.size(), std::size_t{made_kinds});
        }
    }

    void keptTokensStayInBounds() {
        QCOMPARE(kept_tokens(100, 0.35), 35);
        QCOMPARE(kept_tokens(1, 0.01), 1);
        QCOMPARE(kept_tokens(7, 1.0), 7);
    }
};

QTEST_APPLESS_MAIN(TestTrainingPhotos)
#include "test_training_photos.moc"
