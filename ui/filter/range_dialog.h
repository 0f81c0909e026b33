// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QDialog>

#include "app/library/query/photo_filter.h"

class QComboBox;
class QDateEdit;
class QDoubleSpinBox;
class QLabel;

namespace touchstone::ui {

/// What can be entered for a number.
struct NumberRange {
    double low = 0, high = 100;
    int decimals = 0;
    double proposed = 0; ///< what is there at first
    library::SizeUnit unit = library::SizeUnit::None;
};

/// Asks for one condition on a number or a day: at least, at most, exactly, between. GUI thread; show it with open().
class RangeDialog : public QDialog {
    Q_OBJECT
public:
    /// A number field. `title` names it, with the scale its numbers are on.
    RangeDialog(library::FilterField field, const QString& title, const NumberRange& numbers,
                QWidget* parent = nullptr);
    /// A day field.
    RangeDialog(library::FilterField field, const QString& title, const QDate& proposed, QWidget* parent = nullptr);

    void setRelation(library::FilterRelation relation);
    library::FilterTerm term() const;

Q_SIGNALS:
    void chosen(const touchstone::library::PhotoFilter& condition);

private:
    RangeDialog(library::FilterField field, const QString& title, QWidget* parent);
    void finish(QWidget* low, QWidget* high);
    void relationChanged();
    library::FilterRelation relation() const;

    library::FilterField field_;
    library::SizeUnit unit_ = library::SizeUnit::None;
    QComboBox* relation_;
    QLabel* and_;
    QDoubleSpinBox *low_ = nullptr, *high_ = nullptr;
    QDateEdit *from_ = nullptr, *to_ = nullptr;
};

} // namespace touchstone::ui
