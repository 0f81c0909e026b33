// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
//
// The published MUSIQ network on generated weights: Touchstone's engine beside the plain eager way of running it in
// PyTorch (padded and masked sequence, every attention row at once, system BLAS at its best setting), in one run.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <unistd.h>

#include <torch/torch.h>

#include "engine/musiq/model.h"
#include "engine/musiq/network_p.h"
#include "engine/nn/products_p.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"

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

/// Sequence length as the published code pads it: 49 + 144 + native, and the class token.
std::int64_t padded_tokens(const musiq::TokenSequence& sequence) {
    return 49 + 144 + sequence.scales.back().tokens() + 1;
}

/// The eager forward pass: the same functions for the stem, dense attention over the padded length, at::linear.
at::Tensor eager_forward(const musiq::NetworkView& view, const musiq::TokenBatch& batch, std::int64_t padded) {
    const auto linear = [](const at::Tensor& x, const musiq::Linear& l) { return at::linear(x, l.weight, l.bias); };
    const std::int64_t hidden = view.config.hidden, heads = view.config.heads;
    at::Tensor x = musiq::embed(view, linear(musiq::stem(view, batch.patches), view.embedding), batch);
    const std::int64_t valid = x.size(0);
    x = at::constant_pad_nd(x, {0, 0, 0, padded - valid});
    at::Tensor mask = at::zeros({padded});
    mask.narrow(0, 0, valid).fill_(1);
    const at::Tensor hidden_pairs = mask.view({1, padded, 1}) * mask.view({1, 1, padded}) == 0;
    for (const auto& block : view.blocks) {
        const at::Tensor qkv = linear(musiq::layer_norm(x, block.norm1), block.qkv);
        const auto part = [&](int which) {
            return qkv.narrow(1, which * hidden, hidden).view({padded, heads, hidden / heads}).transpose(0, 1);
        };
        const at::Tensor scores = at::matmul(part(0), part(1).transpose(1, 2)).masked_fill(hidden_pairs, -1e3);
        const at::Tensor mixed = at::matmul(at::softmax(scores, -1), part(2));
        x = x + linear(mixed.transpose(0, 1).reshape({padded, hidden}), block.out);
        x = x + linear(at::gelu(linear(musiq::layer_norm(x, block.norm2), block.fc1), "tanh"), block.fc2);
    }
    return linear(musiq::layer_norm(x.narrow(0, 0, 1), view.encoder_norm), view.head);
}

void compare(int width, int height, int runs) {
    const nn::ModelFile file = test::generated_musiq(musiq::Config{});
    const auto model = musiq::Model::load(file, Device{}, Precision::Reference);
    const auto parameters = musiq::parameters_from(file.weights, musiq::Config{}, "generated");
    if (!model || !parameters)
        std::exit(3);
    const musiq::NetworkView view = musiq::make_view(*parameters, musiq::Config{});
    const RgbImage photo = test::formula_a(width, height);
    const musiq::TokenSequence sequence = musiq::make_tokens(photo, model->config());
    const musiq::TokenSequence* const one = &sequence;
    const musiq::TokenBatch batch = musiq::make_batch({&one, 1}, at::kCPU, true);

    double ours_value = 0, eager_value = 0;
    const double tokens = median_seconds(runs, [&] { musiq::make_tokens(photo, model->config()); });
    const double ours = median_seconds(runs, [&] { ours_value = (*model->run({&one, 1}, {}))[0].value; });
    const double explain = median_seconds(1, [&] { (void)model->explain(sequence, AttentionMethod::Rollout, {}); });
    const double eager = median_seconds(runs, [&] {
        const c10::InferenceMode inference;
        eager_value = eager_forward(view, batch, padded_tokens(sequence)).item<double>();
    });
    std::printf(
        "%5dx%-5d tokens %6.1f ms   network %8.1f ms   with rollout %8.1f ms   eager %8.1f ms   eager/network %5.2f"
        "   difference of scores %.1e\n",
        width, height, 1e3 * tokens, 1e3 * ours, 1e3 * explain, 1e3 * eager, eager / ours,
        std::abs(ours_value - eager_value));
}

} // namespace

int main(int, char** argv) {
    // OpenBLAS misjudges processors newer than itself; the comparison is with PyTorch at its best, so it is told.
    if (!std::getenv("OPENBLAS_CORETYPE") && __builtin_cpu_supports("avx512f")) {
        setenv("OPENBLAS_CORETYPE", "SkylakeX", 1);
        execv("/proc/self/exe", argv);
    }
    nn::use_threads(0);
    std::printf("threads %d, OPENBLAS_CORETYPE %s\n", at::get_num_threads(),
                std::getenv("OPENBLAS_CORETYPE") ? std::getenv("OPENBLAS_CORETYPE") : "-");
    compare(512, 384, 5);
    compare(1024, 768, 5);
    compare(2048, 1536, 1);
}
