// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/training_set.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <span>
#include <tuple>

#include "engine/base/digest.h"
#include "engine/base/files.h"
#include "engine/imaging/resample.h"
#include "engine/training/photo_walk.h"

namespace touchstone::training {

namespace {

/// What decides about the samples: a run whose text differs does not reuse the work folder's pack.
std::string sample_key(const TrainConfig& config) {
    nlohmann::json text = {{"data", config.text.value("data", nlohmann::json())},
                           {"variants", config.teacher.variants},
                           {"seed", config.seed},
                           {"native_limit", config.native_limit}};
    const std::string dump = text.dump();
    return sha256_hex(std::as_bytes(std::span(dump)));
}

struct Collected {
    std::vector<Sample> samples;
    std::vector<std::vector<MadeVersion>> plans;
    std::vector<bool> own_size;
    int longest_side = 0;
};

/// What is made of a photo for training: nothing of validation photos, of which the session makes its own, and one of
/// every kind of those that are held out.
std::vector<MadeVersion> plan_for(const Walked& walked, const TrainConfig& config) {
    if (walked.part == Part::Validation)
        return {};
    const int count = walked.part == Part::HeldOut ? made_kind_count(config.data.exposure) : config.teacher.variants;
    return plan_versions(walked.name, count, config.seed,
                         walked.own_size ? PlanOrder::NoiseAndCompression : PlanOrder::Noise, config.data.exposure);
}

/// A made version and how severe it is, as the network will see it.
std::pair<RgbImage, double> made_and_seen(const RgbImage& photo, const MadeVersion& version, bool own_size,
                                          int native_limit, std::uint64_t seed) {
    if (!own_size)
        return {make_version(photo, version, seed), version.severity()};
    const double ratio = std::max(1.0, static_cast<double>(photo.size.long_side()) / native_limit);
    return {imaging::shrink_area_average(make_own_size_version(photo, version, ratio, seed), native_limit),
            own_size_severity(version, ratio)};
}

bool wants_versions(const TrainConfig& config) {
    return std::any_of(config.stages.begin(), config.stages.end(),
                       [](const StageConfig& stage) { return stage.made_share > 0; });
}

/// The pack that is trained on: first all clean photos as the network sees them, then their made versions.
Result<void> add_versions(const TrainConfig& config, const TrainCallbacks& callbacks, const std::string& clean_file,
                          PhotoPackWriter& writer, Collected& found, std::stop_token stop) {
    const auto clean = PhotoPack::open(clean_file);
    if (!clean)
        return tl::unexpected(clean.error());
    const std::size_t count = found.samples.size();
    for (std::size_t i = 0; i < count; ++i)
        if (auto done = writer.add(found.samples[i].name, found.own_size[i] ? imaging::shrink_area_average(
                                                                                  clean->photo(i), config.native_limit)
                                                                            : clean->photo(i));
            !done)
            return done;
    for (std::size_t i = 0; i < count; ++i) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, config.work_folder, "was not prepared: stopped");
        const RgbImage photo = clean->photo(i);
        for (const MadeVersion& version : found.plans[i]) {
            Sample made = found.samples[i];
            made.name += "|" + version.name();
            made.versions.clear();
            found.samples[i].versions.push_back(found.samples.size());
            RgbImage pixels;
            std::tie(pixels, made.severity) =
                made_and_seen(photo, version, found.own_size[i], config.native_limit, mix_seed(config.seed, made.name));
            if (auto done = writer.add(made.name, pixels); !done)
                return done;
            found.samples.push_back(std::move(made));
        }
        if (callbacks.progress)
            callbacks.progress({"prepare", 1, 1, static_cast<int>(i + 1), static_cast<int>(count), 0, 0});
    }
    return {};
}

nlohmann::json describe(const Collected& found, const std::string& key) {
    nlohmann::json list = nlohmann::json::array();
    for (const Sample& sample : found.samples)
        list.push_back({{"name", sample.name},
                        {"part", static_cast<int>(sample.part)},
                        {"list", sample.list},
                        {"mos", sample.label.mos},
                        {"std", sample.label.std},
                        {"distribution", sample.label.distribution},
                        {"clean", sample.clean},
                        {"severity", sample.severity},
                        {"versions", sample.versions}});
    return {{"key", key}, {"longest_side", found.longest_side}, {"samples", list}};
}

std::optional<TrainingSet> reopen(const std::string& pack_file, const std::string& list_file, const std::string& key) {
    const auto bytes = read_file(list_file, std::uint64_t{1} << 30);
    auto pack = PhotoPack::open(pack_file);
    if (!bytes || !pack)
        return std::nullopt;
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded() || json.value("key", "") != key || json["samples"].size() != pack->entries().size())
        return std::nullopt;
    TrainingSet set{std::move(*pack), {}, json["longest_side"].get<int>(), key, {}};
    for (const nlohmann::json& row : json["samples"]) {
        Sample sample;
        sample.name = row["name"].get<std::string>();
        sample.part = static_cast<Part>(row["part"].get<int>());
        sample.list = row.value("list", 0);
        sample.label = {sample.name, row["mos"].get<double>(), row["std"].get<double>(),
                        row["distribution"].get<std::vector<double>>()};
        sample.clean = row["clean"].get<std::size_t>();
        sample.severity = row["severity"].get<double>();
        sample.versions = row["versions"].get<std::vector<std::size_t>>();
        set.samples.push_back(std::move(sample));
    }
    return set;
}

} // namespace

std::vector<std::size_t> TrainingSet::clean(Part part) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (samples[i].part == part && is_clean(i))
            found.push_back(i);
    return found;
}

std::vector<std::size_t> TrainingSet::clean_of_list(int list) const {
    std::vector<std::size_t> found = clean(Part::OtherList);
    std::erase_if(found, [&](std::size_t index) { return samples[index].list != list; });
    return found;
}

Result<TrainingSet> prepare_training_set(const TrainConfig& config, const TrainCallbacks& callbacks,
                                         std::stop_token stop) {
    std::error_code problem;
    std::filesystem::create_directories(config.work_folder, problem);
    const std::string pack_file = config.work_folder + "/samples.pack",
                      list_file = config.work_folder + "/samples.json";
    const std::string clean_file = config.work_folder + "/clean.pack";
    const std::string key = sample_key(config);
    const auto opened = [&] {
        auto set = reopen(pack_file, list_file, key);
        if (set)
            set->lists = config.data.more_labels;
        return set;
    };
    if (auto set = opened())
        return std::move(*set);

    Collected found;
    auto clean_writer = PhotoPackWriter::create(clean_file);
    if (!clean_writer)
        return tl::unexpected(clean_writer.error());
    const bool versions = wants_versions(config);
    auto walked =
        walk_photos(config, callbacks, stop, [&](const Walked& photo, const RgbImage& pixels) -> Result<void> {
            const int side = pixels.size.long_side();
            found.longest_side =
                std::max(found.longest_side, photo.own_size ? std::min(side, config.native_limit) : side);
            found.plans.push_back(versions ? plan_for(photo, config) : std::vector<MadeVersion>{});
            found.own_size.push_back(photo.own_size);
            found.samples.push_back({photo.name, photo.part, photo.list, photo.label, found.samples.size(), 0, {}});
            return clean_writer->add(photo.name, pixels);
        });
    if (walked)
        walked = clean_writer->finish();
    if (!walked)
        return tl::unexpected(walked.error());
    auto writer = PhotoPackWriter::create(pack_file);
    if (!writer)
        return tl::unexpected(writer.error());
    auto added = add_versions(config, callbacks, clean_file, *writer, found, stop);
    if (added)
        added = writer->finish();
    if (added)
        added = write_file_atomically(list_file, std::string_view(describe(found, key).dump()));
    if (!added)
        return tl::unexpected(added.error());
    std::filesystem::remove(clean_file, problem);
    auto set = opened();
    if (!set)
        return failure(ErrorCode::Damaged, pack_file, "could not be read back", "is the disk full?");
    return std::move(*set);
}

Result<void> write_clean_pack(const TrainConfig& config, const std::string& pack_file, const TrainCallbacks& callbacks,
                              std::stop_token stop) {
    auto writer = PhotoPackWriter::create(pack_file);
    if (!writer)
        return tl::unexpected(writer.error());
    auto walked = walk_photos(config, callbacks, std::move(stop), [&](const Walked& photo, const RgbImage& pixels) {
        return writer->add(photo.name, pixels);
    });
    return walked ? writer->finish() : walked;
}

} // namespace touchstone::training
