// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/photo_walk.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "engine/base/digest.h"
#include "engine/imaging/resample.h"

namespace touchstone::training {

namespace {

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
        if (!config_.data.labels.empty())
            if (auto done = labelled(deliver); !done)
                return done;
        for (std::size_t i = 0; i < config_.data.more_labels.size(); ++i)
            if (auto done = other_list(static_cast<int>(i), deliver); !done)
                return done;
        return unlabelled(deliver);
    }

private:
    Result<void> labelled(const Deliver& deliver) {
        const auto labels = read_labels(config_.data.labels);
        if (!labels)
            return tl::unexpected(labels.error());
        const std::vector<bool> validation = validation_part(*labels, config_.data.validation_share);
        for (std::size_t i = 0; i < labels->size(); ++i) {
            const Label& label = (*labels)[i];
            if (auto done = check(label); !done)
                return done;
            auto photo = read(label.file, path_of(label.file, config_.data.labels, config_.data.root));
            if (!photo)
                return tl::unexpected(photo.error());
            auto delivered = deliver({label.file, validation[i] ? Part::Validation : Part::Train, 0, label},
                                     reduced(std::move(*photo)));
            if (!delivered)
                return delivered;
            report(i + 1, labels->size());
        }
        return {};
    }

    /// Two lists may use one name for two photos, so the list's name is part of the photo's.
    Result<void> other_list(int number, const Deliver& deliver) {
        const LabelList& list = config_.data.more_labels[static_cast<std::size_t>(number)];
        auto labels = read_labels(list.labels);
        if (!labels)
            return tl::unexpected(labels.error());
        if (labels->size() < 2)
            return failure(ErrorCode::BadInput, list.labels, "has fewer than two photos", "leave the list out");
        for (std::size_t i = 0; i < labels->size(); ++i) {
            Label& label = (*labels)[i];
            const std::string name = "@" + list.name + "/" + label.file;
            auto photo = read(name, path_of(label.file, list.labels, list.root));
            if (!photo)
                return tl::unexpected(photo.error());
            if (!list.higher_is_better)
                label.mos = -label.mos;
            if (auto done = deliver({name, Part::OtherList, number, label}, reduced(std::move(*photo))); !done)
                return done;
            report(i + 1, labels->size());
        }
        return {};
    }

    static std::string path_of(const std::string& file, const std::string& labels, const std::string& root) {
        const std::filesystem::path folder =
            root.empty() ? std::filesystem::path(labels).parent_path() : std::filesystem::path(root);
        return (folder / file).string();
    }

    Result<void> check(const Label& label) const {
        if (config_.score_loss == ScoreLoss::Emd && !config_.teacher.rates &&
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
        return deliver({name, told.held_out ? Part::HeldOut : Part::Unlabelled, 0, {}, told.own_size}, std::move(tile));
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

} // namespace

Result<void> walk_photos(const TrainConfig& config, const TrainCallbacks& callbacks, std::stop_token stop,
                         const Deliver& deliver) {
    return PhotoWalk(config, callbacks, std::move(stop)).run(deliver);
}

} // namespace touchstone::training
