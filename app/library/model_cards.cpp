// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/model_cards.h"

#include <filesystem>
#include <optional>

#include <sys/stat.h>

#include "engine/base/files.h"
#include "engine/nn/model_file.h"

namespace touchstone::library {

namespace {

using nlohmann::json;

constexpr std::uint64_t most_bytes = std::uint64_t{1} << 20; ///< of the list: some thousand models
constexpr std::size_t most_files = 1000;

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// What the disk says of a file, the time of the last change of anything included: nobody can set that one.
struct Identity {
    json values;
    std::int64_t changed_ns = 0;

    static std::optional<Identity> of(const std::string& file) {
        struct stat now {};
        if (::stat(file.c_str(), &now) != 0)
            return std::nullopt;
        return Identity{
            json::array({now.st_dev, now.st_ino, now.st_size, nanoseconds(now.st_mtim), nanoseconds(now.st_ctim)}),
            nanoseconds(now.st_ctim)};
    }
};

/// {"file in hexadecimal": {"is": [identity], "sha256": "…"}}; names are bytes, JSON wants text. What is no such list
/// counts as none.
json read_list(const std::string& path) {
    const Result<Bytes> bytes = read_file(path, most_bytes);
    if (!bytes)
        return json::object();
    json list = json::parse(reinterpret_cast<const char*>(bytes->data()),
                            reinterpret_cast<const char*>(bytes->data()) + bytes->size(), nullptr, false);
    return list.is_object() && list.size() <= most_files ? list : json::object();
}

std::string key_of(const std::string& file) {
    constexpr const char* digits = "0123456789abcdef";
    std::string key;
    for (const char c : file) {
        key += digits[static_cast<unsigned char>(c) >> 4];
        key += digits[static_cast<unsigned char>(c) & 15];
    }
    return key;
}

std::optional<std::string> remembered(const json& list, const std::string& key, const Identity& identity) {
    const auto entry = list.find(key);
    if (entry == list.end() || !entry->is_object() || entry->value("is", json()) != identity.values)
        return std::nullopt;
    const auto hash = entry->find("sha256");
    if (hash == entry->end() || !hash->is_string() || hash->get_ref<const std::string&>().size() != 64)
        return std::nullopt;
    return hash->get<std::string>();
}

bool has_settled(const Identity& identity, std::chrono::seconds settled) {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return nanoseconds(now) - identity.changed_ns >= std::chrono::nanoseconds(settled).count();
}

} // namespace

Result<ModelCard> read_card_of_file(const std::string& model_file) {
    return nn::read_model_card(model_file, true);
}

CardReader remembering_card_reader(std::string cache_folder, std::chrono::seconds settled) {
    if (cache_folder.empty())
        return read_card_of_file;
    return [folder = std::move(cache_folder), settled](const std::string& file) -> Result<ModelCard> {
        const std::string path = folder + "/model-hashes.json";
        json list = read_list(path);
        const std::string key = key_of(file);
        const std::optional<Identity> before = Identity::of(file);
        const std::optional<std::string> known = before ? remembered(list, key, *before) : std::nullopt;
        Result<ModelCard> card = nn::read_model_card(file, !known);
        if (!card)
            return card;
        if (known) {
            card->sha256 = *known;
            return card;
        }
        const std::optional<Identity> after = Identity::of(file);
        if (before && after && before->values == after->values && has_settled(*after, settled)) {
            list[key] = {{"is", after->values}, {"sha256", card->sha256}};
            std::error_code
                ignored; // what is wrong with the folder, writing finds, and then it is hashed again next time
            std::filesystem::create_directories(folder, ignored);
            (void)write_file_atomically(path, list.dump());
        }
        return card;
    };
}

} // namespace touchstone::library
