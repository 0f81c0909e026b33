// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/token_choice_p.h"

#include <algorithm>

#include "engine/training/epoch_plan.h"
#include "engine/training/made_version.h"

namespace touchstone::training {

namespace {

/// A random `count` of the rows, in their old order.
void keep_some(std::vector<std::int64_t>& rows, std::size_t count, Draws draws) {
    if (count >= rows.size())
        return;
    draws.shuffle(rows);
    rows.resize(count);
    std::sort(rows.begin(), rows.end());
}

} // namespace

int trained_tokens(Size photo, const musiq::Config& config, int native_patches) {
    const auto all = static_cast<int>(musiq::token_count(photo, config));
    if (native_patches == 0)
        return all;
    const int native = musiq::scale_grids(photo, config).back().tokens();
    return all - std::max(0, native - native_patches);
}

musiq::TokenBatch choose_tokens(const musiq::TokenBatch& batch, const musiq::Config& config, int native_patches,
                                double keep, const std::vector<std::uint64_t>& seeds) {
    const auto native_scale = static_cast<std::int64_t>(config.scales()) - 1;
    const std::int64_t* scale = batch.scale_index.data_ptr<std::int64_t>();
    musiq::TokenBatch chosen;
    std::vector<std::int64_t> kept;
    std::int64_t start = 0;
    for (std::size_t photo = 0; photo < batch.lengths.size(); ++photo) {
        std::vector<std::int64_t> rows, native;
        for (std::int64_t row = start; row < start + batch.lengths[photo]; ++row)
            (native_patches > 0 && scale[row] == native_scale ? native : rows).push_back(row);
        keep_some(native, static_cast<std::size_t>(native_patches), Draws(mix_seed(seeds[photo], "native")));
        rows.insert(rows.end(), native.begin(), native.end()); // the native scale is the last of a sequence
        const int count = keep < 1 ? kept_tokens(static_cast<int>(rows.size()), keep) : static_cast<int>(rows.size());
        keep_some(rows, static_cast<std::size_t>(count), Draws(seeds[photo]));
        kept.insert(kept.end(), rows.begin(), rows.end());
        chosen.lengths.push_back(static_cast<std::int64_t>(rows.size()));
        start += batch.lengths[photo];
    }
    if (static_cast<std::int64_t>(kept.size()) == start)
        return batch;
    const at::Tensor index = at::tensor(kept, at::kLong);
    chosen.patches = batch.patches.index_select(0, index);
    chosen.hash_index = batch.hash_index.index_select(0, index);
    chosen.scale_index = batch.scale_index.index_select(0, index);
    return chosen;
}

at::Tensor branch_factors(int layers, double rate, const std::vector<std::uint64_t>& seeds) {
    at::Tensor factors = at::ones({layers, 2, static_cast<std::int64_t>(seeds.size())});
    auto value = factors.accessor<float, 3>();
    for (std::size_t photo = 0; photo < seeds.size(); ++photo) {
        Draws draws(mix_seed(seeds[photo], "depth"));
        for (int layer = 0; layer < layers; ++layer) {
            const double drop = layers > 1 ? rate * layer / (layers - 1) : rate;
            for (int branch = 0; branch < 2; ++branch)
                value[layer][branch][static_cast<std::int64_t>(photo)] =
                    draws.unit() < drop ? 0.0f : static_cast<float>(1 / (1 - drop));
        }
    }
    return factors;
}

} // namespace touchstone::training
