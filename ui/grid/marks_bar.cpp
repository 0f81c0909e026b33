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
    row->setSpacing(1);
    setAccessibleName(tr("Marks"));
    for (int stars = 1; stars <= 5; ++stars) {
        QToolButton* button = addButton(starIcon(), tr("%Ln stars", nullptr, stars));
        stars_.push_back(button);
        connect(button, &QToolButton::clicked, this, [this, stars] {
            MarkChange change;
            change.rating = marks_.rating == stars ? 0 : stars;
            showMarks(marks_); // the owner says what became of it
            Q_EMIT
            changeWanted(change);
        });
    }
    for (const Label label : {Label::Red, Label::Yellow, Label::Green, Label::Blue, Label::Purple}) {
        QToolButton* button = addButton(labelIcon(label), tr("Label: %1").arg(labelName(label)));
        labels_.push_back(button);
        connect(button, &QToolButton::clicked, this, [this, label] {
            MarkChange change;
            change.label = marks_.label == label ? Label::None : label;
            showMarks(marks_);
            Q_EMIT
            changeWanted(change);
        });
    }
    const auto flagButton = [this](Flag flag) {
        QToolButton* button = addButton(flagIcon(flag), flagName(flag));
        connect(button, &QToolButton::clicked, this, [this, flag] {
            MarkChange change;
            change.flag = marks_.flag == flag ? Flag::None : flag;
            showMarks(marks_);
            Q_EMIT
            changeWanted(change);
        });
        return button;
    };
    pick_ = flagButton(Flag::Pick);
    reject_ = flagButton(Flag::Reject);
    reject_->setText(flagName(Flag::Reject));
    showMarks({});
}

QToolButton* MarksBar::addButton(const QIcon& icon, const QString& name) {
    auto* button = new QToolButton;
    button->setIcon(icon);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::NoFocus); // keys belong to the photo; every mark has its own
    button->setToolTip(name);
    button->setAccessibleName(name);
    layout()->addWidget(button);
    return button;
}

void MarksBar::showMarks(const library::Marks& marks) {
    marks_ = marks;
    for (std::size_t i = 0; i < stars_.size(); ++i)
        stars_[i]->setChecked(static_cast<int>(i) < marks.rating);
    for (std::size_t i = 0; i < labels_.size(); ++i)
        labels_[i]->setChecked(static_cast<int>(i) + 1 == static_cast<int>(marks.label));
    pick_->setChecked(marks.flag == Flag::Pick);
    reject_->setChecked(marks.flag == Flag::Reject);
    // A rejected photo says so in a word, too.
    reject_->setToolButtonStyle(marks.flag == Flag::Reject ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
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
