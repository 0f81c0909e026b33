// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
//
// The published MUSIQ network on generated weights: Touchstone's engine, reference and fast, beside the plain eager way
// of running it in PyTorch (padded and masked sequence, every attention row at once, system BLAS at its best setting).
// All of them take turns in one run. Any argument leaves the largest photo out.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <torch/torch.h>

#ifdef TOUCHSTONE_HAVE_DNNL
#include <dnnl.hpp>
#endif

#include "engine/imaging/decode.h"
#include "engine/imaging/encode.h"
#include "engine/musiq/model.h"
#include "engine/musiq/network_p.h"
#include "engine/nn/kernels/kernels.h"
#include "engine/nn/products_p.h"
#include "tests/bench/network_timing.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"

using namespace touchstone;

namespace {

/// Additions and multiplications of the parts, for `tokens` with the class token.
struct Operations {
    double stem = 0, linears = 0, attention = 0;
    double all() const { return stem + linears + attention; }
};

Operations operations(const musiq::Config& config, double tokens) {
    const double edge = config.patch / 2.0, inner = config.stem_edge() * config.stem_edge(), w = config.stem_width;
    const double hidden = config.hidden, layers = config.layers;
    Operations sum;
    sum.stem = 2 * tokens * (edge * edge * 147 * w + inner * (w * w + 9 * w * w + 4 * w * w + 4 * w * w));
    sum.linears = 2 * tokens * (inner * 4 * w * hidden + layers * (4 * hidden * hidden + 2 * hidden * config.mlp));
    sum.attention = 4 * layers * tokens * tokens * hidden;
    return sum;
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

#ifdef TOUCHSTONE_HAVE_DNNL

/// What oneDNN reaches on one product alone, its weights in the layout that it likes best.
double onednn_gflops(dnnl::memory::data_type type, std::int64_t rows, std::int64_t depth, std::int64_t columns) {
    using dnnl::memory;
    dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    dnnl::stream stream(engine);
    const memory::desc a({rows, depth}, type, memory::format_tag::ab), c({rows, columns}, type, memory::format_tag::ab);
    const memory::desc any({depth, columns}, type, memory::format_tag::any);
#if DNNL_VERSION_MAJOR >= 3
    const dnnl::matmul::primitive_desc plan(engine, a, any, c);
#else
    const dnnl::matmul::primitive_desc plan({a, any, c}, engine);
#endif
    const memory left(a, engine), right(plan.weights_desc(), engine), result(c, engine);
    std::memset(left.get_data_handle(), 0, a.get_size());
    std::memset(right.get_data_handle(), 0, plan.weights_desc().get_size());
    const dnnl::matmul product(plan);
    const auto run = [&] {
        product.execute(stream, {{DNNL_ARG_SRC, left}, {DNNL_ARG_WEIGHTS, right}, {DNNL_ARG_DST, result}});
        stream.wait();
    };
    run();
    return 2.0 * double(rows * depth * columns) / bench::median_seconds(9, run) / 1e9;
}

void print_onednn(const musiq::Config& config, std::int64_t tokens) {
    const std::int64_t hidden = config.hidden, mlp = config.mlp;
    const std::int64_t shapes[][2] = {{hidden, 3 * hidden}, {hidden, hidden}, {hidden, mlp}, {mlp, hidden}};
    std::printf("  oneDNN alone, GFLOP/s float32 and bfloat16:");
    for (const auto& [depth, columns] : shapes)
        std::printf("  %ldx%ldx%ld %.0f, %.0f", long(tokens), long(depth), long(columns),
                    onednn_gflops(dnnl::memory::data_type::f32, tokens, depth, columns),
                    onednn_gflops(dnnl::memory::data_type::bf16, tokens, depth, columns));
    std::printf("\n");
}

#else

void print_onednn(const musiq::Config&, std::int64_t) {}

#endif

struct Way {
    Precision precision;
    musiq::Model model;
    double value = 0;
    musiq::RunShares shares; ///< of all runs
    int runs = 0;
};

void print_way(const Way& way, const Operations& count, double seconds, double explain, double eager,
               double eager_value) {
    const double runs = way.runs, stem = way.shares.stem / runs, linears = way.shares.linears / runs,
                 attention = way.shares.attention / runs;
    std::printf("  %-9s %8.1f ms   eager/this %5.2f   %5.1f photos/s   %4.0f GFLOP/s   with rollout %8.1f ms   "
                "difference of scores %.1e\n",
                precision_name(way.precision), 1e3 * seconds, eager / seconds, 1 / seconds, count.all() / seconds / 1e9,
                1e3 * explain, std::abs(way.value - eager_value));
    std::printf("            stem %.1f ms (%.0f GFLOP/s), linear layers %.1f ms (%.0f GFLOP/s), attention %.1f ms "
                "(%.0f GFLOP/s)\n",
                1e3 * stem, count.stem / stem / 1e9, 1e3 * linears, count.linears / linears / 1e9, 1e3 * attention,
                count.attention / attention / 1e9);
}

void compare(int width, int height, int rounds) {
    const musiq::Config config;
    const nn::ModelFile file = test::generated_musiq(config);
    const auto parameters = musiq::parameters_from(file.weights, config, "generated");
    if (!parameters)
        std::exit(3);
    const musiq::NetworkView view = musiq::make_view(*parameters, config);
    const RgbImage photo = test::formula_a(width, height);
    const musiq::TokenSequence sequence = musiq::make_tokens(photo, config);
    const musiq::TokenSequence* const one = &sequence;
    const musiq::TokenBatch batch = musiq::make_batch({&one, 1}, at::kCPU, true);
    std::vector<Way> ways;
    for (const Precision precision : {Precision::Reference, Precision::Fast})
        ways.push_back({precision, musiq::Model::load(file, Device{}, precision).value(), 0, {}, 0});

    bench::Turns turns(3);
    double eager_value = 0;
    for (int round = 0; round < rounds; ++round) {
        turns.run(2, [&] {
            const c10::InferenceMode inference;
            eager_value = eager_forward(view, batch, padded_tokens(sequence)).item<double>();
        });
        for (std::size_t i = 0; i < ways.size(); ++i) {
            musiq::RunOptions options;
            options.shares = &ways[i].shares;
            turns.run(i, [&] { ways[i].value = (*ways[i].model.run({&one, 1}, options))[0].value; });
            ++ways[i].runs;
        }
    }
    const Bytes jpeg = imaging::encode_jpeg(photo, 90).value();
    const double decode = bench::median_seconds(3, [&] { (void)imaging::decode(jpeg, {}, "made"); });
    const double tokens = bench::median_seconds(3, [&] { musiq::make_tokens(photo, config); });
    std::printf("%dx%d, %d tokens: eager %.1f ms; before the network: decoding a JPEG of it %.1f ms, resampling and "
                "cutting %.1f ms\n",
                width, height, sequence.tokens() + 1, 1e3 * turns.median_of(2), 1e3 * decode, 1e3 * tokens);
    const Operations count = operations(config, sequence.tokens() + 1);
    for (std::size_t i = 0; i < ways.size(); ++i) {
        const double explain =
            bench::seconds_of([&] { (void)ways[i].model.explain(sequence, AttentionMethod::Rollout, {}); });
        print_way(ways[i], count, turns.median_of(i), explain, turns.median_of(2), eager_value);
    }
    print_onednn(config, sequence.tokens() + 1);
}

} // namespace

int main(int argc, char** argv) {
    bench::restart_with_best_blas(argv);
    imaging::initialise();
    nn::use_threads(0);
    std::printf("threads %d, OPENBLAS_CORETYPE %s, kernels %s\n", at::get_num_threads(),
                std::getenv("OPENBLAS_CORETYPE"), nn::best_kernels().name);
    compare(512, 384, 5);
    compare(1024, 768, 5);
    if (argc < 2)
        compare(2048, 1536, 3);
}
