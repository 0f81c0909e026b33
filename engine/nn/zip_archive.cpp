// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/zip_archive.h"

#include <algorithm>
#include <array>
#include <new>

#include <zip.h>

#include "engine/nn/input_file.h"

namespace touchstone::nn {

namespace {

constexpr const char* download_again = "copy or download it again";

/// No deflate stream grows by more than this factor (RFC 1951: a 258-byte match costs at least two bits).
constexpr std::uint64_t deflate_expansion = 1032;

Error open_error(int code, const std::string& path) {
    switch (code) {
    case ZIP_ER_NOZIP:
        return {ErrorCode::Truncated, path, "is not a whole zip file: the directory at its end is missing",
                download_again};
    case ZIP_ER_MEMORY:
        return {ErrorCode::OutOfMemory, path, "its zip directory does not fit into memory", {}};
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
        return {ErrorCode::ReadFailed, path, "cannot be read", {}};
    default:
        break;
    }
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    Error result{ErrorCode::Damaged, path, std::string("its zip directory is damaged: ") + zip_error_strerror(&error),
                 download_again};
    zip_error_fini(&error);
    return result;
}

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using OpenEntry = std::unique_ptr<zip_file_t, CloseFile>;

} // namespace

void ZipArchive::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

ZipArchive::ZipArchive(std::string path, std::unique_ptr<zip, Close> archive)
    : path_(std::move(path))
    , archive_(std::move(archive)) {}

Result<ZipArchive> ZipArchive::open(const std::string& path, std::uint64_t max_bytes) {
    auto file = InputFile::open(path, max_bytes); // says why a file cannot be read in the usual words
    if (!file)
        return tl::unexpected(std::move(file.error()));
    std::array<char, 2> magic{};
    if (auto read =
            file->read(0, std::as_writable_bytes(std::span(magic).first(std::min<std::uint64_t>(file->size(), 2))));
        !read)
        return tl::unexpected(std::move(read.error()));
    if (magic != std::array{'P', 'K'})
        return failure(ErrorCode::UnsupportedFormat, path, "is not a zip file, as its kind of checkpoint is",
                       download_again);
    int code = 0;
    std::unique_ptr<zip, Close> archive(zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (!archive)
        return tl::unexpected(open_error(code, path));
    ZipArchive result(path, std::move(archive));
    if (auto listed = result.list_entries(file->size(), max_bytes); !listed)
        return tl::unexpected(std::move(listed.error()));
    return result;
}

Result<void> ZipArchive::list_entries(std::uint64_t file_bytes, std::uint64_t max_bytes) {
    const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
    std::uint64_t together = 0;
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(std::max<zip_int64_t>(count, 0)); ++index) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
        if (zip_stat_index(archive_.get(), index, ZIP_FL_ENC_RAW, &stat) != 0 || (stat.valid & needed) != needed)
            return failure(ErrorCode::Damaged, path_, "its zip directory is damaged", download_again);
        const std::string name = stat.name;
        if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
            return failure(ErrorCode::UnsupportedFormat, path_, "'" + to_valid_utf8(name) + "' in it is encrypted");
        const bool stored = stat.comp_method == ZIP_CM_STORE;
        if (!stored && stat.comp_method != ZIP_CM_DEFLATE)
            return failure(ErrorCode::UnsupportedFormat, path_,
                           "'" + to_valid_utf8(name) + "' in it is compressed in a way other than deflate");
        if (stat.comp_size > file_bytes)
            return failure(ErrorCode::Truncated, path_, "ends before '" + to_valid_utf8(name) + "' in it does",
                           download_again);
        const std::uint64_t possible = stored ? stat.comp_size : stat.comp_size * deflate_expansion + 64;
        if (stat.size > possible || (stored && stat.size != stat.comp_size))
            return failure(ErrorCode::Damaged, path_,
                           "'" + to_valid_utf8(name) + "' in it announces an impossible size", download_again);
        together += stat.size;
        if (together > max_bytes)
            return failure(ErrorCode::TooLarge, path_,
                           "its contents are over the limit of " + std::to_string(max_bytes) + " bytes");
        entries_.push_back({name, stat.size, index});
    }
    const auto by_name = [](const ZipEntry& a, const ZipEntry& b) { return a.name < b.name; };
    std::sort(entries_.begin(), entries_.end(), by_name);
    const auto twice = std::adjacent_find(entries_.begin(), entries_.end(),
                                          [](const ZipEntry& a, const ZipEntry& b) { return a.name == b.name; });
    if (twice != entries_.end())
        return failure(ErrorCode::Damaged, path_, "holds '" + to_valid_utf8(twice->name) + "' twice");
    return {};
}

const ZipEntry* ZipArchive::find(const std::string& name) const {
    const auto found =
        std::lower_bound(entries_.begin(), entries_.end(), name,
                         [](const ZipEntry& entry, const std::string& wanted) { return entry.name < wanted; });
    return found != entries_.end() && found->name == name ? &*found : nullptr;
}

Result<Bytes> ZipArchive::read(const ZipEntry& entry) const {
    return read_start(entry, entry.size);
}

Result<Bytes> ZipArchive::read_start(const ZipEntry& entry, std::uint64_t count) const {
    const auto damaged = [&](const char* how) {
        return failure(ErrorCode::Damaged, path_, "'" + to_valid_utf8(entry.name) + "' in it " + how, download_again);
    };
    const OpenEntry file(zip_fopen_index(archive_.get(), entry.index, 0));
    if (!file)
        return damaged("cannot be opened");
    Bytes bytes(static_cast<std::size_t>(std::min(count, entry.size)));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const zip_int64_t got = zip_fread(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got <= 0)
            break;
        filled += static_cast<std::size_t>(got);
    }
    // libzip compares the checksum when it is asked for bytes past the end, and then fails.
    std::byte past{};
    const bool whole = bytes.size() == entry.size;
    if (filled == bytes.size() && (!whole || zip_fread(file.get(), &past, 1) == 0))
        return bytes;
    return damaged(zip_error_code_zip(zip_file_get_error(file.get())) == ZIP_ER_CRC
                       ? "was changed after it was written: its checksum (CRC-32) does not match"
                       : "is damaged or ends early");
}

} // namespace touchstone::nn
