// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/filter/filter_menu.h"

#include <QDate>
#include <QLocale>

#include "app/library/photo_list_model.h"
#include "ui/filter/filter_values.h"
#include "ui/filter/range_dialog.h"
#include "ui/grid/mark_shapes.h"

namespace touchstone::ui {

using library::FilterField;
using library::FilterRelation;
using library::FilterState;
using library::FilterTerm;
using library::Label;
using library::PhotoFilter;

namespace {

/// Names come from files and may have an '&' of their own.
QString asMenuText(QString text) {
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

FilterMenu::FilterMenu(const library::PhotoListModel& photos, QWidget* parent)
    : QMenu(parent)
    , photos_(photos) {
    connect(this, &QMenu::aboutToShow, this, &FilterMenu::fill);
}

void FilterMenu::fill() {
    for (QMenu* menu : findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly))
        menu->deleteLater(); // clear() leaves sub-menus behind
    clear();
    const FilterValues values = FilterValues::of(photos_);
    addScores();
    addSeparator();
    addRating();
    addLabels();
    addStates();
    addSeparator();
    addTexts(values);
    addDays(values);
    addFile();
}

void FilterMenu::add(QMenu* menu, const QString& text, const PhotoFilter& condition) {
    connect(menu->addAction(text), &QAction::triggered, this, [this, condition] {
        Q_EMIT
        chosen(condition);
    });
}

void FilterMenu::addCondition(QMenu* menu, const FilterTerm& term) {
    add(menu, asMenuText(term.sentence()), PhotoFilter(term));
}

void FilterMenu::show(RangeDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RangeDialog::chosen, this, &FilterMenu::chosen);
    dialog->open();
}

void FilterMenu::addNumberDialog(QMenu* menu, FilterField field, const QString& text, const QString& title,
                                 const NumberRange& range) {
    connect(menu->addAction(text), &QAction::triggered, this,
            [=, this] { show(new RangeDialog(field, title, range, parentWidget())); });
}

void FilterMenu::addDayDialog(QMenu* menu, FilterField field, const QString& text, const QString& title) {
    connect(menu->addAction(text), &QAction::triggered, this,
            [=, this] { show(new RangeDialog(field, title, QDate::currentDate(), parentWidget())); });
}

void FilterMenu::addScores() {
    const ModelCard* card = photos_.currentCard();
    const auto range = card && card->range ? *card->range : std::pair(0.0, 100.0);
    const double width = range.second - range.first;
    const QString title = card ? tr("Score by %1, on a scale of %2 to %3")
                                     .arg(QString::fromStdString(card->title), QLocale().toString(range.first),
                                          QLocale().toString(range.second))
                               : tr("Score");
    addNumberDialog(this, FilterField::Score, tr("&Score…"), title,
                    {range.first, range.second, width >= 50 ? 1 : 2, range.first + 0.6 * width});
    addNumberDialog(this, FilterField::Percentile, tr("&Percentile…"),
                    tr("Percentile: how many of a hundred other photos are worse"), {0, 100, 0, 90});
    if (photos_.models().size() > 1)
        addNumberDialog(this, FilterField::Disagreement, tr("&Disagreement…"),
                        tr("Percentage points between a photo's places by the first two models"), {0, 100, 0, 30});
    addNumberDialog(this, FilterField::Sharpness, tr("S&harpness…"),
                    tr("Sharpness: brightness steps per pixel, less what noise adds"), {0, 255, 1, 5});
}

void FilterMenu::addRating() {
    QMenu* menu = addMenu(tr("&Rating"));
    const auto rating = [&](FilterRelation relation, int stars) {
        return FilterTerm::range(FilterField::Rating, relation, FilterTerm::bound(stars));
    };
    for (int stars = 1; stars <= 5; ++stars)
        addCondition(menu, rating(FilterRelation::AtLeast, stars));
    menu->addSeparator();
    for (int stars = 0; stars <= 4; ++stars)
        addCondition(menu, rating(FilterRelation::AtMost, stars));
    menu->addSeparator();
    for (int stars = 0; stars <= 5; ++stars)
        addCondition(menu, rating(FilterRelation::Exactly, stars));
    menu->addSeparator();
    addNumberDialog(menu, FilterField::Rating, tr("&Between…"), tr("Rating, in stars"), {0, 5, 0, 3});
}

void FilterMenu::addLabels() {
    QMenu* menu = addMenu(tr("&Label"));
    for (const Label label : {Label::Red, Label::Yellow, Label::Green, Label::Blue, Label::Purple, Label::None}) {
        addCondition(menu, FilterTerm::label(label));
        menu->actions().back()->setIcon(labelIcon(label));
    }
}

void FilterMenu::addStates() {
    QMenu* flags = addMenu(tr("&Flag"));
    for (const FilterState state : {FilterState::Picked, FilterState::Rejected, FilterState::Unflagged})
        addCondition(flags, FilterTerm::state(state));
    add(flags, tr("Not rejected"), PhotoFilter(FilterTerm::state(FilterState::Rejected)).negated());
    QMenu* states = addMenu(tr("S&tate"));
    for (const FilterState state : {FilterState::Unscored, FilterState::Scored, FilterState::Failed, FilterState::Rated,
                                    FilterState::Labelled, FilterState::Burst, FilterState::Paired})
        addCondition(states, FilterTerm::state(state));
}

void FilterMenu::addTexts(const FilterValues& values) {
    const auto addList = [this](const QString& title, FilterField field, const QStringList& words) {
        QMenu* menu = addMenu(title);
        menu->setEnabled(!words.isEmpty());
        for (const QString& word : words)
            add(menu, asMenuText(word), PhotoFilter(FilterTerm::words(field, word, FilterRelation::Exactly)));
    };
    addList(tr("&Camera"), FilterField::Camera, values.cameras);
    addList(tr("L&ens"), FilterField::Lens, values.lenses);
    QMenu* formats = addMenu(tr("F&ormat"));
    add(formats, tr("RAW"), PhotoFilter(FilterTerm::words(FilterField::Format, QStringLiteral("raw"))));
    formats->addSeparator();
    for (const QString& suffix : values.formats)
        add(formats, suffix.toUpper(), PhotoFilter(FilterTerm::words(FilterField::Format, suffix)));
}

void FilterMenu::addDays(const FilterValues& values) {
    QMenu* menu = addMenu(tr("Date c&aptured"));
    for (auto year = values.months.rbegin(); year != values.months.rend(); ++year) {
        QMenu* months = menu->addMenu(QString::number(year->first));
        const auto exactly = [](const library::FilterBound& day) {
            return PhotoFilter(FilterTerm::range(FilterField::Captured, FilterRelation::Exactly, day));
        };
        add(months, tr("All of %1").arg(year->first), exactly(FilterTerm::day(year->first)));
        months->addSeparator();
        for (const int month : year->second)
            add(months, QLocale().standaloneMonthName(month), exactly(FilterTerm::day(year->first, month)));
    }
    menu->addSeparator();
    addDayDialog(menu, FilterField::Captured, tr("Other &days…"), tr("Day on which the photo was taken"));
}

void FilterMenu::addFile() {
    QMenu* menu = addMenu(tr("F&ile"));
    addNumberDialog(menu, FilterField::Megapixels, tr("&Megapixels…"), tr("Megapixels of the photo"), {0, 1000, 1, 12});
    addNumberDialog(menu, FilterField::Size, tr("&Size…"), tr("Size of the file"),
                    {0, 100'000, 1, 1, library::SizeUnit::MB});
    addDayDialog(menu, FilterField::Modified, tr("&Date modified…"), tr("Day on which the file was changed last"));
}

} // namespace touchstone::ui
