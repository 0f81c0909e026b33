// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// touchstone-train: the trainer for a machine that has LibTorch and nothing else. It decodes no photos: the
// configuration's data.pack names a file that `touchstone-cli train KIND CONFIG.json --pack FILE` made.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include <pthread.h>

#include "engine/training/contrast/encoder_trainer.h"
#include "engine/training/musiq_trainer.h"

namespace {

using namespace touchstone;
using namespace touchstone::training;

constexpr const char* usage =
    "usage: touchstone-train [musiq|quality-encoder|content-encoder] CONFIG.json [--init MODEL] [--resume]\n"
    "                        [--device auto|cpu|cuda[:N]]\n";

struct Arguments {
    std::string kind = "musiq", config, device = "auto";
    TrainOptions options;
};

bool parse(int count, char** words, Arguments& arguments) {
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--resume")
            arguments.options.resume = true;
        else if (word == "--init" && i + 1 < count)
            arguments.options.init_model = words[++i];
        else if (word == "--device" && i + 1 < count)
            arguments.device = words[++i];
        else if (word == "musiq" || word == "quality-encoder" || word == "content-encoder")
            arguments.kind = word;
        else if (!word.starts_with("-") && arguments.config.empty())
            arguments.config = word;
        else
            return false;
    }
    return !arguments.config.empty();
}

/// Either trainer's callbacks: both print the same way.
template <class Callbacks, class Report>
Callbacks printing() {
    Callbacks callbacks;
    callbacks.epoch = [](const Report& report) {
        std::printf("%s\n", report.json_line().c_str());
        std::fflush(stdout);
    };
    callbacks.message = [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); };
    callbacks.progress = [](const TrainProgress& progress) {
        if (progress.steps > 0 && progress.step % 50 == 0)
            std::fprintf(stderr, "%s epoch %d/%d step %d/%d loss %.4f, %.0f s left\n", progress.stage.c_str(),
                         progress.epoch, progress.epochs, progress.step, progress.steps, progress.loss,
                         progress.eta_seconds);
    };
    return callbacks;
}

int fail(const Error& error, int code) {
    std::fprintf(stderr, "touchstone-train: %s\n", error.message().c_str());
    return error.code == ErrorCode::Cancelled ? 130 : code;
}

int finished(const Result<TrainReport>& report) {
    if (!report)
        return fail(report.error(), 1);
    std::fprintf(stderr, "wrote %s\n", report->model_file.c_str());
    return 0;
}

int run_musiq(const Arguments& arguments, std::stop_token stop) {
    const auto config = TrainConfig::read(arguments.config);
    if (!config)
        return fail(config.error(), 2);
    return finished(train_musiq(*config, arguments.options, printing<TrainCallbacks, EpochReport>(), std::move(stop)));
}

int run_encoder(const Arguments& arguments, std::stop_token stop) {
    const auto expert = arguments.kind == "quality-encoder" ? reiqa::Expert::Quality : reiqa::Expert::Content;
    const auto config = ContrastConfig::read(arguments.config, expert);
    if (!config)
        return fail(config.error(), 2);
    return finished(
        train_encoder(*config, arguments.options, printing<ContrastCallbacks, ContrastReport>(), std::move(stop)));
}

} // namespace

int main(int count, char** words) {
    Arguments arguments;
    if (!parse(count, words, arguments)) {
        std::fputs(usage, stderr);
        return 2;
    }
    const auto device = parse_device(arguments.device);
    if (!device)
        return fail(device.error(), 3);
    arguments.options.device = *device;

    // Signals are blocked in every thread and awaited in one, so that the handler may do what it likes.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::stop_source stop;
    std::thread([signals, stop]() mutable {
        int which = 0;
        sigwait(&signals, &which);
        stop.request_stop();
        sigwait(&signals, &which); // asked twice: do not wait for the step
        std::_Exit(130);
    }).detach();

    return arguments.kind == "musiq" ? run_musiq(arguments, stop.get_token())
                                     : run_encoder(arguments, stop.get_token());
}
