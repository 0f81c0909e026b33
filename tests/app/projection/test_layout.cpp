// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Photos in a plane: from thumbnails, from files, from kept features; what is missing is counted.
#include <QSignalSpy>
#include <QtTest>

#include <cmath>
#include <limits>

#include <sys/stat.h>

#include "app/library/feature_store.h"
#include "app/library/thumbnail_store.h"
#include "app/projection/appearance.h"
#include "app/projection/layout_service.h"
#include "engine/imaging/decode.h"
#include "tests/ui/scenery.h"

using namespace touchstone;
using namespace touchstone::projection;

namespace {

RgbImage plain(Size size, std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    RgbImage image(size);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        image.pixels[i] = r;
        image.pixels[i + 1] = g;
        image.pixels[i + 2] = b;
    }
    return image;
}

RgbImage pixelsOf(const QImage& image) {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    RgbImage pixels({rgb.width(), rgb.height()});
    for (int y = 0; y < rgb.height(); ++y)
        std::copy_n(rgb.constScanLine(y), std::size_t{3} * pixels.size.width, pixels.row(y));
    return pixels;
}

double distance(const Appearance& a, const Appearance& b) {
    std::vector<float> one(Appearance::dimension), other(Appearance::dimension);
    a.unpack(one);
    b.unpack(other);
    double sum = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        sum += std::pow(static_cast<double>(one[i]) - other[i], 2);
    return std::sqrt(sum);
}

LayoutPhoto photoOf(const QString& path, library::PhotoId id) {
    LayoutPhoto photo;
    photo.id = id;
    photo.file.path = path.toStdString();
    struct stat info {};
    ::stat(photo.file.path.c_str(), &info);
    photo.file.bytes = info.st_size;
    photo.file.mtime_ns = info.st_mtim.tv_sec * std::int64_t{1'000'000'000} + info.st_mtim.tv_nsec;
    return photo;
}

library::ContentHash hashOf(std::uint8_t number) {
    library::ContentHash hash{};
    hash.bytes[0] = number;
    return hash;
}

reiqa::PhotoFeatures featuresOf(float a, float b, float c) {
    reiqa::PhotoFeatures features;
    features.content.full = {a, b};
    features.content.half = {0.5F};
    features.quality.full = {c};
    features.quality.half = {1.0F};
    return features;
}

const auto silent = [](double) {};

} // namespace

class TestLayout : public QObject {
    Q_OBJECT
private:
    QTemporaryDir photos_;

    LayoutRequest allPhotos() const {
        LayoutRequest request;
        library::PhotoId id = 0;
        for (const QFileInfo& file : QDir(photos_.path()).entryInfoList(QDir::Files, QDir::Name))
            request.photos.push_back(photoOf(file.filePath(), ++id));
        return request;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QVERIFY(test::writeLandscapes(photos_.path(), 8, 300));
    }

    void appearanceHardlyHangsOnTheSizeOfThePicture() {
        const QImage large = test::landscape(3, QSize(1024, 683));
        const Appearance whole = appearance_of(pixelsOf(large));
        const Appearance small =
            appearance_of(pixelsOf(large.scaled(128, 85, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)));
        const Appearance other = appearance_of(pixelsOf(test::landscape(4, QSize(1024, 683))));
        QVERIFY2(distance(whole, small) < 0.25 * distance(whole, other),
                 qPrintable(QStringLiteral("%1 %2").arg(distance(whole, small)).arg(distance(whole, other))));
        QCOMPARE(whole, appearance_of(pixelsOf(large)));
    }

    void appearanceTellsColoursAndDirectionsApart() {
        const auto red = appearance_of(plain({64, 48}, 200, 40, 40)),
                   dark_red = appearance_of(plain({64, 48}, 180, 36, 36)),
                   blue = appearance_of(plain({64, 48}, 40, 40, 200));
        QVERIFY(distance(red, dark_red) < 0.5 * distance(red, blue));
        RgbImage across = plain({64, 64}, 0, 0, 0), down = across;
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x) {
                std::fill_n(across.row(y) + 3 * x, 3, static_cast<std::uint8_t>(y / 8 % 2 * 255));
                std::fill_n(down.row(y) + 3 * x, 3, static_cast<std::uint8_t>(x / 8 % 2 * 255));
            }
        QVERIFY(distance(appearance_of(across), appearance_of(down)) > 0.3);
        // The smallest picture there is, and the widest.
        QCOMPARE(distance(appearance_of(plain({1, 1}, 9, 90, 200)), appearance_of(plain({20000, 3}, 9, 90, 200))), 0.0);
    }

    void withoutThumbnailsPhotosAreMissingUntilTheyAreDecoded() {
        const QTemporaryDir caches;
        const LayoutPlaces places{caches.filePath(QStringLiteral("features")).toStdString(),
                                  caches.filePath(QStringLiteral("thumbnails")).toStdString(), 2};
        LayoutRequest request = allPhotos();
        const std::size_t count = request.photos.size();
        Layout layout = lay_out(places, request, silent, {}).value();
        QCOMPARE(layout.asked, count);
        QCOMPARE(layout.missing, count);
        QVERIFY(layout.photos.empty());
        request.decode_missing = true;
        layout = lay_out(places, request, silent, {}).value();
        QCOMPARE(layout.missing, std::size_t{0});
        QCOMPARE(layout.photos.size(), count);
        QCOMPARE(layout.dimension, Appearance::dimension);
        QVERIFY(layout.shares[0] >= layout.shares[1] && layout.shares[1] > 0);
        QVERIFY(layout.shares[0] + layout.shares[1] <= 1 + 1e-12);
        // Now they are kept; the order of the photos and the number of threads make no difference.
        request.decode_missing = false;
        std::reverse(request.photos.begin(), request.photos.end());
        LayoutPlaces one_thread = places;
        one_thread.threads = 1;
        const Layout again = lay_out(one_thread, request, silent, {}).value();
        QCOMPARE(again.photos, layout.photos);
        QCOMPARE(again.x, layout.x);
        QCOMPARE(again.y, layout.y);
    }

    void thumbnailsAreEnough() {
        const QTemporaryDir caches;
        const LayoutPlaces places{{}, caches.path().toStdString(), 1};
        LayoutRequest request = allPhotos();
        {
            library::ThumbnailStore store(places.thumbnails, {}, std::uint64_t{64} << 20);
            for (std::size_t at = 0; at < 3; ++at)
                store.save(request.photos[at].file, 256,
                           test::landscape(static_cast<std::uint32_t>(at), QSize(256, 170)));
            store.saveFailure(request.photos[3].file, 256,
                              Error{ErrorCode::Damaged, request.photos[3].file.path, "x", "y"});
        }
        const Layout layout = lay_out(places, request, silent, {}).value();
        QCOMPARE(layout.photos.size(), std::size_t{3});
        QCOMPARE(layout.unusable, std::size_t{1});
        QCOMPARE(layout.missing, request.photos.size() - 4);
    }

    void aFileThatIsNoPhotoCannotBePlaced() {
        const QTemporaryDir folder;
        QFile broken(folder.filePath(QStringLiteral("broken.jpg")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("no photo");
        broken.close();
        LayoutRequest request = allPhotos();
        request.photos.push_back(photoOf(broken.fileName(), 100));
        request.photos.push_back(photoOf(folder.filePath(QStringLiteral("gone.jpg")), 101));
        request.decode_missing = true;
        const Layout layout = lay_out({}, request, silent, {}).value();
        QCOMPARE(layout.unusable, std::size_t{2});
        QCOMPARE(layout.photos.size(), request.photos.size() - 2);
    }

    void featuresOfTheChosenExpertDecide() {
        const QTemporaryDir caches;
        const LayoutPlaces places{caches.path().toStdString(), {}, 1};
        LayoutRequest request;
        request.likeness = Likeness::Content;
        request.recipe = "recipe";
        const float not_a_number = std::numeric_limits<float>::quiet_NaN();
        {
            library::FeatureStore store(places.features);
            const auto put = [&](std::uint8_t number, const reiqa::PhotoFeatures& features) {
                store.add("recipe", hashOf(number), features);
                LayoutPhoto photo;
                photo.id = number;
                photo.content = hashOf(number);
                request.photos.push_back(photo);
            };
            put(1, featuresOf(0, 0, 1));
            put(2, featuresOf(3, 4, 1));
            put(3, featuresOf(6, 8, 1));
            put(4, featuresOf(not_a_number, 0, 1));
            put(5, featuresOf(std::numeric_limits<float>::infinity(), 0, 1));
            reiqa::PhotoFeatures longer = featuresOf(1, 1, 1);
            longer.content.full.push_back(2);
            put(6, longer);
        }
        LayoutPhoto unknown;
        unknown.id = 7;
        request.photos.push_back(unknown); // not hashed yet
        unknown.id = 8;
        unknown.content = hashOf(99); // no features
        request.photos.push_back(unknown);
        const Layout layout = lay_out(places, request, silent, {}).value();
        QCOMPARE(layout.photos, (std::vector<library::PhotoId>{1, 2, 3}));
        QCOMPARE(layout.missing, std::size_t{2});
        QCOMPARE(layout.unusable, std::size_t{3});
        QCOMPARE(layout.dimension, 3);
        // On a line, 5 apart, and 2 is the mean.
        QVERIFY(std::abs(std::abs(layout.x[0]) - 5) < 1e-6F);
        QVERIFY(std::abs(layout.x[1]) < 1e-6F);
        QVERIFY(std::abs(layout.x[0] + layout.x[2]) < 1e-6F);
        QVERIFY(std::abs(layout.shares[0] - 1) < 1e-12);
        // Quality is the same in all of them (photo 4's and 5's, too, whose content is no number).
        request.likeness = Likeness::Quality;
        const Layout quality = lay_out(places, request, silent, {}).value();
        QCOMPARE(quality.photos.size(), std::size_t{6});
        QCOMPARE(quality.shares, (std::array<double, 2>{}));
        QCOMPARE(quality.x, std::vector<float>(6, 0.0F));
        // Another model's features are not there.
        request.recipe = "other";
        QCOMPARE(lay_out(places, request, silent, {}).value().missing, request.photos.size());
        request.recipe.clear();
        QCOMPARE(lay_out(places, request, silent, {}).value().missing, request.photos.size());
    }

    void nothingAndOnePhoto() {
        LayoutRequest request;
        const Layout none = lay_out({}, request, silent, {}).value();
        QVERIFY(none.photos.empty() && none.missing == 0);
        request = allPhotos();
        request.photos.resize(1);
        request.decode_missing = true;
        const Layout one = lay_out({}, request, silent, {}).value();
        QCOMPARE(one.photos.size(), std::size_t{1});
        QCOMPARE(one.x, std::vector<float>{0});
        QCOMPARE(one.shares, (std::array<double, 2>{}));
    }

    void stopsWhenItIsTold() {
        std::stop_source stop;
        stop.request_stop();
        LayoutRequest request = allPhotos();
        request.decode_missing = true;
        const auto layout = lay_out({}, request, silent, stop.get_token());
        QVERIFY(!layout);
        QCOMPARE(layout.error().code, ErrorCode::Cancelled);
    }

    void theServiceAnswersTheLatestRequestOnly() {
        LayoutRequest request = allPhotos();
        request.decode_missing = true;
        LayoutService service({});
        QSignalSpy finished(&service, &LayoutService::finished);
        const quint64 first = service.request(request);
        request.photos.resize(2);
        const quint64 second = service.request(request);
        QVERIFY(first != second);
        QVERIFY(service.isBusy());
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished.at(0).at(0).toULongLong(), second);
        QCOMPARE(finished.at(0).at(1).value<std::shared_ptr<const Layout>>()->photos.size(), std::size_t{2});
        QVERIFY(!service.isBusy());
        service.request(request);
        service.cancel();
        {
            LayoutService short_lived({});
            short_lived.request(allPhotos());
        }                         // ends while it is at work
        service.request(request); // comes after what was cancelled: one thread
        QTRY_COMPARE(finished.count(), 2);
    }
};

QTEST_MAIN(TestLayout)
#include "test_layout.moc"
