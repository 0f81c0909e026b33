// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/culling/signature.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>
#include <vector>

namespace touchstone::culling {

namespace {

constexpr int n = signature_edge;
constexpr int low = 8; ///< frequencies each way that the hash looks at

/// Weighted borders of `cells` equal cells over `length` pixels: cell c spans [c, c + 1) · length / cells.
struct Span {
    int first = 0, last = 0;                  ///< pixels, both included
    double first_weight = 1, last_weight = 1; ///< inner pixels weigh 1
};

std::vector<Span> spans(int length, int cells) {
    std::vector<Span> result(static_cast<std::size_t>(cells));
    for (int c = 0; c < cells; ++c) {
        const double begin = static_cast<double>(c) * length / cells;
        const double end = static_cast<double>(c + 1) * length / cells;
        Span& span = result[static_cast<std::size_t>(c)];
        span.first = static_cast<int>(begin);
        span.last = std::min(length - 1, static_cast<int>(std::ceil(end)) - 1);
        span.first_weight = std::min(end, span.first + 1.0) - begin;
        span.last_weight = span.last == span.first ? 0 : end - span.last;
    }
    return result;
}

double weight_at(const Span& span, int at) {
    return at == span.first ? span.first_weight : at == span.last ? span.last_weight : 1;
}

/// cos((2x + 1) u π / 2n), by [u][x].
const std::array<std::array<float, n>, low>& cosines() {
    static const auto table = [] {
        std::array<std::array<float, n>, low> made{};
        for (int u = 0; u < low; ++u)
            for (int x = 0; x < n; ++x)
                made[u][x] = static_cast<float>(std::cos((2 * x + 1) * u * std::numbers::pi / (2 * n)));
        return made;
    }();
    return table;
}

std::uint64_t hash_of(const Signature& signature) {
    const auto& cosine = cosines();
    std::array<std::array<float, n>, low> rows{}; // by [u][y]
    for (int y = 0; y < n; ++y)
        for (int u = 0; u < low; ++u) {
            float sum = 0;
            for (int x = 0; x < n; ++x)
                sum += cosine[u][x] * static_cast<float>(signature.luma[static_cast<std::size_t>(y * n + x)]);
            rows[u][y] = sum;
        }
    std::array<float, low * low - 1> values{};
    for (int at = 1; at < low * low; ++at) {
        float sum = 0;
        for (int y = 0; y < n; ++y)
            sum += cosine[at / low][y] * rows[at % low][y];
        values[static_cast<std::size_t>(at - 1)] = sum;
    }
    auto sorted = values;
    std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
    const float median = sorted[sorted.size() / 2];
    std::uint64_t hash = 0;
    for (std::size_t at = 0; at < values.size(); ++at)
        hash |= static_cast<std::uint64_t>(values[at] > median) << at;
    return hash;
}

/// Correlation of a at (x + dx, y + dy) with b at (x, y) where both are; `edge` × `edge` values each. `least`: the
/// smallest variance that is structure.
template <int edge, class Value>
double shifted_correlation(const Value* a, const Value* b, int dx, int dy, double least) {
    const int left = std::max(0, -dx), right = std::min(edge, edge - dx);
    const int top = std::max(0, -dy), bottom = std::min(edge, edge - dy);
    float sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
    for (int y = top; y < bottom; ++y) {
        const Value* const pa = a + (y + dy) * edge + dx;
        const Value* const pb = b + y * edge;
        for (int x = left; x < right; ++x) {
            const float va = pa[x], vb = pb[x];
            sa += va;
            sb += vb;
            saa += va * va;
            sbb += vb * vb;
            sab += va * vb;
        }
    }
    const double count = static_cast<double>(right - left) * (bottom - top);
    const double va = saa - sa * sa / count, vb = sbb - sb * sb / count;
    // A part without structure matches everything, so it matches nothing.
    return va > least * count && vb > least * count ? (sab - sa * sb / count) / std::sqrt(va * vb) : 0;
}

double small_correlation(const Look& a, const Look& b, int dx, int dy) {
    constexpr double least = 0.02 / (Look::edge * Look::edge); // of small, whose squares sum to 1
    return shifted_correlation<Look::edge>(a.small.data(), b.small.data(), dx, dy, least);
}

double fine_correlation(const Look& a, const Look& b, int dx, int dy) {
    constexpr double least = 6; // levels squared
    return shifted_correlation<signature_edge>(a.signature.luma.data(), b.signature.luma.data(), dx, dy, least);
}

double mean_difference(const Signature& a, const Signature& b, int dx, int dy) {
    double sum = 0;
    int count = 0;
    for (int y = std::max(0, -dy); y < std::min(n, n - dy); ++y)
        for (int x = std::max(0, -dx); x < std::min(n, n - dx); ++x, ++count)
            sum += std::abs(a.luma[static_cast<std::size_t>((y + dy) * n + x + dx)] -
                            b.luma[static_cast<std::size_t>(y * n + x)]);
    return count > 0 ? sum / count : 255;
}

} // namespace

std::string Signature::bytes() const {
    return {reinterpret_cast<const char*>(luma.data()), luma.size()};
}

std::optional<Signature> Signature::of_bytes(std::string_view bytes) {
    Signature signature;
    if (bytes.size() != signature.luma.size())
        return std::nullopt;
    std::memcpy(signature.luma.data(), bytes.data(), bytes.size());
    return signature;
}

Signature signature_of(const RgbImage& photo) {
    Signature signature;
    const std::vector<Span> across = spans(photo.size.width, n), down = spans(photo.size.height, n);
    for (int row = 0; row < n; ++row) {
        const Span& ys = down[static_cast<std::size_t>(row)];
        for (int column = 0; column < n; ++column) {
            const Span& xs = across[static_cast<std::size_t>(column)];
            double sum = 0, weights = 0;
            for (int y = ys.first; y <= ys.last; ++y) {
                const std::uint8_t* const pixels = photo.row(y);
                for (int x = xs.first; x <= xs.last; ++x) {
                    const double weight = weight_at(ys, y) * weight_at(xs, x);
                    const std::uint8_t* const p = pixels + static_cast<std::ptrdiff_t>(x) * 3;
                    sum += weight * (0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]);
                    weights += weight;
                }
            }
            signature.luma[static_cast<std::size_t>(row * n + column)] =
                static_cast<std::uint8_t>(std::lround(weights > 0 ? sum / weights : 0));
        }
    }
    return signature;
}

Look look_of(const Signature& signature) {
    Look look;
    look.signature = signature;
    look.hash = hash_of(signature);
    double sum = 0, squares = 0;
    for (const std::uint8_t value : signature.luma) {
        sum += value;
        squares += static_cast<double>(value) * value;
    }
    const double count = static_cast<double>(signature.luma.size());
    look.mean = static_cast<float>(sum / count);
    look.contrast = static_cast<float>(std::sqrt(std::max(0.0, squares / count - sum / count * sum / count)));
    double length = 0;
    for (int y = 0; y < Look::edge; ++y)
        for (int x = 0; x < Look::edge; ++x) {
            const std::size_t at = static_cast<std::size_t>(2 * y * n + 2 * x);
            const float value = static_cast<float>(signature.luma[at] + signature.luma[at + 1] +
                                                   signature.luma[at + n] + signature.luma[at + n + 1]) /
                                    4 -
                                look.mean;
            look.small[static_cast<std::size_t>(y * Look::edge + x)] = value;
            length += static_cast<double>(value) * value;
        }
    const float scale = length > 1e-6 ? static_cast<float>(1 / std::sqrt(length)) : 0;
    for (float& value : look.small)
        value *= scale;
    return look;
}

int hash_distance(const Look& a, const Look& b) {
    return std::popcount(a.hash ^ b.hash);
}

double correlation(const Look& a, const Look& b) {
    float sum = 0;
    for (std::size_t at = 0; at < a.small.size(); ++at)
        sum += a.small[at] * b.small[at];
    return sum;
}

double best_correlation(const Look& a, const Look& b, int reach) {
    double best = correlation(a, b);
    for (int dy = -reach; dy <= reach; ++dy)
        for (int dx = -reach; dx <= reach; ++dx)
            best = std::max(best, small_correlation(a, b, dx, dy));
    return best;
}

std::optional<Shift> find_shift(const Look& a, const Look& b) {
    constexpr int edge = Look::edge;
    constexpr int across = edge / 16, least = 2, most = edge * 9 / 16;
    if (a.is_plain() || b.is_plain())
        return std::nullopt;
    int dx = 0, dy = 0;
    double best = -1;
    const auto look_at = [&](int x, int y) {
        if (const double found = small_correlation(a, b, x, y); found > best)
            best = found, dx = x, dy = y;
    };
    for (int along = least; along <= most; ++along)
        for (int side = -across; side <= across; ++side)
            for (const int way : {-1, 1}) {
                look_at(way * along, side);
                look_at(side, way * along);
            }
    if (best <= 0)
        return std::nullopt;
    // Few coarse cells agree by chance more easily than four times as many fine ones.
    Shift shift;
    shift.correlation = -1;
    for (int y = 2 * dy - 1; y <= 2 * dy + 1; ++y)
        for (int x = 2 * dx - 1; x <= 2 * dx + 1; ++x)
            if (const double found = fine_correlation(a, b, x, y); found > shift.correlation)
                shift = {static_cast<double>(x) / n, static_cast<double>(y) / n, found,
                         mean_difference(a.signature, b.signature, x, y)};
    return shift;
}

} // namespace touchstone::culling
