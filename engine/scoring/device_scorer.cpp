// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/device_scorer.h"

#include <algorithm>
#include <exception>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace touchstone {

namespace {

/// Tokens and photos of one batch for each GPU. Not measured yet: a guess from the CPU's 4096 and a GPU's hunger.
constexpr std::int64_t gpu_batch_tokens = 16384;
constexpr int gpu_batch_photos = 32;
constexpr std::uint64_t gpu_queue_bytes = std::uint64_t{1} << 30; ///< pixels of 28 photos of 12 megapixels

using Results = std::vector<Result<Assessment>>;
using Positions = std::vector<std::size_t>; ///< in the list of photos that was handed in

struct Slot {
    Device device;
    std::unique_ptr<Scorer> scorer;
    bool lost = false;
};

/// One device's part of a batch.
struct Part {
    Slot* slot = nullptr;
    Positions positions;
    Results results;
    std::exception_ptr problem;
};

class DeviceScorer final : public Scorer {
public:
    DeviceScorer(ScorerOptions options, OpenOnDevice open)
        : options_(std::move(options))
        , open_(std::move(open)) {}
    ~DeviceScorer() override {
        for (Slot& slot : gpus_)
            abandon_if_lost(slot);
    }

    /// Opens on every GPU; on the CPU when no GPU has room or is there.
    Result<void> open_all();

    const ModelCard& card() const override { return any().card(); }
    const ScorerOptions& options() const override { return options_; }
    std::int64_t token_count(Size photo) const override { return any().token_count(photo); }
    Results score(std::span<const Photo* const> photos, std::stop_token stop) override;
    Result<Assessment> explain(const Photo& photo, AttentionMethod method, std::stop_token stop) override;
    Result<std::vector<SeenScale>> seen(const Photo& photo) const override { return any().seen(photo); }
    Result<reiqa::ExpertFeatures> quality_features(const Photo& photo, std::stop_token stop) override;

private:
    template <class Work>
    auto on_one_device(const Work& work) -> decltype(work(std::declval<Scorer&>()));
    /// Card and token counts are the same on every device, and need none.
    const Scorer& any() const { return gpus_.empty() ? *cpu_ : *gpus_.front().scorer; }
    std::vector<Slot*> alive();
    Result<Scorer*> cpu();
    std::vector<Part> share_out(std::span<const Photo* const> photos, const Positions& open);
    void run(std::vector<Part>& parts, std::span<const Photo* const> photos, const std::stop_token& stop);
    void give_up(Slot& slot, const Error& error);
    void say(const std::string& sentence);

    /// Freeing what a lost GPU holds throws out of destructors, which would end the program: the driver frees it when
    /// the process ends.
    static void abandon_if_lost(Slot& slot) {
        if (slot.lost)
            static_cast<void>(slot.scorer.release());
    }

    const ScorerOptions options_;
    const OpenOnDevice open_;
    std::vector<Slot> gpus_;
    std::unique_ptr<Scorer> cpu_; ///< opened when it is needed
    std::set<std::string> said_;
};

void DeviceScorer::say(const std::string& sentence) {
    if (said_.insert(sentence).second && options_.notice)
        options_.notice(sentence);
}

/// Worth going on without this device.
bool is_of_the_device(const Error& error) {
    return error.code == ErrorCode::NoDevice || error.code == ErrorCode::OutOfMemory;
}

Result<void> DeviceScorer::open_all() {
    std::vector<Device> devices{options_.device};
    devices.insert(devices.end(), options_.more_devices.begin(), options_.more_devices.end());
    for (const Device& device : devices) {
        if (device.kind == Device::Kind::Cpu)
            continue;
        Result<std::unique_ptr<Scorer>> scorer = open_(device);
        if (scorer)
            gpus_.push_back({device, std::move(*scorer)});
        else if (is_of_the_device(scorer.error()))
            say(device.name() + " cannot take the model: " + scorer.error().what);
        else
            return tl::unexpected(scorer.error());
    }
    if (!gpus_.empty())
        return {};
    const Result<Scorer*> opened = cpu();
    return opened ? Result<void>() : tl::unexpected(opened.error());
}

std::vector<Slot*> DeviceScorer::alive() {
    std::vector<Slot*> slots;
    for (Slot& slot : gpus_)
        if (!slot.lost)
            slots.push_back(&slot);
    return slots;
}

Result<Scorer*> DeviceScorer::cpu() {
    if (!cpu_) {
        Result<std::unique_ptr<Scorer>> scorer = open_(Device{});
        if (!scorer)
            return tl::unexpected(scorer.error());
        cpu_ = std::move(*scorer);
    }
    return cpu_.get();
}

void DeviceScorer::give_up(Slot& slot, const Error& error) {
    if (std::exchange(slot.lost, true))
        return;
    const bool last = alive().empty();
    say(slot.device.name() + " was lost, " + (last ? "the CPU goes on" : "the other devices go on") + ": " +
        error.what);
}

/// Every photo to the device that has the least to do, the largest first.
std::vector<Part> DeviceScorer::share_out(std::span<const Photo* const> photos, const Positions& open) {
    std::vector<Part> parts;
    for (Slot* slot : alive())
        parts.push_back({slot, {}, {}, {}});
    std::vector<std::int64_t> tokens(photos.size()), load(parts.size());
    for (const std::size_t at : open)
        tokens[at] = token_count(photos[at]->image.size);
    Positions by_size = open;
    std::stable_sort(by_size.begin(), by_size.end(),
                     [&](std::size_t a, std::size_t b) { return tokens[a] > tokens[b]; });
    for (const std::size_t at : by_size) {
        const auto least = std::min_element(load.begin(), load.end()) - load.begin();
        parts[static_cast<std::size_t>(least)].positions.push_back(at);
        load[static_cast<std::size_t>(least)] += tokens[at];
    }
    std::erase_if(parts, [](const Part& part) { return part.positions.empty(); });
    return parts;
}

void score_part(Part& part, Scorer& scorer, std::span<const Photo* const> photos, const std::stop_token& stop) {
    try {
        std::vector<const Photo*> mine;
        for (const std::size_t at : part.positions)
            mine.push_back(photos[at]);
        part.results = scorer.score(mine, stop);
    } catch (...) {
        part.problem = std::current_exception(); // thrown again in the calling thread
    }
}

/// The first part in the calling thread, the others beside it.
void DeviceScorer::run(std::vector<Part>& parts, std::span<const Photo* const> photos, const std::stop_token& stop) {
    {
        std::vector<std::jthread> beside;
        for (std::size_t i = 1; i < parts.size(); ++i)
            beside.emplace_back([&, i] { score_part(parts[i], *parts[i].slot->scorer, photos, stop); });
        if (!parts.empty())
            score_part(parts[0], *parts[0].slot->scorer, photos, stop);
    }
    for (Part& part : parts)
        if (part.problem)
            std::rethrow_exception(part.problem);
}

Results DeviceScorer::score(std::span<const Photo* const> photos, std::stop_token stop) {
    Results results(photos.size(), failure(ErrorCode::Internal, {}, "no device answered"));
    Positions open(photos.size()), for_cpu;
    std::iota(open.begin(), open.end(), std::size_t{0});
    while (!open.empty() && !alive().empty()) {
        std::vector<Part> parts = share_out(photos, open);
        run(parts, photos, stop);
        open.clear();
        for (Part& part : parts)
            for (std::size_t i = 0; i < part.positions.size(); ++i) {
                Result<Assessment>& result = results[part.positions[i]];
                result = std::move(part.results.at(i));
                if (result || !is_of_the_device(result.error()))
                    continue;
                if (result.error().code == ErrorCode::NoDevice) {
                    give_up(*part.slot, result.error());
                    open.push_back(part.positions[i]);
                } else {
                    say(part.slot->device.name() + " has too little memory for some photos: the CPU scores these");
                    for_cpu.push_back(part.positions[i]);
                }
            }
    }
    for_cpu.insert(for_cpu.end(), open.begin(), open.end());
    if (for_cpu.empty())
        return results;
    std::sort(for_cpu.begin(), for_cpu.end());
    const Result<Scorer*> scorer = cpu();
    Part part{nullptr, std::move(for_cpu), {}, {}};
    if (scorer) {
        score_part(part, **scorer, photos, stop);
        if (part.problem)
            std::rethrow_exception(part.problem);
    }
    for (std::size_t i = 0; i < part.positions.size(); ++i)
        results[part.positions[i]] = scorer ? std::move(part.results.at(i)) : tl::unexpected(scorer.error());
    return results;
}

/// The first GPU that can, else the CPU.
template <class Work>
auto DeviceScorer::on_one_device(const Work& work) -> decltype(work(std::declval<Scorer&>())) {
    for (Slot* slot : alive()) {
        auto done = work(*slot->scorer);
        if (done || !is_of_the_device(done.error()))
            return done;
        if (done.error().code == ErrorCode::OutOfMemory) {
            say(slot->device.name() + " has too little memory for some photos: the CPU scores these");
            break;
        }
        give_up(*slot, done.error());
    }
    const Result<Scorer*> scorer = cpu();
    if (!scorer)
        return tl::unexpected(scorer.error());
    return work(**scorer);
}

Result<Assessment> DeviceScorer::explain(const Photo& photo, AttentionMethod method, std::stop_token stop) {
    return on_one_device([&](Scorer& scorer) { return scorer.explain(photo, method, stop); });
}

Result<reiqa::ExpertFeatures> DeviceScorer::quality_features(const Photo& photo, std::stop_token stop) {
    return on_one_device([&](Scorer& scorer) { return scorer.quality_features(photo, stop); });
}

bool is_gpu(const Device& device) {
    return device.kind != Device::Kind::Cpu;
}

} // namespace

Result<std::unique_ptr<Scorer>> open_on_devices(const ScorerOptions& options, OpenOnDevice open) {
    if (!is_gpu(options.device) && options.more_devices.empty())
        return open(options.device);
    auto scorer = std::make_unique<DeviceScorer>(options, std::move(open));
    if (const Result<void> opened = scorer->open_all(); !opened)
        return tl::unexpected(opened.error());
    return scorer;
}

void fit_batches(PipelineOptions& pipeline, const ScorerOptions& options) {
    const auto gpus = std::count_if(options.more_devices.begin(), options.more_devices.end(), is_gpu) +
                      (is_gpu(options.device) ? 1 : 0);
    if (gpus == 0)
        return;
    pipeline.batch_tokens = std::max(pipeline.batch_tokens, gpu_batch_tokens * gpus);
    pipeline.batch_photos = std::max(pipeline.batch_photos, gpu_batch_photos * static_cast<int>(gpus));
    pipeline.queue_bytes = std::max(pipeline.queue_bytes, gpu_queue_bytes);
}

} // namespace touchstone
