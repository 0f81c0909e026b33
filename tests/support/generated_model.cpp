// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/support/generated_model.h"

#include "engine/musiq/model.h"
#include "tests/support/generated_weights.h"

namespace touchstone::test {

nn::ModelFile generated_musiq(const musiq::Config& config, const std::string& seed) {
    nn::ModelFile file;
    file.card.id = "generated";
    file.card.title = "Generated weights";
    file.card.architecture = "musiq";
    file.card.preprocessing = config.flavour == musiq::Flavour::Google ? "google" : "pyiqa";
    file.card.config = config.to_json();
    file.card.range = config.outputs == 1 ? std::pair(0.0, 100.0) : std::pair(1.0, double(config.outputs));
    file.card.licence = "GPL-3.0-or-later";
    file.card.trained_on = "nothing: generated weights";
    for (const musiq::ParameterSpec& spec : musiq::parameter_list(config)) {
        nn::Tensor& tensor = file.weights.tensors[spec.name];
        tensor.shape = spec.shape;
        tensor.values = musiq_parameter(spec.name, spec.shape, seed);
    }
    return file;
}

musiq::Config tiny_musiq_config() {
    musiq::Config config;
    config.stem_width = 32;
    config.hidden = 32;
    config.heads = 2;
    config.mlp = 64;
    config.layers = 2;
    return config;
}

} // namespace touchstone::test
