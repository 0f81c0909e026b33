// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/facts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace touchstone::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Facts)
};

QString pixels(Size size) {
    const QLocale locale;
    return Words::tr("%1 × %2 pixels").arg(locale.toString(size.width), locale.toString(size.height));
}

void addFileFacts(std::vector<Fact>& facts, const library::PhotoEntry& entry) {
    const QLocale locale;
    if (entry.pixel_size.width > 0)
        facts.push_back({Words::tr("Size"),
                         Words::tr("%1 (%2 megapixels)")
                             .arg(pixels(entry.pixel_size),
                                  locale.toString(static_cast<double>(entry.pixel_size.pixels()) / 1e6, 'f', 1)),
                         Words::tr("Upright, as the models see it.")});
    facts.push_back({Words::tr("File"), locale.formattedDataSize(entry.file.bytes), {}});
    if (entry.file.mtime_ns > 0)
        facts.push_back(
            {Words::tr("Modified"),
             locale.toString(QDateTime::fromMSecsSinceEpoch(entry.file.mtime_ns / 1'000'000), QLocale::ShortFormat),
             {}});
    facts.push_back({Words::tr("Path"), library::display_path(entry.file.path), {}});
}

void addScoreFacts(std::vector<Fact>& facts, const library::ScoreRecord& record) {
    if (record.scored_size.width > 0)
        facts.push_back({Words::tr("Scored at"),
                         record.reduced ? Words::tr("%1, reduced from the photo").arg(pixels(record.scored_size))
                                        : pixels(record.scored_size),
                         Words::tr("The largest of the sizes at which the model saw the photo.")});
    if (record.native_limit)
        facts.push_back({Words::tr("Long side limit"),
                         Words::tr("%1 pixels").arg(QLocale().toString(*record.native_limit)),
                         Words::tr("Photos with a longer side are averaged down to it for the native scale.")});
    facts.push_back(
        {Words::tr("Computed"),
         Words::tr("on %1, %2 precision%3")
             .arg(QString::fromStdString(record.device), QString::fromLatin1(precision_name(record.precision)),
                  record.remembered ? Words::tr(", in an earlier run") : QString()),
         {}});
    if (!record.model_sha256.empty())
        facts.push_back({Words::tr("Model file"),
                         Words::tr("SHA-256 %1…").arg(QString::fromStdString(record.model_sha256.substr(0, 12))),
                         QString::fromStdString(record.model_sha256)});
}

void addMeasures(std::vector<Fact>& facts, const imaging::Measures& m) {
    const QLocale locale;
    const auto levels = [&](double value) { return Words::tr("%1 levels").arg(locale.toString(value, 'f', 1)); };
    facts.push_back({Words::tr("Sharpness"),
                     Words::tr("%1; sharpest parts %2")
                         .arg(locale.toString(m.sharpness, 'f', 1), locale.toString(m.peak_sharpness, 'f', 1)),
                     Words::tr("Brightness steps per pixel, less what noise adds. Compare photos of one scene only.")});
    facts.push_back({Words::tr("Noise"), levels(m.noise_sigma),
                     Words::tr("Standard deviation in the flattest parts, of 255 brightness levels.")});
    facts.push_back({Words::tr("Clipped"),
                     Words::tr("shadows %1 %, highlights %2 %")
                         .arg(locale.toString(m.clipped_shadows * 100, 'f', 1),
                              locale.toString(m.clipped_highlights * 100, 'f', 1)),
                     Words::tr("Part of the photo that is black or white without detail.")});
    facts.push_back({Words::tr("Brightness"),
                     Words::tr("mean %1, contrast %2")
                         .arg(locale.toString(m.mean_luma, 'f', 0), locale.toString(m.contrast, 'f', 0)),
                     Words::tr("Mean and standard deviation, of 255 levels.")});
    facts.push_back({Words::tr("JPEG blocks"), levels(m.blockiness),
                     Words::tr("Height of the steps that strong compression leaves at the borders of its blocks.")});
}

} // namespace

std::vector<Fact> factsOf(const library::PhotoEntry& entry, const std::string& model,
                          const imaging::Measures* measures) {
    std::vector<Fact> facts;
    addFileFacts(facts, entry);
    if (measures)
        addMeasures(facts, *measures);
    if (const library::ScoreRecord* record = entry.score_of(model))
        addScoreFacts(facts, *record);
    return facts;
}

} // namespace touchstone::ui
