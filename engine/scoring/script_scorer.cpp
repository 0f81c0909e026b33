// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/script_scorer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <numeric>

#include "engine/imaging/resample.h"
#include "engine/nn/script_network.h"
#include "engine/scoring/limited_photo.h"

namespace touchstone {

namespace {

constexpr const char* architecture = "torchscript";
constexpr int trial_side = 256; ///< of the grey picture that a network without a size of its own is tried with
constexpr int max_side = 4096;
constexpr int max_values = 1000;
constexpr double probability_slack = 1e-3; ///< float32 sums of a softmax stay far below
/// What one token stands for when batches are formed: a patch of MUSIQ.
constexpr std::int64_t pixels_per_token = 32 * 32;

/// Planes of the network's input, [3, height, width].
std::vector<float> planes_of(const RgbImage& image, const std::string& input) {
    static constexpr std::array<float, 3> means{0.485F, 0.456F, 0.406F}, deviations{0.229F, 0.224F, 0.225F};
    const bool imagenet = input == "imagenet";
    const std::size_t pixels = static_cast<std::size_t>(image.size.width) * image.size.height;
    std::vector<float> planes(3 * pixels);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        std::array<float, 256> level{};
        for (std::size_t value = 0; value < level.size(); ++value) {
            const float plain = static_cast<float>(value) / 255.0F;
            level[value] = imagenet ? (plain - means[channel]) / deviations[channel] : plain;
        }
        float* plane = planes.data() + channel * pixels;
        for (std::size_t i = 0; i < pixels; ++i)
            plane[i] = level[image.pixels[3 * i + channel]];
    }
    return planes;
}

bool are_probabilities(const std::vector<double>& values) {
    const bool positive = std::all_of(values.begin(), values.end(), [](double p) { return p >= -probability_slack; });
    return positive && std::abs(std::accumulate(values.begin(), values.end(), 0.0) - 1) <= probability_slack;
}

std::vector<double> softmax(std::vector<double> values) {
    const double top = *std::max_element(values.begin(), values.end());
    double sum = 0;
    for (double& value : values)
        sum += value = std::exp(value - top);
    for (double& value : values)
        value /= sum;
    return values;
}

bool all_finite(const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

Score score_of(const std::vector<double>& values, const ScriptColumn& column) {
    Score score;
    if (column.output == "scalar") {
        score.value = values.front();
        return score;
    }
    score.distribution = column.probabilities ? values : softmax(values);
    const std::size_t count = values.size();
    const auto [low, high] = column.range.value_or(std::pair(1.0, static_cast<double>(count)));
    double squares = 0;
    for (std::size_t k = 0; k < count; ++k) {
        const double grade = low + (high - low) * static_cast<double>(k) / static_cast<double>(count - 1);
        score.value += grade * score.distribution[k];
        squares += grade * grade * score.distribution[k];
    }
    score.standard_deviation = std::sqrt(std::max(0.0, squares - score.value * score.value));
    return score;
}

tl::unexpected<Error> wrong_answer(const std::string& file, const std::string& what) {
    return failure(ErrorCode::BadModel, file, "the network gives " + what,
                   "import it with the --input, --size and --output it was made for");
}

class ScriptScorer final : public Scorer {
public:
    ScriptScorer(ModelCard card, ScriptColumn column, ScorerOptions options, nn::ScriptNetwork network)
        : card_(std::move(card))
        , column_(std::move(column))
        , options_(std::move(options))
        , native_limit_(column_.side > 0 ? std::nullopt : resolve_native_limit(options_.native_limit, card_))
        , network_(std::move(network)) {}

    const ModelCard& card() const override { return card_; }
    const ScorerOptions& options() const override { return options_; }

    std::int64_t token_count(Size photo) const override {
        const Size seen = column_.side > 0 ? Size{column_.side, column_.side} : limited_size(photo, native_limit_);
        return std::max<std::int64_t>(1, std::int64_t{seen.width} * seen.height / pixels_per_token);
    }

    std::vector<Result<Assessment>> score(std::span<const Photo* const> photos, std::stop_token stop) override {
        std::vector<Result<Assessment>> results;
        for (const Photo* photo : photos)
            results.push_back(stop.stop_requested() ? tl::unexpected(stopped_before_scoring()) : score_one(*photo));
        return results;
    }

    /// The score again: such a network does not say where it looked.
    Result<Assessment> explain(const Photo& photo, AttentionMethod, std::stop_token stop) override {
        if (stop.stop_requested())
            return tl::unexpected(stopped_before_scoring());
        return score_one(photo);
    }

private:
    Result<Assessment> score_one(const Photo& photo) const try {
        const Clock::time_point start = Clock::now();
        const Result<LimitedPhoto> limited = LimitedPhoto::make(photo, native_limit_);
        if (!limited)
            return tl::unexpected(limited.error());
        const RgbImage squared = column_.side > 0
                                     ? imaging::resize_pillow(limited->image(), {column_.side, column_.side},
                                                              imaging::PillowFilter::Bilinear)
                                     : RgbImage();
        const RgbImage& seen = column_.side > 0 ? squared : limited->image();
        const Result<std::vector<double>> values =
            network_.run(planes_of(seen, column_.input), seen.size.width, seen.size.height, options_.threads);
        if (!values)
            return tl::unexpected(values.error());
        if (values->size() != static_cast<std::size_t>(column_.values) || !all_finite(*values) ||
            (column_.probabilities && !are_probabilities(*values)))
            return wrong_answer(card_.file, "something else for this photo than it gave when it was imported");
        Assessment assessment;
        assessment.model = card_.id;
        assessment.model_sha256 = card_.sha256;
        assessment.score = score_of(*values, column_);
        assessment.scored_size = seen.size;
        assessment.native_limit = native_limit_;
        assessment.reduced = limited->reduced();
        assessment.precision = options_.precision;
        assessment.device = options_.device;
        assessment.decode = limited->upright() ? imaging::DecodeMode::Upright : imaging::DecodeMode::AsStored;
        assessment.seconds = seconds_since(start);
        return assessment;
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "is too large for the memory of this machine", "use --native-limit");
    }

    ModelCard card_;
    ScriptColumn column_;
    ScorerOptions options_;
    std::optional<int> native_limit_;
    nn::ScriptNetwork network_;
};

Result<void> check_column(const ScriptColumn& column, const std::string& file) {
    const auto wrong = [&](const std::string& what, const char* remedy) {
        return failure(ErrorCode::BadInput, file, what, remedy);
    };
    if (column.input != "rgb01" && column.input != "imagenet")
        return wrong("nothing says how photos go into the network", "add --input rgb01 or --input imagenet");
    if (column.output != "scalar" && column.output != "distribution")
        return wrong("nothing says what the network's numbers are", "add --output scalar or --output distribution");
    if (column.side < 0 || column.side > max_side)
        return wrong("the side of the network's input makes no sense", "use --size native or --size 224");
    if (column.range && !(column.range->first < column.range->second))
        return wrong("the range makes no sense", "use --range LOW,HIGH");
    return {};
}

} // namespace

Result<ScriptColumn> ScriptColumn::from_card(const ModelCard& card) {
    ScriptColumn column;
    const auto number = [&](const char* key, int otherwise) {
        const auto value = card.config.find(key);
        return value != card.config.end() && value->is_number_integer() ? value->get<int>() : otherwise;
    };
    const auto output = card.config.find("output");
    column.input = card.preprocessing;
    column.side = number("side", -1);
    column.values = number("values", 0);
    if (output != card.config.end() && output->is_string())
        column.output = output->get<std::string>();
    const auto probabilities = card.config.find("probabilities");
    column.probabilities = probabilities != card.config.end() && *probabilities == true;
    column.range = card.range;
    column.higher_is_better = card.higher_is_better;
    const bool counts = column.output == "scalar" ? column.values == 1 : column.values >= 2;
    if (!check_column(column, card.file) || !counts || column.values > max_values)
        return failure(ErrorCode::BadModel, card.file, "its card does not say how the network is used",
                       "import it again");
    return column;
}

Result<nn::ModelFile> make_script_model(const nn::ScriptArchive& archive, const std::string& file,
                                        ScriptColumn column) {
    if (const Result<void> good = check_column(column, file); !good)
        return tl::unexpected(good.error());
    const Result<nn::ScriptNetwork> network = nn::ScriptNetwork::load(archive, file, Device{});
    if (!network)
        return tl::unexpected(network.error());
    const int side = column.side > 0 ? column.side : trial_side;
    const std::vector<float> grey(std::size_t{3} * static_cast<std::size_t>(side) * static_cast<std::size_t>(side),
                                  0.5F);
    const Result<std::vector<double>> values = network->run(grey, side, side, 0);
    if (!values)
        return tl::unexpected(values.error());
    const bool scalar = column.output == "scalar";
    if (values->empty() || values->size() > max_values || (scalar ? values->size() != 1 : values->size() < 2))
        return wrong_answer(file,
                            std::to_string(values->size()) + " numbers for a photo, which is no " + column.output);
    if (!all_finite(*values))
        return wrong_answer(file, "something that is no number for a grey picture");
    column.values = static_cast<int>(values->size());
    column.probabilities = !scalar && are_probabilities(*values);
    if (!scalar && !column.range)
        column.range = std::pair(1.0, static_cast<double>(values->size()));

    nn::ModelFile model{{}, nn::to_checkpoint(archive)};
    model.card.id = id_from_file_name(file, "network");
    model.card.title = model.card.id + " (TorchScript)";
    model.card.architecture = architecture;
    model.card.preprocessing = column.input;
    model.card.config = {{"side", column.side},
                         {"output", column.output},
                         {"values", column.values},
                         {"probabilities", column.probabilities}};
    model.card.range = column.range;
    model.card.higher_is_better = column.higher_is_better;
    model.card.licence = "what its maker says";
    model.card.file = file;
    return model;
}

Result<std::unique_ptr<Scorer>> open_script_scorer(const nn::ModelFile& file, const ScorerOptions& options) {
    Result<ScriptColumn> column = ScriptColumn::from_card(file.card);
    if (!column)
        return tl::unexpected(column.error());
    const Result<nn::ScriptArchive> archive = nn::from_checkpoint(file.weights, file.card.file);
    if (!archive)
        return tl::unexpected(archive.error());
    Result<nn::ScriptNetwork> network = nn::ScriptNetwork::load(*archive, file.card.file, options.device);
    if (!network)
        return tl::unexpected(network.error());
    return std::make_unique<ScriptScorer>(file.card, std::move(*column), options, std::move(*network));
}

} // namespace touchstone
