// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/training_set.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>

#include "engine/base/digest.h"
#include "engine/base/files.h"
#include "engine/imaging/resample.h"

namespace touchstone::training {

namespace {

/// A clean photo on its way into the set.
struct Walked {
    std::string name;
    Part part = Part::Train;
    Label label;
    bool own_size = false; ///< larger than the network sees it: versions come first, then the reduction
};
using Deliver = std::function<Result<void>(Walked walked, RgbImage photo)>;

RgbImage box_reduce(const RgbImage& photo, int factor) {
    if (factor == 1)
        return photo;
    return imaging::shrink_area_average(photo, std::max(1, photo.size.long_side() / factor));
}

RgbImage cut(const RgbImage& photo, int left, int top, int edge) {
    RgbImage tile(Size{std::min(edge, photo.size.width), std::min(edge, photo.size.height)});
    for (int y = 0; y < tile.size.height; ++y)
        std::copy_n(photo.row(top + y) + std::ptrdiff_t{3} * left, 3 * tile.size.width, tile.row(y));
    return tile;
}

/// Where tiles lie: a grid that covers the photo, from which `count` are drawn.
std::vector<std::pair<int, int>> tile_places(Size size, const UnlabelledSet& set, Draws& draws) {
    const auto starts = [&](int length) {
        std::vector<int> at;
        const int count = std::max(1, length / set.tile);
        for (int i = 0; i < count; ++i)
            at.push_back(count == 1 ? std::max(0, (length - set.tile) / 2) : i * (length - set.tile) / (count - 1));
        return at;
    };
    std::vector<std::pair<int, int>> places;
    for (const int top : starts(size.height))
        for (const int left : starts(size.width))
            places.emplace_back(left, top);
    draws.shuffle(places);
    if (places.size() > static_cast<std::size_t>(set.tiles_per_photo))
        places.resize(static_cast<std::size_t>(set.tiles_per_photo));
    return places;
}

/// A tile of true detail: `long_side` pixels where the photo has them.
RgbImage draw_own_size_tile(const RgbImage& photo, int long_side, Draws& draws, std::pair<int, int>& place) {
    const auto start = [&](int length) {
        return static_cast<int>(draws.below(static_cast<std::size_t>(std::max(1, length - long_side + 1))));
    };
    place = {start(photo.size.width), start(photo.size.height)};
    return cut(photo, place.first, place.second, long_side);
}

/// What a tile is can be told from its name, because a pack holds nothing else.
struct TileName {
    static constexpr const char* held = "held,";
    bool held_out = false, own_size = false;

    static std::string make(const std::string& base, bool held_out, std::pair<int, int> place, int own_size_edge) {
        std::string name =
            base + "#" + (held_out ? held : "") + std::to_string(place.first) + "," + std::to_string(place.second);
        return own_size_edge > 0 ? name + "," + std::to_string(own_size_edge) : name;
    }

    static TileName read(const std::string& name) {
        std::string tile = name.substr(name.rfind('#') + 1);
        TileName result;
        result.held_out = tile.starts_with(held);
        if (result.held_out)
            tile.erase(0, std::string(held).size());
        result.own_size = std::count(tile.begin(), tile.end(), ',') == 2;
        return result;
    }
};

/// By the name alone, so that a photo stays on its side when others come and go.
bool is_held_out(const std::string& base, double share) {
    const std::string key = sha1_hex(std::as_bytes(std::span(base.data(), base.size())));
    return static_cast<double>(std::stoul(key.substr(0, 8), nullptr, 16)) >= (1 - share) * 4294967296.0;
}

Result<std::vector<std::string>> list_folder(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code problem;
    for (std::filesystem::directory_iterator it(folder, problem), end; !problem && it != end; it.increment(problem))
        if (it->is_regular_file() && !it->path().filename().string().starts_with("."))
            files.push_back(it->path().string());
    if (problem)
        return failure(ErrorCode::NotFound, folder, "cannot be listed: " + problem.message(),
                       "correct data.unlabelled in the configuration");
    std::sort(files.begin(), files.end());
    return files;
}

/// Walks all photos of the configuration in a fixed order and hands each over as it will be trained on.
class PhotoWalk {
public:
    PhotoWalk(const TrainConfig& config, const TrainCallbacks& callbacks, std::stop_token stop)
        : config_(config)
        , callbacks_(callbacks)
        , stop_(std::move(stop)) {}

    Result<void> run(const Deliver& deliver) {
        if (!config_.data.pack.empty()) {
            auto pack = PhotoPack::open(config_.data.pack);
            if (!pack)
                return tl::unexpected(pack.error());
            pack_.emplace(std::move(*pack));
            for (std::size_t i = 0; i < pack_->entries().size(); ++i)
                in_pack_[pack_->entries()[i].name] = i;
        }
        if (auto done = labelled(deliver); !done)
            return done;
        return unlabelled(deliver);
    }

private:
    Result<void> labelled(const Deliver& deliver) {
        const auto labels = read_labels(config_.data.labels);
        if (!labels)
            return tl::unexpected(labels.error());
        const std::vector<bool> validation = validation_part(*labels, config_.data.validation_share);
        const std::string root = config_.data.root.empty()
                                     ? std::filesystem::path(config_.data.labels).parent_path().string()
                                     : config_.data.root;
        for (std::size_t i = 0; i < labels->size(); ++i) {
            const Label& label = (*labels)[i];
            if (auto done = check(label); !done)
                return done;
            auto photo = read(label.file, (std::filesystem::path(root) / label.file).string());
            if (!photo)
                return tl::unexpected(photo.error());
            auto delivered = deliver({label.file, validation[i] ? Part::Validation : Part::Train, label},
                                     reduced(std::move(*photo)));
            if (!delivered)
                return delivered;
            report(i + 1, labels->size());
        }
        return {};
    }

    Result<void> check(const Label& label) const {
        if (config_.score_loss == ScoreLoss::Emd &&
            label.distribution.size() != static_cast<std::size_t>(config_.network.outputs))
            return failure(ErrorCode::BadInput, config_.data.labels,
                           "has no columns p1…p" + std::to_string(config_.network.outputs),
                           "\"score_loss\" \"emd\" needs the distribution of the ratings");
        return {};
    }

    Result<void> unlabelled(const Deliver& deliver) {
        if (pack_) {
            for (const PackEntry& entry : pack_->entries())
                if (entry.name.find('#') != std::string::npos)
                    if (auto done = deliver_tile(entry.name, pack_->photo(in_pack_[entry.name]), deliver); !done)
                        return done;
            return {};
        }
        for (const UnlabelledSet& set : config_.data.unlabelled) {
            const auto files = list_folder(set.folder);
            if (!files)
                return tl::unexpected(files.error());
            for (std::size_t i = 0; i < files->size(); ++i) {
                if (auto done = tiles((*files)[i], set, deliver); !done)
                    return done;
                report(i + 1, files->size());
            }
        }
        return {};
    }

    Result<void> tiles(const std::string& file, const UnlabelledSet& set, const Deliver& deliver) {
        auto photo = read(file, file);
        if (!photo)
            return tl::unexpected(photo.error());
        const RgbImage small = box_reduce(*photo, set.reduce);
        const std::string base = std::filesystem::path(file).filename().string();
        const bool held_out = is_held_out(base, set.held_out);
        Draws draws(mix_seed(config_.seed, "tiles of " + base));
        if (set.damage == Damage::OwnSize)
            return own_size_tiles(base, held_out, small, set, draws, deliver);
        for (const auto& place : tile_places(small.size, set, draws)) {
            const std::string name = TileName::make(base, held_out, place, 0);
            if (auto done = deliver_tile(name, reduced(cut(small, place.first, place.second, set.tile)), deliver);
                !done)
                return done;
        }
        return {};
    }

    Result<void> own_size_tiles(const std::string& base, bool held_out, const RgbImage& photo, const UnlabelledSet& set,
                                Draws& draws, const Deliver& deliver) {
        std::set<std::string> drawn;
        for (int i = 0; i < set.tiles_per_photo; ++i) {
            const double ratio = set.ratio.first * std::pow(set.ratio.second / set.ratio.first, draws.unit());
            const int edge =
                std::min(static_cast<int>(std::lround(ratio * config_.native_limit)), photo.size.long_side());
            std::pair<int, int> place;
            RgbImage tile = draw_own_size_tile(photo, edge, draws, place);
            const bool grainy = draws.unit() < 0.5;
            const double grain = set.grain.first + (set.grain.second - set.grain.first) * draws.unit();
            const std::string name = TileName::make(base, held_out, place, edge);
            if (!drawn.insert(name).second) // a photo hardly larger than its tiles gives the same one again
                continue;
            if (grainy)
                tile = with_grain(tile, grain, mix_seed(config_.seed, name));
            if (auto done = deliver_tile(name, std::move(tile), deliver); !done)
                return done;
        }
        return {};
    }

    static Result<void> deliver_tile(const std::string& name, RgbImage tile, const Deliver& deliver) {
        const TileName told = TileName::read(name);
        return deliver({name, told.held_out ? Part::HeldOut : Part::Unlabelled, {}, told.own_size}, std::move(tile));
    }

    Result<RgbImage> read(const std::string& name, const std::string& path) {
        if (stop_.stop_requested())
            return failure(ErrorCode::Cancelled, path, "was not read: stopped");
        if (const auto found = in_pack_.find(name); found != in_pack_.end())
            return pack_->photo(found->second);
        if (pack_)
            return failure(ErrorCode::NotFound, name, "is not in the pack " + config_.data.pack,
                           "make the pack again from the same list");
        if (!callbacks_.read_photo)
            return failure(ErrorCode::BadInput, path, "cannot be decoded by this program", "set data.pack");
        return callbacks_.read_photo(path);
    }

    RgbImage reduced(RgbImage photo) const {
        return config_.native_limit > 0 ? imaging::shrink_area_average(photo, config_.native_limit) : photo;
    }

    void report(std::size_t done, std::size_t all) const {
        if (callbacks_.progress)
            callbacks_.progress({"prepare", 1, 1, static_cast<int>(done), static_cast<int>(all), 0, 0});
    }

    const TrainConfig& config_;
    const TrainCallbacks& callbacks_;
    std::stop_token stop_;
    std::optional<PhotoPack> pack_;
    std::map<std::string, std::size_t> in_pack_;
};

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
    const int count = walked.part == Part::HeldOut ? made_kinds : config.teacher.variants;
    return plan_versions(walked.name, count, config.seed,
                         walked.own_size ? PlanOrder::NoiseAndCompression : PlanOrder::Noise);
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
    TrainingSet set{std::move(*pack), {}, json["longest_side"].get<int>(), key};
    for (const nlohmann::json& row : json["samples"]) {
        Sample sample;
        sample.name = row["name"].get<std::string>();
        sample.part = static_cast<Part>(row["part"].get<int>());
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

Result<TrainingSet> prepare_training_set(const TrainConfig& config, const TrainCallbacks& callbacks,
                                         std::stop_token stop) {
    std::error_code problem;
    std::filesystem::create_directories(config.work_folder, problem);
    const std::string pack_file = config.work_folder + "/samples.pack",
                      list_file = config.work_folder + "/samples.json";
    const std::string clean_file = config.work_folder + "/clean.pack";
    const std::string key = sample_key(config);
    if (auto set = reopen(pack_file, list_file, key))
        return std::move(*set);

    Collected found;
    auto clean_writer = PhotoPackWriter::create(clean_file);
    if (!clean_writer)
        return tl::unexpected(clean_writer.error());
    const bool versions = wants_versions(config);
    PhotoWalk walk(config, callbacks, stop);
    auto walked = walk.run([&](Walked photo, const RgbImage& pixels) -> Result<void> {
        const int side = pixels.size.long_side();
        found.longest_side = std::max(found.longest_side, photo.own_size ? std::min(side, config.native_limit) : side);
        found.plans.push_back(versions ? plan_for(photo, config) : std::vector<MadeVersion>{});
        found.own_size.push_back(photo.own_size);
        found.samples.push_back({photo.name, photo.part, photo.label, found.samples.size(), 0, {}});
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
    auto set = reopen(pack_file, list_file, key);
    if (!set)
        return failure(ErrorCode::Damaged, pack_file, "could not be read back", "is the disk full?");
    return std::move(*set);
}

Result<void> write_clean_pack(const TrainConfig& config, const std::string& pack_file, const TrainCallbacks& callbacks,
                              std::stop_token stop) {
    auto writer = PhotoPackWriter::create(pack_file);
    if (!writer)
        return tl::unexpected(writer.error());
    PhotoWalk walk(config, callbacks, std::move(stop));
    auto walked =
        walk.run([&](const Walked& photo, const RgbImage& pixels) { return writer->add(photo.name, pixels); });
    return walked ? writer->finish() : walked;
}

} // namespace touchstone::training
