// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/musiq/attention_method.h"
#include "engine/musiq/config.h"
#include "engine/musiq/tokens.h"
#include "engine/nn/device.h"
#include "engine/nn/model_file.h"

namespace touchstone::nn {
struct Kernels;
}

namespace touchstone::musiq {

/// Seconds that the parts of a run on the CPU took, added up. For benchmarks.
struct RunShares {
    double stem = 0, linears = 0, attention = 0;
};

struct RunOptions {
    std::uint64_t memory_budget = std::uint64_t{512} << 20; ///< bytes for attention rows and stem activations on a
                                                            ///< GPU; the CPU's pass needs a few megabytes of them
    int query_chunk = 0; ///< on a GPU: queries at once; 0 = from the budget (tests set it)
    int threads = 0;     ///< 0 = one per core
    std::stop_token stop;
    RunShares* shares = nullptr; ///< filled when not null
};

/// The raw outputs for one photo.
struct Output {
    std::vector<double> logits; ///< `outputs` values
    double value = 0;           ///< the logit itself, or Σ k·p_k over 1…n
    double standard_deviation = 0;
    std::vector<double> distribution; ///< softmax of the logits when there are several, else empty
};

/// Attention of the class token over the valid tokens, sequence order; cls + Σ tokens = 1 (musiq.md 5).
struct TokenAttention {
    double cls = 0;
    std::vector<float> tokens;
};

/// Intermediate values that the golden tests look at. Filled only when asked for.
struct Trace {
    struct Plane {
        std::vector<std::int64_t> shape;
        std::vector<float> values;
    };
    Plane conv_root, gn_root_relu, max_pool, block1; ///< stem of one patch
    std::vector<float> tokens;                       ///< after the embedding, before HSE and SCE
    std::vector<float> embedded;                     ///< after HSE and SCE, without the class token
    std::vector<std::vector<float>> cls_after_block;
    std::vector<float> cls_final_norm;
};

/// The MUSIQ network for inference (musiq.md 2). Immutable after loading; `run` and `explain` may be called from
/// several threads, though one thread already uses all cores.
class Model {
public:
    /// Checks every tensor: a missing, superfluous or misshaped one, or one with a value that is not finite, is named
    /// in a BadModel error. `kernels`: what to run with on the CPU, null = the fastest that this processor has. Tests
    /// choose; with kernels that have bfloat16 products `fast` uses them whatever the processor. On a GPU the first
    /// network of a program loads Torch: errors of nn::torch_part() too.
    static Result<Model> load(const nn::ModelFile& file, const Device& device, Precision precision,
                              const nn::Kernels* kernels = nullptr);
    ~Model();
    Model(Model&&) noexcept;
    Model& operator=(Model&&) noexcept;

    const Config& config() const;
    /// What it runs with: on a CPU without products of bfloat16, `fast` became `reference`.
    Precision precision() const;

    /// One output per sequence. Linear layers run over the whole batch, attention stays inside each photo. Errors:
    /// Cancelled, OutOfMemory, NoDevice (a GPU that is lost), Internal (also for tokens of another configuration).
    Result<std::vector<Output>> run(std::span<const TokenSequence* const> batch, const RunOptions& options) const;

    struct Explained {
        Output output;
        TokenAttention attention;
    };
    Result<Explained> explain(const TokenSequence& sequence, AttentionMethod method, const RunOptions& options) const;

    /// For tests: the same forward pass with everything written down.
    Result<Output> trace(const TokenSequence& sequence, int stem_token, Trace& trace, const RunOptions& options) const;

    struct Impl; ///< engine/musiq/torch_part.h

private:
    explicit Model(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Names and shapes of all tensors a network of this shape has, in the pyiqa naming that model files use.
struct ParameterSpec {
    std::string name;
    std::vector<std::int64_t> shape;
};
std::vector<ParameterSpec> parameter_list(const Config& config);

/// BadModel, naming the tensor, when one is missing, superfluous, misshaped or not finite. `file` is for the message.
Result<void> check_parameters(const nn::Checkpoint& checkpoint, const Config& config, const std::string& file);

/// What an imported network is for. The ImageNet pre-training tells 1000 classes, so it scores nothing, but training on
/// human scores may start from it.
enum class ImportUse { Scoring, Training };

/// Turns Google's `.npz` tree or a pyiqa state dict into a model file, finding out the shape from the tensors
/// (musiq.md 3). `preprocessing` "google" or "pyiqa".
Result<nn::ModelFile> import_checkpoint(const nn::Checkpoint& checkpoint, const std::string& file,
                                        const std::string& preprocessing, ImportUse use = ImportUse::Scoring);

} // namespace touchstone::musiq
