// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include <QObject>
#include <QTimer>

#include "app/library/scoring_run.h"

namespace touchstone::library {

enum class BatteryRule { Full, Gentle, Pause };

/// What the person set (settings "scoring/onBattery": full, gentle, pause; "scoring/gentleWhileActive").
struct ThrottleRules {
    BatteryRule on_battery = BatteryRule::Gentle;
    bool gentle_while_active = false;
    friend bool operator==(const ThrottleRules&, const ThrottleRules&) = default;
};

/// Whether the machine runs on its battery: some battery is discharging and no mains supply is online. False on a
/// machine without any. `folder` has the layout of /sys/class/power_supply (kernel: Documentation/ABI/testing/
/// sysfs-class-power). Reads a few small files.
bool runs_on_battery(const std::string& folder = "/sys/class/power_supply");

/// Decides how hard scoring may work: looks at the power supply every 10 s, and hears of key presses and clicks. GUI
/// thread.
class ScoringThrottle : public QObject {
    Q_OBJECT
public:
    explicit ScoringThrottle(ThrottleRules rules, std::string power_folder = "/sys/class/power_supply",
                             QObject* parent = nullptr);

    void setRules(ThrottleRules rules);
    const ThrottleRules& rules() const { return rules_; }
    void noteActivity(); ///< the person did something; gentle until nothing came for some seconds
    void look();         ///< at the power supply, now

    Effort effort() const { return effort_; }
    bool mustPause() const { return must_pause_; } ///< on battery, and the person wants it so

Q_SIGNALS:
    void changed();

private:
    void decide();

    ThrottleRules rules_;
    const std::string power_folder_;
    QTimer look_timer_, calm_timer_;
    bool on_battery_ = false;
    Effort effort_ = Effort::Full;
    bool must_pause_ = false;
};

} // namespace touchstone::library
