// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Every format says the same; what is written is whole, bounded and safe to open.
#include <QCryptographicHash>
#include <QPaintEngine>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

#include <nlohmann/json.hpp>

#include "app/reports/explanation_maps.h"
#include "app/reports/page_canvas.h"
#include "app/reports/report_fields.h"
#include "app/reports/report_summary.h"
#include "app/reports/report_writer.h"
#include "engine/base/files.h"
#include "engine/scoring/scorer.h"
#include "tests/app/reports/report_samples.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
using namespace touchstone::reports;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

std::string written_by(const std::function<Result<void>(const WriteText&)>& writer) {
    std::string text;
    const auto done = writer([&](std::string_view part) -> Result<void> {
        text += part;
        return {};
    });
    return done ? text : "FAILED " + done.error().message();
}

/// RFC 4180.
std::vector<std::vector<std::string>> rows_of_csv(const std::string& text) {
    std::vector<std::vector<std::string>> rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            rows.back().back() += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            rows.back().emplace_back();
        else if (!quoted && c == '\r' && text[i + 1] == '\n')
            rows.push_back({""}), ++i;
        else
            rows.back().back() += c;
    }
    rows.pop_back();
    return rows;
}

using Texts = std::vector<std::map<std::string, std::string>>; ///< heading → exact text, by photo

Texts texts_of_csv(const std::string& csv) {
    const auto rows = rows_of_csv(csv);
    Texts texts;
    for (std::size_t r = 1; r < rows.size(); ++r) {
        texts.emplace_back();
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            std::string text = rows[r][c];
            if (text.size() > 1 && text[0] == '\'' && std::string("=+-@").find(text[1]) != std::string::npos)
                text.erase(0, 1); // the guard
            if (!text.empty())
                texts.back()[rows[0].at(c)] = text;
        }
    }
    return texts;
}

/// HTML as this program writes it is well-formed but for the void elements.
Texts texts_of_html(QString html) {
    static const QRegularExpression open_tags(QStringLiteral("<(meta|img)([^>]*)>"));
    html.replace(open_tags, QStringLiteral("<\\1\\2/>"));
    html.remove(QStringLiteral("<!DOCTYPE html>"));
    static const QRegularExpression script(QStringLiteral("<script>.*</script>"),
                                           QRegularExpression::DotMatchesEverythingOption);
    html.remove(script);
    QXmlStreamReader xml(html);
    Texts texts;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        if (xml.name() == QLatin1String("tr") && xml.attributes().value(QLatin1String("id")).startsWith(u'p'))
            texts.emplace_back();
        if (xml.name() == QLatin1String("dd")) {
            const std::string key = xml.attributes().value(QLatin1String("data-key")).toString().toStdString();
            texts.back()[key] = xml.readElementText().toStdString();
        }
    }
    if (xml.hasError())
        qWarning("%s at line %lld", qPrintable(xml.errorString()), static_cast<long long>(xml.lineNumber()));
    return xml.hasError() ? Texts() : texts;
}

std::string text_of_json(const json& value) {
    if (value.is_null())
        return {};
    if (value.is_string())
        return value.get<std::string>();
    return value.is_number_float() ? number_text(value.get<double>()) : value.dump();
}

Texts texts_of_json(const json& report) {
    Texts texts;
    for (const json& photo : report.at("photos")) {
        texts.emplace_back();
        auto& of_photo = texts.back();
        for (const auto& [key, value] : photo.items())
            if (key != "scores" && key != "error" && key != "path_percent")
                of_photo[key] = text_of_json(value);
        if (photo.at("rating") == 0)
            of_photo.erase("rating");
        if (!photo.at("error").is_null())
            of_photo["error"] = photo.at("error").at("code").get<std::string>() + ": " +
                                photo.at("error").at("message").get<std::string>();
        of_photo["touchstone"] = report.at("touchstone");
        for (const json& score : photo.at("scores")) {
            const std::string id = score.at("model");
            const auto& models = report.at("models");
            const auto model =
                std::find_if(models.begin(), models.end(), [&](const json& m) { return m.at("id") == id; });
            of_photo[id + " score"] = text_of_json(score.at(score.at("value").is_null() ? "code" : "value"));
            of_photo[id + " std"] = text_of_json(score.at("std"));
            of_photo[id + " percentile"] = text_of_json(score.at("percentile"));
            of_photo[id + " device"] = text_of_json(score.at("device"));
            of_photo[id + " scaled_down"] = score.at("scaled_down") == true ? "yes" : "no";
            of_photo[id + " model_sha256"] = text_of_json(model->at("sha256"));
            of_photo[id + " native_limit"] =
                model->at("native_limit").is_null() ? "none" : text_of_json(model->at("native_limit"));
            for (const char* key : {"preprocessing", "precision", "decode"})
                of_photo[id + " " + key] = text_of_json(model->at(key));
        }
        std::erase_if(of_photo, [](const auto& entry) { return entry.second.empty(); });
    }
    return texts;
}

/// Remembers what is written on paper.
class TextEngine final : public QPaintEngine {
public:
    explicit TextEngine(QString& text)
        : QPaintEngine(QPaintEngine::AllFeatures)
        , text_(text) {}
    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState&) override {}
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {}
    void drawPath(const QPainterPath&) override {}
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    void drawTextItem(const QPointF&, const QTextItem& item) override { text_ += item.text(); }
    Type type() const override { return QPaintEngine::User; }

private:
    QString& text_;
};
class TextDevice final : public QPaintDevice {
public:
    QString text;
    QPaintEngine* paintEngine() const override { return &engine_; }

protected:
    int metric(PaintDeviceMetric metric) const override {
        switch (metric) {
        case PdmWidth:
            return 595;
        case PdmHeight:
            return 842;
        case PdmDevicePixelRatioScaled:
            return static_cast<int>(devicePixelRatioFScale());
        case PdmDevicePixelRatio:
            return 1;
        default:
            return 72;
        }
    }

private:
    mutable TextEngine engine_{text};
};

QString without_blanks(QString text) {
    text.remove(QRegularExpression(QStringLiteral("\\s")));
    return text;
}

/// As much of JSON Schema as report.schema.json uses.
std::string schema_problem(const json& value, const json& schema, const json& root, const std::string& place) {
    if (schema.contains("$ref"))
        return schema_problem(value, root.at("$defs").at(schema.at("$ref").get<std::string>().substr(8)), root, place);
    if (schema.contains("const") && value != schema.at("const"))
        return place + " is not " + schema.at("const").dump();
    if (schema.contains("enum")) {
        const json& words = schema.at("enum");
        return std::find(words.begin(), words.end(), value) == words.end() ? place + " is " + value.dump() : "";
    }
    if (schema.contains("type")) {
        const json types = schema.at("type").is_array() ? schema.at("type") : json::array({schema.at("type")});
        const bool fits = std::any_of(types.begin(), types.end(), [&](const json& type) {
            return (type == "null" && value.is_null()) || (type == "string" && value.is_string()) ||
                   (type == "integer" && value.is_number_integer()) || (type == "number" && value.is_number()) ||
                   (type == "boolean" && value.is_boolean()) || (type == "array" && value.is_array()) ||
                   (type == "object" && value.is_object());
        });
        if (!fits)
            return place + " has another type: " + value.dump().substr(0, 60);
    }
    if (value.is_array() && schema.contains("items"))
        for (std::size_t i = 0; i < value.size(); ++i)
            if (auto what = schema_problem(value[i], schema.at("items"), root, place + "[" + std::to_string(i) + "]");
                !what.empty())
                return what;
    if (!value.is_object() || !schema.contains("properties"))
        return {};
    for (const json& key : schema.at("required"))
        if (!value.contains(key))
            return place + "." + key.get<std::string>() + " is missing";
    for (const auto& [key, inner] : value.items()) {
        if (!schema.at("properties").contains(key))
            return place + "." + key + " is in no schema";
        if (auto what = schema_problem(inner, schema.at("properties").at(key), root, place + "." + key); !what.empty())
            return what;
    }
    return {};
}

std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
}

} // namespace

class TestReports : public QObject {
    Q_OBJECT

    static constexpr int count = 40;
    const ReportData data_ = test::sample_report(count);

    std::string csv() const {
        return written_by([&](const WriteText& write) { return write_csv(data_, write, {}); });
    }
    std::string json_text() const {
        return written_by([&](const WriteText& write) { return write_json(data_, write, {}); });
    }
    std::string html(const ReportOptions& options = {}) const {
        test::ColourPictures pictures;
        return written_by([&](const WriteText& write) { return write_html(data_, options, pictures, write, {}); });
    }

private Q_SLOTS:
    /// Text by text, for every photo.
    void csvJsonAndHtmlSayTheSame() {
        const Texts from_csv = texts_of_csv(csv());
        const Texts from_json = texts_of_json(json::parse(json_text()));
        const Texts from_html = texts_of_html(QString::fromStdString(html()));
        QCOMPARE(from_csv.size(), std::size_t{count});
        QCOMPARE(from_json.size(), std::size_t{count});
        QCOMPARE(from_html.size(), std::size_t{count});
        for (std::size_t i = 0; i < count; ++i) {
            for (const auto& [key, text] : from_csv[i]) {
                const auto in_json = from_json[i].find(key), in_html = from_html[i].find(key);
                QVERIFY2(in_json != from_json[i].end(), key.c_str());
                QVERIFY2(in_html != from_html[i].end(), key.c_str());
                QCOMPARE(in_json->second, text);
                QCOMPARE(in_html->second, text);
            }
            QCOMPARE(from_json[i].size(), from_csv[i].size());
            QCOMPARE(from_html[i].size(), from_csv[i].size());
        }
    }

    void paperSaysTheSame() {
        TextDevice device;
        QPainter painter(&device);
        test::ColourPictures pictures;
        PageCanvas canvas(painter, paper_points(Paper::A4), [] { return true; });
        QVERIFY(paint_report(canvas, data_, {}, pictures, {}));
        painter.end();
        const QString paper = without_blanks(device.text);
        QVERIFY(canvas.page() > 5);
        qsizetype at = paper.indexOf(QStringLiteral("photos/IMG_0.jpg"));
        QVERIFY(at > 0);
        for (const ReportModel& model : data_.models)
            for (const std::string& words : {model.title, model.sha256, model.preprocessing})
                QVERIFY2(paper.left(at).contains(without_blanks(QString::fromStdString(words))), words.c_str());
        // Each photo's block holds each of its texts, in order of the photos.
        const std::set<std::string> once{"model_sha256", "preprocessing", "native_limit",
                                         "precision",    "decode",        "touchstone"};
        const std::vector<Column> columns = columns_of(data_);
        for (const ReportPhoto& photo : data_.photos) {
            const std::vector<std::string> texts = texts_of(data_, photo);
            const qsizetype block = paper.indexOf(without_blanks(QString::fromStdString(texts[0])), at);
            QVERIFY2(block >= 0, texts[0].c_str());
            at = block;
            const QString here = paper.mid(block, 1500);
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (once.contains(columns[i].key) || (columns[i].key == "scaled_down" && texts[i] == "no"))
                    continue;
                const QString wanted = without_blanks(QString::fromStdString(readable(columns[i], texts[i])));
                QVERIFY2(here.contains(wanted), qPrintable(wanted));
            }
        }
    }

    void sumsStandBesideTheMaps() {
        const QString sum =
            QStringLiteral("60.25 = 50.00 (the mean photograph) + 12.50 (content, full size) \u2212 2.25 "
                           "(quality, half size)");
        ReportOptions options;
        options.with_maps = 2;
        QCOMPARE(QString::fromStdString(html(options)).count(sum), 2);
        QVERIFY(!QString::fromStdString(html()).contains(sum));
        TextDevice device;
        QPainter painter(&device);
        test::ColourPictures pictures;
        PageCanvas canvas(painter, paper_points(Paper::A4), [] { return true; });
        QVERIFY(paint_report(canvas, data_, options, pictures, {}));
        painter.end();
        QCOMPARE(without_blanks(device.text).count(without_blanks(sum)), 2);
    }

    /// By a real network of generated weights: the parts are the score.
    void partsOfReIqaAddUp() {
        const QTemporaryDir folder;
        const auto scorer =
            open_scorer(test::write_generated_reiqa(folder.path().toStdString(), test::tiny_trunk()), {});
        QVERIFY2(scorer, scorer ? "" : scorer.error().message().c_str());
        Photo photo;
        photo.image = RgbImage({160, 120});
        for (std::size_t i = 0; i < photo.image.pixels.size(); ++i)
            photo.image.pixels[i] = static_cast<std::uint8_t>(i * 31 % 251);
        photo.stored_size = photo.image.size;
        const auto assessment = (*scorer)->explain(photo, AttentionMethod::Rollout, {});
        QVERIFY2(assessment, assessment ? "" : assessment.error().message().c_str());
        const ReportExplanation why = explanation_of(photo, *assessment, 100);
        QCOMPARE(why.maps.size(), std::size_t{2});
        QCOMPARE(why.parts.size(), std::size_t{6});
        double sum = 0;
        for (std::size_t i = 0; i < 5; ++i)
            sum += why.parts[i].value;
        QVERIFY(std::abs(sum - assessment->score.value) < 1e-6); // doubles; the score is of the order of 50
        QCOMPARE(why.parts[5].value, assessment->score.value);
        QVERIFY(explanation_of(photo, {}, 100).parts.empty());
        QVERIFY(sum_text({}).empty());
    }

    void jsonFollowsItsSchema() {
        const json schema = json::parse(file_text(TOUCHSTONE_REPORT_SCHEMA));
        json report = json::parse(json_text());
        QCOMPARE(QString::fromStdString(schema_problem(report, schema, schema, "report")), QString());
        report["photos"][3]["rank"] = "first"; // the check can fail
        QVERIFY(!schema_problem(report, schema, schema, "report").empty());
    }

    void csvIsGuardedAgainstFormulas() {
        const auto rows = rows_of_csv(csv());
        QCOMPARE(rows[2][0], std::string("'=HYPERLINK(\"http://example.org\",\"x\").jpg"));
        for (std::size_t r = 1; r < rows.size(); ++r) {
            QCOMPARE(rows[r].size(), rows[0].size());
            for (const std::string& cell : rows[r])
                if (!cell.empty() && std::string("=+-@").find(cell[0]) != std::string::npos)
                    QVERIFY2(false, cell.c_str());
        }
    }

    void htmlNeedsAndRunsNothingElse() {
        const std::string page = html({0, 2, Paper::A4});
        QVERIFY(page.find("<script>alert") == std::string::npos);
        QVERIFY(page.find("default-src 'none'") != std::string::npos);
        // No address but data, and one script, whose hash the page names.
        const QString text = QString::fromStdString(page);
        static const QRegularExpression sources(QStringLiteral("(src|href)=\"([^\"]{0,40})"));
        for (auto found = sources.globalMatch(text); found.hasNext();) {
            const QString address = found.next().captured(2);
            QVERIFY2(address.startsWith(QLatin1String("data:image/")) || address.startsWith(u'#'), qPrintable(address));
        }
        const qsizetype begin = text.indexOf(QStringLiteral("<script>")) + 8;
        const QByteArray script = text.mid(begin, text.indexOf(QStringLiteral("</script>")) - begin).toUtf8();
        const QByteArray hash = QCryptographicHash::hash(script, QCryptographicHash::Sha256).toBase64();
        QVERIFY(text.contains(QStringLiteral("script-src 'sha256-%1'").arg(QLatin1String(hash))));
        QCOMPARE(text.count(QStringLiteral("<script")), 1);
        // Every picture has words.
        static const QRegularExpression silent(QStringLiteral("<img (?![^>]*alt=\"[^\"]+\")"));
        QVERIFY(!silent.match(text).hasMatch());
        QCOMPARE(text.count(QStringLiteral("<figure>")), 2);
        QVERIFY(text.contains(QStringLiteral("IMG_0.jpg, score 70.12 of 0 to 100, rank 1, picked")) ||
                text.contains(QStringLiteral("IMG_0.jpg, score 70.12 of 0 to 100, rank 1")));
    }

    void theSummaryCounts() {
        const ReportSummary summary = summarise(data_);
        QCOMPARE(summary.photos, std::size_t{count});
        QCOMPARE(summary.scored + summary.failed, std::size_t{count});
        const ScoreDistribution& first = summary.distributions.front();
        QCOMPARE(std::accumulate(first.bars.begin(), first.bars.end(), std::size_t{0}), summary.scored);
        QCOMPARE(first.from, 0.0);
        QCOMPARE(first.to, 100.0);
        QCOMPARE(first.bars[14], std::size_t{2}); // 70.12 and 70.02 alone are over 70
        std::size_t photos = 0;
        for (const ReportGroup& group : summary.cameras)
            photos += group.photos;
        QCOMPARE(photos, std::size_t{count});
        QCOMPARE(summary.months.front().name, std::string("2024-01"));
        QCOMPARE(summary.best.size(), std::size_t{12});
        QCOMPARE(summary.best.front(), std::size_t{0});
        for (const std::size_t photo : summary.worst)
            QVERIFY(std::find(summary.best.begin(), summary.best.end(), photo) == summary.best.end());
        // Nothing at all is a report, too.
        const ReportSummary empty = summarise(ReportData{});
        QCOMPARE(empty.photos, std::size_t{0});
        const ReportData nothing;
        QVERIFY(json::accept(written_by([&](const WriteText& write) { return write_json(nothing, write, {}); })));
    }

    void filesAppearWhole_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("csv") << int(ReportFormat::Csv) << QByteArray("r.csv") << QByteArray("path,rank");
        QTest::newRow("json") << int(ReportFormat::Json) << QByteArray("r.json") << QByteArray("{\"kind\"");
        QTest::newRow("html") << int(ReportFormat::Html) << QByteArray("r.html") << QByteArray("<!DOCTYPE html>");
        QTest::newRow("pdf") << int(ReportFormat::Pdf) << QByteArray("r.pdf") << QByteArray("%PDF-");
        QTest::newRow("sheet pdf") << int(ReportFormat::ContactSheetPdf) << QByteArray("s.pdf") << QByteArray("%PDF-");
        QTest::newRow("sheet png") << int(ReportFormat::ContactSheetPng) << QByteArray("s.png")
                                   << QByteArray("\x89PNG");
    }
    void filesAppearWhole() {
        QFETCH(const int, format);
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, begin);
        const QTemporaryDir folder;
        const std::string base = folder.path().toStdString(), path = base + "/" + name.toStdString();
        std::ofstream(path) << "the last report";
        test::ColourPictures pictures;
        // Stopped in the middle: the last one is still there, and nothing else.
        std::stop_source stop;
        const ReportRun stopped{[&](std::size_t done, std::size_t) {
                                    if (done == 10)
                                        stop.request_stop();
                                },
                                stop.get_token()};
        const auto half = write_report(data_, static_cast<ReportFormat>(format), {}, pictures, path, stopped);
        QVERIFY(!half);
        QCOMPARE(half.error().code, ErrorCode::Cancelled);
        QCOMPARE(file_text(path), std::string("the last report"));
        QCOMPARE(std::distance(fs::directory_iterator(base), fs::directory_iterator()), 1);
        std::size_t last = 0;
        const ReportRun run{[&](std::size_t done, std::size_t total) {
                                QCOMPARE(total, std::size_t{count});
                                last = done;
                            },
                            {}};
        const auto written = write_report(data_, static_cast<ReportFormat>(format), {}, pictures, path, run);
        QVERIFY2(written, written ? "" : written.error().message().c_str());
        QCOMPARE(last, std::size_t{count});
        QVERIFY(QByteArray::fromStdString(file_text(path)).startsWith(begin));
        QCOMPARE(static_cast<std::size_t>(std::distance(fs::directory_iterator(base), fs::directory_iterator())),
                 written->size());
        // A place that cannot be written is said.
        const auto nowhere =
            write_report(data_, static_cast<ReportFormat>(format), {}, pictures, base + "/no/" + "x", run);
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().code, ErrorCode::WriteFailed);
    }

    void previewIsThePage() {
        test::ColourPictures pictures;
        const QImage page = preview_of(data_, ReportFormat::Pdf, {}, pictures, 400, {});
        QCOMPARE(page.width(), 400);
        QVERIFY(pictures.asked < 30); // the first page only
        std::set<QRgb> colours;
        for (int y = 0; y < page.height(); y += 3)
            for (int x = 0; x < page.width(); x += 3)
                colours.insert(page.pixel(x, y));
        QVERIFY(colours.size() > 20);
        QVERIFY(!preview_of(data_, ReportFormat::ContactSheetPng, {}, pictures, 400, {}).isNull());
    }
};

QTEST_MAIN(TestReports)
#include "test_reports.moc"
