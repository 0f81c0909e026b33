// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// How terms are written: for the parser, and for people.
#include <algorithm>

#include <QCoreApplication>
#include <QDate>
#include <QLocale>

#include "app/library/query/filter_term.h"

namespace touchstone::library {

namespace {

QString word(const char* ascii) {
    return QString::fromLatin1(ascii);
}

// -- for the parser
// ----------------------------------------------------------------------------------------------------

QString bound_text(const FilterBound& bound) {
    if (bound.year == 0)
        return QString::number(bound.number, 'f', bound.decimals) + word(unit_word(bound.unit));
    QString text = QStringLiteral("%1").arg(bound.year, 4, 10, QLatin1Char('0'));
    if (bound.month > 0)
        text += QStringLiteral("-%1").arg(bound.month, 2, 10, QLatin1Char('0'));
    if (bound.day > 0)
        text += QStringLiteral("-%1").arg(bound.day, 2, 10, QLatin1Char('0'));
    return text;
}

bool ends_word(QChar c) {
    return c.isSpace() || c == u'(' || c == u')' || c == u'|' || c == u'"';
}

QString quoted(const QString& text) {
    QString result(u'"');
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            result += u'\\';
        result += c;
    }
    return result += u'"';
}

bool is_operator(QChar c) {
    return c == u':' || c == u'<' || c == u'>' || c == u'=';
}

/// Behind a field's operator.
QString value_text(const QString& text) {
    const bool special = is_operator(text.isEmpty() ? QChar() : text[0]);
    return special || std::any_of(text.begin(), text.end(), ends_word) ? quoted(text) : text;
}

/// A word of its own must not read as a field, a minus or a state.
QString name_text(const QString& text) {
    const auto state = state_of_word(text);
    const bool special =
        text.startsWith(u'-') || std::any_of(text.begin(), text.end(), is_operator) || (state && stands_alone(*state));
    return special ? quoted(text) : value_text(text);
}

// -- for people
// --------------------------------------------------------------------------------------------------------

/// The context of the texts for translators.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(PhotoFilter)
};

QString number_name(const FilterBound& bound) {
    QLocale locale;
    if (bound.year == 0) {
        const QString number = locale.toString(bound.number, 'f', bound.decimals);
        return bound.unit == SizeUnit::None ? number : number + u' ' + word(unit_word(bound.unit));
    }
    if (bound.month == 0)
        return QString::number(bound.year);
    const QDate date(bound.year, bound.month, std::max(bound.day, 1));
    return bound.day == 0 ? locale.toString(date, QStringLiteral("MMMM yyyy"))
                          : locale.toString(date, QLocale::ShortFormat);
}

QString field_name(FilterField field, const std::string& model) {
    const QString by = QString::fromStdString(model);
    switch (field) {
    case FilterField::Score:
        return model.empty() ? Words::tr("Score") : Words::tr("Score by %1").arg(by);
    case FilterField::Percentile:
        return model.empty() ? Words::tr("Percentile") : Words::tr("Percentile by %1").arg(by);
    case FilterField::Disagreement:
        return Words::tr("Disagreement of the models");
    case FilterField::Rating:
        return Words::tr("Rating");
    case FilterField::Group:
        return Words::tr("Group");
    case FilterField::Size:
        return Words::tr("File size");
    case FilterField::Width:
        return Words::tr("Width");
    case FilterField::Height:
        return Words::tr("Height");
    case FilterField::Megapixels:
        return Words::tr("Megapixels");
    case FilterField::Sharpness:
        return Words::tr("Sharpness");
    case FilterField::Captured:
        return Words::tr("Captured");
    case FilterField::Modified:
        return Words::tr("Modified");
    case FilterField::Label:
        return Words::tr("Label");
    case FilterField::State:
        return Words::tr("State");
    case FilterField::Name:
        return Words::tr("Name");
    case FilterField::Camera:
        return Words::tr("Camera");
    case FilterField::Lens:
        return Words::tr("Lens");
    case FilterField::Folder:
        return Words::tr("Folder");
    case FilterField::Format:
        return Words::tr("Format");
    }
    return {};
}

QString label_name(Label label) {
    switch (label) {
    case Label::None:
        return Words::tr("No label");
    case Label::Red:
        return Words::tr("Label red");
    case Label::Yellow:
        return Words::tr("Label yellow");
    case Label::Green:
        return Words::tr("Label green");
    case Label::Blue:
        return Words::tr("Label blue");
    case Label::Purple:
        return Words::tr("Label purple");
    }
    return {};
}

QString state_name(FilterState state) {
    switch (state) {
    case FilterState::Picked:
        return Words::tr("Picked");
    case FilterState::Rejected:
        return Words::tr("Rejected");
    case FilterState::Unflagged:
        return Words::tr("Neither picked nor rejected");
    case FilterState::Rated:
        return Words::tr("Has a rating");
    case FilterState::Labelled:
        return Words::tr("Has a label");
    case FilterState::Scored:
        return Words::tr("Has a score");
    case FilterState::Unscored:
        return Words::tr("Has no score");
    case FilterState::Failed:
        return Words::tr("Could not be scored");
    case FilterState::Burst:
        return Words::tr("Part of a burst");
    case FilterState::Paired:
        return Words::tr("RAW and JPEG of one shot");
    }
    return {};
}

QString range_sentence(FilterRelation relation, const QString& field, const QString& low, const QString& high) {
    switch (relation) {
    case FilterRelation::AtLeast:
        return Words::tr("%1 at least %2").arg(field, low);
    case FilterRelation::AtMost:
        return Words::tr("%1 at most %2").arg(field, low);
    case FilterRelation::Above:
        return Words::tr("%1 over %2").arg(field, low);
    case FilterRelation::Below:
        return Words::tr("%1 under %2").arg(field, low);
    case FilterRelation::Between:
        return Words::tr("%1 from %2 to %3").arg(field, low, high);
    default:
        return Words::tr("%1 exactly %2").arg(field, low);
    }
}

QString day_sentence(FilterRelation relation, const QString& field, const QString& low, const QString& high) {
    switch (relation) {
    case FilterRelation::AtLeast:
        return Words::tr("%1 in %2 or later").arg(field, low);
    case FilterRelation::AtMost:
        return Words::tr("%1 in %2 or earlier").arg(field, low);
    case FilterRelation::Above:
        return Words::tr("%1 after %2").arg(field, low);
    case FilterRelation::Below:
        return Words::tr("%1 before %2").arg(field, low);
    case FilterRelation::Between:
        return Words::tr("%1 from %2 to %3").arg(field, low, high);
    default:
        return Words::tr("%1 in %2").arg(field, low);
    }
}

} // namespace

QString FilterTerm::text() const {
    if (field_ == FilterField::Label)
        return QStringLiteral("label:") + word(label_word(label_));
    if (field_ == FilterField::State)
        return QStringLiteral("is:") + word(state_word(state_));
    if (is_text(field_)) {
        if (field_ == FilterField::Name && relation_ == FilterRelation::Contains)
            return name_text(text_);
        return word(field_word(field_)) + (relation_ == FilterRelation::Exactly ? u'=' : u':') + value_text(text_);
    }
    QString field = word(field_word(field_));
    if (!model_.empty())
        field += QStringLiteral("(%1)").arg(QString::fromStdString(model_));
    switch (relation_) {
    case FilterRelation::AtLeast:
        return field + QStringLiteral(">=") + bound_text(low_);
    case FilterRelation::AtMost:
        return field + QStringLiteral("<=") + bound_text(low_);
    case FilterRelation::Above:
        return field + u'>' + bound_text(low_);
    case FilterRelation::Below:
        return field + u'<' + bound_text(low_);
    case FilterRelation::Between: {
        // "1..3MB" reads as megabytes on both sides, so bytes say that they are bytes.
        const bool bytes = low_.unit == SizeUnit::None && high_.unit != SizeUnit::None;
        return field + u':' + bound_text(low_) + (bytes ? QStringLiteral("B..") : QStringLiteral("..")) +
               bound_text(high_);
    }
    default:
        return field + u':' + bound_text(low_);
    }
}

QString FilterTerm::sentence() const {
    const QString field = field_name(field_, model_);
    if (field_ == FilterField::Label)
        return label_name(label_);
    if (field_ == FilterField::State)
        return state_name(state_);
    if (field_ == FilterField::Format)
        return Words::tr("%1 is %2").arg(field, text_.toUpper());
    if (is_text(field_))
        return (relation_ == FilterRelation::Exactly ? Words::tr("%1 is “%2”") : Words::tr("%1 contains “%2”"))
            .arg(field, text_);
    const QString low = number_name(low_), high = number_name(high_);
    return is_day(field_) ? day_sentence(relation_, field, low, high) : range_sentence(relation_, field, low, high);
}

} // namespace touchstone::library
