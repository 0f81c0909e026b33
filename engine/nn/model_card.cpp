// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/model_card.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace touchstone {

namespace {

using nlohmann::json;

/// Takes values out of a card's JSON and remembers the first one that has the wrong type. A missing or null key leaves
/// the default; keys that this version does not know are a newer version's business.
class CardReader {
public:
    explicit CardReader(const json& object)
        : object_(object) {}

    const std::string& problem() const { return problem_; }

    void text(const char* key, std::string& target) {
        if (const json* value = find(key); value && check(value->is_string(), key, "a text"))
            target = value->get<std::string>();
    }
    void truth(const char* key, bool& target) {
        if (const json* value = find(key); value && check(value->is_boolean(), key, "true or false"))
            target = value->get<bool>();
    }
    void any(const char* key, json& target, bool (json::*is)() const noexcept, const char* expected) {
        if (const json* value = find(key); value && check((value->*is)(), key, expected))
            target = *value;
    }
    void limit(const char* key, std::optional<int>& target) {
        const json* value = find(key);
        if (!value)
            return;
        // Text gives unsigned numbers and code signed ones; one past 63 bits turns negative here and is refused as
        // well.
        const std::int64_t number = value->is_number_integer() ? value->get<std::int64_t>() : 0;
        const bool fits = number > 0 && number <= std::numeric_limits<int>::max();
        if (check(fits, key, "a number of pixels from 1 up"))
            target = value->get<int>();
    }
    void range(const char* key, std::optional<std::pair<double, double>>& target) {
        const json* value = find(key);
        if (!value)
            return;
        const bool pair = value->is_array() && value->size() == 2 && (*value)[0].is_number() && (*value)[1].is_number();
        if (!check(pair, key, "a pair of numbers"))
            return;
        const std::pair ends((*value)[0].get<double>(), (*value)[1].get<double>());
        if (check(std::isfinite(ends.first) && std::isfinite(ends.second) && ends.first < ends.second, key,
                  "a pair of numbers, the smaller one first"))
            target = ends;
    }
    void texts(const char* key, std::vector<std::string>& target) {
        const json* value = find(key);
        if (!value || !check(value->is_array(), key, "a list of texts"))
            return;
        for (const json& item : *value)
            if (check(item.is_string(), key, "a list of texts"))
                target.push_back(item.get<std::string>());
    }
    void numbers(const char* key, json& target) {
        const json* value = find(key);
        if (!value || !check(value->is_array(), key, "a list of numbers"))
            return;
        const bool numeric =
            std::all_of(value->begin(), value->end(), [](const json& item) { return item.is_number(); });
        if (check(numeric, key, "a list of numbers"))
            target = *value;
    }

private:
    const json* find(const char* key) const {
        const auto found = object_.find(key);
        return found == object_.end() || found->is_null() ? nullptr : &*found;
    }
    bool check(bool good, const char* key, const char* expected) {
        if (!good && problem_.empty())
            problem_ = std::string("'") + key + "' of its model card is not " + expected;
        return good;
    }

    const json& object_;
    std::string problem_;
};

/// An id becomes a file's name, so it may not begin with a dot or a minus.
bool is_valid_id(const std::string& id) {
    const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !id.empty() && alphanumeric(id.front()) && std::all_of(id.begin(), id.end(), [&](char c) {
        return alphanumeric(c) || c == '.' || c == '_' || c == '-';
    });
}

} // namespace

json ModelCard::to_json() const {
    json object = {
        {"id", id},
        {"title", title},
        {"architecture", architecture},
        {"preprocessing", preprocessing},
        {"config", config},
        {"range", nullptr},
        {"higher_is_better", higher_is_better},
        {"native_limit", nullptr},
        {"shipped", shipped},
        {"trained_on", trained_on},
        {"licence", licence},
        {"source", source},
        {"notes", notes},
        {"metrics", metrics},
        {"human_scores", human_scores},
    };
    if (range)
        object["range"] = {range->first, range->second};
    if (native_limit)
        object["native_limit"] = *native_limit;
    return object;
}

Result<ModelCard> ModelCard::from_json(const json& object, const std::string& file) {
    if (!object.is_object())
        return failure(ErrorCode::BadModel, file, "its model card is not a JSON object");
    ModelCard card;
    card.file = file;
    CardReader reader(object);
    reader.text("id", card.id);
    reader.text("title", card.title);
    reader.text("architecture", card.architecture);
    reader.text("preprocessing", card.preprocessing);
    reader.any("config", card.config, &json::is_object, "a JSON object");
    reader.range("range", card.range);
    reader.truth("higher_is_better", card.higher_is_better);
    reader.limit("native_limit", card.native_limit);
    reader.truth("shipped", card.shipped);
    reader.text("trained_on", card.trained_on);
    reader.text("licence", card.licence);
    reader.text("source", card.source);
    reader.texts("notes", card.notes);
    reader.any("metrics", card.metrics, &json::is_object, "a JSON object");
    reader.numbers("human_scores", card.human_scores);
    if (!reader.problem().empty())
        return failure(ErrorCode::BadModel, file, reader.problem());
    if (!is_valid_id(card.id))
        return failure(ErrorCode::BadModel, file,
                       "'id' of its model card is missing or not made of a-z, 0-9, '.', '_', '-'");
    if (card.architecture.empty())
        return failure(ErrorCode::BadModel, file, "'architecture' of its model card is missing");
    return card;
}

std::string id_from_file_name(const std::string& file, const std::string& otherwise) {
    std::string name = file.substr(file.find_last_of('/') + 1);
    if (const std::size_t dot = name.find_last_of('.'); dot != std::string::npos && dot > 0)
        name.resize(dot);
    std::string id;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
        const bool begins = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        const bool plain = begins || c == '.' || c == '_' || c == '-';
        if (plain && (begins || !id.empty())) // a file name may not begin with a dot or a minus
            id += c;
        else if (!id.empty() && id.back() != '-')
            id += '-';
    }
    return id.empty() ? otherwise : id;
}

} // namespace touchstone
