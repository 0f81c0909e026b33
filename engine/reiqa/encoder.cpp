// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cmath>
#include <mutex>

#include <torch/torch.h>

#include "engine/nn/network_failure.h"
#include "engine/nn/products_p.h"
#include "engine/reiqa/tiles.h"
#include "engine/reiqa/torch_part.h"
#include "engine/reiqa/trunk_p.h"

namespace touchstone::reiqa {

namespace {

/// What a pixel level becomes in each channel.
using Levels = std::array<std::array<float, 256>, 3>;

/// Quality: plain [0,1]. Content: ImageNet's mean and deviation on top (reiqa.md 1.1).
Levels levels_for(Expert role) {
    constexpr double mean[3] = {0.485, 0.456, 0.406}, deviation[3] = {0.229, 0.224, 0.225};
    Levels levels{};
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t v = 0; v < 256; ++v) {
            const double unit = static_cast<double>(v) / 255.0;
            levels[c][v] = static_cast<float>(role == Expert::Content ? (unit - mean[c]) / deviation[c] : unit);
        }
    return levels;
}

/// The tile's pixels as the network's input, [y][x][c]. Its border is padded by the convolutions with zeros, after the
/// normalisation as in PyTorch.
void write_input(const RgbImage& image, const Tile& tile, const Levels& levels, float* out) {
    for (int y = 0; y < tile.height; ++y) {
        const std::uint8_t* in = image.row(tile.y + y) + std::size_t{3} * static_cast<std::size_t>(tile.x);
        for (int x = 0; x < tile.width; ++x, in += 3, out += 3)
            for (std::size_t c = 0; c < 3; ++c)
                out[c] = levels[c][in[c]];
    }
}

/// Collects the cells of one scale, tile by tile.
class Pool {
public:
    Pool(Size photo, int channels, bool keep_map)
        : rows_(cells_of(photo.height))
        , cols_(cells_of(photo.width))
        , sums_(static_cast<std::size_t>(channels), 0.0) {
        if (keep_map) {
            map_.rows = rows_;
            map_.cols = cols_;
            map_.channels = channels;
            map_.values.resize(static_cast<std::size_t>(rows_) * cols_ * channels);
        }
    }

    /// `cells` is the tile's own stage-4 map [row][col][channel] with `stride` cells a row.
    void add(const Tile& tile, const float* cells, std::int64_t stride) {
        const std::size_t channels = sums_.size();
        for (int row = 0; row < tile.rows; ++row) {
            const float* cell =
                cells + ((tile.first_row + row) * stride + tile.first_col) * static_cast<std::int64_t>(channels);
            for (int col = 0; col < tile.cols; ++col, cell += channels)
                for (std::size_t c = 0; c < channels; ++c)
                    sums_[c] += cell[c];
            if (!map_.values.empty()) {
                const std::size_t at = (static_cast<std::size_t>(tile.row + row) * cols_ + tile.col) * channels;
                const float* first = cell - static_cast<std::size_t>(tile.cols) * channels;
                std::copy(first, cell, map_.values.begin() + static_cast<std::ptrdiff_t>(at));
            }
        }
    }

    std::vector<float> means(bool l2_normalised) const {
        std::vector<double> means = sums_;
        double squares = 0;
        for (double& mean : means) {
            mean /= static_cast<double>(rows_) * cols_;
            squares += mean * mean;
        }
        // PyTorch's normalize(): a zero vector stays one.
        const double length = l2_normalised ? std::max(std::sqrt(squares), 1e-12) : 1.0;
        std::vector<float> result;
        for (const double mean : means)
            result.push_back(static_cast<float>(mean / length));
        return result;
    }
    FeatureMap take_map() { return std::move(map_); }

private:
    int rows_, cols_;
    std::vector<double> sums_;
    FeatureMap map_;
};

/// The room's border: what Torch and oneDNN throw becomes an Error.
template <class Work>
auto guarded(Work work) -> Result<decltype(work())> {
    try {
        const c10::InferenceMode inference;
        return work();
    } catch (const Stopped&) {
        return failure(ErrorCode::Cancelled, {}, "was cancelled");
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "the network ran out of memory", "set a smaller --native-limit");
    } catch (const c10::Error& error) {
        return tl::unexpected(nn::network_failure(error.what_without_backtrace()));
    } catch (const std::exception& error) {
        return failure(ErrorCode::Internal, {}, std::string("the network failed: ") + error.what());
    }
}

FeatureMap to_map(const at::Tensor& x) {
    const at::Tensor plain = x.select(0, 0).permute({1, 2, 0}).contiguous().to(at::kCPU, at::kFloat);
    return {static_cast<int>(plain.size(0)),
            static_cast<int>(plain.size(1)),
            static_cast<int>(plain.size(2)),
            {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()}};
}

std::string role_name(Expert role) {
    return "reiqa-" + std::string(expert_name(role));
}

/// An expert's trunk and what its input looks like.
struct LoadedEncoder {
    TrunkConfig config;
    Trunk trunk;
    at::Device device;
    at::ScalarType type; ///< of the operands behind the stem
    Levels levels;

    /// One scale of one photo into `pool`.
    void run_scale(const RgbImage& image, const EncoderOptions& options, Workspace& workspace, Pool& pool) const {
        std::vector<Tile> tiles = plan_tiles(config, image.size, options.memory_budget);
        std::stable_sort(tiles.begin(), tiles.end(), [](const Tile& a, const Tile& b) {
            return std::pair(a.width, a.height) < std::pair(b.width, b.height);
        });
        for (std::size_t first = 0; first < tiles.size();) {
            const std::size_t count = batch_from(tiles, first, options.memory_budget);
            if (options.stop.stop_requested())
                throw Stopped{};
            run_batch(image, {tiles.data() + first, count}, options.stop, workspace, pool);
            first += count;
        }
    }

    /// How many of the tiles from `first` on have one size and fit into the budget together.
    std::size_t batch_from(const std::vector<Tile>& tiles, std::size_t first, std::uint64_t budget) const {
        const Size size{tiles[first].width, tiles[first].height};
        std::size_t count = 1;
        while (first + count < tiles.size() && Size{tiles[first + count].width, tiles[first + count].height} == size &&
               buffer_bytes(config, static_cast<std::int64_t>(count) + 1, size) <= budget)
            ++count;
        return count;
    }

    at::Tensor input_of(const RgbImage& image, std::span<const Tile> tiles, Workspace& workspace) const {
        const auto count = static_cast<std::int64_t>(tiles.size());
        const Size size{tiles[0].width, tiles[0].height};
        workspace.reserve(config, count, size);
        const at::Tensor input = workspace.input(count, size.height, size.width);
        const at::Tensor pixels = device.is_cpu() ? input
                                                  : nn::channels_last_view(at::empty({input.numel()}, at::kFloat),
                                                                           count, 3, size.height, size.width);
        for (std::size_t i = 0; i < tiles.size(); ++i)
            write_input(image, tiles[i], levels,
                        pixels.data_ptr<float>() + i * 3 * static_cast<std::size_t>(size.pixels()));
        if (!device.is_cpu())
            at::Tensor(input).copy_(pixels);
        return input;
    }

    void run_batch(const RgbImage& image, std::span<const Tile> tiles, const std::stop_token& stop,
                   Workspace& workspace, Pool& pool) const {
        const at::Tensor map = trunk.run(input_of(image, tiles, workspace), workspace, stop);
        const at::Tensor cells = map.permute({0, 2, 3, 1}).to(at::kCPU, at::kFloat).contiguous();
        for (std::size_t i = 0; i < tiles.size(); ++i)
            pool.add(tiles[i], cells.data_ptr<float>() + static_cast<std::int64_t>(i) * cells.stride(0), cells.size(2));
    }
};

class TorchEncoder final : public Encoder::Impl {
public:
    TorchEncoder(const ModelCard& card, const TrunkConfig& config, Trunk trunk, at::Device place, at::ScalarType type,
                 Expert role)
        : card_(card)
        , l2_normalised_(card.config.value("l2_normalised", false))
        , loaded_{config, std::move(trunk), place, type, levels_for(role)} {}

    const ModelCard& card() const override { return card_; }
    const TrunkConfig& config() const override { return loaded_.config; }
    bool l2_normalised() const override { return l2_normalised_; }

    Result<ExpertFeatures> run(const RgbImage& photo, const RgbImage& half,
                               const EncoderOptions& options) const override {
        if (photo.size.pixels() == 0 || half.size.pixels() == 0)
            return failure(ErrorCode::BadInput, {}, "has no pixels");
        const std::lock_guard lock(running_);
        return guarded([&] {
            nn::use_threads(options.threads);
            Workspace workspace(loaded_.device, loaded_.type);
            ExpertFeatures features;
            Pool full_pool(photo.size, loaded_.config.features(), options.maps);
            loaded_.run_scale(photo, options, workspace, full_pool);
            Pool half_pool(half.size, loaded_.config.features(), options.maps);
            loaded_.run_scale(half, options, workspace, half_pool);
            features.full = full_pool.means(l2_normalised_);
            features.half = half_pool.means(l2_normalised_);
            features.full_map = full_pool.take_map();
            features.half_map = half_pool.take_map();
            return features;
        });
    }

    Result<std::vector<FeatureMap>> stages(const RgbImage& photo) const override {
        const std::lock_guard lock(running_);
        return guarded([&] {
            nn::use_threads(0);
            Workspace workspace(loaded_.device, loaded_.type);
            const Tile whole{0, 0, photo.size.width, photo.size.height};
            std::vector<FeatureMap> maps;
            loaded_.trunk.run(loaded_.input_of(photo, {&whole, 1}, workspace), workspace, {},
                              [&](int, const at::Tensor& x) { maps.push_back(to_map(x)); });
            return maps;
        });
    }

private:
    ModelCard card_;
    bool l2_normalised_ = false;
    LoadedEncoder loaded_;
    mutable std::mutex running_; ///< the trunk keeps kernels, so two threads take turns
};

Result<std::unique_ptr<Encoder::Impl>> load_encoder(const nn::ModelFile& file, Expert role, const Device& device,
                                                    Precision precision) {
    const ModelCard& card = file.card;
    if (card.architecture != role_name(role))
        return failure(ErrorCode::BadModel, card.file,
                       "is a \"" + card.architecture + "\" model where a \"" + role_name(role) + "\" one is needed",
                       "the experts see differently normalised pixels and cannot stand in for each other");
    const std::string pixels = role == Expert::Content ? "imagenet" : "plain";
    if (!card.preprocessing.empty() && card.preprocessing != pixels)
        return failure(ErrorCode::BadModel, card.file,
                       "its card names the preprocessing \"" + card.preprocessing + "\" where the " +
                           std::string(expert_name(role)) + " expert's is \"" + pixels + "\"",
                       "import its checkpoint again, with --architecture");
    const Result<TrunkConfig> config = TrunkConfig::from_card(card);
    if (!config)
        return tl::unexpected(config.error());
    const at::Device place = device.kind == Device::Kind::Cuda
                                 ? at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(device.index))
                                 : at::Device(at::kCPU);
    const bool narrow = effective_precision(device, precision) == Precision::Fast;
    const at::ScalarType narrow_type = place.is_cpu() ? at::kBFloat16 : at::kHalf; // half: 3 bits more, on every GPU
    const at::ScalarType type = narrow ? narrow_type : at::kFloat;
    auto trunk = guarded([&] {
        // cuDNN rounds the operands of float32 convolutions to 10 bits unless told otherwise.
        if (!place.is_cpu() && precision == Precision::Reference)
            at::globalContext().setAllowTF32CuDNN(false);
        return Trunk::build(file.weights, *config, card.file, place, type);
    });
    if (!trunk) {
        Error error = trunk.error();
        error.file = card.file;
        error.remedy = "use --device cpu, or close other programs";
        return tl::unexpected(std::move(error));
    }
    if (!*trunk)
        return tl::unexpected(trunk->error());
    return std::make_unique<TorchEncoder>(card, *config, std::move(**trunk), place, type, role);
}

} // namespace

const TorchPart torch_functions{load_encoder};

} // namespace touchstone::reiqa
