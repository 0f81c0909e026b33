// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>

#include "engine/imaging/measures.h"
#include "tests/app/library/fake_scorer.h"

namespace touchstone::test {

/// A stand-in with a real model's manners: a scale of 0 to 100 and attention at three sizes with centred padding. It
/// scores sharpness less noise and "looks" where the tiles are sharp. Used where a test or a look at the window needs
/// maps of several scales; never shipped. Waits at FakeModel's gate like the other fake.
class DemoScorer : public Scorer {
public:
    DemoScorer(std::shared_ptr<FakeModel> model, ScorerOptions options)
        : model_(std::move(model))
        , options_(options) {
        ++model_->opened;
    }
    ~DemoScorer() override { ++model_->closed; }

    const ModelCard& card() const override { return model_->card; }
    const ScorerOptions& options() const override { return options_; }
    std::int64_t token_count(Size photo) const override { return photo.pixels() / 1024 + 1; }

    std::vector<Result<Assessment>> score(std::span<const Photo* const> photos, std::stop_token stop) override {
        std::vector<Result<Assessment>> results;
        for (const Photo* photo : photos) {
            if (!model_->pass(stop)) {
                results.emplace_back(failure(ErrorCode::Cancelled, {}, "stopped"));
                continue;
            }
            ++model_->scored;
            results.push_back(assess(*photo, imaging::measure(photo->image)));
        }
        return results;
    }

    Result<Assessment> explain(const Photo& photo, AttentionMethod method, std::stop_token) override {
        ++model_->explained;
        const imaging::Measures measures = imaging::measure(photo.image);
        Assessment assessment = assess(photo, measures);
        Attention attention{method, {}, 0.12};
        attention.scales.push_back(map("native", photo.image.size, 0.47, measures));
        attention.scales.push_back(map("384", fitted(photo.image.size, 384), 0.26, measures));
        attention.scales.push_back(map("224", fitted(photo.image.size, 224), 0.15, measures));
        assessment.attention = std::move(attention);
        return assessment;
    }

private:
    static Size fitted(Size size, int edge) {
        const double factor = static_cast<double>(edge) / size.long_side();
        return {std::max(1, static_cast<int>(std::lround(size.width * factor))),
                std::max(1, static_cast<int>(std::lround(size.height * factor)))};
    }

    static AttentionMap map(const char* name, Size scaled, double share, const imaging::Measures& measures) {
        AttentionMap map;
        map.scale = name;
        map.scaled = scaled;
        map.cols = (scaled.width + 31) / 32;
        map.rows = (scaled.height + 31) / 32;
        map.pad_left = (map.cols * 32 - scaled.width) / 2;
        map.pad_top = (map.rows * 32 - scaled.height) / 2;
        map.share = share;
        double sum = 0;
        for (int row = 0; row < map.rows; ++row)
            for (int col = 0; col < map.cols; ++col) {
                const int tile_row = std::min(measures.tile_rows - 1, row * measures.tile_rows / map.rows);
                const int tile_col = std::min(measures.tile_columns - 1, col * measures.tile_columns / map.cols);
                const float sharp =
                    measures.tile_sharpness[static_cast<std::size_t>(tile_row) * measures.tile_columns + tile_col];
                map.weights.push_back(0.5F + sharp * (1.0F + 0.3F * static_cast<float>((row * 7 + col * 3) % 5)));
                sum += map.weights.back();
            }
        for (float& weight : map.weights)
            weight = static_cast<float>(weight / sum * share);
        return map;
    }

    Assessment assess(const Photo& photo, const imaging::Measures& measures) const {
        Assessment assessment;
        assessment.model = card().id;
        assessment.model_sha256 = card().sha256;
        const double faults =
            1.6 * measures.noise_sigma + 90 * measures.clipped_highlights + 30 * measures.clipped_shadows;
        assessment.score.value = std::clamp(28 + 4.5 * measures.peak_sharpness - faults, 2.0, 98.0);
        assessment.scored_size = photo.image.size;
        return assessment;
    }

    std::shared_ptr<FakeModel> model_;
    ScorerOptions options_;
};

inline std::shared_ptr<FakeModel> demo_model() {
    auto model = std::make_shared<FakeModel>();
    model->card.id = "stand-in";
    model->card.title = "Stand-in (sharpness less noise)";
    model->card.range = std::pair(0.0, 100.0);
    return model;
}

inline library::ScorerFactory demo_factory(std::shared_ptr<FakeModel> model) {
    return [model](const std::string&, const ScorerOptions& options) -> Result<std::unique_ptr<Scorer>> {
        if (model->open_error)
            return tl::unexpected(*model->open_error);
        return std::make_unique<DemoScorer>(model, options);
    };
}

} // namespace touchstone::test
