// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/report_reader.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "app/library/cache_files.h"

namespace touchstone::reports {

using nlohmann::json;

namespace {

/// Thrown and caught in this file only.
struct Problem {
    std::string what;
};

/// A value with its place, for messages.
class Node {
public:
    Node(const json& value, std::string place)
        : value_(value)
        , place_(std::move(place)) {}

    Node operator[](const char* key) const {
        if (!value_.is_object())
            refuse("an object");
        const auto found = value_.find(key);
        const std::string place = place_.empty() ? key : place_ + "." + key;
        if (found == value_.end())
            throw Problem{place + " is missing"};
        return {*found, place};
    }
    bool has(const char* key) const { return value_.is_object() && value_.contains(key); }
    bool is_null() const { return value_.is_null(); }

    std::vector<Node> items() const {
        if (!value_.is_array())
            refuse("a list");
        std::vector<Node> nodes;
        nodes.reserve(value_.size());
        for (std::size_t i = 0; i < value_.size(); ++i)
            nodes.emplace_back(value_[i], place_ + "[" + std::to_string(i) + "]");
        return nodes;
    }
    std::string text() const {
        if (!value_.is_string() || value_.get_ref<const std::string&>().size() > 65'536)
            refuse("a text");
        return value_.get<std::string>();
    }
    double number() const {
        if (!value_.is_number() || !std::isfinite(value_.get<double>()))
            refuse("a number");
        return value_.get<double>();
    }
    std::int64_t whole(std::int64_t least, std::int64_t most) const {
        if (!value_.is_number_integer() || value_.get<double>() < static_cast<double>(least) ||
            value_.get<double>() > static_cast<double>(most))
            refuse("a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return value_.get<std::int64_t>();
    }
    /// Lower-case hexadecimal of that many digits.
    std::string digest(std::size_t digits) const {
        const std::string digest = text();
        const bool fits = digest.size() == digits && digest.find_first_not_of("0123456789abcdef") == std::string::npos;
        if (!fits)
            refuse("a hash of " + std::to_string(digits) + " digits");
        return digest;
    }
    template <class Value>
    Value one_of(const std::vector<std::pair<const char*, Value>>& words) const {
        const std::string word = text();
        for (const auto& [name, value] : words)
            if (word == name)
                return value;
        refuse("a known word");
    }

    [[noreturn]] void refuse(const std::string& wanted) const {
        throw Problem{(place_.empty() ? "the document" : place_) + " is not " + wanted};
    }

private:
    const json& value_;
    std::string place_;
};

ClaimedModel model_of(const Node& node) {
    ClaimedModel model;
    model.id = node["id"].text();
    model.sha256 = node["sha256"].digest(64);
    if (!node["native_limit"].is_null())
        model.native_limit = static_cast<int>(node["native_limit"].whole(1, 1'000'000));
    model.precision =
        node["precision"].one_of<Precision>({{"reference", Precision::Reference}, {"fast", Precision::Fast}});
    model.decode = node["decode"].one_of<imaging::DecodeMode>(
        {{"upright", imaging::DecodeMode::Upright}, {"as-stored", imaging::DecodeMode::AsStored}});
    if (!node["range"].is_null()) {
        const std::vector<Node> ends = node["range"].items();
        if (ends.size() != 2 || ends[0].number() >= ends[1].number())
            node["range"].refuse("two rising numbers");
        model.range = {ends[0].number(), ends[1].number()};
    }
    return model;
}

ClaimedPhoto photo_of(const Node& node, const std::vector<ClaimedModel>& models) {
    ClaimedPhoto photo;
    photo.path = node.has("path_percent") ? library::percent_decode(node["path_percent"].text()) : node["path"].text();
    if (photo.path.empty() || photo.path.find('\0') != std::string::npos)
        node["path"].refuse("a path");
    photo.bytes = node["bytes"].whole(0, std::int64_t{1} << 50);
    if (!node["xxh3_128"].is_null())
        photo.xxh3_128 = node["xxh3_128"].digest(32);
    if (!node["sha256"].is_null())
        photo.sha256 = node["sha256"].digest(64);
    photo.failed = !node["error"].is_null();
    for (const Node& score : node["scores"].items()) {
        const std::string id = score["model"].text();
        const auto model =
            std::find_if(models.begin(), models.end(), [&](const ClaimedModel& known) { return known.id == id; });
        if (model == models.end())
            score["model"].refuse("a model of this report");
        const auto value = score["value"].is_null() ? std::nullopt : std::optional(score["value"].number());
        if (!photo.scores.emplace(static_cast<std::size_t>(model - models.begin()), value).second)
            score["model"].refuse("named once");
    }
    return photo;
}

ClaimedReport report_of(const Node& document) {
    if (!document.has("kind") || document["kind"].text() != "touchstone-report")
        throw Problem{"it is no report of this program"};
    if (document["schema"].whole(1, 1'000'000) != 1)
        throw Problem{"it was written by a newer version of this program"};
    ClaimedReport report;
    report.version = document["touchstone"].text();
    report.made = document["made"].text();
    for (const Node& model : document["models"].items()) {
        report.models.push_back(model_of(model));
        const auto same = std::count_if(report.models.begin(), report.models.end(),
                                        [&](const ClaimedModel& known) { return known.id == report.models.back().id; });
        if (same > 1)
            model["id"].refuse("named once");
        if (report.models.size() > 100)
            throw Problem{"it names more than 100 models"};
    }
    for (const Node& photo : document["photos"].items())
        report.photos.push_back(photo_of(photo, report.models));
    return report;
}

} // namespace

Result<ClaimedReport> read_report(std::string_view text, std::string_view name) {
    const auto refuse = [&](const std::string& what) {
        return failure(ErrorCode::BadInput, name, "is no report that can be checked: " + what,
                       "make one with touchstone-cli report --format json");
    };
    if (text.size() > largest_report)
        return refuse("it is larger than any report");
    try {
        const json document = json::parse(text, nullptr, true);
        return report_of(Node(document, ""));
    } catch (const Problem& problem) {
        return refuse(problem.what);
    } catch (const json::parse_error& problem) {
        return refuse("it is no JSON (byte " + std::to_string(problem.byte) + ")");
    } catch (const json::exception&) {
        return refuse("it holds values of the wrong kind");
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, name, "does not fit into memory");
    }
}

double tolerance_of(const ClaimedModel& model) {
    const double width = model.range ? model.range->second - model.range->first : 1;
    return width * (model.precision == Precision::Reference ? 1e-4 : 5e-3);
}

} // namespace touchstone::reports
