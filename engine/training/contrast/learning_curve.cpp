// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/learning_curve.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <vector>

#include <nlohmann/json.hpp>

namespace touchstone::training {

namespace {

constexpr int panel_width = 320, panel_height = 140, margin = 30;

std::string rounded(double value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 4);
    return {buffer, end.ptr};
}

std::string panel(const std::string& title, const std::vector<std::pair<int, double>>& points, int left, int top) {
    double low = points.front().second, high = low;
    for (const auto& [epoch, value] : points) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    const int first = points.front().first, last = points.back().first;
    const double inner_width = panel_width - 2 * margin, inner_height = panel_height - 2 * margin;
    std::string path;
    for (const auto& [epoch, value] : points) {
        const double x = last > first ? inner_width * (epoch - first) / (last - first) : 0;
        const double y = high > low ? inner_height * (high - value) / (high - low) : inner_height / 2;
        path += rounded(left + margin + x) + "," + rounded(top + margin + y) + " ";
    }
    const auto text = [&](int x, int y, const std::string& words) {
        return "<text x=\"" + std::to_string(left + x) + "\" y=\"" + std::to_string(top + y) + "\">" + words +
               "</text>\n";
    };
    return text(margin, 18, title + ": " + rounded(points.front().second) + " to " + rounded(points.back().second)) +
           text(margin, panel_height - 10,
                "epochs " + std::to_string(first) + " to " + std::to_string(last) + ", least " + rounded(low) +
                    ", largest " + rounded(high)) +
           "<polyline fill=\"none\" stroke=\"#2a6fb0\" stroke-width=\"1.5\" points=\"" + path + "\"/>\n";
}

} // namespace

std::string learning_curve(const std::string& log_lines) {
    std::vector<nlohmann::json> rows;
    std::istringstream lines(log_lines);
    for (std::string line; std::getline(lines, line);)
        if (auto row = nlohmann::json::parse(line, nullptr, false); row.is_object())
            rows.push_back(std::move(row));
    static constexpr std::pair<const char*, const char*> curves[] = {{"loss", "loss"},
                                                                     {"top1", "top-1"},
                                                                     {"neighbour_accuracy", "neighbour accuracy"},
                                                                     {"alignment", "alignment"},
                                                                     {"uniformity", "uniformity"},
                                                                     {"idle_share", "idle share"}};
    std::string panels;
    int count = 0;
    for (const auto& [key, title] : curves) {
        std::vector<std::pair<int, double>> points;
        for (const nlohmann::json& row : rows)
            if (row.contains(key) && row[key].is_number())
                points.emplace_back(row.value("epoch", 0), row[key].get<double>());
        if (points.empty())
            continue;
        panels += panel(title, points, count % 2 * panel_width, count / 2 * panel_height);
        ++count;
    }
    const int height = (count + 1) / 2 * panel_height;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(2 * panel_width) + "\" height=\"" +
           std::to_string(height) + "\" font-family=\"sans-serif\" font-size=\"11\">\n" +
           "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + panels + "</svg>\n";
}

} // namespace touchstone::training
