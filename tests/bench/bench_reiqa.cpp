// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
//
// One Re-IQA expert (ResNet-50, generated weights) on a photo at both scales: Touchstone's engine beside the plain
// eager way of running it in PyTorch (at::conv2d, at::batch_norm, at::relu on [n,c,h,w], and the same channels-last),
// in one run.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <unistd.h>

#include <torch/torch.h>

#include "engine/nn/products_p.h"
#include "engine/reiqa/encoder.h"
#include "engine/reiqa/tiles.h"
#include "engine/reiqa/trunk_parameters.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;

namespace {

template <class Work>
double median_seconds(int runs, Work work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

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

/// Median seconds of one expert on both scales, after a first run that packs the weights.
double expert_seconds(const nn::ModelFile& file, Precision precision, const RgbImage& photo, const RgbImage& half,
                      int runs, reiqa::ExpertFeatures& features) {
    const auto encoder = reiqa::Encoder::load(file, reiqa::Expert::Quality, Device{}, precision);
    if (!encoder)
        std::exit(3);
    features = *encoder->run(photo, half, {});
    return median_seconds(runs, [&] { features = *encoder->run(photo, half, {}); });
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

void compare(int width, int height, int runs, bool with_eager) {
    const reiqa::TrunkConfig config;
    const nn::ModelFile file = test::generated_encoder(reiqa::Expert::Quality, config);
    const RgbImage photo = test::formula_a(width, height);
    RgbImage half;
    const double halving = median_seconds(runs, [&] { half = reiqa::half_scale(photo); });
    double eager = 0;
    at::Tensor full, small;
    if (with_eager)
        for (const at::MemoryFormat format : {at::MemoryFormat::Contiguous, at::MemoryFormat::ChannelsLast}) {
            const EagerResNet network(file, config, format);
            full = network.features(photo);
            const double seconds = median_seconds(runs, [&] {
                full = network.features(photo);
                small = network.features(half);
            });
            std::printf("%5dx%-5d eager %s %8.1f ms\n", width, height,
                        format == at::MemoryFormat::Contiguous ? "channels first" : "channels last ", 1e3 * seconds);
            eager = eager == 0 ? seconds : std::min(eager, seconds);
        }
    const std::size_t tiles = reiqa::plan_tiles(config, photo.size, reiqa::EncoderOptions{}.memory_budget).size();
    for (const Precision precision : {Precision::Reference, Precision::Fast}) {
        reiqa::ExpertFeatures features;
        const double ours = expert_seconds(file, precision, photo, half, runs, features);
        std::printf("%5dx%-5d %-9s %8.1f ms (half scale %.1f ms, %zu tiles)   %6.0f GFLOP/s", width, height,
                    precision_name(precision), 1e3 * ours, 1e3 * halving, tiles,
                    operations(config, photo.size) / ours / 1e9);
        if (with_eager)
            std::printf("   best eager / ours %.2f   largest difference %.1e", eager / ours,
                        std::max(worst(features.full, full), worst(features.half, small)));
        std::printf("\n");
    }
}

} // namespace

int main(int argc, char** argv) {
    // OpenBLAS misjudges processors newer than itself; the comparison is with PyTorch at its best, so it is told.
    if (!std::getenv("OPENBLAS_CORETYPE") && __builtin_cpu_supports("avx512f")) {
        setenv("OPENBLAS_CORETYPE", "SkylakeX", 1);
        execv("/proc/self/exe", argv);
    }
    nn::use_threads(0);
    std::printf("threads %d, OPENBLAS_CORETYPE %s\n", at::get_num_threads(),
                std::getenv("OPENBLAS_CORETYPE") ? std::getenv("OPENBLAS_CORETYPE") : "-");
    compare(512, 384, 5, true);
    compare(1024, 768, 5, true);
    if (argc > 1) // any word: the large ones, minutes
        compare(6000, 4000, 1, false);
}
