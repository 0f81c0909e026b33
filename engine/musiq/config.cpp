// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/config.h"

namespace touchstone::musiq {

namespace {

/// A bound no real network comes near; it keeps a hostile card from asking for terabytes.
constexpr int largest = 65536;
/// Features that the embedding takes from a patch: 16 times the published network's. A pass holds those of some
/// hundred patches at once, so with this many they take 300 MB.
constexpr std::int64_t most_features = 262144;

struct Field {
    const char* name;
    int Config::*member;
};
constexpr Field fields[] = {
    {"patch", &Config::patch},   {"grid", &Config::grid},       {"stem_width", &Config::stem_width},
    {"hidden", &Config::hidden}, {"heads", &Config::heads},     {"mlp", &Config::mlp},
    {"layers", &Config::layers}, {"outputs", &Config::outputs},
};

tl::unexpected<Error> bad(const std::string& file, const std::string& what) {
    return failure(ErrorCode::BadModel, file, "the card's network shape is wrong: " + what);
}

bool read_positive(const nlohmann::json& value, int& out) {
    if (!value.is_number_integer())
        return false;
    const auto number = value.get<std::int64_t>();
    if (number < 1 || number > largest)
        return false;
    out = static_cast<int>(number);
    return true;
}

} // namespace

nlohmann::json Config::to_json() const {
    nlohmann::json json;
    for (const Field& field : fields)
        json[field.name] = this->*field.member;
    json["long_sides"] = long_sides;
    json["norm_groups"] = norm_groups;
    return json;
}

Result<Config> Config::from_json(const nlohmann::json& json, const std::string& preprocessing,
                                 const std::string& file) {
    if (!json.is_object())
        return bad(file, "it is not a JSON object");
    Config config;
    if (preprocessing == "pyiqa")
        config.flavour = Flavour::Pyiqa;
    else if (preprocessing != "google")
        return bad(file, "the preprocessing \"" + preprocessing + "\" is neither google nor pyiqa");
    for (const Field& field : fields)
        if (!json.contains(field.name) || !read_positive(json.at(field.name), config.*field.member))
            return bad(file, "\"" + std::string(field.name) + "\" must be a whole number of 1 or more");
    // Optional: the published networks have 32 and cards written before there was a choice do not say so.
    if (json.contains("norm_groups") && !read_positive(json.at("norm_groups"), config.norm_groups))
        return bad(file, "\"norm_groups\" must be a whole number of 1 or more");
    const auto sides = json.find("long_sides");
    if (sides == json.end() || !sides->is_array() || sides->size() > 16)
        return bad(file, "\"long_sides\" must be a list of sizes");
    config.long_sides.assign(sides->size(), 0);
    for (std::size_t i = 0; i < sides->size(); ++i) {
        if (!read_positive((*sides)[i], config.long_sides[i]) ||
            (i > 0 && config.long_sides[i] <= config.long_sides[i - 1]))
            return bad(file, "\"long_sides\" must be ascending whole numbers");
    }
    // A card is data from anywhere: its grids decide how much memory a photo takes.
    if (config.patch > 256 || config.grid > 256)
        return bad(file, "\"patch\" and \"grid\" may be 256 at most");
    if (!config.long_sides.empty() && config.long_sides.back() > 4096)
        return bad(file, "\"long_sides\" may be 4096 at most");
    if (config.patch % 4 != 0)
        return bad(file, "\"patch\" must be a multiple of 4");
    if (std::int64_t{4} * config.stem_width * config.stem_edge() * config.stem_edge() > most_features)
        return bad(file, "\"patch\" and \"stem_width\" together are too large");
    if (config.stem_width % config.norm_groups != 0)
        return bad(file, "\"stem_width\" must be a multiple of \"norm_groups\"");
    if (config.hidden % config.heads != 0)
        return bad(file, "\"hidden\" must be a multiple of \"heads\"");
    return config;
}

} // namespace touchstone::musiq
