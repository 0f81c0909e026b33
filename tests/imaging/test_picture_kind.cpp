// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Overlays, level counts, and which pictures are not photographs.
#include <QBuffer>
#include <QFontDatabase>
#include <QPainter>
#include <QtTest>

#include <cmath>
#include <numeric>

#include "engine/imaging/photo_overlays.h"
#include "engine/imaging/picture_kind.h"
#include "tests/support/shared_data.h"
#include "tests/ui/scenery.h"

using namespace touchstone;
using namespace touchstone::imaging;

namespace {

RgbImage pixels_of(const QImage& image) {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    RgbImage pixels({rgb.width(), rgb.height()});
    for (int y = 0; y < rgb.height(); ++y)
        std::copy_n(rgb.constScanLine(y), std::size_t{3} * rgb.width(), pixels.row(y));
    return pixels;
}

QImage as_jpeg(const QImage& image, int quality) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "JPEG", quality);
    return QImage::fromData(bytes, "JPEG");
}

/// Lines of text, or of dark bars where there is no font.
QImage document(QSize size, const QColor& paper, const QColor& ink) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(paper);
    QPainter painter(&image);
    painter.setPen(ink);
    QFont font = painter.font();
    font.setPixelSize(size.height() / 40);
    painter.setFont(font);
    const bool can_write = !QFontDatabase::families().isEmpty();
    for (int line = 2; line < 30; ++line) {
        const int y = line * size.height() / 32;
        if (can_write)
            painter.drawText(size.width() / 12, y,
                             QStringLiteral("Paragraph %1 of the lease says what the tenant shall pay.").arg(line));
        else
            for (int word = 0; word < 8; ++word)
                painter.fillRect(size.width() / 12 + word * 60, y, 20 + (word * 7 + line * 5) % 30, 7, ink);
    }
    return image;
}

/// A window with text, bars and a photo that takes `share` of it.
QImage screenshot(QSize size, bool dark = true, double share = 0.03) {
    QImage image = dark ? document(size, QColor(43, 45, 48), QColor(220, 220, 220))
                        : document(size, Qt::white, QColor(30, 30, 30));
    QPainter painter(&image);
    painter.fillRect(0, 0, size.width(), 40, QColor(70, 120, 200));
    painter.fillRect(0, 40, size.width() / 5, size.height(), dark ? QColor(60, 63, 65) : QColor(240, 240, 243));
    const QSize photo = size * std::sqrt(share);
    if (!photo.isEmpty())
        painter.drawImage(QPoint(size.width() - photo.width(), size.height() - photo.height()),
                          test::landscape(3, photo));
    return image;
}

} // namespace

class TestPictureKind : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void documents_screenshots_and_frames_are_not_photographs() {
        QImage black(400, 300, QImage::Format_RGB32);
        black.fill(Qt::black);
        QCOMPARE(kind_of(kind_features(pixels_of(black))), PictureKind::Blank);
        QImage cap(400, 300, QImage::Format_RGB32); // a lens cap: black, and the sensor's noise
        for (int y = 0; y < 300; ++y)
            for (int x = 0; x < 400; ++x)
                cap.setPixel(x, y, qRgb((x * 7 + y * 13) % 4, (x * 5 + y * 3) % 4, (x + y * 11) % 4));
        QCOMPARE(kind_of(kind_features(pixels_of(cap))), PictureKind::Blank);
        for (const QSize size : {QSize(600, 800), QSize(1240, 1754)}) {
            const QImage page = document(size, Qt::white, Qt::black);
            QCOMPARE(kind_of(kind_features(pixels_of(page))), PictureKind::Drawn);
            const KindFeatures copied = kind_features(pixels_of(as_jpeg(page, 85)));
            QVERIFY2(kind_of(copied) == PictureKind::Drawn,
                     qPrintable(QStringLiteral("same %1, main colours %2, luma %3")
                                    .arg(copied.same)
                                    .arg(copied.main_colours)
                                    .arg(copied.mean_luma)));
            QCOMPARE(kind_of(kind_features(pixels_of(document(size, QColor(250, 245, 225), QColor(40, 30, 90))))),
                     PictureKind::Drawn);
        }
        QCOMPARE(kind_of(kind_features(pixels_of(screenshot(QSize(1280, 800))))), PictureKind::Drawn);
        QCOMPARE(kind_of(kind_features(RgbImage())), PictureKind::Blank);
        QCOMPARE(kind_of(kind_features(RgbImage(Size{1, 1}))), PictureKind::Blank);
    }

    void screenshots_that_were_compressed_are_not_photographs() {
        for (const int quality : {95, 85, 75, 60, 40})
            for (const bool dark : {true, false})
                for (const double share : {0.0, 0.1, 0.35, 0.6}) {
                    if (share == 0.6 && quality <= 60)
                        continue; // the photo in it decides, as picture_kind.h says
                    const KindFeatures features =
                        kind_features(pixels_of(as_jpeg(screenshot(QSize(1280, 800), dark, share), quality)));
                    QVERIFY2(kind_of(features) == PictureKind::Drawn,
                             qPrintable(QStringLiteral("dark %1, share %2, quality %3: blocks %4, colours %5, steps %6")
                                            .arg(dark)
                                            .arg(share)
                                            .arg(quality)
                                            .arg(features.plain_blocks)
                                            .arg(features.few_plain_colours)
                                            .arg(features.steps)));
                }
        const QImage page = document(QSize(600, 800), QColor(250, 245, 225), QColor(40, 30, 90));
        for (const int quality : {95, 75, 40})
            QCOMPARE(kind_of(kind_features(pixels_of(as_jpeg(page, quality)))), PictureKind::Drawn);
        // A display with more pixels, shown smaller.
        const QImage fine =
            screenshot(QSize(2560, 1600), true, 0.1).scaled(1280, 800, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        QCOMPARE(kind_of(kind_features(pixels_of(as_jpeg(fine, 80)))), PictureKind::Drawn);
    }

    void the_photographs_of_the_test_pack_are_photographs() {
        TOUCHSTONE_NEEDS_SHARED("photos/ordinary");
        int seen = 0;
        for (const char* folder : {"ordinary", "graded_made", "graded_digikam", "burst", "orientation"}) {
            const QDir photos(QString::fromStdString(test::shared_path(std::string("photos/") + folder)));
            for (const QFileInfo& file : photos.entryInfoList({QStringLiteral("*.jpg"), QStringLiteral("*.JPG")})) {
                const QImage image(file.filePath());
                if (image.isNull())
                    continue;
                ++seen;
                const KindFeatures features = kind_features(pixels_of(image));
                QVERIFY2(kind_of(features) == PictureKind::Photograph, qPrintable(file.fileName()));
            }
        }
        QVERIFY(seen > 80);
    }

    void photographs_with_every_fault_are_photographs() {
        using test::Fault;
        for (std::uint32_t seed = 1; seed <= 4; ++seed)
            for (const Fault fault : {Fault::None, Fault::Blurred, Fault::Noisy, Fault::Dark, Fault::Bright}) {
                const QImage picture = test::landscape(seed, QSize(480, 320), fault);
                for (const int quality : {95, 60, 25}) {
                    const KindFeatures features = kind_features(pixels_of(as_jpeg(picture, quality)));
                    QVERIFY2(
                        kind_of(features) == PictureKind::Photograph,
                        qPrintable(
                            QStringLiteral(
                                "seed %1, fault %2, quality %3: same %4, flat edges %5, main %6, luma %7, steps %8")
                                .arg(seed)
                                .arg(static_cast<int>(fault))
                                .arg(quality)
                                .arg(features.same)
                                .arg(features.flat_edges)
                                .arg(features.main_colours)
                                .arg(features.mean_luma)
                                .arg(features.steps)));
                }
            }
    }

    void levels_are_counted() {
        RgbImage image(Size{3, 1});
        image.pixels = {0, 0, 0, 255, 0, 0, 255, 255, 255};
        const LevelCounts counts = count_levels(image);
        QCOMPARE(counts[0][0], std::int64_t{1});
        QCOMPARE(counts[0][255], std::int64_t{2});
        QCOMPARE(counts[1][0], std::int64_t{2});
        QCOMPARE(counts[3][0] + counts[3][76] + counts[3][255], std::int64_t{3}); // 0.299 * 255 = 76
        for (const auto& channel : counts)
            QCOMPARE(std::accumulate(channel.begin(), channel.end(), std::int64_t{0}), std::int64_t{3});
    }

    void clipped_pixels_are_marked_however_small_the_overlay() {
        RgbImage image(Size{1000, 500});
        std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{128});
        std::fill_n(image.row(100) + 3 * 700, 3, std::uint8_t{255}); // one pixel
        std::fill_n(image.row(400) + 3 * 300, 3, std::uint8_t{1});
        const ClippedShares shares = clipped_shares(image);
        QCOMPARE(shares.highlights, 1 / 500000.0);
        QCOMPARE(shares.shadows, 1 / 500000.0);
        for (const int largest : {1000, 250, 100}) {
            const RgbaImage overlay = clipping_overlay(image, largest);
            QCOMPARE(overlay.size.width, largest);
            const int block = 1000 / largest;
            int marked = 0;
            for (int y = 0; y < overlay.size.height; ++y)
                for (int x = 0; x < overlay.size.width; ++x)
                    marked += overlay.row(y)[4 * x + 3] > 0;
            QCOMPARE(marked, 2);
            const std::uint8_t* high = overlay.row(100 / block) + 4 * (700 / block);
            const std::uint8_t* low = overlay.row(400 / block) + 4 * (300 / block);
            QVERIFY(high[0] > high[2] && high[3] > 0); // orange
            QVERIFY(low[2] > low[0] && low[3] > 0);    // blue
        }
    }

    void peaking_marks_steep_edges_only() {
        RgbImage image(Size{200, 100}); // a sharp edge at 50, a soft one from 120 to 180
        for (int y = 0; y < 100; ++y)
            for (int x = 0; x < 200; ++x)
                std::fill_n(image.row(y) + 3 * x, 3,
                            static_cast<std::uint8_t>(x < 50    ? 40
                                                      : x < 120 ? 200
                                                                : std::max(40, 200 - (x - 120) * 3)));
        const RgbaImage overlay = peaking_overlay(image, 200);
        const auto green_at = [&](int x) { return overlay.row(50)[4 * x + 1] > 200 && overlay.row(50)[4 * x + 3] > 0; };
        QVERIFY(green_at(49) && green_at(50));
        for (int x = 55; x < 198; ++x)
            QVERIFY(!green_at(x));
        QCOMPARE(peaking_overlay(RgbImage(Size{1, 1}), 100).size, (Size{1, 1}));
        QCOMPARE(peaking_overlay(RgbImage(Size{20000, 3}), 2000).size, (Size{2000, 1}));
    }
};

QTEST_MAIN(TestPictureKind)
#include "test_picture_kind.moc"
