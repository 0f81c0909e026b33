// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scoring_throttle.h"

#include <filesystem>
#include <fstream>
#include <tuple>

namespace touchstone::library {

namespace {

constexpr int look_ms = 10'000;
constexpr int calm_ms = 5'000; ///< without a key or click for so long, nobody is at work

std::string first_word(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string word;
    stream >> word;
    return word;
}

} // namespace

bool runs_on_battery(const std::string& folder) {
    std::error_code problem;
    bool discharging = false;
    for (const auto& supply : std::filesystem::directory_iterator(folder, problem)) {
        const std::string type = first_word(supply.path() / "type");
        if (type != "Battery" && first_word(supply.path() / "online") == "1")
            return false;
        // A mouse has a battery too; its scope says that it is not the machine's.
        discharging |= type == "Battery" && first_word(supply.path() / "scope") != "Device" &&
                       first_word(supply.path() / "status") == "Discharging";
    }
    return discharging;
}

ScoringThrottle::ScoringThrottle(ThrottleRules rules, std::string power_folder, QObject* parent)
    : QObject(parent)
    , rules_(rules)
    , power_folder_(std::move(power_folder)) {
    look_timer_.setInterval(look_ms);
    connect(&look_timer_, &QTimer::timeout, this, &ScoringThrottle::look);
    look_timer_.start();
    calm_timer_.setSingleShot(true);
    calm_timer_.setInterval(calm_ms);
    connect(&calm_timer_, &QTimer::timeout, this, &ScoringThrottle::decide);
    on_battery_ = runs_on_battery(power_folder_);
    decide();
}

void ScoringThrottle::setRules(ThrottleRules rules) {
    rules_ = rules;
    decide();
}

void ScoringThrottle::noteActivity() {
    if (!rules_.gentle_while_active)
        return;
    calm_timer_.start();
    decide();
}

void ScoringThrottle::look() {
    on_battery_ = runs_on_battery(power_folder_);
    decide();
}

void ScoringThrottle::decide() {
    const bool active = rules_.gentle_while_active && calm_timer_.isActive();
    const bool gentle = active || (on_battery_ && rules_.on_battery != BatteryRule::Full);
    const auto before = std::tuple(effort_, must_pause_);
    effort_ = gentle ? Effort::Gentle : Effort::Full;
    must_pause_ = on_battery_ && rules_.on_battery == BatteryRule::Pause;
    if (before != std::tuple(effort_, must_pause_))
        Q_EMIT
    changed();
}

} // namespace touchstone::library
