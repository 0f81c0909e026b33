// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <exiv2/exiv2.hpp>
#include <unistd.h>

#include <QDateTime>
#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

#include "app/metadata/file_facts.h"
#include "app/metadata/values.h"
#include "engine/imaging/decode.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::metadata;

namespace {

std::int64_t ms(int year, int month, int day, int hour = 0, int minute = 0, int second = 0, int milli = 0) {
    return QDateTime(QDate(year, month, day), QTime(hour, minute, second, milli), Qt::UTC).toMSecsSinceEpoch();
}

std::vector<std::string> files_below(const std::string& folder) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

class TestFileFacts : public QObject {
    Q_OBJECT

    QTemporaryDir dir_;

    std::string jpeg(const QString& name, QSize size = QSize(40, 30)) {
        QImage image(size, QImage::Format_RGB32);
        image.fill(Qt::gray);
        const QString path = dir_.filePath(name);
        return image.save(path, "JPG") ? path.toStdString() : std::string();
    }
    /// Writes tags into the file with Exiv2 itself.
    template <class Fill>
    static void tag(const std::string& path, Fill fill) {
        const auto image = Exiv2::ImageFactory::open(path);
        fill(*image);
        image->writeMetadata();
    }
    static FileFacts facts(const std::string& path) {
        const Result<FileFacts> read = read_facts(path);
        if (!read)
            qWarning("%s", read.error().message().c_str());
        return read.value_or(FileFacts{});
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        initialise();
        initialise(); // later calls do nothing
    }

    void everyFieldExactly() {
        const std::string path = jpeg(QStringLiteral("all.jpg"));
        tag(path, [](Exiv2::Image& image) {
            Exiv2::ExifData& exif = image.exifData();
            exif["Exif.Image.Make"] = "NIKON CORPORATION";
            exif["Exif.Image.Model"] = "NIKON D750  ";
            exif["Exif.Photo.DateTimeOriginal"] = "2024:02:29 23:59:58";
            exif["Exif.Photo.SubSecTimeOriginal"] = "25";
            exif["Exif.Photo.LensModel"] = "AF-S NIKKOR 24-120mm f/4G ED VR";
            exif["Exif.Photo.ExposureTime"] = Exiv2::URational(1, 4000);
            exif["Exif.Photo.FNumber"] = Exiv2::URational(28, 10);
            exif["Exif.Photo.ISOSpeedRatings"] = std::uint16_t{3200};
            exif["Exif.Photo.FocalLength"] = Exiv2::URational(85, 1);
            exif["Exif.Photo.ExposureBiasValue"] = Exiv2::Rational(-2, 3);
            exif["Exif.Image.Orientation"] = std::uint16_t{6};
        });
        FileFacts expected;
        expected.captured_ms = ms(2024, 2, 29, 23, 59, 58, 250);
        expected.camera = "NIKON D750";
        expected.lens = "AF-S NIKKOR 24-120mm f/4G ED VR";
        expected.exposure_seconds = 1.0 / 4000;
        expected.f_number = 2.8;
        expected.iso = 3200;
        expected.focal_mm = 85;
        expected.exposure_bias = -2.0 / 3;
        expected.width = 30; // lies on its side
        expected.height = 40;
        QVERIFY(facts(path) == expected);
    }

    void aFileWithoutMetadataHasNone() {
        const FileFacts found = facts(jpeg(QStringLiteral("bare.jpg")));
        QCOMPARE(found.width, 40);
        QCOMPARE(found.height, 30);
        FileFacts only_size;
        only_size.width = 40;
        only_size.height = 30;
        QVERIFY(found == only_size);
    }

    void fractionsThatDivideByNothing() {
        const std::string path = jpeg(QStringLiteral("zero.jpg"));
        tag(path, [](Exiv2::Image& image) {
            Exiv2::ExifData& exif = image.exifData();
            exif["Exif.Photo.ExposureTime"] = Exiv2::URational(1, 0);
            exif["Exif.Photo.FNumber"] = Exiv2::URational(0, 0);
            exif["Exif.Photo.FocalLength"] = Exiv2::URational(0, 1);
            exif["Exif.Photo.ExposureBiasValue"] = Exiv2::Rational(4000, 1);
            exif["Exif.Photo.ISOSpeedRatings"] = std::uint16_t{0};
        });
        const FileFacts found = facts(path);
        QVERIFY(!found.exposure_seconds && !found.f_number && !found.focal_mm && !found.exposure_bias && !found.iso);
    }

    void apexValuesStandIn() {
        const std::string path = jpeg(QStringLiteral("apex.jpg"));
        tag(path, [](Exiv2::Image& image) {
            image.exifData()["Exif.Photo.ShutterSpeedValue"] = Exiv2::Rational(7, 1);
            image.exifData()["Exif.Photo.ApertureValue"] = Exiv2::URational(4, 1);
        });
        const FileFacts found = facts(path);
        QCOMPARE(found.exposure_seconds.value_or(0), 1.0 / 128);
        QCOMPARE(found.f_number.value_or(0), 4.0);
    }

    void extendedSensitivity() {
        const std::string path = jpeg(QStringLiteral("iso.jpg"));
        tag(path, [](Exiv2::Image& image) {
            image.exifData()["Exif.Photo.ISOSpeedRatings"] = std::uint16_t{65535};
            image.exifData()["Exif.Photo.RecommendedExposureIndex"] = std::uint32_t{102400};
        });
        QCOMPARE(facts(path).iso.value_or(0), 102400.0);
    }

    void xmpAndIptcWhereExifIsSilent() {
        const std::string path = jpeg(QStringLiteral("xmp.jpg"));
        tag(path, [](Exiv2::Image& image) {
            Exiv2::XmpData& xmp = image.xmpData();
            xmp["Xmp.xmp.CreateDate"] = "2019-05-06T07:08:09.5+02:00";
            xmp["Xmp.tiff.Make"] = "Canon";
            xmp["Xmp.tiff.Model"] = "Canon EOS R6";
            xmp["Xmp.aux.Lens"] = "RF24-105mm F4 L IS USM";
            xmp["Xmp.exif.FNumber"] = "71/10";
        });
        const FileFacts found = facts(path);
        QCOMPARE(found.captured_ms.value_or(0), ms(2019, 5, 6, 7, 8, 9, 500)); // the wall clock, not UTC
        QCOMPARE(found.camera, std::string("Canon EOS R6"));
        QCOMPARE(found.lens, std::string("RF24-105mm F4 L IS USM"));
        QCOMPARE(found.f_number.value_or(0), 7.1);

        const std::string iptc = jpeg(QStringLiteral("iptc.jpg"));
        tag(iptc, [](Exiv2::Image& image) {
            image.iptcData()["Iptc.Application2.DateCreated"] = "2001-02-03";
            image.iptcData()["Iptc.Application2.TimeCreated"] = "04:05:06+01:00";
        });
        QCOMPARE(facts(iptc).captured_ms.value_or(0), ms(2001, 2, 3, 4, 5, 6));
    }

    void aNonsenseDateGivesWayToTheNext() {
        const std::string path = jpeg(QStringLiteral("date.jpg"));
        tag(path, [](Exiv2::Image& image) {
            image.exifData()["Exif.Photo.DateTimeOriginal"] = "0000:00:00 00:00:00";
            image.exifData()["Exif.Photo.DateTimeDigitized"] = "    :  :     :  :  ";
            image.exifData()["Exif.Image.DateTime"] = "2010:11:12 13:14:15";
        });
        QCOMPARE(facts(path).captured_ms.value_or(0), ms(2010, 11, 12, 13, 14, 15));
    }

    void aLensOfMakerNotes() {
        const std::string path = jpeg(QStringLiteral("lens.jpg"));
        tag(path, [](Exiv2::Image& image) {
            image.exifData()["Exif.Image.Make"] = "Canon";
            image.exifData()["Exif.Image.Model"] = "Canon EOS 5D";
            image.exifData()["Exif.Photo.LensModel"] = "----";
            image.exifData()["Exif.CanonCs.LensType"] = std::uint16_t{1};
        });
        QVERIFY(facts(path).lens.find("50mm") != std::string::npos);
    }

    void dates_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("expected"); // -1 = none
        QTest::newRow("exif") << QByteArray("2024:05:06 07:08:09") << qint64{ms(2024, 5, 6, 7, 8, 9)};
        QTest::newRow("before 1970") << QByteArray("1965:12:31 23:00:00") << qint64{ms(1965, 12, 31, 23)};
        QTest::newRow("iso with zone") << QByteArray("2024-05-06T07:08:09-09:30") << qint64{ms(2024, 5, 6, 7, 8, 9)};
        QTest::newRow("iso, no seconds") << QByteArray("2024-05-06T07:08Z") << qint64{ms(2024, 5, 6, 7, 8)};
        QTest::newRow("fraction") << QByteArray("2024-05-06T07:08:09.1234") << qint64{ms(2024, 5, 6, 7, 8, 9, 123)};
        QTest::newRow("date alone") << QByteArray("2024:05:06") << qint64{ms(2024, 5, 6)};
        QTest::newRow("padded") << QByteArray("2024:05:06 07:08:09\0\0", 21) << qint64{ms(2024, 5, 6, 7, 8, 9)};
        QTest::newRow("leap day") << QByteArray("2000:02:29 00:00:01") << qint64{ms(2000, 2, 29, 0, 0, 1)};
        for (const char* nonsense :
             {"", "    :  :     :  :  ", "0000:00:00 00:00:00", "2024:13:01 00:00:00", "2024:00:10 00:00:00",
              "2023:02:29 00:00:00", "2024:05:32 01:01:01", "2024:05:06 24:00:00", "2024:05:06 23:60:00",
              "1904:01:01 00:00:00", "1970:01:01 00:00:00", "9999:99:99 99:99:99", "20240506", "2024", "2024:05",
              "2024:05:06x", "yesterday", "2024:05:06 7:8:9", "-024:05:06 07:08:09"})
            QTest::newRow((std::string("nonsense: ") + nonsense).c_str()) << QByteArray(nonsense) << qint64{-1};
    }
    void dates() {
        QFETCH(QByteArray, text);
        QFETCH(qint64, expected);
        const auto found = wall_clock_ms(text.toStdString());
        QCOMPARE(qint64{found.value_or(-1)}, expected);
    }

    void cameras_data() {
        QTest::addColumn<QByteArray>("maker");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* maker, const char* model, const char* expected) {
            QTest::newRow(expected) << QByteArray(maker) << QByteArray(model) << QByteArray(expected);
        };
        row("Canon", "Canon EOS R6", "Canon EOS R6");
        row("NIKON CORPORATION", "NIKON D750", "NIKON D750");
        row("NIKON", "COOLPIX P900", "NIKON COOLPIX P900");
        row("SONY", "ILCE-7M3", "SONY ILCE-7M3");
        row("OLYMPUS IMAGING CORP.", "E-M1", "OLYMPUS E-M1");
        row("EASTMAN KODAK COMPANY", "KODAK DX4900 ZOOM", "KODAK DX4900 ZOOM");
        row("RICOH IMAGING COMPANY, LTD.", "PENTAX K-1", "PENTAX K-1");
        row("LEICA CAMERA AG", "LEICA M10", "LEICA M10");
        row("Konica Minolta Camera, Inc.", "DiMAGE A2", "Konica Minolta DiMAGE A2");
        row("Hewlett-Packard", "HP PhotoSmart 618", "HP PhotoSmart 618");
        row("", "X100V", "X100V");
        row("FUJIFILM", "", "FUJIFILM");
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QByteArray();
    }
    void cameras() {
        QFETCH(QByteArray, maker);
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(camera_name(maker.toStdString(), model.toStdString())), expected);
    }

    void texts() {
        QCOMPARE(clean_text("  two\nlines\t "), std::string("two lines"));
        QCOMPARE(clean_text(std::string_view("Canon\0garbage", 13)), std::string("Canon"));
        QCOMPARE(clean_text("caf\xe9"), std::string("caf\xef\xbf\xbd"));
        QVERIFY(clean_text("----").empty() && clean_text("N/A").empty() && clean_text("").empty());
        const std::string cut = clean_text(std::string(199, 'x') + "\xc3\xa9tail");
        QCOMPARE(cut, std::string(199, 'x')); // not half a letter
        for (const char* code : {"(0)", "0", "65535", "0 0 0 0", "Unknown (255)", "None", "n/a"})
            QVERIFY2(lens_name(code).empty(), code);
        QCOMPARE(lens_name("EF50mm f/1.8"), std::string("EF50mm f/1.8"));
        QCOMPARE(number_of("1/4").value_or(0), 0.25);
        QVERIFY(!number_of("1/0") && !number_of("nan") && !number_of("inf") && !number_of("1 2") && !number_of(""));
    }

    void filesThatCannotBeRead() {
        const auto code = [](const std::string& path) {
            const Result<FileFacts> read = read_facts(path);
            return read ? std::string("read") : std::string(code_name(read.error().code));
        };
        QCOMPARE(code(dir_.filePath(QStringLiteral("not-there.jpg")).toStdString()), std::string("not-found"));
        QCOMPARE(code(dir_.path().toStdString()), std::string(code_name(ErrorCode::IsDirectory)));
        const std::string empty = dir_.filePath(QStringLiteral("empty.jpg")).toStdString();
        std::ofstream(empty).close();
        QCOMPARE(code(empty), std::string(code_name(ErrorCode::EmptyFile)));
        const std::string text = dir_.filePath(QStringLiteral("text.jpg")).toStdString();
        std::ofstream(text) << std::string(4096, 'x');
        QCOMPARE(code(text), std::string("read")); // of a kind that is not known: no facts, no error
    }

    void namesThatLookLikeAddresses() {
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(dir_.path()));
        jpeg(QStringLiteral("-"));
        QVERIFY(QDir().mkpath(QStringLiteral("http:/x")));
        jpeg(QStringLiteral("http:/x/y.jpg"));
        QCOMPARE(facts("-").width, 40);
        QCOMPARE(facts("http:/x/y.jpg").width, 40);
        QVERIFY(QDir::setCurrent(before));
    }

    void namesInAnyBytes() {
        const std::string path = dir_.path().toStdString() + "/caf\xe9 \xff\n.jpg";
        std::filesystem::copy_file(jpeg(QStringLiteral("plain.jpg")), path);
        QCOMPARE(facts(path).width, 40);
        std::filesystem::remove(path); // QTemporaryDir cannot
    }

    /// Nothing may crash, hang or print; sizes agree with what is decoded.
    void everyPhotoOfThePack() {
        TOUCHSTONE_NEEDS_SHARED("photos");
        int read = 0;
        int dated = 0;
        int with_camera = 0;
        int with_lens = 0;
        int damaged = 0;
        for (const std::string& path : files_below(test::shared_path("photos"))) {
            const Result<FileFacts> found = read_facts(path);
            if (!found) {
                QVERIFY2(!found.error().what.empty() && found.error().file == path, path.c_str());
                ++damaged;
                continue;
            }
            ++read;
            dated += found->captured_ms ? 1 : 0;
            with_camera += found->camera.empty() ? 0 : 1;
            with_lens += found->lens.empty() ? 0 : 1;
            QVERIFY(found->camera.size() <= 500 && found->lens.size() <= 200);
        }
        qInfo("photos: %d read, %d damaged; %d dated, %d cameras, %d lenses", read, damaged, dated, with_camera,
              with_lens);
        QVERIFY(read > 150);
        QVERIFY(dated >= 20 && with_camera >= 20);
    }

    void sizesAreThoseThatAreDecoded() {
        TOUCHSTONE_NEEDS_SHARED("photos");
        int compared = 0;
        for (const char* folder : {"photos/orientation", "photos/ordinary", "photos/formats", "photos/icc"}) {
            for (const std::string& path : files_below(test::shared_path(folder))) {
                const Result<FileFacts> found = read_facts(path);
                if (!found || found->width == 0)
                    continue;
                const Result<Photo> photo = imaging::decode_file(path, {});
                if (!photo)
                    continue;
                ++compared;
                QVERIFY2(found->width == photo->image.size.width && found->height == photo->image.size.height,
                         path.c_str());
            }
        }
        QVERIFY(compared > 50);
    }

    /// Every prefix class of a real file: cut at many places.
    void cutFiles() {
        TOUCHSTONE_NEEDS_SHARED("photos/ordinary");
        const std::vector<std::string> files = files_below(test::shared_path("photos/ordinary"));
        const std::string cut = dir_.filePath(QStringLiteral("cut.jpg")).toStdString();
        for (std::size_t i = 0; i < files.size(); i += 5) {
            std::ifstream in(files[i], std::ios::binary);
            const std::string bytes((std::istreambuf_iterator<char>(in)), {});
            for (std::size_t length = 1; length < bytes.size(); length = length * 3 / 2 + 1) {
                std::ofstream(cut, std::ios::binary | std::ios::trunc).write(bytes.data(), static_cast<long>(length));
                (void)read_facts(cut);
            }
        }
    }

    void junkOfOtherKinds() {
        TOUCHSTONE_NEEDS_SHARED("golden");
        int tried = 0;
        for (const std::string& path : files_below(test::shared_path("golden"))) {
            if (std::filesystem::file_size(path) > 50'000'000)
                continue;
            (void)read_facts(path);
            if (++tried == 200)
                break;
        }
        QVERIFY(tried > 0);
    }

    void manyThreads() {
        const std::string path = jpeg(QStringLiteral("threads.jpg"));
        tag(path, [](Exiv2::Image& image) {
            image.exifData()["Exif.Image.Make"] = "SONY";
            image.xmpData()["Xmp.xmp.CreateDate"] = "2019-05-06T07:08:09";
        });
        const FileFacts expected = facts(path);
        QVERIFY(expected.captured_ms.has_value());
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int n = 0; n < 100; ++n)
                    wrong += facts(path) == expected ? 0 : 1;
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestFileFacts)
#include "test_file_facts.moc"
