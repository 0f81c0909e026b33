// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/filter/filter_bar.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/library/photo_list_model.h"
#include "ui/filter/filter_chip.h"
#include "ui/filter/filter_completer.h"
#include "ui/filter/filter_menu.h"
#include "ui/style/appearance.h"
#include "ui/style/flow_layout.h"

namespace touchstone::ui {

using library::PhotoFilter;

namespace {
constexpr int hint_after_ms = 500;
} // namespace

FilterBar::FilterBar(library::PhotoListModel& photos, QWidget* parent)
    : QWidget(parent)
    , photos_(photos) {
    createField();
    createStrip();
    hint_timer_.setSingleShot(true);
    hint_timer_.setInterval(hint_after_ms);
    connect(&hint_timer_, &QTimer::timeout, this, &FilterBar::showProblem);
    connect(field_, &QLineEdit::textChanged, this, &FilterBar::read);
    refreshVisibility();
}

void FilterBar::createField() {
    field_ = new QLineEdit;
    field_->setObjectName(QStringLiteral("filter"));
    field_->setPlaceholderText(tr("Filter: name, score>=60, rating:3.. (/)"));
    field_->setAccessibleName(tr("Filter"));
    field_->setToolTip(tr("A part of the name, or conditions such as score>=60, rating:3.., camera:X100, -is:rejected, "
                          "label:red, date:2024-05. All must hold; | means or."));
    field_->setClearButtonEnabled(true);
    field_->setMaxLength(static_cast<int>(PhotoFilter::max_text));
    problem_sign_ = field_->addAction(themedIcon(QStringLiteral("warning")), QLineEdit::TrailingPosition);
    problem_sign_->setVisible(false);
    new FilterCompleter(field_, photos_);
    add_ = new QToolButton;
    add_->setObjectName(QStringLiteral("addFilter"));
    add_->setIcon(themedIcon(QStringLiteral("add")));
    add_->setText(tr("Filter"));
    add_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    add_->setAutoRaise(true);
    add_->setToolTip(tr("Add a condition"));
    add_->setAccessibleName(add_->toolTip());
    menu_ = new FilterMenu(photos_, add_);
    // Not as the button's own menu: styles would draw a second, stray arrow.
    connect(add_, &QToolButton::clicked, this, [this] {
        const QRect button = add_->rect();
        menu_->popup(add_->mapToGlobal(isRightToLeft() ? button.bottomRight() : button.bottomLeft()));
    });
    connect(menu_, &FilterMenu::chosen, this, &FilterBar::add);
}

void FilterBar::createStrip() {
    auto* column = new QVBoxLayout(this);
    const int edge = std::max(2, fontMetrics().height() / 4);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(edge);
    flow_ = new FlowLayout(column);
    flow_->setSpacing(edge);
    const auto button = [&](const QString& text, const QString& name) {
        auto* made = new QToolButton;
        made->setObjectName(name);
        made->setText(text);
        made->setAutoRaise(true);
        return made;
    };
    save_ = button(tr("Save as collection…"), QStringLiteral("saveCollection"));
    save_->setToolTip(tr("Keep this filter and the order under a name"));
    clear_ = button(tr("Clear"), QStringLiteral("clearFilter"));
    clear_->setToolTip(tr("Show all photos"));
    connect(save_, &QToolButton::clicked, this, &FilterBar::saveWanted);
    connect(clear_, &QToolButton::clicked, this, &FilterBar::clear);
    hint_ = new QLabel(this);
    hint_->setObjectName(QStringLiteral("filterHint"));
    hint_->setTextFormat(Qt::PlainText);
    hint_->setWordWrap(true);
    hint_->hide();
    column->addWidget(hint_);
}

QString FilterBar::text() const {
    return field_->text();
}

void FilterBar::setText(const QString& text) {
    field_->setText(text);
    if (!field_->hasFocus())
        field_->setCursorPosition(0); // a long text is read from its beginning
}

void FilterBar::add(const PhotoFilter& condition) {
    setText(filter_.with(condition).text());
}

void FilterBar::removeChip(int index) {
    const bool focused = index < static_cast<int>(chips_.size()) && chips_[static_cast<std::size_t>(index)]->hasFocus();
    setText(filter_.without(static_cast<std::size_t>(index)).text());
    if (focused)
        chips_.empty() ? field_->setFocus()
                       : chips_[std::min(static_cast<std::size_t>(index), chips_.size() - 1)]->setFocus();
}

QString FilterBar::sentence() const {
    QStringList parts;
    for (const PhotoFilter::Chip& chip : filter_.chips())
        parts << chip.sentence;
    return parts.join(tr(" and ", "between two conditions"));
}

void FilterBar::read() {
    library::ParsedFilter parsed = PhotoFilter::parseTyped(field_->text());
    problem_ = std::move(parsed.problem);
    if (!problem_) {
        hint_timer_.stop();
        showProblem();
    } else if (hint_->isVisible()) {
        showProblem(); // another word of a text that was wrong already
    } else {
        hint_timer_.start();
    }
    if (parsed.filter != filter_ || chips_.empty()) {
        filter_ = std::move(parsed.filter);
        fillChips();
        photos_.setFilter(filter_);
        Q_EMIT
        filterChanged();
    }
    refreshVisibility();
}

void FilterBar::showProblem() {
    const bool wrong = problem_ && !problem_->unfinished;
    problem_sign_->setVisible(wrong);
    problem_sign_->setToolTip(problem());
    hint_->setVisible(problem_.has_value());
    hint_->setText(!problem_ ? QString() : wrong ? QString::fromUtf8("⚠ ") + problem_->text : problem_->text);
    field_->setAccessibleDescription(problem());
    refreshVisibility();
}

void FilterBar::fillChips() {
    while (QLayoutItem* item = flow_->takeAt(0))
        delete item;
    for (QToolButton* chip : chips_) {
        chip->hide();
        chip->deleteLater(); // it may be the one that was just pressed
    }
    chips_.clear();
    int index = 0;
    for (const PhotoFilter::Chip& chip : filter_.chips()) {
        auto* button = new FilterChip(chip.sentence, this);
        connect(button, &QToolButton::clicked, this, [this, index] { removeChip(index); });
        flow_->addWidget(button);
        chips_.push_back(button);
        button->show();
        ++index;
    }
    flow_->addWidget(save_);
    flow_->addWidget(clear_);
}

void FilterBar::refreshVisibility() {
    const bool any = !filter_.isEmpty();
    save_->setVisible(any);
    clear_->setVisible(any);
    setVisible(any || (problem_ && !hint_->isHidden()));
}

} // namespace touchstone::ui
