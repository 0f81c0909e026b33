// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/feature_store.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <span>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/files.h"
#include "engine/nn/half.h"

namespace touchstone::library {

namespace {

constexpr std::array<char, 8> magic{'T', 'S', 'F', 'E', 'A', 'T', '0', '2'};
constexpr std::uint64_t header_bytes = 16; // magic, block length, zero
constexpr std::size_t digest_bytes = 32;   // ContentHash in hexadecimal
constexpr std::uint32_t longest_block = 1u << 16;

std::uint64_t record_bytes(std::uint32_t block_length) {
    return digest_bytes + std::uint64_t{4} * block_length * sizeof(std::uint16_t);
}

/// An open file that closes itself; locked while it lives.
class LockedFile {
public:
    LockedFile(const std::string& path, int flags, int lock)
        : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
        if (fd_ >= 0 && ::flock(fd_, lock) != 0)
            close();
    }
    ~LockedFile() { close(); }
    LockedFile(const LockedFile&) = delete;
    LockedFile& operator=(const LockedFile&) = delete;

    bool isOpen() const { return fd_ >= 0; }
    std::uint64_t size() const {
        struct stat info {};
        return ::fstat(fd_, &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
    }
    bool clear() const { return ::ftruncate(fd_, 0) == 0; }
    bool readAt(std::uint64_t place, std::span<char> into) const {
        for (std::size_t done = 0; done < into.size();) {
            const ssize_t got = ::pread(fd_, into.data() + done, into.size() - done, static_cast<off_t>(place + done));
            if (got > 0)
                done += static_cast<std::size_t>(got);
            else if (got == 0 || errno != EINTR)
                return false;
        }
        return true;
    }
    bool writeAt(std::uint64_t place, std::span<const char> bytes) const {
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t put =
                ::pwrite(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(place + done));
            if (put > 0)
                done += static_cast<std::size_t>(put);
            else if (put == 0 || errno != EINTR)
                return false;
        }
        return true;
    }

private:
    void close() {
        if (fd_ >= 0)
            ::close(fd_);
        fd_ = -1;
    }
    int fd_;
};

/// 0 when the file is not one of ours.
std::uint32_t block_length_of(const LockedFile& file) {
    std::array<char, header_bytes> header{};
    std::uint32_t length = 0;
    if (!file.readAt(0, header) || !std::equal(magic.begin(), magic.end(), header.begin()))
        return 0;
    std::memcpy(&length, header.data() + magic.size(), sizeof length);
    return length <= longest_block ? length : 0;
}

std::vector<char> record_of_features(const std::string& digest, const reiqa::PhotoFeatures& features) {
    std::vector<char> record(digest.begin(), digest.end());
    for (const reiqa::Block block : reiqa::all_blocks)
        for (const float value : features.block(block)) {
            const std::uint16_t half = nn::half_from_float(value);
            const auto* bytes = reinterpret_cast<const char*>(&half);
            record.insert(record.end(), bytes, bytes + sizeof half);
        }
    return record;
}

} // namespace

FeatureStore::FeatureStore(std::string folder)
    : folder_(std::move(folder)) {}

std::string FeatureStore::fileOf(const std::string& key) const {
    return folder_ + '/' + key + ".features";
}

FeatureStore::Table& FeatureStore::table(const ScoreRecipe& recipe) {
    const std::string key = recipe.key();
    const auto [place, fresh] = tables_.try_emplace(key);
    Table& table = place->second;
    if (!fresh || folder_.empty())
        return table;
    const LockedFile file(fileOf(key), O_RDONLY, LOCK_SH);
    if (!file.isOpen())
        return table;
    table.block_length = block_length_of(file);
    if (table.block_length == 0)
        return table;
    const std::uint64_t records = (file.size() - header_bytes) / record_bytes(table.block_length);
    std::string digest(digest_bytes, '\0');
    for (std::uint64_t i = 0; i < records; ++i)
        if (file.readAt(header_bytes + i * record_bytes(table.block_length), digest))
            table.places[digest] = i;
    return table;
}

bool FeatureStore::contains(const ScoreRecipe& recipe, const ContentHash& content) {
    return table(recipe).places.contains(content.hex());
}

std::shared_ptr<const reiqa::PhotoFeatures> FeatureStore::find(const ScoreRecipe& recipe, const ContentHash& content) {
    const Table& known = table(recipe);
    const auto found = known.places.find(content.hex());
    if (found == known.places.end())
        return nullptr;
    const LockedFile file(fileOf(recipe.key()), O_RDONLY, LOCK_SH);
    std::vector<std::uint16_t> halves(std::size_t{4} * known.block_length);
    const std::uint64_t place = header_bytes + found->second * record_bytes(known.block_length) + digest_bytes;
    if (!file.isOpen() ||
        !file.readAt(place, {reinterpret_cast<char*>(halves.data()), halves.size() * sizeof(std::uint16_t)}))
        return nullptr;
    auto features = std::make_shared<reiqa::PhotoFeatures>();
    auto next = halves.begin();
    for (std::vector<float>* block :
         {&features->content.full, &features->content.half, &features->quality.full, &features->quality.half})
        for (std::uint32_t i = 0; i < known.block_length; ++i)
            block->push_back(nn::float_from_half(*next++));
    return features;
}

Result<void> FeatureStore::add(const ScoreRecipe& recipe, const ContentHash& content,
                               const reiqa::PhotoFeatures& features) {
    const auto length = static_cast<std::uint32_t>(features.content.full.size());
    for (const reiqa::Block block : reiqa::all_blocks)
        if (length == 0 || length > longest_block || features.block(block).size() != length)
            return failure(ErrorCode::BadInput, folder_, "was handed features of an unexpected shape");
    Table& known = table(recipe);
    const std::string digest = content.hex();
    if (folder_.empty() || known.places.contains(digest))
        return {};
    std::error_code problem;
    std::filesystem::create_directories(folder_, problem);
    const auto failed = [&] {
        return failure(ErrorCode::WriteFailed, folder_,
                       std::string("features cannot be remembered here: ") + std::strerror(errno),
                       errno == ENOSPC ? "free some space" : "make the cache folder writable");
    };
    const LockedFile file(fileOf(recipe.key()), O_RDWR | O_CREAT, LOCK_EX);
    if (!file.isOpen())
        return failed();
    // Another window may have begun the file, or a killed one may have left half a record: its place is written over.
    std::uint64_t records = 0;
    if (block_length_of(file) == length) {
        records = (file.size() - header_bytes) / record_bytes(length);
    } else {
        std::vector<char> header(header_bytes, '\0');
        std::copy(magic.begin(), magic.end(), header.begin());
        std::memcpy(header.data() + magic.size(), &length, sizeof length);
        if (!file.clear() || !file.writeAt(0, header))
            return failed();
        known = {};
    }
    if (!file.writeAt(header_bytes + records * record_bytes(length), record_of_features(digest, features)))
        return failed();
    known.block_length = length;
    known.places[digest] = records;
    return {};
}

} // namespace touchstone::library
