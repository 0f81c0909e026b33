// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/support/generated_reiqa.h"

#include <cmath>

#include <QtGlobal>

#include "engine/reiqa/trunk_parameters.h"
#include "tests/support/generated_weights.h"

namespace touchstone::test {

namespace {

std::vector<double> doubles(const std::string& name, std::size_t count, const std::string& seed, double factor,
                            double offset) {
    std::vector<double> values;
    for (const float v : generator(name, static_cast<std::int64_t>(count), seed))
        values.push_back(offset + factor * v);
    return values;
}

reiqa::LinearModel linear_model(const std::string& name, std::size_t features, bool standardised,
                                const std::string& seed) {
    reiqa::LinearModel model;
    model.weights = doubles("regressor/" + name + "/w", features, seed, 1.0 / std::sqrt(double(features)), 0);
    model.mean = doubles("regressor/" + name + "/mean", features, seed, 0.5, 1);
    if (standardised)
        model.deviation = doubles("regressor/" + name + "/deviation", features, seed, 0.25, 0.5);
    model.intercept = 50;
    return model;
}

} // namespace

reiqa::TrunkConfig tiny_trunk() {
    reiqa::TrunkConfig config;
    config.stem_width = 8;
    config.blocks = {1, 1, 1, 1};
    return config;
}

nn::ModelFile generated_encoder(reiqa::Expert role, const reiqa::TrunkConfig& config, const std::string& seed) {
    const std::string name(reiqa::expert_name(role));
    nn::ModelFile file;
    file.card.id = "generated-" + name;
    file.card.title = "Generated " + name + " expert";
    file.card.architecture = "reiqa-" + name;
    file.card.config = config.to_json();
    file.card.licence = "GPL-3.0-or-later";
    file.card.trained_on = "nothing: generated weights";
    for (const reiqa::ParameterSpec& spec : reiqa::trunk_parameters(config)) {
        nn::Tensor& tensor = file.weights.tensors[spec.name];
        tensor.shape = spec.shape;
        tensor.values = resnet_parameter(name + "/", spec.name, spec.shape, seed);
    }
    return file;
}

reiqa::Regressor generated_regressor(int block_length, const std::string& content_sha256,
                                     const std::string& quality_sha256, bool standardised, const std::string& seed) {
    reiqa::Regressor regressor;
    regressor.card.id = "generated-regressor";
    regressor.card.title = "Generated regressor";
    regressor.card.architecture = "reiqa-regressor";
    regressor.card.range = std::pair(0.0, 100.0);
    regressor.card.licence = "GPL-3.0-or-later";
    regressor.card.config = {{"block_length", block_length},
                             {"content_encoder", content_sha256},
                             {"quality_encoder", quality_sha256},
                             {"standardised", standardised}};
    const auto length = static_cast<std::size_t>(block_length);
    regressor.both = linear_model("both", 4 * length, standardised, seed);
    regressor.content = linear_model("content", 2 * length, standardised, seed);
    regressor.quality = linear_model("quality", 2 * length, standardised, seed);
    return regressor;
}

std::string write_generated_reiqa(const std::string& folder, const reiqa::TrunkConfig& config,
                                  const std::string& seed) {
    std::vector<std::string> hashes;
    const auto write = [&](const std::string& name, const nn::ModelFile& file) {
        const std::string path = folder + "/" + name + ".safetensors";
        if (const auto written = nn::write_model_file(path, file, nn::StoredType::Float32); !written)
            qFatal("%s", written.error().message().c_str());
        const auto card = nn::read_model_card(path, true);
        if (!card)
            qFatal("%s", card.error().message().c_str());
        hashes.push_back(card->sha256);
        return path;
    };
    write("content", generated_encoder(reiqa::Expert::Content, config, seed));
    write("quality", generated_encoder(reiqa::Expert::Quality, config, seed));
    const int length = config.features();
    return write("regressor", to_model_file(generated_regressor(length, hashes[0], hashes[1], true, seed)));
}

} // namespace touchstone::test
