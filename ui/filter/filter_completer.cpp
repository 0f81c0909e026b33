// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/filter/filter_completer.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QStringListModel>

#include "app/library/photo_list_model.h"
#include "ui/filter/filter_values.h"

namespace touchstone::ui {

using library::FilterField;
using library::FilterState;
using library::FilterTerm;
using library::Label;

namespace {

constexpr int shortest_word = 2; ///< one letter would open a list at every word

QStringList fieldProposals() {
    QStringList words;
    for (int i = 0; i <= static_cast<int>(FilterField::Format); ++i) {
        const auto field = static_cast<FilterField>(i);
        const QString word = QString::fromLatin1(library::field_word(field));
        words << word +
                     (library::is_number(field) || library::is_day(field) ? QStringLiteral(">=") : QStringLiteral(":"));
    }
    for (int i = 0; i <= static_cast<int>(FilterState::Paired); ++i)
        if (const auto state = static_cast<FilterState>(i); library::stands_alone(state))
            words << QString::fromLatin1(library::state_word(state));
    return words;
}

/// What can stand behind "field:".
QStringList valueProposals(FilterField field, const library::PhotoListModel& photos) {
    QStringList terms;
    const auto add = [&](const QStringList& values) {
        for (const QString& value : values)
            terms << FilterTerm::words(field, value).text();
    };
    switch (field) {
    case FilterField::Label:
        for (int i = 0; i <= static_cast<int>(Label::Purple); ++i)
            terms << FilterTerm::label(static_cast<Label>(i)).text();
        break;
    case FilterField::State:
        for (int i = 0; i <= static_cast<int>(FilterState::Paired); ++i)
            terms << FilterTerm::state(static_cast<FilterState>(i)).text();
        break;
    case FilterField::Camera:
        add(FilterValues::of(photos).cameras);
        break;
    case FilterField::Lens:
        add(FilterValues::of(photos).lenses);
        break;
    case FilterField::Format:
        add(FilterValues::of(photos).formats);
        add({QStringLiteral("raw")});
        break;
    default:
        break;
    }
    return terms;
}

} // namespace

FilterCompleter::FilterCompleter(QLineEdit* field, const library::PhotoListModel& photos)
    : QObject(field)
    , field_(field)
    , photos_(photos)
    , words_(new QStringListModel(this))
    , completer_(new QCompleter(words_, this)) {
    // Not by QLineEdit::setCompleter(), which would complete the whole text.
    completer_->setWidget(field_);
    completer_->setCompletionMode(QCompleter::PopupCompletion);
    completer_->setCaseSensitivity(Qt::CaseInsensitive);
    completer_->setModelSorting(QCompleter::UnsortedModel);
    connect(field_, &QLineEdit::textEdited, this, &FilterCompleter::propose);
    connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, &FilterCompleter::take);
}

int FilterCompleter::wordStart() const {
    const QString before = field_->text().left(field_->cursorPosition());
    if (before.count(u'"') % 2 == 1)
        return -1;
    qsizetype start = before.size();
    while (start > 0 && !before[start - 1].isSpace() && before[start - 1] != u'(' && before[start - 1] != u'|')
        --start;
    return static_cast<int>(start);
}

QStringList FilterCompleter::proposals(const QString& word) const {
    QStringView bare(word);
    const bool negated = bare.startsWith(u'-');
    if (negated)
        bare = bare.mid(1);
    const qsizetype colon = bare.indexOf(u':');
    const auto field = colon < 0 ? std::nullopt : library::field_of_word(bare.left(colon));
    QStringList all = field ? valueProposals(*field, photos_) : fieldProposals();
    QStringList fitting;
    for (const QString& proposal : all)
        if (proposal.startsWith(bare, Qt::CaseInsensitive) && proposal.size() > bare.size())
            fitting << (negated ? u'-' + proposal : proposal);
    return fitting;
}

void FilterCompleter::propose() {
    const int start = wordStart();
    const QString word = start < 0 ? QString() : field_->text().mid(start, field_->cursorPosition() - start);
    const QStringList fitting = word.size() < shortest_word ? QStringList() : proposals(word);
    if (fitting.isEmpty()) {
        completer_->popup()->hide();
        return;
    }
    words_->setStringList(fitting);
    completer_->setCompletionPrefix(word);
    completer_->complete();
}

void FilterCompleter::take(const QString& proposal) {
    const int start = wordStart();
    if (start < 0)
        return;
    QString text = field_->text();
    const bool goes_on = proposal.endsWith(u':') || proposal.endsWith(u'=');
    const QString written = goes_on ? proposal : proposal + u' ';
    text.replace(start, field_->cursorPosition() - start, written);
    field_->setText(text);
    field_->setCursorPosition(start + static_cast<int>(written.size()));
    if (goes_on)
        QMetaObject::invokeMethod(this, &FilterCompleter::propose, Qt::QueuedConnection); // its values, when it has any
}

} // namespace touchstone::ui
