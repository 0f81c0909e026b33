// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace touchstone::training {

/// Reads keys out of one object and remembers the first thing that was wrong, so that the readers below stay lists.
class JsonReader {
public:
    JsonReader(const nlohmann::json& object, std::string where, std::string& problem)
        : object_(object)
        , where_(std::move(where))
        , problem_(problem) {
        if (!object_.is_object())
            complain({}, "must be an object");
    }

    ~JsonReader() {
        if (!object_.is_object())
            return;
        for (const auto& [key, value] : object_.items())
            if (!known_.contains(key))
                complain(key, "is no key of this section");
    }
    JsonReader(const JsonReader&) = delete;
    JsonReader& operator=(const JsonReader&) = delete;

    const nlohmann::json* find(const std::string& key) {
        known_.insert(key);
        if (!object_.is_object())
            return nullptr;
        const auto found = object_.find(key);
        return found == object_.end() ? nullptr : &*found;
    }

    void number(const std::string& key, double& value, double low, double high) {
        const nlohmann::json* found = find(key);
        if (!found)
            return;
        if (!found->is_number())
            return complain(key, "must be a number");
        const double read = found->get<double>();
        if (!(read >= low && read <= high))
            return complain(key, "must lie between " + short_number(low) + " and " + short_number(high));
        value = read;
    }

    template <class Integer>
    void integer(const std::string& key, Integer& value, std::int64_t low, std::int64_t high) {
        const nlohmann::json* found = find(key);
        if (!found)
            return;
        if (!found->is_number_integer())
            return complain(key, "must be a whole number");
        const auto read = found->get<std::int64_t>();
        if (read < low || read > high)
            return complain(key, "must lie between " + std::to_string(low) + " and " + std::to_string(high));
        value = static_cast<Integer>(read);
    }

    void boolean(const std::string& key, bool& value) {
        const nlohmann::json* found = find(key);
        if (!found)
            return;
        if (!found->is_boolean())
            return complain(key, "must be true or false");
        value = found->get<bool>();
    }

    void text(const std::string& key, std::string& value, bool required = false) {
        const nlohmann::json* found = find(key);
        if (!found) {
            if (required)
                complain(key, "is missing");
            return;
        }
        if (!found->is_string())
            return complain(key, "must be a text");
        value = found->get<std::string>();
        if (required && value.empty())
            complain(key, "must not be empty");
    }

    template <class Value>
    void choice(const std::string& key, Value& value, std::initializer_list<std::pair<const char*, Value>> choices) {
        const nlohmann::json* found = find(key);
        if (!found)
            return;
        std::string all;
        for (const auto& [name, meaning] : choices) {
            if (*found == name) {
                value = meaning;
                return;
            }
            all += (all.empty() ? "\"" : " or \"") + std::string(name) + "\"";
        }
        complain(key, "must be " + all);
    }

    void complain(const std::string& key, const std::string& what) {
        if (!problem_.empty())
            return;
        std::string name = where_;
        if (!key.empty())
            name += (name.empty() ? "" : ".") + key;
        problem_ = (name.empty() ? "the configuration" : "\"" + name + "\"") + " " + what;
    }

    std::string inside(const std::string& key) const { return where_.empty() ? key : where_ + "." + key; }

private:
    static std::string short_number(double value) {
        std::string text = nlohmann::json(value).dump();
        if (text.ends_with(".0"))
            text.resize(text.size() - 2);
        return text;
    }

    const nlohmann::json& object_;
    std::string where_;
    std::string& problem_;
    std::set<std::string> known_;
};

} // namespace touchstone::training
