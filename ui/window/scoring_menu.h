// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QMenu>

#include "app/library/scoring_throttle.h"

namespace touchstone::ui {

/// How hard scoring may work: on battery, and while the person does something. Keeps it in the settings, and tells the
/// throttle of keys, clicks and wheels in the whole program. The throttle must outlive it.
class ScoringMenu : public QMenu {
    Q_OBJECT
public:
    explicit ScoringMenu(library::ScoringThrottle& throttle, QWidget* parent = nullptr);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addBatteryChoices();
    void keep(library::ThrottleRules rules);

    library::ScoringThrottle& throttle_;
};

} // namespace touchstone::ui
