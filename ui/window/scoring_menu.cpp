// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/scoring_menu.h"

#include <QActionGroup>
#include <QApplication>
#include <QEvent>
#include <QSettings>

namespace touchstone::ui {

using library::BatteryRule;
using library::ThrottleRules;

namespace {

const QString battery_key = QStringLiteral("scoring/onBattery");
const QString active_key = QStringLiteral("scoring/gentleWhileActive");

QString word_of(BatteryRule rule) {
    switch (rule) {
    case BatteryRule::Full:
        return QStringLiteral("full");
    case BatteryRule::Pause:
        return QStringLiteral("pause");
    case BatteryRule::Gentle:
        break;
    }
    return QStringLiteral("gentle");
}

ThrottleRules kept_rules() {
    const QSettings settings;
    ThrottleRules rules;
    const QString word = settings.value(battery_key).toString();
    for (const BatteryRule rule : {BatteryRule::Full, BatteryRule::Pause})
        if (word == word_of(rule))
            rules.on_battery = rule;
    rules.gentle_while_active = settings.value(active_key, false).toBool();
    return rules;
}

} // namespace

ScoringMenu::ScoringMenu(library::ScoringThrottle& throttle, QWidget* parent)
    : QMenu(tr("Scoring &effort"), parent)
    , throttle_(throttle) {
    setObjectName(QStringLiteral("scoringMenu"));
    throttle_.setRules(kept_rules());
    addBatteryChoices();
    addSeparator();
    QAction* active = addAction(tr("Gently while I &work"));
    active->setObjectName(QStringLiteral("gentleWhileActive"));
    active->setCheckable(true);
    active->setChecked(throttle_.rules().gentle_while_active);
    connect(active, &QAction::toggled, this, [this](bool gently) {
        ThrottleRules rules = throttle_.rules();
        rules.gentle_while_active = gently;
        keep(rules);
    });
    qApp->installEventFilter(this);
}

void ScoringMenu::addBatteryChoices() {
    auto* group = new QActionGroup(this);
    for (const auto& [rule, text] : {std::pair{BatteryRule::Full, tr("On battery: at &full speed")},
                                     {BatteryRule::Gentle, tr("On battery: &gently, half of the time")},
                                     {BatteryRule::Pause, tr("On battery: wait for &mains power")}}) {
        QAction* action = addAction(text);
        action->setObjectName(word_of(rule));
        action->setCheckable(true);
        action->setChecked(rule == throttle_.rules().on_battery);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, chosen = rule] {
            ThrottleRules rules = throttle_.rules();
            rules.on_battery = chosen;
            keep(rules);
        });
    }
}

void ScoringMenu::keep(ThrottleRules rules) {
    QSettings settings;
    settings.setValue(battery_key, word_of(rules.on_battery));
    settings.setValue(active_key, rules.gentle_while_active);
    throttle_.setRules(rules);
}

bool ScoringMenu::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
        throttle_.noteActivity();
        break;
    default:
        break;
    }
    return QMenu::eventFilter(watched, event);
}

} // namespace touchstone::ui
