// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/output_sink.h"
#include "app/commands/scoring_settings.h"
#include "app/modelstore/model_store.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/distortions/distortions.h"
#include "engine/training/contrast/encoder_trainer.h"
#include "engine/training/musiq_trainer.h"

namespace touchstone::cli {

namespace {

std::string rounded(double value, int digits) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits);
    return {buffer, end.ptr};
}

std::string minutes(double seconds) {
    const auto whole = static_cast<long long>(std::llround(seconds));
    return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
}

std::string agreement_text(const training::Agreement& agreement) {
    std::string text = "SRCC ";
    text += agreement.srcc ? rounded(*agreement.srcc, 4) : "-";
    text += ", PLCC ";
    text += agreement.plcc ? rounded(*agreement.plcc, 4) : "-";
    return text + ", " + std::to_string(agreement.count) + " photos";
}

/// Data (one JSON line per epoch) to stdout, everything else to stderr.
class TrainingReporter {
public:
    TrainingReporter(Console& console, OutputSink& sink)
        : console_(console)
        , sink_(sink) {}

    training::TrainCallbacks callbacks() {
        training::TrainCallbacks calls;
        calls.read_photo = read_photo;
        calls.progress = [this](const training::TrainProgress& progress) { show(progress); };
        calls.epoch = [this](const training::EpochReport& epoch) { write(epoch.json_line()); };
        calls.message = [this](const std::string& text) { console_.message(text); };
        return calls;
    }

    training::ContrastCallbacks contrast_callbacks() {
        training::ContrastCallbacks calls;
        calls.read_photo = read_photo;
        calls.distort = imaging::distort;
        calls.progress = [this](const training::TrainProgress& progress) { show(progress); };
        calls.epoch = [this](const training::ContrastReport& epoch) { write(epoch.json_line()); };
        calls.message = [this](const std::string& text) { console_.message(text); };
        return calls;
    }

    const std::optional<Error>& write_error() const { return write_error_; }

private:
    static Result<RgbImage> read_photo(const std::string& path) {
        Result<Photo> photo = imaging::decode_file(path, {});
        if (!photo)
            return tl::unexpected(photo.error());
        return std::move(photo->image);
    }

    void write(const std::string& line) {
        if (Result<void> written = sink_.write(line + "\n"); !written && !write_error_)
            write_error_ = written.error();
    }

    void show(const training::TrainProgress& progress) {
        if (!console_.shows_progress() || progress.steps <= 0)
            return;
        console_.status(progress.stage + " epoch " + std::to_string(progress.epoch) + "/" +
                        std::to_string(progress.epochs) + "  step " + std::to_string(progress.step) + "/" +
                        std::to_string(progress.steps) + "  loss " + rounded(progress.loss, 4) + "  " +
                        minutes(progress.eta_seconds) + " left");
    }

    Console& console_;
    OutputSink& sink_;
    std::optional<Error> write_error_; ///< the first one; the run itself goes on
};

int exit_code_of_training(const Error& error) {
    switch (error.code) {
    case ErrorCode::Cancelled:
        return exit_interrupted;
    case ErrorCode::BadInput:
    case ErrorCode::NotFound:
        return exit_usage;
    case ErrorCode::BadModel:
    case ErrorCode::UnsafeModel:
    case ErrorCode::NoDevice:
        return exit_model;
    default:
        return exit_some_failed;
    }
}

/// What all kinds of training share: where the run goes and what came of it.
class TrainingRun {
public:
    TrainingRun(const Arguments& arguments, Interruption& interruption, OutputSink& sink)
        : arguments_(arguments)
        , interruption_(interruption)
        , reporter_(console_, sink) {}

    int musiq() {
        const Result<training::TrainConfig> config = training::TrainConfig::read(arguments_.operands[1]);
        if (!config)
            return refuse(config.error(), exit_usage);
        const training::TrainCallbacks callbacks = reporter_.callbacks();
        if (arguments_.has("pack"))
            return packed(training::pack_photos(*config, arguments_.value("pack"), callbacks, interruption_.token()));
        return finished(training::train_musiq(*config, options_, callbacks, interruption_.token()));
    }

    int encoder(reiqa::Expert expert) {
        const Result<training::ContrastConfig> config = training::ContrastConfig::read(arguments_.operands[1], expert);
        if (!config)
            return refuse(config.error(), exit_usage);
        const training::ContrastCallbacks callbacks = reporter_.contrast_callbacks();
        if (arguments_.has("pack"))
            return packed(
                training::pack_encoder_photos(*config, arguments_.value("pack"), callbacks, interruption_.token()));
        return finished(training::train_encoder(*config, options_, callbacks, interruption_.token()));
    }

    /// Nothing when the options can be used, else the exit code.
    std::optional<int> read_options() {
        const Result<Device> device = parse_device(arguments_.value("device", "auto"));
        if (!device)
            return refuse(device.error(), exit_code_for(device.error()));
        options_.device = *device;
        options_.resume = arguments_.has("resume");
        if (!arguments_.has("init"))
            return std::nullopt;
        const Result<std::string> file = ModelStore().resolve(arguments_.value("init"));
        if (!file)
            return refuse(file.error(), exit_model);
        options_.init_model = *file;
        return std::nullopt;
    }

private:
    int refuse(const Error& error, int code) {
        console_.error(error);
        return interruption_.requested() ? int{exit_interrupted} : code;
    }

    int packed(const Result<void>& result) {
        return result ? int{exit_done} : refuse(result.error(), exit_code_of_training(result.error()));
    }

    int finished(const Result<training::TrainReport>& report) {
        if (!report)
            return refuse(report.error(), exit_code_of_training(report.error()));
        console_.message("wrote " + report->model_file +
                         (report->validation ? " (validation: " + agreement_text(*report->validation) + ")" : ""));
        if (reporter_.write_error())
            return refuse(*reporter_.write_error(), exit_some_failed);
        return exit_done;
    }

    const Arguments& arguments_;
    Interruption& interruption_;
    Console console_{"train"};
    TrainingReporter reporter_;
    training::TrainOptions options_;
};

} // namespace

int run_train(const Arguments& arguments, Interruption& interruption) {
    const Result<std::unique_ptr<OutputSink>> sink = open_output({});
    TrainingRun run(arguments, interruption, **sink);
    if (const std::optional<int> refused = run.read_options())
        return *refused;
    interruption.set_grace(std::chrono::seconds(60)); // the checkpoint has to be written; a second Ctrl-C ends at once
    const std::string& kind = arguments.operands[0];
    if (kind == "musiq")
        return run.musiq();
    return run.encoder(kind == "quality-encoder" ? reiqa::Expert::Quality : reiqa::Expert::Content);
}

} // namespace touchstone::cli
