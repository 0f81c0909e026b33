// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
//
// One Re-IQA expert (ResNet-50, generated weights) on a photo at both scales: Touchstone's engine beside the plain
// eager way of running it in PyTorch (at::conv2d, at::batch_norm, at::relu on [n,c,h,w], and the same channels-last),
// in one run.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <torch/torch.h>

#include "engine/nn/products_p.h"
#include "engine/reiqa/encoder.h"
#include "engine/reiqa/tiles.h"
#include "engine/reiqa/trunk_parameters.h"
#include "tests/bench/network_timing.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;

namespace {

/// The network as a Python program runs it: one operator after the other, nothing folded.
class EagerResNet {
public:
    EagerResNet(const nn::ModelFile& file, const reiqa::TrunkConfig& config, at::MemoryFormat format)
        : config_(config)
        , format_(format) {
        for (const auto& [name, tensor] : file.weights.tensors) {
            at::Tensor& copy = tensors_[name];
            copy = at::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape, at::kFloat).clone();
            if (copy.dim() == 4)
                copy = copy.contiguous(format);
        }
    }

    /// Means of the quality expert's map.
    at::Tensor features(const RgbImage& image) const {
        const c10::InferenceMode inference;
        const at::Tensor pixels = at::from_blob(const_cast<std::uint8_t*>(image.pixels.data()),
                                                {1, image.size.height, image.size.width, 3}, at::kByte);
        at::Tensor x = pixels.permute({0, 3, 1, 2}).to(at::kFloat).div(255).contiguous(format_);
        x = at::max_pool2d(at::relu(norm(conv(x, "conv1", 2, 3), "bn1")), {3, 3}, {2, 2}, {1, 1});
        for (int stage = 0; stage < 4; ++stage)
            for (int i = 0; i < config_.blocks[static_cast<std::size_t>(stage)]; ++i)
                x = block(x, "layer" + std::to_string(stage + 1) + "." + std::to_string(i) + ".",
                          stage > 0 && i == 0 ? 2 : 1);
        return at::adaptive_avg_pool2d(x, {1, 1}).flatten();
    }

private:
    at::Tensor conv(const at::Tensor& x, const std::string& name, int stride, int padding) const {
        return at::conv2d(x, tensors_.at(name + ".weight"), at::Tensor(), at::IntArrayRef{stride, stride},
                          at::IntArrayRef{padding, padding});
    }
    at::Tensor norm(const at::Tensor& x, const std::string& name) const {
        return at::batch_norm(x, tensors_.at(name + ".weight"), tensors_.at(name + ".bias"),
                              tensors_.at(name + ".running_mean"), tensors_.at(name + ".running_var"), false, 0.1, 1e-5,
                              false);
    }
    at::Tensor block(const at::Tensor& x, const std::string& name, int stride) const {
        at::Tensor y = at::relu(norm(conv(x, name + "conv1", 1, 0), name + "bn1"));
        y = at::relu(norm(conv(y, name + "conv2", stride, 1), name + "bn2"));
        y = norm(conv(y, name + "conv3", 1, 0), name + "bn3");
        const bool widens = tensors_.count(name + "downsample.0.weight") != 0;
        const at::Tensor shortcut = widens ? norm(conv(x, name + "downsample.0", stride, 0), name + "downsample.1") : x;
        return at::relu(y + shortcut);
    }

    reiqa::TrunkConfig config_;
    at::MemoryFormat format_;
    std::map<std::string, at::Tensor> tensors_;
};

double worst(const std::vector<float>& ours, const at::Tensor& eager) {
    double difference = 0, largest = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const double value = eager.data_ptr<float>()[i];
        difference = std::max(difference, std::abs(ours[i] - value));
        largest = std::max(largest, std::abs(value));
    }
    return difference / largest;
}

/// Multiplications and additions of one expert on both scales.
double operations(const reiqa::TrunkConfig& config, Size photo) {
    double sum = 0;
    for (const Size size : {photo, Size{photo.width / 2, photo.height / 2}}) {
        const auto pixels = [&](int stride) {
            return std::ceil(size.width / double(stride)) * std::ceil(size.height / double(stride));
        };
        for (const reiqa::ParameterSpec& spec : reiqa::trunk_parameters(config)) {
            if (spec.shape.size() != 4)
                continue;
            int stride = 2;
            if (spec.name.starts_with("layer")) {
                const int stage = spec.name[5] - '1';
                // The first block's 1×1 convolution runs before the stride.
                const bool before = stage > 0 && spec.name.find(".0.conv1") != std::string::npos;
                stride = 4 << (before ? stage - 1 : stage);
            }
            sum += 2 * pixels(stride) * double(spec.shape[0] * spec.shape[1] * spec.shape[2] * spec.shape[3]);
        }
    }
    return sum;
}

void compare(int width, int height, int rounds, bool with_eager) {
    const reiqa::TrunkConfig config;
    const nn::ModelFile file = test::generated_encoder(reiqa::Expert::Quality, config);
    const RgbImage photo = test::formula_a(width, height);
    RgbImage half;
    const double halving = bench::median_seconds(3, [&] { half = reiqa::half_scale(photo); });
    std::vector<reiqa::Encoder> encoders;
    for (const Precision precision : {Precision::Reference, Precision::Fast})
        encoders.push_back(reiqa::Encoder::load(file, reiqa::Expert::Quality, Device{}, precision).value());
    const EagerResNet first(file, config, at::MemoryFormat::Contiguous),
        last(file, config, at::MemoryFormat::ChannelsLast);
    bench::Turns turns(4);
    reiqa::ExpertFeatures features[2];
    at::Tensor full, small;
    for (int round = -1; round < rounds; ++round) { // the first one packs the weights and does not count
        bench::Turns thrown_away(4);
        bench::Turns& times = round < 0 ? thrown_away : turns;
        for (std::size_t i = 0; i < 2; ++i)
            times.run(i, [&] { features[i] = *encoders[i].run(photo, half, {}); });
        for (std::size_t i = 0; with_eager && i < 2; ++i)
            times.run(2 + i, [&] {
                full = (i == 0 ? first : last).features(photo);
                small = (i == 0 ? first : last).features(half);
            });
    }
    const std::size_t tiles = reiqa::plan_tiles(config, photo.size, reiqa::EncoderOptions{}.memory_budget).size();
    std::printf("%dx%d and half of it (%.1f ms), %zu tiles\n", width, height, 1e3 * halving, tiles);
    const double eager = with_eager ? std::min(turns.median_of(2), turns.median_of(3)) : 0;
    if (with_eager)
        std::printf("  eager, channels first %8.1f ms, channels last %8.1f ms\n", 1e3 * turns.median_of(2),
                    1e3 * turns.median_of(3));
    for (std::size_t i = 0; i < 2; ++i) {
        const double ours = turns.median_of(i);
        std::printf("  %-9s %8.1f ms   %4.0f GFLOP/s", i == 0 ? "reference" : "fast", 1e3 * ours,
                    operations(config, photo.size) / ours / 1e9);
        if (with_eager)
            std::printf("   better eager/this %5.2f   largest difference %.1e", eager / ours,
                        std::max(worst(features[i].full, full), worst(features[i].half, small)));
        std::printf("\n");
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::restart_with_best_blas(argv);
    nn::use_threads(0);
    std::printf("threads %d, OPENBLAS_CORETYPE %s\n", at::get_num_threads(), std::getenv("OPENBLAS_CORETYPE"));
    compare(512, 384, 5, true);
    compare(1024, 768, 5, true);
    if (argc > 1) // any word: the large ones, minutes
        compare(6000, 4000, 1, false);
}
