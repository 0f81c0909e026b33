// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/marks_bar.h"

#include <QToolButton>

#include "ui/grid/mark_shapes.h"
#include "ui/style/flow_layout.h"

namespace touchstone::ui {

using library::Flag;
using library::Label;
using library::MarkChange;

MarksBar::MarksBar(QWidget* parent)
    : QWidget(parent) {
    auto* row = new FlowLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    setAccessibleName(tr("Marks"));
    for (int stars = 1; stars <= 5; ++stars) {
        stars_.push_back(addButton(starIcon(false), tr("%Ln stars", nullptr, stars)));
        connect(stars_.back(), &QToolButton::clicked, this, [this, stars] {
            want({marks_.rating == stars ? 0 : stars, {}, {}});
        });
    }
    addGap();
    for (const Label label : {Label::Red, Label::Yellow, Label::Green, Label::Blue, Label::Purple}) {
        labels_.push_back(addButton(labelIcon(label), tr("Label: %1").arg(labelName(label))));
        labels_.back()->setCheckable(true);
        connect(labels_.back(), &QToolButton::clicked, this, [this, label] {
            want({{}, marks_.label == label ? Label::None : label, {}});
        });
    }
    addGap();
    const auto flagButton = [this](Flag flag) {
        QToolButton* button = addButton(flagIcon(flag), flagName(flag));
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon); // not by its sign alone
        button->setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX);
        button->setMinimumSize(0, 0);
        connect(button, &QToolButton::clicked, this, [this, flag] {
            want({{}, {}, marks_.flag == flag ? Flag::None : flag});
        });
        return button;
    };
    pick_ = flagButton(Flag::Pick);
    reject_ = flagButton(Flag::Reject);
    showMarks({});
}

QToolButton* MarksBar::addButton(const QIcon& icon, const QString& name) {
    auto* button = new QToolButton;
    const int edge = fontMetrics().ascent() + 3;
    button->setIcon(icon);
    button->setIconSize({edge, edge});
    button->setFixedSize(edge + 5, edge + 6);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::NoFocus); // keys belong to the photo; every mark has its own
    button->setToolTip(name);
    button->setAccessibleName(name);
    layout()->addWidget(button);
    return button;
}

void MarksBar::addGap() {
    auto* gap = new QWidget;
    gap->setFixedSize(fontMetrics().averageCharWidth(), 1);
    layout()->addWidget(gap);
}

void MarksBar::want(const MarkChange& change) {
    showMarks(marks_); // a pressed button has changed by itself; the owner says what became of it
    Q_EMIT
    changeWanted(change);
}

void MarksBar::showMarks(const library::Marks& marks) {
    marks_ = marks;
    for (std::size_t i = 0; i < stars_.size(); ++i)
        stars_[i]->setIcon(starIcon(static_cast<int>(i) < marks.rating));
    for (std::size_t i = 0; i < labels_.size(); ++i)
        labels_[i]->setChecked(static_cast<int>(i) + 1 == static_cast<int>(marks.label));
    pick_->setChecked(marks.flag == Flag::Pick);
    pick_->setText(marks.flag == Flag::Pick ? flagName(Flag::Pick) : tr("Pick"));
    reject_->setChecked(marks.flag == Flag::Reject);
    reject_->setText(marks.flag == Flag::Reject ? flagName(Flag::Reject) : tr("Reject"));
    QStringList said;
    if (marks.rating > 0)
        said << tr("%Ln stars", nullptr, marks.rating);
    if (marks.label != Label::None)
        said << labelName(marks.label);
    if (marks.flag != Flag::None)
        said << flagName(marks.flag);
    setAccessibleDescription(said.join(QStringLiteral(", ")));
}

void MarksBar::setDisabledReason(const QString& reason) {
    setEnabled(reason.isEmpty());
    setToolTip(reason);
}

} // namespace touchstone::ui
