// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/model.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace touchstone::musiq {

namespace {

using Shape = std::vector<std::int64_t>;

std::string shape_text(const Shape& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

void add_norm(std::vector<ParameterSpec>& list, const std::string& name, std::int64_t width) {
    list.push_back({name + ".weight", {width}});
    list.push_back({name + ".bias", {width}});
}

void add_linear(std::vector<ParameterSpec>& list, const std::string& name, std::int64_t in, std::int64_t out) {
    list.push_back({name + ".weight", {out, in}});
    list.push_back({name + ".bias", {out}});
}

void add_stem(std::vector<ParameterSpec>& list, const Config& config) {
    const std::int64_t width = config.stem_width;
    list.push_back({"conv_root.weight", {width, 3, 7, 7}});
    add_norm(list, "gn_root", width);
    list.push_back({"block1.conv1.weight", {width, width, 1, 1}});
    list.push_back({"block1.conv2.weight", {width, width, 3, 3}});
    list.push_back({"block1.conv3.weight", {4 * width, width, 1, 1}});
    list.push_back({"block1.conv_proj.weight", {4 * width, width, 1, 1}});
    add_norm(list, "block1.gn1", width);
    add_norm(list, "block1.gn2", width);
    add_norm(list, "block1.gn3", 4 * width);
    add_norm(list, "block1.gn_proj", 4 * width);
    const std::int64_t edge = config.stem_edge();
    add_linear(list, "embedding", edge * edge * 4 * width, config.hidden);
}

} // namespace

std::vector<ParameterSpec> parameter_list(const Config& config) {
    std::vector<ParameterSpec> list;
    add_stem(list, config);
    const std::int64_t hidden = config.hidden;
    const std::string encoder = "transformer_encoder.";
    list.push_back({encoder + "cls", {1, 1, hidden}});
    list.push_back({encoder + "posembed_input.position_emb", {1, std::int64_t{config.grid} * config.grid, hidden}});
    list.push_back({encoder + "scaleembed_input.scale_emb", {config.scales(), hidden}});
    add_norm(list, encoder + "encoder_norm", hidden);
    for (int layer = 0; layer < config.layers; ++layer) {
        const std::string block = encoder + "transformer.encoderblock_" + std::to_string(layer) + ".";
        add_norm(list, block + "norm1", hidden);
        for (const char* part : {"query", "key", "value", "out"})
            add_linear(list, block + "attention." + part, hidden, hidden);
        add_norm(list, block + "norm2", hidden);
        add_linear(list, block + "mlp.fc1", hidden, config.mlp);
        add_linear(list, block + "mlp.fc2", config.mlp, hidden);
    }
    add_linear(list, "head", hidden, config.outputs);
    return list;
}

Result<void> check_parameters(const nn::Checkpoint& checkpoint, const Config& config, const std::string& file) {
    std::set<std::string> known;
    for (const ParameterSpec& spec : parameter_list(config)) {
        known.insert(spec.name);
        const auto found = checkpoint.tensors.find(spec.name);
        if (found == checkpoint.tensors.end())
            return failure(ErrorCode::BadModel, file, "the tensor \"" + spec.name + "\" is missing",
                           "get the model file again");
        const nn::Tensor& tensor = found->second;
        if (tensor.shape != spec.shape || tensor.is_integer())
            return failure(ErrorCode::BadModel, file,
                           "the tensor \"" + spec.name + "\" has shape " + shape_text(tensor.shape) + " where " +
                               shape_text(spec.shape) + " is needed",
                           "the card and the weights do not belong together");
        // ReLU and softmax turn some of what is not a number into numbers: a damaged network would score plausibly.
        if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float value) { return std::isfinite(value); }))
            return failure(ErrorCode::BadModel, file, "the tensor \"" + spec.name + "\" has values that are not finite",
                           "get the model file again");
    }
    for (const auto& [name, tensor] : checkpoint.tensors)
        if (!known.contains(name))
            return failure(ErrorCode::BadModel, file, "the tensor \"" + name + "\" does not belong to this network",
                           "the card and the weights do not belong together");
    return {};
}

} // namespace touchstone::musiq
