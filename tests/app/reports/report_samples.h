// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include <QImage>

#include "app/reports/report_data.h"
#include "app/reports/report_pictures.h"

namespace touchstone::test {

/// A report with everything that is awkward: names that are not UTF-8 or look like formulas, missing values, two
/// models, failures, marks.
inline reports::ReportData sample_report(int photos) {
    reports::ReportData data;
    data.version = "9.8.7";
    data.made = "2026-05-06T07:08:09Z";
    data.title = "Trip <to> \"the\" lake & back";
    data.filter = "rating>=3";
    data.order = "score";
    data.models = {{"musiq-small", "MUSIQ (small)", std::string(64, 'a'), "google", 512, Precision::Reference,
                    imaging::DecodeMode::Upright, std::pair{0.0, 100.0}, true},
                   {"other", "Other", std::string(64, 'b'), "pyiqa", std::nullopt, Precision::Fast,
                    imaging::DecodeMode::AsStored, std::nullopt, false}};
    data.ranked_by = 0;
    for (int i = 0; i < photos; ++i) {
        reports::ReportPhoto photo;
        photo.path = "photos/IMG_" + std::to_string(i) + ".jpg";
        if (i == 1)
            photo.path = "=HYPERLINK(\"http://example.org\",\"x\").jpg";
        if (i == 2)
            photo.path = "photos/caf\xe9, \"new\"\nline.jpg";
        if (i == 3)
            photo.path = "photos/<script>alert(1)</script>.jpg";
        photo.file = "/somewhere/" + photo.path;
        photo.bytes = 1'234'567 + i;
        photo.mtime_ns = (std::int64_t{1'700'000'000} + i) * 1'000'000'000;
        photo.xxh3_128 = std::string(32, static_cast<char>('a' + i % 6));
        photo.pixels = {4000, 3000};
        photo.marks = {i % 6, static_cast<library::Label>(i % 6), static_cast<library::Flag>(i % 3)};
        photo.scores.resize(2);
        if (i % 7 != 4) {
            photo.scores[0] = {70.123456789 - i * 0.1, "", 1.25, 99.5 - i % 90, "cpu", i % 2 == 0};
            photo.rank = i + 1 - i / 7 - (i % 7 > 4 ? 1 : 0);
        } else {
            photo.error = Error{ErrorCode::Truncated, photo.file, "ends before its data do", "copy it again"};
        }
        if (i % 5 == 0)
            photo.scores[1] = {std::nullopt, "no-regressor", std::nullopt, std::nullopt, "cuda:0", false};
        photo.facts.captured_ms = std::int64_t{1'704'067'200'000} + i * std::int64_t{86'400'000};
        photo.facts.camera = i % 4 ? "Canon EOS R6" : "-2+3 cam";
        photo.facts.lens = i % 3 ? "RF24-105mm F4 L" : "";
        photo.facts.exposure_seconds = 1.0 / 60;
        photo.facts.f_number = 2.8;
        photo.facts.iso = 400;
        photo.facts.focal_mm = 50;
        photo.sharpness = 0.25 + i;
        data.photos.push_back(std::move(photo));
    }
    return data;
}

/// Plain colours instead of photos; counts what is asked for.
class ColourPictures final : public reports::ReportPictures {
public:
    QImage thumbnail(const reports::ReportPhoto& photo, int edge) override {
        ++asked;
        if (photo.error)
            return {};
        QImage image(edge, edge * 3 / 4, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(static_cast<int>(photo.bytes * 37 % 360), 120, 180));
        return image;
    }
    reports::ReportExplanation explanation(const reports::ReportPhoto&) override {
        ++maps_asked;
        QImage image(120, 90, QImage::Format_RGB32);
        image.fill(Qt::darkYellow);
        return {{{image, "attention, native size, 60 %", "Where the model looked at native size"}},
                {{"the mean photograph", 50},
                 {"content, full size", 12.5},
                 {"quality, half size", -2.25},
                 {"score", 60.25}}};
    }
    int asked = 0, maps_asked = 0;
};

} // namespace touchstone::test
