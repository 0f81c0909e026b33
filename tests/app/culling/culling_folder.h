// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <map>
#include <string>
#include <tuple>

#include <exiv2/exiv2.hpp>

#include <QDateTime>
#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/app/culling/scenes.h"

namespace touchstone::test {

/// A temporary folder of generated photos with a camera's metadata.
class CullingFolder {
public:
    struct Taken {
        double x = 0, y = 0, ev = 0; ///< where the frame is in its scene, and its exposure
        unsigned noise = 0;
        int blur = 0; ///< 1 = sharp; n = enlarged from 1/n of its size
        QString camera = QStringLiteral("Camera A");
        bool timed = true;
    };

    std::string path() const { return dir_.path().toStdString(); }
    std::string path(const QString& name) const { return dir_.filePath(name).toStdString(); }

    /// `at_ms` after noon of a certain day.
    void photo(const QString& name, unsigned scene, std::int64_t at_ms, const Taken& taken) const {
        QVERIFY(QDir().mkpath(QFileInfo(dir_.filePath(name)).path()));
        const Size size{240, 160};
        QImage image = picture(scene, taken, size);
        if (taken.blur > 1)
            image = image.scaled(image.size() / taken.blur, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                        .scaled(size.width, size.height, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        QVERIFY(image.save(dir_.filePath(name), "JPG", 92));
        describe(path(name), at_ms, taken);
    }
    void photo(const QString& name, unsigned scene, std::int64_t at_ms) const { photo(name, scene, at_ms, {}); }

private:
    /// Made once: most tests take the same ones.
    static QImage picture(unsigned scene, const Taken& taken, Size size) {
        static std::map<std::tuple<unsigned, double, double, double, unsigned>, QImage> made;
        QImage& image = made[{scene, taken.x, taken.y, taken.ev, taken.noise}];
        if (!image.isNull())
            return image;
        const RgbImage frame = Scene(scene).frame(taken.x, taken.y, taken.ev, size, taken.noise);
        image = QImage(size.width, size.height, QImage::Format_RGB888);
        for (int y = 0; y < size.height; ++y)
            std::copy_n(frame.row(y), size.width * 3, image.scanLine(y));
        // Fine texture, so that there is something to be sharp.
        for (int y = 0; y < size.height; y += 8)
            for (int x = 0; x < size.width; ++x)
                image.setPixelColor(x, y, image.pixelColor(x, y).lighter(x % 16 < 8 ? 135 : 75));
        return image;
    }

    static void describe(const std::string& file, std::int64_t at_ms, const Taken& taken) {
        const auto image = Exiv2::ImageFactory::open(file);
        Exiv2::ExifData& exif = image->exifData();
        exif["Exif.Image.Model"] = taken.camera.toStdString();
        if (taken.timed) {
            const QDateTime at = QDateTime(QDate(2025, 6, 1), QTime(12, 0), Qt::UTC).addMSecs(at_ms);
            exif["Exif.Photo.DateTimeOriginal"] = at.toString(QStringLiteral("yyyy:MM:dd HH:mm:ss")).toStdString();
            exif["Exif.Photo.SubSecTimeOriginal"] = at.toString(QStringLiteral("zzz")).toStdString();
        }
        exif["Exif.Photo.ExposureTime"] = Exiv2::Rational(static_cast<int>(4000 * std::exp2(taken.ev)), 1'000'000);
        exif["Exif.Photo.FNumber"] = Exiv2::Rational(8, 1);
        exif["Exif.Photo.ISOSpeedRatings"] = std::uint16_t{100};
        exif["Exif.Photo.FocalLength"] = Exiv2::Rational(35, 1);
        exif["Exif.Photo.ExposureBiasValue"] = Exiv2::Rational(static_cast<int>(taken.ev * 10), 10);
        image->writeMetadata();
    }

    QTemporaryDir dir_;
};

} // namespace touchstone::test
