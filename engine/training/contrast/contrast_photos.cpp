// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/contrast_photos.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>

#include "engine/base/files.h"
#include "engine/imaging/resample.h"
#include "engine/training/made_version.h"

namespace touchstone::training {

namespace {

namespace fs = std::filesystem;

bool looks_like_a_photo(const fs::path& path) {
    static constexpr std::array suffixes{".jpg",  ".jpeg", ".png",  ".webp", ".tif",
                                         ".tiff", ".bmp",  ".heic", ".heif", ".avif"};
    std::string suffix = path.extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](unsigned char c) { return std::tolower(c); });
    return std::find(suffixes.begin(), suffixes.end(), suffix) != suffixes.end();
}

struct PhotoFile {
    std::string name; ///< below its folder
    std::string path;
};

Result<std::vector<PhotoFile>> list_photos(const ContrastConfig& config) {
    std::vector<PhotoFile> files;
    for (const std::string& folder : config.data.folders) {
        std::error_code problem;
        fs::recursive_directory_iterator walk(folder, fs::directory_options::skip_permission_denied, problem);
        for (; !problem && walk != fs::recursive_directory_iterator(); walk.increment(problem)) {
            std::error_code unreadable; // a dangling link is no photo
            if (walk->is_regular_file(unreadable) && looks_like_a_photo(walk->path()))
                files.push_back(
                    {to_valid_utf8(walk->path().lexically_relative(folder).string()), walk->path().string()});
        }
        if (problem)
            return failure(ErrorCode::NotFound, folder, "cannot be listed: " + problem.message(),
                           "correct data.folders");
    }
    std::sort(files.begin(), files.end(), [](const PhotoFile& a, const PhotoFile& b) {
        return std::tie(a.name, a.path) < std::tie(b.name, b.path);
    });
    return files;
}

std::string list_key(const std::vector<PhotoFile>& files, int long_side) {
    std::string text = std::to_string(long_side);
    for (const PhotoFile& file : files) {
        std::error_code gone; // it is noticed when it is read
        text += "\n" + file.path + " " + std::to_string(fs::file_size(file.path, gone));
    }
    return sha256_hex(std::as_bytes(std::span(text)));
}

Result<void> decode_all(const ContrastConfig& config, const std::vector<PhotoFile>& files, const std::string& pack_file,
                        const ContrastCallbacks& callbacks, std::stop_token stop) {
    if (!callbacks.read_photo)
        return failure(ErrorCode::BadInput, pack_file, "cannot be made by a program that decodes no photos",
                       "set data.pack");
    auto writer = PhotoPackWriter::create(pack_file);
    if (!writer)
        return tl::unexpected(writer.error());
    std::size_t written = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, files[i].path, "was not read: stopped");
        auto photo = callbacks.read_photo(files[i].path);
        if (!photo) {
            if (callbacks.message)
                callbacks.message("left out: " + photo.error().message());
            continue;
        }
        if (config.data.long_side > 0)
            *photo = imaging::shrink_area_average(*photo, config.data.long_side);
        if (auto added = writer->add(files[i].name, *photo); !added)
            return added;
        ++written;
        if (callbacks.progress)
            callbacks.progress({"prepare", 1, 1, static_cast<int>(i + 1), static_cast<int>(files.size()), 0, 0});
    }
    if (written == 0)
        return failure(ErrorCode::BadInput, config.data.folders.front(), "holds no photo that can be read",
                       "correct data.folders");
    return writer->finish();
}

/// By a hash of the name, so that a photo stays on its side when others are added.
void split(ContrastPhotos& photos, double share) {
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    std::string text;
    for (std::size_t i = 0; i < photos.pack.entries().size(); ++i) {
        const PackEntry& entry = photos.pack.entries()[i];
        order.emplace_back(mix_seed(0, entry.name), i);
        text += entry.name + " " + std::to_string(entry.size.width) + "x" + std::to_string(entry.size.height) + "\n";
    }
    photos.key = sha256_hex(std::as_bytes(std::span(text)));
    std::sort(order.begin(), order.end());
    // One photo alone has no neighbours among other photos.
    std::size_t held_out = static_cast<std::size_t>(std::lround(share * static_cast<double>(order.size())));
    if (share > 0 && order.size() > 2)
        held_out = std::max<std::size_t>(held_out, 2);
    for (std::size_t i = 0; i < order.size(); ++i)
        (i < held_out ? photos.held_out : photos.train).push_back(order[i].second);
    std::sort(photos.train.begin(), photos.train.end());
    std::sort(photos.held_out.begin(), photos.held_out.end());
}

Result<ContrastPhotos> opened(const std::string& pack_file, double held_out) {
    auto pack = PhotoPack::open(pack_file);
    if (!pack)
        return tl::unexpected(pack.error());
    ContrastPhotos photos{std::move(*pack), {}, {}, {}};
    split(photos, held_out);
    return photos;
}

} // namespace

Result<ContrastPhotos> prepare_photos(const ContrastConfig& config, const ContrastCallbacks& callbacks,
                                      std::stop_token stop) {
    std::error_code problem;
    fs::create_directories(config.work_folder, problem);
    if (problem)
        return failure(ErrorCode::WriteFailed, config.work_folder, "cannot be made: " + problem.message(),
                       "choose another work_folder");
    if (!config.data.pack.empty())
        return opened(config.data.pack, config.data.held_out);
    const auto files = list_photos(config);
    if (!files)
        return tl::unexpected(files.error());
    if (files->empty())
        return failure(ErrorCode::BadInput, config.data.folders.front(), "holds no photos", "correct data.folders");
    const std::string pack_file = config.work_folder + "/photos.pack", key_file = config.work_folder + "/photos.key";
    const std::string key = list_key(*files, config.data.long_side);
    const auto known = read_file(key_file, 1024);
    if (!known || std::string_view(reinterpret_cast<const char*>(known->data()), known->size()) != key ||
        !fs::exists(pack_file)) {
        auto done = decode_all(config, *files, pack_file, callbacks, std::move(stop));
        if (done)
            done = write_file_atomically(key_file, std::string_view(key));
        if (!done)
            return tl::unexpected(done.error());
    }
    return opened(pack_file, config.data.held_out);
}

Result<void> write_contrast_pack(const ContrastConfig& config, const std::string& pack_file,
                                 const ContrastCallbacks& callbacks, std::stop_token stop) {
    const auto files = list_photos(config);
    if (!files)
        return tl::unexpected(files.error());
    return decode_all(config, *files, pack_file, callbacks, std::move(stop));
}

} // namespace touchstone::training
