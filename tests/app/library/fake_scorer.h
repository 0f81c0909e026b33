// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/library/inference_thread.h"
#include "engine/scoring/scorer.h"

namespace touchstone::test {

/// What a test sees of, and does to, the fake model.
struct FakeModel {
    std::atomic<int> opened{0}, closed{0}, scored{0}, explained{0};
    ModelCard card;
    std::optional<Error> open_error;

    FakeModel() {
        card.id = "fake";
        card.title = "Fake";
        card.architecture = "fake";
        card.range = std::pair(0.0, 255.0);
        card.sha256 = std::string(64, 'a');
    }

    /// While closed, score() waits (it still leaves when it is told to stop).
    void closeGate() { setGate(false); }
    void openGate() { setGate(true); }
    bool pass(std::stop_token stop) {
        std::unique_lock lock(mutex_);
        ++waiting_;
        const bool passed = changed_.wait(lock, stop, [this] { return open_; });
        --waiting_;
        return passed;
    }
    int waiting() {
        const std::lock_guard lock(mutex_);
        return waiting_;
    }

private:
    void setGate(bool open) {
        {
            const std::lock_guard lock(mutex_);
            open_ = open;
        }
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool open_ = true;
    int waiting_ = 0;
};

/// Its score is the mean of the red channel, so every test picture has a score that can be worked out by hand.
class FakeScorer : public Scorer {
public:
    FakeScorer(std::shared_ptr<FakeModel> model, ScorerOptions options)
        : model_(std::move(model))
        , options_(options) {
        ++model_->opened;
    }
    ~FakeScorer() override { ++model_->closed; }

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
            results.emplace_back(assess(*photo));
        }
        return results;
    }

    Result<Assessment> explain(const Photo& photo, AttentionMethod method, std::stop_token) override {
        ++model_->explained;
        Assessment assessment = assess(photo);
        AttentionMap map;
        map.scale = "native";
        map.scaled = photo.image.size;
        map.rows = map.cols = 1;
        map.share = 1;
        map.weights = {1.0f};
        assessment.attention = Attention{method, {map}, 0};
        return assessment;
    }

private:
    Assessment assess(const Photo& photo) const {
        double sum = 0;
        for (std::size_t i = 0; i < photo.image.pixels.size(); i += 3)
            sum += photo.image.pixels[i];
        Assessment assessment;
        assessment.model = card().id;
        assessment.model_sha256 = card().sha256;
        assessment.score.value = sum / static_cast<double>(photo.image.size.pixels());
        assessment.scored_size = photo.image.size;
        return assessment;
    }

    std::shared_ptr<FakeModel> model_;
    ScorerOptions options_;
};

inline library::ScorerFactory fake_factory(std::shared_ptr<FakeModel> model) {
    return [model](const std::string&, const ScorerOptions& options) -> Result<std::unique_ptr<Scorer>> {
        if (model->open_error)
            return tl::unexpected(*model->open_error);
        return std::make_unique<FakeScorer>(model, options);
    };
}

} // namespace touchstone::test
