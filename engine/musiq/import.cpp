// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cmath>
#include <new>
#include <optional>
#include <set>

#include "engine/base/files.h"
#include "engine/musiq/google_layout.h"
#include "engine/musiq/model.h"

namespace touchstone::musiq {

namespace {

constexpr const char* encoder = "transformer_encoder.";
constexpr int published_head_width = 64; // of all published networks; a PyTorch file does not say it
constexpr std::int64_t imagenet_classes = 1000;

/// The checkpoint seen through the PyTorch names, whichever layout it has.
class Source {
public:
    Source(const nn::Checkpoint& checkpoint, const std::string& file)
        : checkpoint_(checkpoint)
        , file_(file) {}

    /// Finds out the layout and where the network's tensors begin; false when this is no MUSIQ at all.
    bool recognise() {
        for (const auto& [name, tensor] : checkpoint_.tensors) {
            for (const bool flax : {true, false}) {
                const std::string last = flax ? "Transformer/cls" : "transformer_encoder.cls";
                // "opt/state/…/cls/momentum" does not end so; "opt/target/" and "module." are what may stand before it.
                if (name.ends_with(last) && (name.size() == last.size() || !name.starts_with("opt/state"))) {
                    google_ = flax;
                    prefix_ = name.substr(0, name.size() - last.size());
                    return true;
                }
            }
        }
        return false;
    }

    bool google() const { return google_; }
    const nn::Checkpoint& checkpoint() const { return checkpoint_; }

    /// The name that the file has for the PyTorch name.
    std::string name_in_file(const std::string& name) const {
        if (google_)
            return prefix_ + google_name(name);
        // pyiqa keeps the trained head of the pre-training beside a random one of the usual name.
        if (name.starts_with("head.") && has_imagenet_head())
            return prefix_ + "imagenet_" + name;
        // The 10-output head of the PyTorch files stands inside a Sequential.
        if (name.starts_with("head.") && checkpoint_.tensors.count(prefix_ + "head.0.weight") != 0)
            return prefix_ + "head.0." + name.substr(5);
        return prefix_ + name;
    }
    bool has_imagenet_head() const { return checkpoint_.tensors.count(prefix_ + "imagenet_head.weight") != 0; }
    const nn::Tensor* find(const std::string& name) const {
        const auto found = checkpoint_.tensors.find(name_in_file(name));
        return found == checkpoint_.tensors.end() ? nullptr : &found->second;
    }
    tl::unexpected<Error> missing(const std::string& name) const {
        std::string what = "tensor '" + name_in_file(name) + "' is missing";
        for (const std::string& skipped : checkpoint_.skipped)
            if (skipped.starts_with(name_in_file(name) + ": "))
                what += " (it " + skipped.substr(name_in_file(name).size() + 2) + ")";
        return failure(ErrorCode::BadModel, file_, what);
    }

    /// The length of an axis of a tensor, counted in the file's own layout.
    Result<std::int64_t> side(const std::string& name, std::size_t google_axis, std::size_t pytorch_axis) const {
        const nn::Tensor* tensor = find(name);
        if (!tensor)
            return missing(name);
        const std::size_t axis = google_ ? google_axis : pytorch_axis;
        if (axis >= tensor->shape.size())
            return failure(ErrorCode::BadModel, file_,
                           "tensor '" + name_in_file(name) + "' has " + std::to_string(tensor->shape.size()) + " axes");
        return tensor->shape[axis];
    }

    /// Tensors of the network that nobody asked for. The optimizer's state beside a Flax tree is not the network's.
    std::vector<std::string> superfluous(const std::set<std::string>& used) const {
        std::vector<std::string> names;
        for (const auto& [name, tensor] : checkpoint_.tensors)
            if (used.count(name) == 0 && (!google_ || name.starts_with(prefix_)) &&
                !(has_imagenet_head() && name.starts_with(prefix_ + "head.")))
                names.push_back(name);
        return names;
    }

private:
    const nn::Checkpoint& checkpoint_;
    const std::string& file_;
    bool google_ = false;
    std::string prefix_;
};

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t side : shape)
        text += (text.size() > 1 ? "," : "") + std::to_string(side);
    return text + "]";
}

/// Whole square root, or 0.
std::int64_t edge_of(std::int64_t area) {
    const auto edge =
        static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(std::max<std::int64_t>(area, 0)))));
    return edge * edge == area ? edge : 0;
}

/// One more than the highest numbered block, so that a hole among the blocks is reported as missing.
std::int64_t count_layers(const nn::Checkpoint& checkpoint) {
    static constexpr std::string_view block = "encoderblock_";
    std::int64_t layers = 0;
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const std::size_t at = name.find(block);
        if (at == std::string::npos)
            continue;
        std::int64_t number = 0;
        std::size_t digit = at + block.size();
        for (; digit < name.size() && name[digit] >= '0' && name[digit] <= '9' && number < 100000; ++digit)
            number = 10 * number + (name[digit] - '0');
        if (digit > at + block.size())
            layers = std::max(layers, number + 1);
    }
    return layers;
}

/// Reads the network's shape off a few tensors; the rest are checked against it afterwards.
Result<Config> find_config(const Source& source, const std::string& file, const std::string& preprocessing,
                           ImportUse use) {
    const std::string block = std::string(encoder) + "transformer.encoderblock_0.";
    struct Question {
        std::string tensor;
        std::size_t google_axis, pytorch_axis;
        std::int64_t answer = 0;
    };
    Question width{"conv_root.weight", 3, 0}, features{"embedding.weight", 0, 1}, hidden{"embedding.weight", 1, 0},
        cells{std::string(encoder) + "posembed_input.position_emb", 1, 1},
        scales{std::string(encoder) + "scaleembed_input.scale_emb", 1, 0}, mlp{block + "mlp.fc1.weight", 1, 0},
        heads{block + "attention.query.weight", 1, 0}, outputs{"head.weight", 1, 0};
    for (Question* question : {&width, &features, &hidden, &cells, &scales, &mlp, &heads, &outputs}) {
        const auto answer = source.side(question->tensor, question->google_axis, question->pytorch_axis);
        if (!answer)
            return tl::unexpected(answer.error());
        if (*answer < 1)
            return failure(ErrorCode::BadModel, file,
                           "tensor '" + source.name_in_file(question->tensor) + "' is empty");
        question->answer = *answer;
    }
    if (use == ImportUse::Scoring && (outputs.answer == imagenet_classes || source.has_imagenet_head()))
        return failure(ErrorCode::BadModel, file, "is the ImageNet pre-training, whose output is no quality score",
                       "import one of the networks trained on human scores, or train this one with --init");
    if (!source.google()) {
        if (hidden.answer % published_head_width != 0)
            return failure(ErrorCode::BadModel, file,
                           "its width of " + std::to_string(hidden.answer) + " cannot be cut into heads of 64");
        heads.answer = hidden.answer / published_head_width;
    }
    if (scales.answer != 1 && scales.answer != 3)
        return failure(ErrorCode::BadModel, file,
                       "is made for " + std::to_string(scales.answer) + " scales, but only 1 and 3 have known sizes");
    const std::int64_t stem_edge =
        edge_of(features.answer % (4 * width.answer) == 0 ? features.answer / (4 * width.answer) : 0);
    nlohmann::json json = Config{}.to_json();
    json["patch"] = 4 * stem_edge;
    json["grid"] = edge_of(cells.answer);
    json["long_sides"] = scales.answer == 3 ? nlohmann::json{224, 384} : nlohmann::json::array();
    json["stem_width"] = width.answer;
    json["hidden"] = hidden.answer;
    json["heads"] = heads.answer;
    json["mlp"] = mlp.answer;
    json["layers"] = count_layers(source.checkpoint());
    json["outputs"] = outputs.answer;
    return Config::from_json(json, preprocessing, file);
}

Result<nn::Checkpoint> convert(const Source& source, const Config& config, const std::string& file) {
    nn::Checkpoint result;
    std::set<std::string> used;
    for (const ParameterSpec& spec : parameter_list(config)) {
        const nn::Tensor* stored = source.find(spec.name);
        if (!stored)
            return source.missing(spec.name);
        const std::string name = source.name_in_file(spec.name);
        used.insert(name);
        if (stored->is_integer())
            return failure(ErrorCode::BadModel, file, "tensor '" + name + "' holds integers");
        nn::Tensor tensor = source.google() ? from_google_layout(spec.name, *stored) : *stored;
        if (tensor.shape != spec.shape)
            return failure(ErrorCode::BadModel, file,
                           "tensor '" + name + "' has the shape " + shape_text(stored->shape) + "; as " + spec.name +
                               " it must come to " + shape_text(spec.shape));
        if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float value) { return std::isfinite(value); }))
            return failure(ErrorCode::BadModel, file,
                           "tensor '" + name + "' holds a value that is not a finite number");
        result.tensors.emplace(spec.name, std::move(tensor));
    }
    if (const auto names = source.superfluous(used); !names.empty())
        return failure(ErrorCode::BadModel, file,
                       "tensor '" + names.front() + "' is superfluous" +
                           (names.size() > 1 ? ", and so are " + std::to_string(names.size() - 1) + " others" : ""));
    return result;
}

/// The published files carry their data set in their name; nothing inside them tells it.
std::string data_set_from(const std::string& id, int outputs) {
    if (id.find("koniq") != std::string::npos)
        return "KonIQ-10k";
    if (id.find("paq2piq") != std::string::npos)
        return "PaQ-2-PiQ";
    if (id.find("spaq") != std::string::npos)
        return "SPAQ";
    return outputs == 10 && id.find("ava") != std::string::npos ? "AVA" : "";
}

ModelCard make_card(const Source& source, const Config& config, const std::string& file,
                    const std::string& preprocessing) {
    ModelCard card;
    card.id = id_from_file_name(file, "musiq");
    const std::string data_set = data_set_from(card.id, config.outputs);
    const std::string single = config.scales() == 1 ? "MUSIQ, native scale only" : "MUSIQ";
    card.title = single + " (" + (data_set.empty() ? card.id : data_set) + ")";
    card.architecture = "musiq";
    card.preprocessing = preprocessing;
    card.config = config.to_json();
    card.range = config.outputs == 1 ? std::pair(0.0, 100.0) : std::pair(1.0, static_cast<double>(config.outputs));
    if (!data_set.empty())
        card.trained_on = data_set + " (by the file's name)";
    card.file = file;
    if (source.google()) {
        card.licence = "Apache-2.0 (licence of the repository the file is from; the weights have none of their own)";
        card.source = "https://github.com/google-research/google-research/tree/master/musiq";
    } else {
        card.licence = "CC-BY-NC-SA-4.0 when it is a file of IQA-PyTorch-Weights; else what its maker says";
        card.source = "https://huggingface.co/chaofengc/IQA-PyTorch-Weights";
        card.notes.push_back("Weights in the layout of IQA-PyTorch; those published there are not for commercial use.");
    }
    card.notes.push_back("Google holds US patents 11,887,270 and 12,217,382 on the method.");
    if (source.google() != (preprocessing == "google"))
        card.notes.push_back("Read with the " + preprocessing +
                             " preprocessing; scores differ by up to 3 % from the other one's.");
    return card;
}

} // namespace

Result<nn::ModelFile> import_checkpoint(const nn::Checkpoint& checkpoint, const std::string& file,
                                        const std::string& preprocessing, ImportUse use) {
    if (preprocessing != "google" && preprocessing != "pyiqa")
        return failure(ErrorCode::BadInput, file, "\"" + to_valid_utf8(preprocessing) + "\" is no preprocessing",
                       "use google or pyiqa");
    try {
        Source source(checkpoint, file);
        if (!source.recognise())
            return failure(ErrorCode::BadModel, file, "is no MUSIQ checkpoint: it has no tensor Transformer/cls",
                           "give a file of Google's MUSIQ or of IQA-PyTorch's");
        const auto config = find_config(source, file, preprocessing, use);
        if (!config)
            return tl::unexpected(config.error());
        auto weights = convert(source, *config, file);
        if (!weights)
            return tl::unexpected(std::move(weights.error()));
        return nn::ModelFile{make_card(source, *config, file, preprocessing), std::move(*weights)};
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, file, "its tensors do not fit into memory");
    }
}

} // namespace touchstone::musiq
