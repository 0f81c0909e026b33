// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <array>
#include <cstring>
#include <new>
#include <string_view>

#include "engine/nn/checkpoint.h"
#include "engine/nn/element_type.h"
#include "engine/nn/zip_archive.h"

/// NumPy's container: a zip of .npy files, each a short header (a Python literal) and the raw numbers.
namespace touchstone::nn {

namespace {

constexpr std::uint64_t max_npy_header = std::uint64_t{1} << 20;

struct NpyHeader {
    std::string descr; ///< "<f4"; empty when it is a structure
    bool fortran_order = false;
    std::vector<std::int64_t> shape;
    std::uint64_t data_start = 0;
};

/// Just enough of Python's literals for {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class LiteralReader {
public:
    explicit LiteralReader(std::string_view text)
        : rest_(text) {}

    bool take(char wanted) {
        skip_blanks();
        if (rest_.empty() || rest_.front() != wanted)
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool take_word(std::string_view word) {
        skip_blanks();
        if (!rest_.starts_with(word))
            return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    bool peek(char wanted) {
        skip_blanks();
        return !rest_.empty() && rest_.front() == wanted;
    }
    std::optional<std::string> string() {
        skip_blanks();
        if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"'))
            return std::nullopt;
        const std::size_t end = rest_.find(rest_.front(), 1);
        if (end == std::string_view::npos)
            return std::nullopt;
        std::string text(rest_.substr(1, end - 1));
        rest_.remove_prefix(end + 1);
        return text;
    }
    /// A side of a shape. A number that does not fit comes back as the largest one, which no file can hold.
    std::optional<std::int64_t> number() {
        skip_blanks();
        const bool negative = take('-');
        std::size_t digits = 0;
        std::int64_t value = 0;
        while (digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') {
            if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, rest_[digits] - '0', &value))
                value = INT64_MAX / 16;
            ++digits;
        }
        if (digits == 0)
            return std::nullopt;
        rest_.remove_prefix(digits);
        take_word("L"); // Python 2 wrote long integers so
        return negative ? -value : value;
    }
    /// Skips a bracketed literal, for the list that describes a structure.
    bool skip_brackets() {
        int depth = 0;
        bool quoted = false;
        while (!rest_.empty()) {
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '\'')
                quoted = !quoted;
            else if (!quoted && (c == '[' || c == '('))
                ++depth;
            else if (!quoted && (c == ']' || c == ')') && --depth == 0)
                return true;
        }
        return false;
    }

private:
    void skip_blanks() {
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\n' || rest_.front() == '\t'))
            rest_.remove_prefix(1);
    }

    std::string_view rest_;
};

bool parse_shape(LiteralReader& reader, std::vector<std::int64_t>& shape) {
    if (!reader.take('('))
        return false;
    while (!reader.take(')')) {
        const auto side = reader.number();
        if (!side || shape.size() == 64)
            return false;
        shape.push_back(*side);
        if (!reader.take(',') && !reader.peek(')'))
            return false;
    }
    return true;
}

bool parse_dictionary(std::string_view text, NpyHeader& header) {
    LiteralReader reader(text);
    bool descr = false, order = false, shape = false;
    if (!reader.take('{'))
        return false;
    while (!reader.take('}')) {
        const auto key = reader.string();
        if (!key || !reader.take(':'))
            return false;
        if (*key == "descr" && !descr) {
            descr = true;
            if (reader.peek('[')) {
                if (!reader.skip_brackets())
                    return false;
            } else if (auto value = reader.string()) {
                header.descr = *value;
            } else {
                return false;
            }
        } else if (*key == "fortran_order" && !order) {
            order = true;
            header.fortran_order = reader.take_word("True");
            if (!header.fortran_order && !reader.take_word("False"))
                return false;
        } else if (*key == "shape" && !shape) {
            shape = true;
            if (!parse_shape(reader, header.shape))
                return false;
        } else {
            return false;
        }
        if (!reader.take(',') && !reader.peek('}'))
            return false;
    }
    return descr && order && shape;
}

/// Empty when the bytes are no .npy header.
std::optional<NpyHeader> parse_header(const ZipArchive& archive, const ZipEntry& entry, Result<Bytes>& start) {
    start = archive.read_start(entry, 12);
    if (!start || start->size() < 10 || std::memcmp(start->data(), "\x93NUMPY", 6) != 0)
        return std::nullopt;
    const auto byte = [&](std::size_t i) { return std::to_integer<std::uint64_t>((*start)[i]); };
    const std::uint64_t version = byte(6);
    if (version < 1 || version > 3 || (version > 1 && start->size() < 12))
        return std::nullopt;
    std::uint64_t length = byte(8) | byte(9) << 8;
    if (version > 1)
        length |= byte(10) << 16 | byte(11) << 24;
    NpyHeader header;
    const std::uint64_t text_start = version > 1 ? 12 : 10;
    header.data_start = text_start + length;
    if (length > max_npy_header || header.data_start > entry.size)
        return std::nullopt;
    start = archive.read_start(entry, header.data_start);
    if (!start)
        return std::nullopt;
    const std::string text(reinterpret_cast<const char*>(start->data()) + text_start, static_cast<std::size_t>(length));
    if (!parse_dictionary(text, header))
        return std::nullopt;
    return header;
}

std::optional<ElementType> element_type(const std::string& descr) {
    if (descr.size() != 3 || std::string_view("<>|=").find(descr[0]) == std::string_view::npos)
        return std::nullopt;
    static constexpr std::array<std::pair<std::string_view, ElementType>, 12> names{{
        {"f8", ElementType::Float64},
        {"f4", ElementType::Float32},
        {"f2", ElementType::Float16},
        {"i8", ElementType::Int64},
        {"i4", ElementType::Int32},
        {"i2", ElementType::Int16},
        {"i1", ElementType::Int8},
        {"u8", ElementType::UInt64},
        {"u4", ElementType::UInt32},
        {"u2", ElementType::UInt16},
        {"u1", ElementType::UInt8},
        {"b1", ElementType::Bool},
    }};
    for (const auto& [name, type] : names)
        if (descr.substr(1) == name)
            return type;
    return std::nullopt;
}

std::string skip_reason(const NpyHeader& header) {
    if (header.descr.find('O') != std::string::npos)
        return "holds Python objects, which are never unpickled";
    return header.descr.empty() ? "is a structured array"
                                : "has the type " + header.descr + ", which carries no weights";
}

/// Column-major numbers are a strided view of themselves.
StridedView column_major(const std::vector<std::int64_t>& shape) {
    StridedView view{shape, {}, 0};
    std::int64_t stride = 1;
    for (const std::int64_t side : shape) {
        view.strides.push_back(stride);
        stride *= side;
    }
    return view;
}

struct Reader {
    const ZipArchive& archive;
    const std::string& path;
    const CheckpointLimits& limits;
    bool objects = false; ///< an array of Python objects was among the skipped ones

    Result<void> read_entry(const ZipEntry& entry, Checkpoint& checkpoint);
};

Result<void> Reader::read_entry(const ZipEntry& entry, Checkpoint& checkpoint) {
    const std::string name = to_valid_utf8(std::string_view(entry.name).substr(0, entry.name.size() - 4));
    Result<Bytes> start;
    const auto header = parse_header(archive, entry, start);
    if (!start)
        return tl::unexpected(std::move(start.error()));
    if (!header)
        return failure(ErrorCode::Damaged, path, "'" + name + "' in it has no valid .npy header");
    const auto type = element_type(header->descr);
    if (!type) {
        objects |= header->descr.find('O') != std::string::npos;
        checkpoint.skipped.push_back(name + ": " + skip_reason(*header));
        return {};
    }
    const auto count = element_count(header->shape);
    if (!count)
        return failure(ErrorCode::Damaged, path, "'" + name + "' in it has an impossible shape");
    if (*count > limits.max_tensor_elements)
        return failure(ErrorCode::TooLarge, path,
                       "'" + name + "' in it has " + std::to_string(*count) + " elements, over the limit of " +
                           std::to_string(limits.max_tensor_elements));
    const std::uint64_t available = entry.size - header->data_start;
    if (available != *count * element_size(*type))
        return failure(available < *count * element_size(*type) ? ErrorCode::Truncated : ErrorCode::Damaged, path,
                       "'" + name + "' in it announces " + std::to_string(*count) + " values, but has " +
                           std::to_string(available) + " bytes");
    auto bytes = archive.read(entry);
    if (!bytes)
        return tl::unexpected(std::move(bytes.error()));
    const auto data = std::span<const std::byte>(*bytes).subspan(static_cast<std::size_t>(header->data_start));
    Tensor& tensor = checkpoint.tensors[name];
    tensor.shape = header->shape;
    if (!header->fortran_order || header->shape.size() < 2) {
        append_elements(*type, data, header->descr[0] == '>', tensor);
        return {};
    }
    if (header->descr[0] == '>')
        return failure(ErrorCode::UnsupportedFormat, path, "'" + name + "' in it is both big-endian and column-major",
                       "save it again with numpy.ascontiguousarray");
    gather_elements(*type, data, column_major(header->shape), tensor);
    return {};
}

} // namespace

Result<Checkpoint> read_npz(const std::string& path, const CheckpointLimits& limits) {
    try {
        auto archive = ZipArchive::open(path, limits.max_content_bytes);
        if (!archive)
            return tl::unexpected(std::move(archive.error()));
        Checkpoint checkpoint;
        Reader reader{*archive, path, limits};
        for (const ZipEntry& entry : archive->entries())
            if (entry.name.ends_with(".npy"))
                if (auto read = reader.read_entry(entry, checkpoint); !read)
                    return tl::unexpected(std::move(read.error()));
        for (const auto& [name, tensor] : checkpoint.tensors)
            if (!tensor.is_integer())
                return checkpoint;
        if (checkpoint.tensors.empty() && checkpoint.skipped.empty())
            return failure(ErrorCode::UnsupportedFormat, path, "is a zip file without NumPy arrays");
        return failure(reader.objects ? ErrorCode::UnsafeModel : ErrorCode::BadModel, path,
                       "holds no weights" + (checkpoint.skipped.empty() ? "" : ": " + checkpoint.skipped.front()));
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, path, "its tensors do not fit into memory");
    }
}

} // namespace touchstone::nn
