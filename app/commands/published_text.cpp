// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/published_text.h"

#include "app/commands/console.h"
#include "app/commands/fit_text.h"
#include "app/commands/score_format.h"

namespace touchstone::cli {

std::string megabytes_text(std::uint64_t bytes) {
    return decimals(static_cast<double>(bytes) / 1e6, 1) + " MB";
}

std::string published_text(const PublishedModel& model) {
    std::string text;
    const auto line = [&](std::string name, const std::string& value) {
        name.resize(18, ' ');
        text += name + (value.empty() ? "-" : printable(value)) + "\n";
    };
    line("id", model.id);
    line("title", model.title);
    line("architecture", model.architecture);
    line("preprocessing", model.preprocessing);
    line("range", model.range ? number_text(model.range->first) + " to " + number_text(model.range->second) : "");
    line("higher_is_better", model.higher_is_better ? "true" : "false");
    line("trained_on", model.trained_on);
    line("training_photos", model.training_photos ? std::to_string(*model.training_photos) : "");
    line("paper", model.paper);
    for (const std::string& note : model.notes)
        line("note", note);
    line("url", model.url);
    line("page", model.page);
    line("format", model.format);
    line("size", model.bytes ? megabytes_text(*model.bytes) : "not published");
    line("sha256", !model.sha256.empty()         ? model.sha256
                   : !model.sha256_start.empty() ? model.sha256_start + "…, the rest is not published"
                                                 : "not published; recorded when it is first pulled");
    line("licence", model.licence);
    line("licence_url", model.licence_url);
    line("terms", model.terms);
    return text;
}

std::string published_table(const std::vector<PublishedModel>& models, const std::vector<bool>& installed) {
    std::vector<std::vector<std::string>> rows{{"id", "installed", "size", "licence", "title"}};
    for (std::size_t i = 0; i < models.size(); ++i)
        rows.push_back({models[i].id, installed[i] ? "yes" : "no",
                        models[i].bytes ? megabytes_text(*models[i].bytes) : "?", printable(models[i].licence),
                        printable(models[i].title)});
    return text_table(rows);
}

nlohmann::ordered_json published_json(const std::vector<PublishedModel>& models, const std::vector<bool>& installed) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < models.size(); ++i) {
        nlohmann::ordered_json entry = models[i].to_json();
        entry["installed"] = static_cast<bool>(installed[i]);
        json.push_back(std::move(entry));
    }
    return json;
}

} // namespace touchstone::cli
