// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/projection/layout_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <QImage>

#include "app/library/feature_store.h"
#include "app/library/thumbnail_store.h"
#include "app/projection/appearance_store.h"
#include "app/projection/principal_plane.h"
#include "engine/imaging/decode.h"

namespace touchstone::projection {

namespace {

using library::FoundFile;

constexpr int thumbnail_edge = 128;
constexpr double reading = 0.6, solving = 0.7; ///< where these parts of the progress end

enum class Found { Here, Missing, Unusable };

/// One photo's numbers. `read` answers the same when it is asked again, or Missing when a cache lost them meanwhile.
class Rows {
public:
    virtual ~Rows() = default;
    virtual Found read(std::size_t photo, std::vector<float>& row) = 0;
};

// -- appearances -----------------------------------------------------------------------------------------------------

RgbImage pixels_of(const QImage& image) {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    RgbImage pixels({rgb.width(), rgb.height()});
    for (int y = 0; y < rgb.height(); ++y) // QImage pads its rows
        std::copy_n(rgb.constScanLine(y), std::size_t{3} * pixels.size.width, pixels.row(y));
    return pixels;
}

class AppearanceRows : public Rows {
public:
    AppearanceRows(const LayoutPlaces& places, const LayoutRequest& request)
        : request_(request)
        , looks_(places.features)
        , thumbnails_(places.thumbnails, {}, places.thumbnail_bytes)
        , found_(request.photos.size(), Found::Missing)
        , appearances_(request.photos.size()) {}

    /// All of them, on several threads; false when it was stopped.
    bool gather(int threads, const std::function<void(double)>& progress, const std::stop_token& stop) {
        const std::size_t count = appearances_.size();
        std::atomic<std::size_t> next = 0;
        const auto work = [&](bool tell) {
            for (std::size_t at = next++; at < count && !stop.stop_requested(); at = next++) {
                found_[at] = look(at);
                if (tell)
                    progress(static_cast<double>(at) / static_cast<double>(count));
            }
            imaging::decode_thread_finished();
        };
        std::atomic<bool> out_of_memory = false; // an exception must not leave a thread
        {
            std::vector<std::jthread> helpers;
            for (int number = 1; number < threads; ++number)
                helpers.emplace_back([&] {
                    try {
                        work(false);
                    } catch (const std::bad_alloc&) {
                        out_of_memory = true;
                    }
                });
            work(true);
        }
        if (out_of_memory)
            throw std::bad_alloc();
        return !stop.stop_requested();
    }

    Found read(std::size_t photo, std::vector<float>& row) override {
        row.resize(Appearance::dimension);
        appearances_[photo].unpack(row);
        return found_[photo];
    }

private:
    Found look(std::size_t at) {
        const FoundFile& file = request_.photos[at].file;
        if (const auto known = looks_.find(file)) {
            appearances_[at] = *known;
            return Found::Here;
        }
        const auto keep = [&](const RgbImage& picture) {
            appearances_[at] = appearance_of(picture);
            looks_.add(file, appearances_[at]);
            return Found::Here;
        };
        for (const int edge : {128, 256, 512, 1024}) {
            const auto known = thumbnails_.load(file, edge, std::chrono::hours(24));
            if (known && std::holds_alternative<Error>(*known))
                return Found::Unusable;
            if (known)
                return keep(pixels_of(std::get<QImage>(*known)));
        }
        if (!request_.decode_missing)
            return Found::Missing;
        const Result<Photo> photo = imaging::decode_thumbnail_file(file.path, thumbnail_edge, {});
        return photo ? keep(photo->image) : Found::Unusable;
    }

    const LayoutRequest& request_;
    AppearanceStore looks_;
    library::ThumbnailStore thumbnails_;
    std::vector<Found> found_;
    std::vector<Appearance> appearances_;
};

// -- Re-IQA's features -----------------------------------------------------------------------------------------------

class FeatureRows : public Rows {
public:
    FeatureRows(const LayoutPlaces& places, const LayoutRequest& request)
        : request_(request)
        , features_(places.features) {}

    Found read(std::size_t photo, std::vector<float>& row) override {
        const auto& content = request_.photos[photo].content;
        if (!content || request_.recipe.empty())
            return Found::Missing;
        const auto features = features_.find(request_.recipe, *content);
        if (!features)
            return Found::Missing;
        const reiqa::ExpertFeatures& expert =
            request_.likeness == Likeness::Content ? features->content : features->quality;
        row = expert.full;
        row.insert(row.end(), expert.half.begin(), expert.half.end());
        if (row.empty())
            return Found::Missing; // this expert was not in use
        return std::all_of(row.begin(), row.end(), [](float value) { return std::isfinite(value); }) ? Found::Here
                                                                                                     : Found::Unusable;
    }

private:
    const LayoutRequest& request_;
    library::FeatureStore features_;
};

// -- laying out ------------------------------------------------------------------------------------------------------

/// Tells at most every 50 ms, and from where it is called.
class Meter {
public:
    Meter(const std::function<void(double)>& progress, double from, double to)
        : progress_(progress)
        , from_(from)
        , to_(to) {}
    void operator()(double part) {
        const auto now = std::chrono::steady_clock::now();
        if (now - told_ < std::chrono::milliseconds(50))
            return;
        told_ = now;
        progress_(from_ + (to_ - from_) * part);
    }

private:
    const std::function<void(double)>& progress_;
    double from_, to_;
    std::chrono::steady_clock::time_point told_ = std::chrono::steady_clock::now();
};

tl::unexpected<Error> cancelled() {
    return failure(ErrorCode::Cancelled, {}, "stopped");
}

Result<Layout> lay_out_rows(const LayoutRequest& request, Rows& rows, const std::function<void(double)>& progress,
                            const std::stop_token& stop) {
    Layout layout;
    layout.likeness = request.likeness;
    layout.asked = request.photos.size();
    std::vector<std::size_t> placed;
    std::vector<float> row;
    std::optional<PlaneFinder> finder;
    Meter read_meter(progress, 0, reading), place_meter(progress, solving, 1);
    const auto part = [](std::size_t at, std::size_t count) {
        return static_cast<double>(at) / static_cast<double>(count);
    };
    for (std::size_t at = 0; at < request.photos.size(); ++at) {
        if (stop.stop_requested())
            return cancelled();
        read_meter(part(at, request.photos.size()));
        Found found = rows.read(at, row);
        if (found == Found::Here && !finder)
            finder.emplace(static_cast<int>(row.size()));
        if (found == Found::Here && static_cast<int>(row.size()) != finder->dimension())
            found = Found::Unusable; // of other experts under one name: two spaces must not be mixed
        layout.missing += found == Found::Missing;
        layout.unusable += found == Found::Unusable;
        if (found != Found::Here)
            continue;
        finder->add(row);
        placed.push_back(at);
    }
    if (!finder)
        return layout;
    layout.dimension = finder->dimension();
    progress(reading);
    const auto plane = finder->find(stop);
    finder.reset();
    if (!plane)
        return cancelled();
    layout.shares = plane->shares;
    for (std::size_t at = 0; at < placed.size(); ++at) {
        if (stop.stop_requested())
            return cancelled();
        place_meter(part(at, placed.size()));
        if (rows.read(placed[at], row) != Found::Here || static_cast<int>(row.size()) != layout.dimension) {
            ++layout.missing; // the cache gave it up meanwhile
            continue;
        }
        const auto place = plane->place(row);
        layout.photos.push_back(request.photos[placed[at]].id);
        layout.x.push_back(static_cast<float>(place[0]));
        layout.y.push_back(static_cast<float>(place[1]));
    }
    return layout;
}

} // namespace

Result<Layout> lay_out(const LayoutPlaces& places, LayoutRequest request, const std::function<void(double)>& progress,
                       std::stop_token stop) {
    try {
        std::sort(request.photos.begin(), request.photos.end(),
                  [](const LayoutPhoto& a, const LayoutPhoto& b) { return a.id < b.id; });
        if (request.likeness != Likeness::Appearance) {
            FeatureRows rows(places, request);
            return lay_out_rows(request, rows, progress, stop);
        }
        AppearanceRows rows(places, request);
        const int cores = static_cast<int>(std::thread::hardware_concurrency());
        Meter meter(progress, 0, reading);
        if (!rows.gather(places.threads > 0 ? places.threads : std::max(1, cores / 2), std::ref(meter), stop))
            return cancelled();
        return lay_out_rows(
            request, rows, [](double) {}, stop);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "there is not enough memory to lay the photos out");
    } catch (const std::system_error& problem) {
        return failure(ErrorCode::OutOfMemory, {}, std::string("no thread can be started: ") + problem.what());
    }
}

} // namespace touchstone::projection
