// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/reports/mark_import_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "engine/base/files.h"

namespace touchstone::ui {

namespace {
constexpr std::size_t most_problems = 5;
}

MarkImportDialog::MarkImportDialog(std::vector<library::PhotoEntry> photos, QWidget* parent)
    : QDialog(parent)
    , view_(new QTableView)
    , prefer_file_(new QCheckBox(tr("Where the two differ, take what the &file says")))
    , message_(new QLabel(tr("Reading sidecars…")))
    , progress_(new QProgressBar)
    , take_(new QPushButton(tr("&Take over")))
    , stop_(new QPushButton(tr("&Stop"))) {
    setWindowTitle(tr("Take stars over"));
    auto* column = new QVBoxLayout(this);
    auto* note =
        new QLabel(tr("Stars, labels and rejections that other programs gave, in sidecars or inside the photos. "
                      "What is ticked is taken into the library; files are not changed."));
    note->setWordWrap(true);
    column->addWidget(note);
    column->addWidget(prefer_file_);
    view_->setModel(&table_);
    view_->setAccessibleName(tr("Marks that were found"));
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setTabKeyNavigation(false);
    view_->setShowGrid(false);
    view_->setWordWrap(false);
    view_->setAlternatingRowColors(true);
    view_->verticalHeader()->hide();
    view_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    view_->horizontalHeader()->setSectionResizeMode(MarkImportTable::Photo, QHeaderView::Stretch);
    for (const int section : {MarkImportTable::Library, MarkImportTable::File, MarkImportTable::Becomes})
        view_->horizontalHeader()->resizeSection(section, fontMetrics().averageCharWidth() * 28);
    column->addWidget(view_, 1);
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    column->addWidget(message_);
    progress_->setAccessibleName(tr("Progress"));
    progress_->setRange(0, 0);
    column->addWidget(progress_);
    column->addWidget(makeButtons());
    connect(prefer_file_, &QCheckBox::toggled, &table_, &MarkImportTable::preferFile);
    connect(&table_, &MarkImportTable::dataChanged, this, &MarkImportDialog::updateTakeButton);
    connect(&job_, &MarkImportJob::progressed, this, [this](int done, int total) {
        progress_->setRange(0, total);
        progress_->setValue(done);
    });
    connect(&job_, &MarkImportJob::finished, this, &MarkImportDialog::showList);
    prefer_file_->setEnabled(false);
    take_->setEnabled(false);
    resize(840, 560);
    job_.read(std::move(photos));
}

QWidget* MarkImportDialog::makeButtons() {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(take_, QDialogButtonBox::AcceptRole);
    buttons->addButton(stop_, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(stop_, &QPushButton::clicked, this, [this] { job_.stop(); });
    connect(take_, &QPushButton::clicked, this, [this] {
        Q_EMIT
        taken(table_.chosen());
        accept();
    });
    return buttons;
}

QString MarkImportDialog::message() const {
    return message_->text();
}

void MarkImportDialog::showList(const std::shared_ptr<const FoundMarksList>& list) {
    table_.setList(list);
    const int conflicts = table_.conflictCount();
    const int fresh = table_.rowCount() - conflicts;
    QString text = tr("%Ln photo(s) have marks that the library has not.", nullptr, fresh) + QLatin1Char(' ') +
                   tr("%Ln photo(s) are marked otherwise here.", nullptr, conflicts) + QLatin1Char(' ') +
                   tr("%Ln photo(s) are marked the same.", nullptr, static_cast<int>(list->same));
    if (list->stopped)
        text = tr("Stopped before all photos were read.") + QLatin1Char(' ') + text;
    if (!list->problems.empty())
        text += QLatin1Char('\n') + tr("%Ln file(s) cannot be read:", nullptr, static_cast<int>(list->problems.size()));
    for (std::size_t i = 0; i < std::min(most_problems, list->problems.size()); ++i)
        text += QLatin1Char('\n') + QString::fromStdString(to_valid_utf8(list->problems[i].message()));
    message_->setText(text);
    progress_->hide();
    stop_->hide();
    prefer_file_->setEnabled(conflicts > 0);
    updateTakeButton();
    Q_EMIT
    listShown();
}

void MarkImportDialog::updateTakeButton() {
    const auto count = static_cast<int>(table_.chosen().size());
    take_->setEnabled(count > 0);
    take_->setText(count > 0 ? tr("&Take over %Ln photo(s)", nullptr, count) : tr("&Take over"));
}

void MarkImportDialog::done(int result) {
    job_.stop();
    QDialog::done(result);
}

} // namespace touchstone::ui
