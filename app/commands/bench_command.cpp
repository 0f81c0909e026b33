// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <random>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/commands/output_sink.h"
#include "app/commands/scoring_settings.h"
#include "app/modelstore/model_store.h"
#include "engine/base/files.h"
#include "engine/imaging/encode.h"
#include "engine/imaging/resample.h"
#include "engine/musiq/model.h"
#include "engine/musiq/tokens.h"
#include "engine/nn/model_file.h"

namespace touchstone::cli {

namespace {

using nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr Size bench_sizes[] = {{512, 384}, {1024, 768}, {1920, 1080}};

/// Each stage is repeated until this much time has gone by, and at least twice.
constexpr double stage_seconds = 0.6;
constexpr int least_runs = 2;
constexpr int most_runs = 50;

constexpr int jpeg_quality = 90;

/// A picture with gradients, edges and noise, so that JPEG has something to do.
RgbImage made_picture(Size size) {
    RgbImage image(size);
    std::minstd_rand noise(7);
    for (int y = 0; y < size.height; ++y) {
        std::uint8_t* pixel = image.row(y);
        for (int x = 0; x < size.width; ++x, pixel += 3) {
            const int stripes = (x / 24 + y / 17) % 2 == 0 ? 40 : 0;
            const int grain = static_cast<int>(noise() % 17);
            pixel[0] = static_cast<std::uint8_t>(std::min(255, 200 * x / size.width + stripes + grain));
            pixel[1] = static_cast<std::uint8_t>(std::min(255, 200 * y / size.height + stripes + grain));
            pixel[2] = static_cast<std::uint8_t>(std::min(255, 120 + stripes + grain));
        }
    }
    return image;
}

/// Median seconds of one run; the first failure ends it.
Result<double> measure(const std::function<Result<void>()>& stage, std::stop_token stop) {
    std::vector<double> seconds;
    double total = 0;
    while (static_cast<int>(seconds.size()) < most_runs &&
           (total < stage_seconds || static_cast<int>(seconds.size()) < least_runs)) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, {}, "was stopped");
        const Clock::time_point start = Clock::now();
        if (const Result<void> done = stage(); !done)
            return tl::unexpected(done.error());
        seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
        total += seconds.back();
    }
    std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2), seconds.end());
    return seconds[seconds.size() / 2];
}

/// A model of the built-in one's kind of size with random weights: speed does not ask what they are.
nn::ModelFile generated_model() {
    musiq::Config config;
    config.stem_width = 32;
    config.hidden = 192;
    config.heads = 6;
    config.mlp = 576;
    config.layers = 7;
    nn::ModelFile model;
    model.card.id = "generated";
    model.card.title = "generated weights";
    model.card.architecture = "musiq";
    model.card.preprocessing = "google";
    model.card.config = config.to_json();
    std::mt19937 random(1);
    for (const musiq::ParameterSpec& spec : musiq::parameter_list(config)) {
        nn::Tensor tensor;
        tensor.shape = spec.shape;
        std::size_t count = 1;
        for (const std::int64_t side : spec.shape)
            count *= static_cast<std::size_t>(side);
        const float width = 1.0f / std::sqrt(static_cast<float>(count) / static_cast<float>(spec.shape.front()));
        std::uniform_real_distribution<float> values(-width, width);
        tensor.values.resize(count);
        std::generate(tensor.values.begin(), tensor.values.end(), [&] { return values(random); });
        model.weights.tensors.emplace(spec.name, std::move(tensor));
    }
    return model;
}

Result<std::unique_ptr<Scorer>> open_generated(const ScorerOptions& options) {
    std::string folder = (std::filesystem::temp_directory_path() / "touchstone-bench-XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        return failure(ErrorCode::WriteFailed, folder, "cannot be made");
    const std::string file = folder + "/generated.safetensors";
    const Result<void> written = nn::write_model_file(file, generated_model(), nn::StoredType::Float32);
    Result<std::unique_ptr<Scorer>> scorer =
        written ? open_scorer(file, options) : Result<std::unique_ptr<Scorer>>(tl::unexpected(written.error()));
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return scorer;
}

Result<std::unique_ptr<Scorer>> open_bench_model(const ScorerOptions& options) {
    const Result<std::vector<std::string>> models = ModelStore().default_models();
    return models ? open_scorer(models->front(), options) : open_generated(options);
}

struct StageTimes {
    Size size;
    std::int64_t tokens = 0;
    double decode = 0, prepare = 0, network = 0;
};

Result<StageTimes> measure_size(Size size, Scorer& scorer, const musiq::Config& config, std::stop_token stop) {
    StageTimes times;
    times.size = size;
    times.tokens = scorer.token_count(size);
    const Result<Bytes> jpeg = imaging::encode_jpeg(made_picture(size), jpeg_quality);
    if (!jpeg)
        return tl::unexpected(jpeg.error());
    Photo photo;
    const auto decode = [&]() -> Result<void> {
        Result<Photo> decoded = imaging::decode(*jpeg, {}, "bench.jpg");
        if (!decoded)
            return tl::unexpected(decoded.error());
        photo = std::move(*decoded);
        return {};
    };
    const std::optional<int> limit = resolve_native_limit(scorer.options().native_limit, scorer.card());
    const auto prepare = [&]() -> Result<void> {
        const musiq::TokenSequence tokens =
            musiq::make_tokens(limit ? imaging::shrink_area_average(photo.image, *limit) : photo.image, config);
        return tokens.tokens() > 0 ? Result<void>{} : failure(ErrorCode::Internal, {}, "no tokens were made");
    };
    const auto network = [&]() -> Result<void> {
        const Photo* const one = &photo;
        const std::vector<Result<Assessment>> answers = scorer.score(std::span(&one, 1), stop);
        return answers.front() ? Result<void>{} : Result<void>(tl::unexpected(answers.front().error()));
    };
    const std::pair<double*, std::function<Result<void>()>> stages[] = {
        {&times.decode, decode}, {&times.prepare, prepare}, {&times.network, network}};
    for (const auto& [target, stage] : stages) {
        const Result<double> seconds = measure(stage, stop);
        if (!seconds)
            return tl::unexpected(seconds.error());
        *target = *seconds;
    }
    times.network = std::max(0.0, times.network - times.prepare); // score() prepares too
    return times;
}

std::string fixed(double value, int digits) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits);
    return {buffer, end.ptr};
}

std::string column(const std::string& text) {
    return text.size() < 12 ? std::string(12 - text.size(), ' ') + text : text;
}

ordered_json stage_json(double seconds, double total) {
    return {{"seconds", seconds},
            {"photos_per_second", seconds > 0 ? 1 / seconds : 0.0},
            {"share", total > 0 ? seconds / total : 0.0}};
}

ordered_json report_json(const std::vector<StageTimes>& all, const Scorer& scorer) {
    ordered_json json{{"touchstone", TOUCHSTONE_VERSION},
                      {"model", scorer.card().id},
                      {"device", scorer.options().device.name()},
                      {"precision", precision_name(scorer.options().precision)},
                      {"sizes", ordered_json::array()}};
    for (const StageTimes& times : all) {
        const double total = times.decode + times.prepare + times.network;
        json["sizes"].push_back({{"width", times.size.width},
                                 {"height", times.size.height},
                                 {"tokens", times.tokens},
                                 {"decode", stage_json(times.decode, total)},
                                 {"prepare", stage_json(times.prepare, total)},
                                 {"network", stage_json(times.network, total)},
                                 {"photos_per_second", total > 0 ? 1 / total : 0.0},
                                 {"relative_to_smallest", total / (all[0].decode + all[0].prepare + all[0].network)}});
    }
    return json;
}

std::string report_table(const std::vector<StageTimes>& all, const Scorer& scorer) {
    std::string text = printable(scorer.card().id) + " on " + scorer.options().device.name() + ", " +
                       precision_name(scorer.options().precision) + "\n\n";
    for (const char* head : {"size", "tokens", "decode", "prepare", "network", "photos/s"})
        text += column(head);
    text += "\n";
    for (const StageTimes& times : all) {
        const double total = times.decode + times.prepare + times.network;
        const auto share = [&](double seconds) {
            return column(fixed(total > 0 ? 100 * seconds / total : 0, 1) + " %");
        };
        text += column(std::to_string(times.size.width) + "x" + std::to_string(times.size.height)) +
                column(std::to_string(times.tokens)) + share(times.decode) + share(times.prepare) +
                share(times.network) + column(fixed(total > 0 ? 1 / total : 0, 2)) + "\n";
    }
    return text;
}

} // namespace

int run_bench(const Arguments& arguments, Interruption& interruption) {
    Console console("bench");
    const auto refuse = [&](const Error& error, int code) {
        console.error(error);
        return interruption.requested() ? int{exit_interrupted} : code;
    };
    const Result<ScoringSettings> settings = read_settings(arguments);
    if (!settings)
        return refuse(settings.error(), exit_code_for(settings.error()));
    const Result<std::unique_ptr<Scorer>> scorer = open_bench_model(settings->scorer);
    if (!scorer)
        return refuse(scorer.error(), exit_model);
    const ModelCard& card = (*scorer)->card();
    const Result<musiq::Config> config = musiq::Config::from_json(card.config, card.preprocessing, card.file);
    if (!config)
        return refuse(config.error(), exit_model);
    std::vector<StageTimes> all;
    for (const Size size : bench_sizes) {
        const Result<StageTimes> times = measure_size(size, **scorer, *config, interruption.token());
        if (!times)
            return refuse(times.error(), exit_some_failed);
        all.push_back(*times);
    }
    const Result<std::unique_ptr<OutputSink>> sink = open_output({});
    const Result<void> written =
        (*sink)->write(arguments.has("json") ? report_json(all, **scorer).dump(2) + "\n" : report_table(all, **scorer));
    return written || (*sink)->reader_is_gone() ? exit_done : exit_some_failed;
}

} // namespace touchstone::cli
