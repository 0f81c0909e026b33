// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/photo_pack.h"

#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace touchstone::training {

namespace {

constexpr char magic[] = "TSPACK01";
constexpr std::size_t magic_length = 8;

tl::unexpected<Error> damaged(const std::string& path, const std::string& what) {
    return failure(ErrorCode::Damaged, path, what, "make the pack again");
}

std::string partial(const std::string& path) {
    return path + ".part";
}

} // namespace

Result<PhotoPackWriter> PhotoPackWriter::create(const std::string& path) {
    PhotoPackWriter writer;
    writer.path_ = path;
    writer.file_.open(partial(path), std::ios::binary | std::ios::trunc);
    writer.file_.write(magic, magic_length);
    writer.written_ = magic_length;
    if (!writer.file_)
        return failure(ErrorCode::WriteFailed, path, "cannot be written", "choose a folder that may be written");
    return writer;
}

Result<void> PhotoPackWriter::add(const std::string& name, const RgbImage& photo) {
    entries_.push_back({name, photo.size, written_});
    file_.write(reinterpret_cast<const char*>(photo.pixels.data()), static_cast<std::streamsize>(photo.bytes()));
    written_ += photo.bytes();
    if (!file_)
        return failure(ErrorCode::WriteFailed, path_, "could not be written to the end", "is the disk full?");
    return {};
}

Result<void> PhotoPackWriter::finish() {
    nlohmann::json index = nlohmann::json::array();
    for (const PackEntry& entry : entries_)
        index.push_back({entry.name, entry.size.width, entry.size.height, entry.offset});
    const std::string text = index.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    file_ << text;
    for (int byte = 0; byte < 8; ++byte)
        file_.put(static_cast<char>(static_cast<std::uint64_t>(text.size()) >> (8 * byte) & 255));
    file_.close();
    std::error_code problem;
    if (file_)
        std::filesystem::rename(partial(path_), path_, problem);
    if (!file_ || problem)
        return failure(ErrorCode::WriteFailed, path_, "could not be written to the end", "is the disk full?");
    return {};
}

Result<PhotoPack> PhotoPack::open(const std::string& path) {
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (handle < 0 || fstat(handle, &status) != 0) {
        if (handle >= 0)
            close(handle);
        return failure(ErrorCode::NotFound, path, "cannot be opened", "make the pack first");
    }
    const auto length = static_cast<std::uint64_t>(status.st_size);
    if (length < magic_length + 8) {
        close(handle);
        return damaged(path, "is too short for a photo pack");
    }
    void* memory = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, handle, 0);
    close(handle);
    if (memory == MAP_FAILED)
        return failure(ErrorCode::OutOfMemory, path, "cannot be mapped into memory");
    PhotoPack pack;
    pack.map_ = std::shared_ptr<const std::byte>(static_cast<const std::byte*>(memory),
                                                 [memory, length](const std::byte*) { munmap(memory, length); });
    const std::byte* bytes = pack.map_.get();
    std::uint64_t index_length = 0;
    for (int byte = 0; byte < 8; ++byte)
        index_length |= std::to_integer<std::uint64_t>(bytes[length - 8 + byte]) << (8 * byte);
    if (std::memcmp(bytes, magic, magic_length) != 0 || index_length > length - magic_length - 8)
        return damaged(path, "is no photo pack");
    const std::uint64_t index_start = length - 8 - index_length;
    const std::string_view text(reinterpret_cast<const char*>(bytes + index_start), index_length);
    const nlohmann::json index = nlohmann::json::parse(text, nullptr, false);
    if (!index.is_array())
        return damaged(path, "has a broken index");
    for (const nlohmann::json& row : index) {
        if (!row.is_array() || row.size() != 4 || !row[0].is_string() || !row[1].is_number_unsigned() ||
            !row[2].is_number_unsigned() || !row[3].is_number_unsigned())
            return damaged(path, "has a broken index");
        const auto width = row[1].get<std::uint64_t>(), height = row[2].get<std::uint64_t>();
        const auto offset = row[3].get<std::uint64_t>();
        if (width == 0 || height == 0 || width > 1'000'000 || height > 1'000'000 || offset > index_start ||
            3 * width * height > index_start - offset)
            return damaged(path, "has a broken index");
        pack.entries_.push_back(
            {row[0].get<std::string>(), Size{static_cast<int>(width), static_cast<int>(height)}, offset});
    }
    return pack;
}

RgbImage PhotoPack::photo(std::size_t index) const {
    const PackEntry& entry = entries_.at(index);
    RgbImage image(entry.size);
    std::memcpy(image.pixels.data(), map_.get() + entry.offset, image.bytes());
    return image;
}

} // namespace touchstone::training
