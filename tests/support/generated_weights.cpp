// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/support/generated_weights.h"

#include <cmath>

namespace touchstone::test {

namespace {

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}
bool ends_with(const std::string& text, const std::string& end) {
    return text.ends_with(end);
}

bool is_norm(const std::string& name) {
    return contains(name, "gn") || contains(name, "norm1") || contains(name, "norm2") || contains(name, "encoder_norm");
}

} // namespace

std::vector<float> generator(const std::string& name, std::int64_t count, const std::string& seed) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : seed + name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    std::vector<float> values(static_cast<std::size_t>(count));
    for (std::uint64_t i = 0; i < values.size(); ++i) {
        std::uint64_t z = hash + (i + 1) * 0x9E3779B97F4A7C15ULL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        z = z ^ (z >> 31);
        const float unit = static_cast<float>(z >> 40) / 16777216.0f;
        values[i] = 2.0f * unit - 1.0f;
    }
    return values;
}

std::vector<float> musiq_parameter(const std::string& name, const std::vector<std::int64_t>& shape,
                                   const std::string& seed) {
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        count *= side;
    std::vector<float> values = generator(name, count, seed);
    const auto scale = [&](float factor) {
        for (float& v : values)
            v = factor * v;
    };
    if (is_norm(name)) {
        scale(0.1f);
        if (ends_with(name, "weight"))
            for (float& v : values)
                v = 1.0f + v;
    } else if (contains(name, "conv")) {
        // raw: the network standardises it
    } else if (ends_with(name, "cls") || ends_with(name, "position_emb") || ends_with(name, "scale_emb") ||
               name == "head.bias") {
        scale(0.5f);
    } else if (ends_with(name, "bias")) {
        scale(0.02f);
    } else {
        float factor = static_cast<float>(std::sqrt(3.0 / static_cast<double>(shape.at(1))));
        if (ends_with(name, "query.weight") || ends_with(name, "key.weight"))
            factor = 2.0f * factor;
        scale(factor);
    }
    return values;
}

std::vector<float> resnet_parameter(const std::string& network, const std::string& name,
                                    const std::vector<std::int64_t>& shape, const std::string& seed) {
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        count *= side;
    std::vector<float> values = generator(network + name, count, seed);
    const auto scale = [&](float factor, float offset) {
        for (float& v : values) {
            v = factor * v;
            v = offset + v;
        }
    };
    if (shape.size() == 4)
        scale(static_cast<float>(std::sqrt(6.0 / static_cast<double>(shape[1] * shape[2] * shape[3]))), 0.0f);
    else if (ends_with(name, "running_var"))
        scale(0.5f, 1.0f);
    else if (ends_with(name, "running_mean") || ends_with(name, "bias"))
        scale(0.2f, 0.0f);
    else
        scale(0.2f, contains(name, "bn3") || contains(name, "downsample.1") ? 0.5f : 1.0f);
    return values;
}

} // namespace touchstone::test
