// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/explanation_codec.h"

#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include <zlib.h>

namespace touchstone::library {

namespace {

constexpr std::uint64_t most_raw = std::uint64_t{64} << 20;
/// What deflate can shrink to one byte at best.
constexpr std::uint64_t best_ratio = 1040;
/// The weights are noise in their last bits: harder work gains one per cent for four times the time.
constexpr int deflate_level = 1;

struct Head {
    char magic[4] = {'T', 'S', 'X', 'P'};
    std::uint32_t version = explanation_version;
    std::uint64_t raw_bytes = 0;
};
static_assert(sizeof(Head) == 16);

/// The two directions of one list of fields, so that they cannot drift apart.
class Writer {
public:
    template <class T>
    requires std::is_arithmetic_v<T>
    void number(T& value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
    template <class E>
    void choice(E& value, E /*last*/) {
        auto code = static_cast<std::int32_t>(value);
        number(code);
    }
    template <class T>
    void numbers(std::vector<T>& values) {
        auto count = static_cast<std::uint64_t>(values.size());
        number(count);
        bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    }
    void text(std::string& value) {
        auto count = static_cast<std::uint64_t>(value.size());
        number(count);
        bytes_ += value;
    }
    template <class T, class Each>
    void list(std::vector<T>& values, std::size_t /*least_bytes*/, Each each) {
        auto count = static_cast<std::uint64_t>(values.size());
        number(count);
        for (T& value : values)
            each(value);
    }
    template <class T, class Each>
    void maybe(std::optional<T>& value, Each each) {
        bool there = value.has_value();
        number(there);
        if (there)
            each(*value);
    }
    void require(bool) {}
    const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

class Reader {
public:
    explicit Reader(std::string_view bytes)
        : rest_(bytes) {}

    template <class T>
    requires std::is_arithmetic_v<T>
    void number(T& value) {
        if (!take(sizeof value))
            return;
        std::memcpy(&value, taken_.data(), sizeof value);
    }
    void number(bool& value) {
        std::uint8_t byte = 0;
        number(byte);
        require(byte <= 1);
        value = byte == 1;
    }
    template <class E>
    void choice(E& value, E last) {
        std::int32_t code = 0;
        number(code);
        require(code >= 0 && code <= static_cast<std::int32_t>(last));
        if (ok_)
            value = static_cast<E>(code);
    }
    template <class T>
    void numbers(std::vector<T>& values) {
        const std::uint64_t count = counted(sizeof(T));
        if (!ok_ || !take(count * sizeof(T)))
            return;
        values.resize(count);
        if (count > 0)
            std::memcpy(values.data(), taken_.data(), taken_.size());
    }
    void text(std::string& value) {
        const std::uint64_t count = counted(1);
        if (ok_ && take(count))
            value = taken_;
    }
    template <class T, class Each>
    void list(std::vector<T>& values, std::size_t least_bytes, Each each) {
        const std::uint64_t count = counted(least_bytes);
        for (std::uint64_t i = 0; ok_ && i < count; ++i)
            each(values.emplace_back());
    }
    template <class T, class Each>
    void maybe(std::optional<T>& value, Each each) {
        bool there = false;
        number(there);
        if (ok_ && there)
            each(value.emplace());
    }
    void require(bool good) { ok_ = ok_ && good; }
    bool isWhole() const { return ok_ && rest_.empty(); }

private:
    bool take(std::uint64_t count) {
        require(count <= rest_.size());
        if (!ok_)
            return false;
        taken_ = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return true;
    }
    /// A number of things of which each takes at least so many bytes of what is left.
    std::uint64_t counted(std::size_t least_bytes) {
        std::uint64_t count = 0;
        number(count);
        require(count <= rest_.size() / least_bytes);
        return ok_ ? count : 0;
    }

    std::string_view rest_, taken_;
    bool ok_ = true;
};

bool is_grid(int rows, int cols, std::size_t cells) {
    return rows >= 0 && cols >= 0 &&
           static_cast<std::uint64_t>(rows) * static_cast<std::uint64_t>(cols) == std::uint64_t{cells};
}

template <class Archive>
void size(Archive& archive, Size& size) {
    archive.number(size.width);
    archive.number(size.height);
}

template <class Archive>
void score(Archive& archive, Score& score) {
    archive.number(score.value);
    archive.maybe(score.missing, [&](ErrorCode& code) { archive.choice(code, ErrorCode::Internal); });
    archive.maybe(score.standard_deviation, [&](double& value) { archive.number(value); });
    archive.numbers(score.distribution);
}

template <class Archive>
void attention(Archive& archive, Attention& attention) {
    archive.choice(attention.method, AttentionMethod::LastLayer);
    archive.number(attention.cls_share);
    archive.list(attention.scales, 56, [&](AttentionMap& map) {
        archive.text(map.scale);
        size(archive, map.scaled);
        for (int* value : {&map.rows, &map.cols, &map.patch, &map.pad_left, &map.pad_top})
            archive.number(*value);
        archive.number(map.share);
        archive.numbers(map.weights);
        archive.require(is_grid(map.rows, map.cols, map.weights.size()));
    });
}

template <class Archive>
void breakdown(Archive& archive, reiqa::Breakdown& breakdown) {
    for (double* value : {&breakdown.score, &breakdown.baseline, &breakdown.content_only, &breakdown.quality_only})
        archive.number(*value);
    for (reiqa::BlockPart& block : breakdown.blocks) {
        archive.choice(block.block, reiqa::Block::QualityHalf);
        archive.number(block.sum);
        archive.number(block.rows);
        archive.number(block.cols);
        archive.numbers(block.cells);
        archive.require(block.cells.empty() || is_grid(block.rows, block.cols, block.cells.size()));
        archive.list(block.top_channels, 20, [&](reiqa::ChannelPart& channel) {
            archive.number(channel.channel);
            archive.number(channel.part);
            archive.numbers(channel.cells);
            archive.require(channel.cells.empty() || is_grid(block.rows, block.cols, channel.cells.size()));
        });
    }
}

template <class Archive>
void assessment(Archive& archive, Assessment& assessment) {
    archive.text(assessment.model);
    archive.text(assessment.model_sha256);
    score(archive, assessment.score);
    archive.maybe(assessment.attention, [&](Attention& value) { attention(archive, value); });
    archive.maybe(assessment.breakdown, [&](reiqa::Breakdown& value) { breakdown(archive, value); });
    size(archive, assessment.scored_size);
    archive.maybe(assessment.native_limit, [&](int& value) { archive.number(value); });
    archive.number(assessment.reduced);
    archive.choice(assessment.precision, Precision::Fast);
    archive.choice(assessment.device.kind, Device::Kind::Cuda);
    archive.number(assessment.device.index);
    archive.choice(assessment.decode, imaging::DecodeMode::AsStored);
    archive.number(assessment.seconds);
}

template <class Archive>
void measures(Archive& archive, imaging::Measures& measures) {
    for (double* value :
         {&measures.sharpness, &measures.peak_sharpness, &measures.noise_sigma, &measures.clipped_shadows,
          &measures.clipped_highlights, &measures.mean_luma, &measures.contrast, &measures.blockiness})
        archive.number(*value);
    for (int* value : {&measures.tile, &measures.tile_rows, &measures.tile_columns})
        archive.number(*value);
    archive.numbers(measures.tile_sharpness);
    archive.require(is_grid(measures.tile_rows, measures.tile_columns, measures.tile_sharpness.size()));
}

template <class Archive>
void fields(Archive& archive, Explanation& explanation) {
    size(archive, explanation.photo_size);
    assessment(archive, explanation.assessment);
    archive.maybe(explanation.measures, [&](imaging::Measures& value) { measures(archive, value); });
}

} // namespace

QByteArray pack_explanation(const Explanation& explanation) {
    Writer writer;
    // The list of fields serves both directions, so it takes them changeable; a Writer changes nothing.
    fields(writer, const_cast<Explanation&>(explanation));
    const std::string& raw = writer.bytes();
    Head head;
    head.raw_bytes = raw.size();
    uLongf packed_bytes = ::compressBound(raw.size());
    QByteArray bytes(static_cast<qsizetype>(sizeof head + packed_bytes), Qt::Uninitialized);
    std::memcpy(bytes.data(), &head, sizeof head);
    if (raw.size() > most_raw ||
        ::compress2(reinterpret_cast<Bytef*>(bytes.data() + sizeof head), &packed_bytes,
                    reinterpret_cast<const Bytef*>(raw.data()), raw.size(), deflate_level) != Z_OK)
        return {};
    bytes.truncate(static_cast<qsizetype>(sizeof head + packed_bytes));
    return bytes;
}

std::optional<Explanation> unpack_explanation(const QByteArray& bytes) {
    const Head expected;
    Head head;
    if (bytes.size() < static_cast<qsizetype>(sizeof head))
        return std::nullopt;
    std::memcpy(&head, bytes.constData(), sizeof head);
    const std::uint64_t packed_bytes = static_cast<std::uint64_t>(bytes.size()) - sizeof head;
    if (std::memcmp(head.magic, expected.magic, sizeof head.magic) != 0 || head.version != explanation_version ||
        head.raw_bytes > most_raw || head.raw_bytes > packed_bytes * best_ratio)
        return std::nullopt;
    std::string raw(head.raw_bytes, '\0');
    uLongf raw_bytes = raw.size();
    uLong consumed = packed_bytes;
    if (::uncompress2(reinterpret_cast<Bytef*>(raw.data()), &raw_bytes,
                      reinterpret_cast<const Bytef*>(bytes.constData() + sizeof head), &consumed) != Z_OK ||
        raw_bytes != raw.size() || consumed != packed_bytes)
        return std::nullopt;
    Reader reader(raw);
    Explanation explanation;
    fields(reader, explanation);
    return reader.isWhole() ? std::optional(std::move(explanation)) : std::nullopt;
}

} // namespace touchstone::library
