// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/filter/range_dialog.h"

#include <algorithm>

#include <QComboBox>
#include <QDateEdit>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace touchstone::ui {

using library::FilterRelation;
using library::FilterTerm;

namespace {

/// As many digits as were entered, so that "exactly 3" means 3 and not 3.000.
library::FilterBound boundOf(const QDoubleSpinBox& box, library::SizeUnit unit) {
    return FilterTerm::bound(box.value(), unit);
}

library::FilterBound boundOf(const QDateEdit& edit) {
    return FilterTerm::day(edit.date().year(), edit.date().month(), edit.date().day());
}

} // namespace

RangeDialog::RangeDialog(library::FilterField field, const QString& title, QWidget* parent)
    : QDialog(parent)
    , field_(field)
    , relation_(new QComboBox)
    , and_(new QLabel(tr("and", "between 3 and 5"))) {
    setWindowTitle(tr("Add a condition"));
    auto* column = new QVBoxLayout(this);
    auto* name = new QLabel(title);
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    column->addWidget(name);
    const bool day = library::is_day(field);
    const auto add = [&](FilterRelation relation, const QString& text) {
        relation_->addItem(text, static_cast<int>(relation));
    };
    add(FilterRelation::AtLeast, day ? tr("on this day or later") : tr("at least"));
    add(FilterRelation::AtMost, day ? tr("on this day or earlier") : tr("at most"));
    add(FilterRelation::Exactly, day ? tr("on this day") : tr("exactly"));
    add(FilterRelation::Between, tr("between"));
    relation_->setAccessibleName(tr("Comparison"));
    connect(relation_, &QComboBox::currentIndexChanged, this, &RangeDialog::relationChanged);
}

RangeDialog::RangeDialog(library::FilterField field, const QString& title, const NumberRange& numbers, QWidget* parent)
    : RangeDialog(field, title, parent) {
    unit_ = numbers.unit;
    for (QDoubleSpinBox** box : {&low_, &high_}) {
        *box = new QDoubleSpinBox;
        (*box)->setDecimals(numbers.decimals);
        (*box)->setRange(numbers.low, numbers.high);
        (*box)->setValue(numbers.proposed);
        if (unit_ != library::SizeUnit::None)
            (*box)->setSuffix(QStringLiteral(" ") + QString::fromLatin1(library::unit_word(unit_)));
    }
    high_->setValue(numbers.high);
    finish(low_, high_);
}

RangeDialog::RangeDialog(library::FilterField field, const QString& title, const QDate& proposed, QWidget* parent)
    : RangeDialog(field, title, parent) {
    for (QDateEdit** edit : {&from_, &to_}) {
        *edit = new QDateEdit(proposed);
        (*edit)->setCalendarPopup(true);
    }
    finish(from_, to_);
}

void RangeDialog::finish(QWidget* low, QWidget* high) {
    low->setAccessibleName(tr("From"));
    high->setAccessibleName(tr("To"));
    auto* row = new QHBoxLayout;
    for (QWidget* part : std::initializer_list<QWidget*>{relation_, low, and_, high})
        row->addWidget(part);
    row->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Add"));
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        accept();
        Q_EMIT
        chosen(library::PhotoFilter(term()));
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addLayout(row);
    column->addWidget(buttons);
    relationChanged();
    low->setFocus();
}

FilterRelation RangeDialog::relation() const {
    return static_cast<FilterRelation>(relation_->currentData().toInt());
}

void RangeDialog::setRelation(FilterRelation relation) {
    relation_->setCurrentIndex(relation_->findData(static_cast<int>(relation)));
}

void RangeDialog::relationChanged() {
    const bool between = relation() == FilterRelation::Between;
    and_->setVisible(between);
    (high_ ? static_cast<QWidget*>(high_) : to_)->setVisible(between);
}

FilterTerm RangeDialog::term() const {
    const bool day = from_ != nullptr;
    library::FilterBound low = day ? boundOf(*from_) : boundOf(*low_, unit_);
    library::FilterBound high = day ? boundOf(*to_) : boundOf(*high_, unit_);
    if (relation() != FilterRelation::Between)
        return FilterTerm::range(field_, relation(), low);
    if (day ? from_->date() > to_->date() : low_->value() > high_->value())
        std::swap(low, high);
    return FilterTerm::range(field_, FilterRelation::Between, low, high);
}

} // namespace touchstone::ui
