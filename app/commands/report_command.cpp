// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `report`: scores, facts and marks as a document.
#include <algorithm>
#include <array>
#include <clocale>

#include <QFile>
#include <QGuiApplication>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/library_photos.h"
#include "app/commands/output_sink.h"
#include "app/commands/report_scoring.h"
#include "app/commands/scoring_settings.h"
#include "app/library/cache_files.h"
#include "app/library/query/photo_filter.h"
#include "app/library/query/photo_order.h"
#include "app/reports/report_writer.h"
#include "engine/base/files.h"

static void make_report_resources() {
    Q_INIT_RESOURCE(touchstone_reports);
}

namespace touchstone::cli {

using reports::ReportData;
using reports::ReportFormat;

namespace {

QString text_of(const std::string& bytes) {
    return QString::fromStdString(to_valid_utf8(bytes));
}

/// Fonts come with the GUI part of Qt, which draws off screen here. Before anything else of Qt; once.
void need_fonts() {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    static int count = 1;
    static char name[] = "touchstone-cli";
    static std::array<char*, 2> words{name, nullptr};
    // It warns of a missing folder for sockets, which nothing here uses.
    static const QtMessageHandler usual =
        qInstallMessageHandler([](QtMsgType type, const QMessageLogContext& context, const QString& message) {
            if (!message.contains(QLatin1String("XDG_RUNTIME_DIR")))
                usual(type, context, message);
        });
    static QGuiApplication application(count, words.data());
    std::setlocale(LC_NUMERIC, "C"); // numbers of the command line are everybody's
}

struct Wanted {
    library::PhotoFilter filter;
    library::SortOrder order;
    std::size_t top = SIZE_MAX;
    ReportFormat format = ReportFormat::Html;
    reports::ReportOptions options;
    Device device;
};

Result<void> read_selection(Wanted& wanted, const std::string& filter_text, const std::string& order_text) {
    auto filter = library::PhotoFilter::parse(text_of(filter_text));
    if (!filter)
        return failure(ErrorCode::BadInput, {},
                       "filter, column " + std::to_string(filter.error().at + 1) + ": " +
                           filter.error().text.toStdString());
    const auto order = library::SortOrder::parse(text_of(order_text));
    if (!order || order->key == library::SortKey::Distance)
        return failure(ErrorCode::BadInput, {}, "\"" + to_valid_utf8(order_text) + "\" is no order of a report",
                       "use one that rank knows, but distance");
    wanted.filter = std::move(*filter);
    wanted.order = *order;
    return {};
}

Result<void> read_format(Wanted& wanted, const Arguments& arguments) {
    const std::string output = arguments.value("output"), word = arguments.value("format");
    const auto by_name = reports::format_of_name(output);
    if (word == "contact-sheet")
        wanted.format =
            by_name == ReportFormat::ContactSheetPng ? ReportFormat::ContactSheetPng : ReportFormat::ContactSheetPdf;
    else if (!word.empty())
        wanted.format = *reports::format_of_name("." + word);
    else
        wanted.format = by_name.value_or(ReportFormat::Html);
    if (output.empty() && !reports::is_text(wanted.format))
        return failure(ErrorCode::BadInput, {}, "a PDF or contact sheet does not go to stdout",
                       "name a file by --output");
    return {};
}

Result<Wanted> read_wanted(const Arguments& arguments) {
    Wanted wanted;
    if (const auto format = read_format(wanted, arguments); !format)
        return tl::unexpected(format.error());
    if (arguments.has("collection") && (arguments.has("filter") || arguments.has("by")))
        return failure(ErrorCode::BadInput, {}, "a collection has a filter and an order of its own");
    if (const auto read = read_selection(wanted, arguments.value("filter"), arguments.value("by")); !read)
        return tl::unexpected(read.error());
    const auto top = read_number(arguments, "top", 1, INT32_MAX);
    const auto maps = read_number(arguments, "maps", 0, 0);
    const auto edge = read_number(arguments, "thumbnail", 16, 0);
    const auto device = parse_device(arguments.value("device", "auto"));
    for (const Result<int>* number : {&top, &maps, &edge})
        if (!*number)
            return tl::unexpected(number->error());
    if (!device)
        return tl::unexpected(device.error());
    wanted.top = static_cast<std::size_t>(*top);
    wanted.options.with_maps = static_cast<std::size_t>(*maps);
    wanted.options.thumbnail_edge = std::min(*edge, 1024);
    if (arguments.value("paper") == "letter")
        wanted.options.paper = reports::Paper::Letter;
    wanted.device = *device;
    return wanted;
}

Result<void> use_collection(Wanted& wanted, const std::string& name, library::CatalogueReader& reader) {
    const auto rows = reader.collections();
    if (!rows)
        return tl::unexpected(rows.error());
    for (const library::CollectionRow& row : *rows)
        if (row.name == text_of(name))
            return read_selection(wanted, row.filter.toStdString(), row.order.toStdString());
    return failure(ErrorCode::BadInput, {}, "there is no collection \"" + to_valid_utf8(name) + "\"",
                   "touchstone-cli library status --format json lists them");
}

class ReportCommand {
public:
    ReportCommand(const Arguments& arguments, Wanted wanted, Interruption& interruption)
        : arguments_(arguments)
        , wanted_(std::move(wanted))
        , interruption_(interruption) {}

    int run() {
        Result<OpenLibrary> library = open_library(arguments_, Access::Read, console_);
        if (!library)
            return refuse(library.error());
        if (arguments_.has("collection"))
            if (const auto used = use_collection(wanted_, arguments_.value("collection"), *library->reader); !used)
                return refuse(used.error());
        Result<ListedScores> scores = listed_scores(*library->reader, arguments_.value("model"));
        if (!scores)
            return refuse(scores.error());
        const auto read =
            read_library_photos(*library, *scores, arguments_.operands, photos_, console_, interruption_.token());
        if (!read)
            return refuse(read.error());
        failed_ = read->failed;
        if (arguments_.has("score")) {
            const auto scored = score_missing(photos_, *scores, wanted_.device, console_, interruption_.token());
            if (!scored)
                return refuse(scored.error());
            failed_ += *scored;
        }
        if (const auto told = tell_library_values(*library, *scores); !told)
            return refuse(told.error());
        Result<ReportData> data = collect(*library);
        if (!data)
            return refuse(data.error());
        return interruption_.requested() ? int{exit_interrupted} : write(*data);
    }

private:
    int refuse(const Error& error) {
        console_.clear_progress();
        if (error.code == ErrorCode::Cancelled)
            return exit_interrupted;
        console_.error(error);
        return error.code == ErrorCode::BadInput ? exit_usage : exit_model;
    }

    Result<void> tell_library_values(const OpenLibrary& library, const ListedScores& scores) {
        for (const library::WantedScores& wanted : scores.wanted) {
            if (wanted.listed_as != scores.current)
                continue;
            auto values = library.reader->values({}, wanted.recipe_key);
            if (!values)
                return tl::unexpected(values.error());
            if (!values->empty())
                photos_.values.setLibraryValues(std::move(*values));
        }
        return {};
    }

    Result<ReportData> collect(const OpenLibrary& library) {
        std::vector<int> places;
        library::NameRanks names;
        for (std::size_t place = 0; place < photos_.entries.size(); ++place) {
            names.append(photos_.entries[place]);
            if (wanted_.filter.accepts(photos_.entries[place], place, photos_.values))
                places.push_back(static_cast<int>(place));
        }
        library::sort_places(places, wanted_.order, photos_.entries, photos_.values, names);
        places.resize(std::min(places.size(), wanted_.top));
        const reports::ReportRequest request{TOUCHSTONE_VERSION,
                                             to_valid_utf8(arguments_.value("title", "Photo quality report")),
                                             wanted_.filter.text().toStdString(), wanted_.order.text().toStdString()};
        ReportData data = reports::make_report(request, photos_.entries, places, photos_.values, photos_.paths);
        std::vector<library::PhotoId> ids;
        for (const int place : places)
            ids.push_back(photos_.entries[static_cast<std::size_t>(place)].id);
        if (const auto added = reports::add_facts(data, ids, *library.reader, interruption_.token()); !added)
            return tl::unexpected(added.error());
        if (const auto hashed = add_hashes(data); !hashed)
            return tl::unexpected(hashed.error());
        return data;
    }

    /// Those that the library does not have, and SHA-256 where it is asked for.
    Result<void> add_hashes(ReportData& data) {
        const bool strong = arguments_.has("sha256");
        for (std::size_t i = 0; i < data.photos.size(); ++i) {
            reports::ReportPhoto& photo = data.photos[i];
            if (interruption_.token().stop_requested())
                return failure(ErrorCode::Cancelled, {}, "was stopped");
            if (photo.xxh3_128.empty())
                if (const auto hash = library::hash_file(photo.file, interruption_.token()))
                    photo.xxh3_128 = hash->hex();
            if (strong)
                if (const auto hash = sha256_of_file(photo.file))
                    photo.sha256 = *hash;
            if (strong || i % 100 == 0)
                console_.progress(i, 0, data.photos.size());
        }
        console_.clear_progress();
        return {};
    }

    int write(const ReportData& data) {
        reports::PhotoPicturesOptions pictures;
        pictures.thumbnail_folder = library::default_cache_folder();
        if (wanted_.options.with_maps > 0 && data.ranking_model()) {
            auto maker = explainer(*data.ranking_model(), wanted_.device, interruption_.token());
            if (!maker)
                return refuse(maker.error());
            pictures.explain = std::move(*maker);
        }
        const auto source = reports::photo_pictures(std::move(pictures));
        const reports::ReportRun run{[this](std::size_t done, std::size_t total) { console_.progress(done, 0, total); },
                                     interruption_.token()};
        const std::string output = arguments_.value("output");
        const auto written = output.empty()
                                 ? write_to_stdout(data, *source, run)
                                 : reports::write_report(data, wanted_.format, wanted_.options, *source, output, run);
        console_.clear_progress();
        if (!written && written.error().code == ErrorCode::Cancelled)
            return exit_interrupted;
        if (!written) {
            console_.error(written.error());
            return exit_some_failed;
        }
        for (const std::string& name : *written)
            console_.message(name + ": " + std::to_string(data.photos.size()) + " photos");
        return failed_ > 0 ? exit_some_failed : exit_done;
    }

    Result<std::vector<std::string>> write_to_stdout(const ReportData& data, reports::ReportPictures& pictures,
                                                     const reports::ReportRun& run) {
        const auto sink = open_output({});
        const reports::WriteText text = [&](std::string_view part) { return (*sink)->write(part); };
        const Result<void> done = wanted_.format == ReportFormat::Csv ? write_csv(data, text, run)
                                  : wanted_.format == ReportFormat::Json
                                      ? write_json(data, text, run)
                                      : write_html(data, wanted_.options, pictures, text, run);
        if (!done && !(*sink)->reader_is_gone())
            return tl::unexpected(done.error());
        return std::vector<std::string>();
    }

    const Arguments& arguments_;
    Wanted wanted_;
    Interruption& interruption_;
    Console console_{"report"};
    RankedPhotos photos_;
    std::size_t failed_ = 0;
};

int print_schema() {
    make_report_resources();
    QFile file(QStringLiteral(":/touchstone/reports/report.schema.json"));
    if (!file.open(QIODevice::ReadOnly))
        return exit_some_failed;
    const auto sink = open_output({});
    return (*sink)->write(file.readAll().toStdString()) ? exit_done : exit_some_failed;
}

} // namespace

int run_report(const Arguments& arguments, Interruption& interruption) {
    if (arguments.has("schema"))
        return print_schema();
    Result<Wanted> wanted = read_wanted(arguments);
    if (!wanted) {
        Console("report").error(wanted.error());
        return exit_code_for(wanted.error());
    }
    if (!reports::is_text(wanted->format))
        need_fonts();
    return ReportCommand(arguments, std::move(*wanted), interruption).run();
}

} // namespace touchstone::cli
