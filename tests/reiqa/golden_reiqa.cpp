// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/reiqa/golden_reiqa.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>

#include <QImage>

#include "engine/base/files.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"
#include "tests/support/shared_data.h"

namespace touchstone::test {

std::vector<float> golden_vector(const std::string& file) {
    const auto bytes = read_file(shared_path("golden/" + file), 1 << 24);
    if (!bytes)
        qFatal("%s", bytes.error().message().c_str());
    // Version 1: ten bytes of which the last two are the header's length, the header, the numbers.
    std::uint16_t header = 0;
    std::memcpy(&header, bytes->data() + 8, sizeof header);
    const std::size_t start = 10u + header;
    std::vector<float> values((bytes->size() - start) / sizeof(float));
    std::memcpy(values.data(), bytes->data() + start, values.size() * sizeof(float));
    return values;
}

RgbImage golden_png(const std::string& file) {
    const QImage png =
        QImage(QString::fromStdString(shared_path("golden/" + file))).convertToFormat(QImage::Format_RGB888);
    RgbImage image(Size{png.width(), png.height()});
    for (int y = 0; y < png.height(); ++y)
        std::copy_n(png.constScanLine(y), 3 * static_cast<std::size_t>(png.width()), image.row(y));
    return image;
}

RgbImage golden_photo(const nlohmann::json& golden_case) {
    const std::string name = golden_case.at("image");
    const int width = golden_case.at("width"), height = golden_case.at("height");
    if (name.starts_with("formulaA_"))
        return formula_a(width, height);
    return name.starts_with("smooth_") ? smooth_scene(width, height) : golden_png(name);
}

const reiqa::Encoder& golden_encoder(reiqa::Expert role, const Device& device) {
    static std::map<std::pair<reiqa::Expert, std::string>, reiqa::Encoder> loaded;
    const std::pair key(role, device.name());
    auto found = loaded.find(key);
    if (found == loaded.end()) {
        auto encoder =
            reiqa::Encoder::load(generated_encoder(role, reiqa::TrunkConfig{}), role, device, Precision::Reference);
        if (!encoder)
            qFatal("%s", encoder.error().message().c_str());
        found = loaded.emplace(key, std::move(*encoder)).first;
    }
    return found->second;
}

reiqa::Regressor golden_regressor() {
    const auto doubles = [](const std::vector<float>& values, std::size_t first, std::size_t count) {
        return std::vector<double>(values.begin() + static_cast<std::ptrdiff_t>(first),
                                   values.begin() + static_cast<std::ptrdiff_t>(first + count));
    };
    const auto w = golden_vector("reiqa/regressor_w.npy"), mu = golden_vector("reiqa/regressor_mu.npy"),
               sigma = golden_vector("reiqa/regressor_sigma.npy");
    const double b = shared_json("golden/reiqa.json").at("regressor").at("b");
    const auto model = [&](std::size_t first, std::size_t count) {
        return reiqa::LinearModel{doubles(w, first, count), doubles(mu, first, count), doubles(sigma, first, count), b};
    };
    reiqa::Regressor regressor =
        generated_regressor(static_cast<int>(w.size() / 4), std::string(64, '0'), std::string(64, '1'));
    regressor.both = model(0, w.size());
    regressor.content = model(0, w.size() / 2);
    regressor.quality = model(w.size() / 2, w.size() / 2);
    return regressor;
}

reiqa::PhotoFeatures run_experts(const reiqa::Encoder& content, const reiqa::Encoder& quality, const RgbImage& photo,
                                 const reiqa::EncoderOptions& options) {
    const RgbImage half = reiqa::half_scale(photo);
    auto c = content.run(photo, half, options), q = quality.run(photo, half, options);
    if (!c || !q)
        qFatal("%s", (c ? q : c).error().message().c_str());
    return {std::move(*c), std::move(*q)};
}

double relative_difference(const std::vector<float>& got, const std::vector<float>& expected) {
    if (got.size() != expected.size())
        return std::numeric_limits<double>::infinity();
    double difference = 0, largest = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        difference = std::max(difference, std::abs(double(got[i]) - expected[i]));
        largest = std::max(largest, std::abs(double(expected[i])));
    }
    return difference / largest;
}

} // namespace touchstone::test
