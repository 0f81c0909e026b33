// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The small picture in a JPEG's Exif data: the photo's shape, turned as the photo is, or none at all.
#include <cmath>
#include <filesystem>

#include <QPainter>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/base/files.h"
#include "engine/imaging/decode.h"
#include "tests/support/exif_jpeg.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::imaging;
using namespace touchstone::test;

namespace {

/// Left half red, right half green.
QImage two_halves(QSize size) {
    QImage image(size, QImage::Format_RGB888);
    image.fill(Qt::red);
    QPainter(&image).fillRect(QRect(size.width() / 2, 0, size.width() - size.width() / 2, size.height()), Qt::green);
    return image;
}

/// A picture in the middle of a black one of 4:3, as cameras write it.
QImage with_bars(const QImage& picture) {
    QImage image(160, 120, QImage::Format_RGB888);
    image.fill(Qt::black);
    const QImage inside = picture.scaled(image.size(), Qt::KeepAspectRatio);
    QPainter(&image).drawImage((image.width() - inside.width()) / 2, (image.height() - inside.height()) / 2, inside);
    return image;
}

Result<Photo> small_picture(const QByteArray& jpeg, int edge = 256) {
    return decode_exif_thumbnail(std::as_bytes(std::span(jpeg.constData(), static_cast<std::size_t>(jpeg.size()))),
                                 edge, "test.jpg");
}

std::array<int, 3> colour_at(const RgbImage& image, double x, double y) {
    const std::uint8_t* at =
        image.row(static_cast<int>(y * image.size.height)) + static_cast<std::ptrdiff_t>(x * image.size.width) * 3;
    return {at[0], at[1], at[2]};
}

bool is_red(std::array<int, 3> c) {
    return c[0] > 200 && c[1] < 60;
}

bool is_green(std::array<int, 3> c) {
    return c[1] > 90 && c[0] < 60;
}

void compare_sizes(Size found, Size expected) {
    QCOMPARE(found.width, expected.width);
    QCOMPARE(found.height, expected.height);
}

} // namespace

class TestExifThumbnail : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { initialise(); }

    void itIsTurnedAsThePhotoIs() {
        const QByteArray whole = jpeg_of(two_halves({800, 600})), small = jpeg_of(two_halves({160, 120}));
        const auto plain = small_picture(with_exif(whole, 1, small));
        QVERIFY2(plain, plain ? "" : plain.error().message().c_str());
        compare_sizes(plain->image.size, {160, 120});
        compare_sizes(plain->stored_size, {800, 600});
        QCOMPARE(plain->source, PixelSource::ExifThumbnail);
        QVERIFY(is_red(colour_at(plain->image, 0.2, 0.5)) && is_green(colour_at(plain->image, 0.8, 0.5)));
        // 6: the stored left side is the top.
        const auto turned = small_picture(with_exif(whole, 6, small));
        QVERIFY(turned);
        compare_sizes(turned->image.size, {120, 160});
        QVERIFY(is_red(colour_at(turned->image, 0.5, 0.2)) && is_green(colour_at(turned->image, 0.5, 0.8)));
        // Its own orientation, often stale, says nothing.
        const auto doubled = small_picture(with_exif(whole, 6, with_exif(small, 3, {})));
        QVERIFY(doubled);
        QVERIFY(is_red(colour_at(doubled->image, 0.5, 0.2)));
        // Never larger than what it is wanted for.
        compare_sizes(small_picture(with_exif(whole, 1, small), 64)->image.size, {64, 48});
    }

    void barsAreCutOff_data() {
        QTest::addColumn<QSize>("photo");
        QTest::addColumn<int>("orientation");
        QTest::newRow("3:2") << QSize(900, 600) << 1;
        QTest::newRow("16:9 turned") << QSize(1280, 720) << 8;
        QTest::newRow("portrait as stored") << QSize(600, 900) << 1;
        QTest::newRow("panorama") << QSize(3000, 1000) << 1;
    }
    void barsAreCutOff() {
        QFETCH(QSize, photo);
        QFETCH(int, orientation);
        const QImage whole = two_halves(photo);
        const auto picture = small_picture(with_exif(jpeg_of(whole), orientation, jpeg_of(with_bars(whole))));
        QVERIFY2(picture, picture ? "" : picture.error().message().c_str());
        const Size size = picture->image.size;
        const QSize upright = orientation == 8 ? photo.transposed() : photo;
        const double shape = static_cast<double>(upright.width()) / upright.height();
        // Whole pixels of a side of 53 and more: within 2 %.
        QVERIFY(std::abs(static_cast<double>(size.width) / size.height / shape - 1) < 0.02);
        for (const double x : {0.02, 0.25, 0.75, 0.98})
            for (const double y : {0.02, 0.25, 0.75, 0.98}) {
                const auto colour = colour_at(picture->image, x, y);
                QVERIFY2(colour[0] + colour[1] > 90, "black");
            }
    }

    void anotherPictureIsNotShown() {
        // Cropped to a square, or turned without a word, and the small picture left as it was.
        const QByteArray small = jpeg_of(two_halves({160, 120}));
        QVERIFY(!small_picture(with_exif(jpeg_of(two_halves({600, 600})), 1, small)));
        QVERIFY(!small_picture(with_exif(jpeg_of(two_halves({600, 800})), 1, small)));
        // Dark, but not by bars: the same test, and nobody can tell; the photo's shape rules.
        QImage dark(160, 120, QImage::Format_RGB888);
        dark.fill(Qt::black);
        const auto cut = small_picture(with_exif(jpeg_of(two_halves({600, 600})), 1, jpeg_of(dark)));
        QVERIFY(cut);
        compare_sizes(cut->image.size, {120, 120});
    }

    void filesWithoutOne() {
        const QByteArray whole = jpeg_of(two_halves({800, 600})), small = jpeg_of(two_halves({160, 120}));
        QVERIFY(!small_picture(whole));
        QVERIFY(!small_picture(with_exif(whole, 1, {})));
        QVERIFY(!small_picture(with_exif(whole, 1, "no picture at all, only as long as one of them could be")));
        QVERIFY(!small_picture(with_exif(whole, 1, small.left(small.size() / 2))));
        QVERIFY(!small_picture(with_exif(whole, 1, jpeg_of(two_halves({16, 12})))));     // an icon
        QVERIFY(!small_picture(with_exif(whole, 1, jpeg_of(two_halves({2000, 1500}))))); // no small picture
        QVERIFY(!small_picture({}));
        QVERIFY(!small_picture("text"));
        const QByteArray good = with_exif(whole, 1, small);
        for (int length = 0; length < 1000; length += 7)
            QVERIFY(!small_picture(good.left(length)) || length > small.size());
    }

    void onlyTheFirstPartOfAFileIsRead() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.jpg"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray good = with_exif(jpeg_of(two_halves({800, 600})), 1, jpeg_of(two_halves({160, 120})));
        file.write(good);
        file.write(QByteArray(static_cast<int>(2 * exif_thumbnail_bytes), 'x'));
        file.close();
        QVERIFY(decode_exif_thumbnail_file(path.toStdString(), 256));
        // Cut behind the Exif data and the tables: the photo is broken, its small picture is not.
        const int tables = static_cast<int>(good.lastIndexOf("\xFF\xDA"));
        QVERIFY(small_picture(good.left(tables + 40)));
        const auto gone = decode_exif_thumbnail_file(folder.filePath(QStringLiteral("b.jpg")).toStdString(), 256);
        QVERIFY(!gone);
        QCOMPARE(gone.error().code, ErrorCode::NotFound);
    }

    /// Of real cameras: what is shown first looks as what comes after it.
    void realPhotosLookAlike() {
        TOUCHSTONE_NEEDS_SHARED("photos");
        int compared = 0;
        // Not graded_*: edited by a program that left the small picture as it was.
        for (const auto& entry : std::filesystem::recursive_directory_iterator(shared_path("photos/ordinary"))) {
            const std::string path = entry.path().string();
            auto first = decode_exif_thumbnail_file(path, 160);
            if (!first)
                continue;
            const auto whole = decode_thumbnail_file(path, first->image.size.long_side(), {});
            QVERIFY2(whole, path.c_str());
            const RgbImage &a = first->image, &b = whole->image;
            QVERIFY2(std::abs(a.size.width - b.size.width) <= 3 && std::abs(a.size.height - b.size.height) <= 3,
                     path.c_str());
            double sum = 0;
            const int width = std::min(a.size.width, b.size.width), height = std::min(a.size.height, b.size.height);
            for (int y = 0; y < height; ++y)
                for (int i = 0; i < width * 3; ++i)
                    sum += std::abs(int{a.row(y)[i]} - int{b.row(y)[i]});
            const double mean = sum / (3.0 * width * height);
            qInfo("%s: %d x %d, %.1f levels apart", path.c_str(), a.size.width, a.size.height, mean);
            QVERIFY2(mean < 24,
                     path.c_str()); // seen: up to 16, in leaves that cameras shrink roughly; an edited photo 92
            ++compared;
        }
        QVERIFY(compared >= 3);
    }
};

QTEST_GUILESS_MAIN(TestExifThumbnail)
#include "test_exif_thumbnail.moc"
