// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/score_cache.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <span>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "app/library/cache_files.h"
#include "engine/base/files.h"

namespace touchstone::library {

namespace {

using nlohmann::json;

json line_of(const FoundFile& photo, const ScoreCache::Entry& entry) {
    const ScoreRecord& record = entry.record;
    json line = {{"path", percent_encode_path(absolute_path(photo.path))},
                 {"bytes", photo.bytes},
                 {"mtime_ns", photo.mtime_ns},
                 {"width", entry.pixel_size.width},
                 {"height", entry.pixel_size.height},
                 {"value", record.score.value},
                 {"scored_width", record.scored_size.width},
                 {"scored_height", record.scored_size.height},
                 {"reduced", record.reduced},
                 {"device", record.device},
                 {"seconds", record.seconds}};
    if (record.score.standard_deviation)
        line["std"] = *record.score.standard_deviation;
    if (!record.score.distribution.empty())
        line["distribution"] = record.score.distribution;
    return line;
}

/// Throws what nlohmann throws on a line of another shape; the caller passes it over.
std::pair<std::string, ScoreCache::Entry> entry_of(const std::string& text, const ScoreRecipe& recipe) {
    const json line = json::parse(text);
    FoundFile photo;
    photo.path = percent_decode(line.at("path").get<std::string>());
    photo.bytes = line.at("bytes").get<std::int64_t>();
    photo.mtime_ns = line.at("mtime_ns").get<std::int64_t>();
    ScoreCache::Entry entry;
    entry.pixel_size = {line.at("width").get<int>(), line.at("height").get<int>()};
    ScoreRecord& record = entry.record;
    record.model = recipe.model;
    record.model_sha256 = recipe.model_sha256;
    record.native_limit = recipe.native_limit;
    record.precision = recipe.precision;
    record.decode = recipe.decode;
    record.score.value = line.at("value").get<double>();
    if (line.contains("std"))
        record.score.standard_deviation = line.at("std").get<double>();
    if (line.contains("distribution"))
        record.score.distribution = line.at("distribution").get<std::vector<double>>();
    record.scored_size = {line.at("scored_width").get<int>(), line.at("scored_height").get<int>()};
    record.reduced = line.at("reduced").get<bool>();
    record.device = line.at("device").get<std::string>();
    record.seconds = line.at("seconds").get<double>();
    record.remembered = true;
    return {photo_key(photo), entry};
}

/// Appends under a lock, so that lines of two windows never mix. No fsync: a lost line is a photo scored once more.
int append_line(const std::string& file, std::string line) {
    const int fd = ::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return errno;
    int number = ::flock(fd, LOCK_EX) == 0 ? 0 : errno;
    struct stat info {};
    // A window that was killed may have left half a line.
    char last = '\n';
    if (number == 0 && ::fstat(fd, &info) == 0 && info.st_size > 0 && ::pread(fd, &last, 1, info.st_size - 1) == 1 &&
        last != '\n')
        line.insert(line.begin(), '\n');
    line += '\n';
    for (std::size_t at = 0; number == 0 && at < line.size();) {
        const ssize_t written = ::write(fd, line.data() + at, line.size() - at);
        if (written > 0)
            at += static_cast<std::size_t>(written);
        else if (written == 0 || errno != EINTR)
            number = written == 0 ? EIO : errno;
    }
    ::close(fd); // releases the lock
    return number;
}

} // namespace

std::string photo_key(const FoundFile& photo) {
    return absolute_path(photo.path) + '\n' + std::to_string(photo.bytes) + '\n' + std::to_string(photo.mtime_ns);
}

ScoreCache::ScoreCache(std::string folder)
    : folder_(std::move(folder)) {}

std::string ScoreCache::fileOf(const std::string& key) const {
    return folder_ + '/' + key + ".jsonl";
}

ScoreCache::Table& ScoreCache::table(const ScoreRecipe& recipe, const std::string& key) {
    const auto [place, fresh] = tables_.try_emplace(key);
    if (!fresh || folder_.empty())
        return place->second;
    const auto bytes = read_file(fileOf(key), std::uint64_t{1} << 30);
    if (!bytes) // not written yet, or not readable: then it is as if nothing were known
        return place->second;
    std::istringstream lines(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
    for (std::string line; std::getline(lines, line);) {
        try {
            auto [name, entry] = entry_of(line, recipe);
            place->second.insert_or_assign(std::move(name), std::move(entry));
        } catch (const json::exception&) {
            continue; // half a line of a window that was killed
        }
    }
    return place->second;
}

std::optional<ScoreCache::Entry> ScoreCache::find(const ScoreRecipe& recipe, const FoundFile& photo) {
    const Table& known = table(recipe, recipe.key());
    const auto found = known.find(photo_key(photo));
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

Result<void> ScoreCache::add(const ScoreRecipe& recipe, const FoundFile& photo, const Entry& entry) {
    // JSON has no word for these, and an encoder's missing score costs nothing to miss again.
    if (entry.record.score.missing || !std::isfinite(entry.record.score.value))
        return {};
    const std::string key = recipe.key();
    Entry kept = entry;
    kept.record.remembered = true;
    table(recipe, key).insert_or_assign(photo_key(photo), kept);
    if (folder_.empty() || complained_)
        return {};
    std::error_code problem;
    std::filesystem::create_directories(folder_, problem);
    const int number = append_line(fileOf(key), line_of(photo, entry).dump());
    if (number == 0)
        return {};
    complained_ = true;
    return failure(ErrorCode::WriteFailed, folder_,
                   std::string("scores cannot be remembered here: ") + std::strerror(number),
                   number == ENOSPC ? "free some space" : "make the cache folder writable");
}

} // namespace touchstone::library
