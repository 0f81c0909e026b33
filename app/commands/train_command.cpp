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
        calls.read_photo = [](const std::string& path) -> Result<RgbImage> {
            Result<Photo> photo = imaging::decode_file(path, {});
            if (!photo)
                return tl::unexpected(photo.error());
            return std::move(photo->image);
        };
        calls.progress = [this](const training::TrainProgress& progress) { show(progress); };
        calls.epoch = [this](const training::EpochReport& epoch) {
            if (Result<void> written = sink_.write(epoch.json_line() + "\n"); !written && !write_error_)
                write_error_ = written.error();
        };
        calls.message = [this](const std::string& text) { console_.message(text); };
        return calls;
    }
    const std::optional<Error>& write_error() const { return write_error_; }

private:
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

} // namespace

int run_train(const Arguments& arguments, Interruption& interruption) {
    Console console("train");
    const auto refuse = [&](const Error& error, int code) {
        console.error(error);
        return interruption.requested() ? int{exit_interrupted} : code;
    };
    const Result<Device> device = parse_device(arguments.value("device", "auto"));
    if (!device)
        return refuse(device.error(), exit_code_for(device.error()));
    const Result<training::TrainConfig> config = training::TrainConfig::read(arguments.operands[1]);
    if (!config)
        return refuse(config.error(), exit_usage);
    training::TrainOptions options;
    options.device = *device;
    options.resume = arguments.has("resume");
    if (arguments.has("init")) {
        const Result<std::string> file = ModelStore().resolve(arguments.value("init"));
        if (!file)
            return refuse(file.error(), exit_model);
        options.init_model = *file;
    }
    interruption.set_grace(std::chrono::seconds(60)); // the checkpoint has to be written; a second Ctrl-C ends at once
    const Result<std::unique_ptr<OutputSink>> sink = open_output({});
    TrainingReporter reporter(console, **sink);
    const training::TrainCallbacks callbacks = reporter.callbacks();
    if (arguments.has("pack")) {
        const Result<void> packed =
            training::pack_photos(*config, arguments.value("pack"), callbacks, interruption.token());
        return packed ? int{exit_done} : refuse(packed.error(), exit_code_of_training(packed.error()));
    }
    const Result<training::TrainReport> report =
        training::train_musiq(*config, options, callbacks, interruption.token());
    if (!report)
        return refuse(report.error(), exit_code_of_training(report.error()));
    console.message("wrote " + report->model_file +
                    (report->validation ? " (validation: " + agreement_text(*report->validation) + ")" : ""));
    if (reporter.write_error())
        return refuse(*reporter.write_error(), exit_some_failed);
    return exit_done;
}

} // namespace touchstone::cli
