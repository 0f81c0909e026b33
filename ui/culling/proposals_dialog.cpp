// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/culling/proposals_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

namespace touchstone::ui {

using library::PhotoId;

ProposalsDialog::ProposalsDialog(library::LibrarySession& session, CullingController& controller, QWidget* parent)
    : QDialog(parent)
    , session_(session)
    , controller_(controller)
    , table_(new ProposalTable(session, controller, this))
    , view_(new QTableView) {
    setObjectName(QStringLiteral("proposals"));
    setWindowTitle(tr("Proposals"));
    view_->setObjectName(QStringLiteral("proposalTable"));
    view_->setAccessibleName(tr("Proposed marks"));
    view_->setModel(table_);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setTabKeyNavigation(false);
    view_->setShowGrid(false);
    view_->verticalHeader()->hide();
    view_->setIconSize(QSize(fontMetrics().height() * 4, fontMetrics().height() * 3));
    view_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 + 6);
    view_->horizontalHeader()->setSectionResizeMode(ProposalTable::Why, QHeaderView::Stretch);
    for (const int column : {ProposalTable::Photo, ProposalTable::Beside})
        view_->setColumnWidth(column, fontMetrics().averageCharWidth() * (column == ProposalTable::Photo ? 40 : 22));
    view_->setColumnWidth(ProposalTable::Proposed,
                          std::max(fontMetrics().averageCharWidth() * 16,
                                   view_->horizontalHeader()->sectionSizeHint(ProposalTable::Proposed)));
    summary_ = new QLabel;
    summary_->setObjectName(QStringLiteral("proposalSummary"));
    summary_->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->addWidget(createRules());
    column->addWidget(view_, 1);
    column->addWidget(summary_);
    column->addWidget(createButtons());
    connect(table_, &ProposalTable::tickedChanged, this, &ProposalsDialog::refresh);
    connect(&controller_, &CullingController::proposalsChanged, this, &ProposalsDialog::refresh);
    again_.setSingleShot(true);
    again_.setInterval(1'000); // groups come in portions, and all candidates are looked at each time
    connect(&again_, &QTimer::timeout, this, [this] {
        if (isVisible())
            controller_.propose(controller_.rules());
    });
    const auto soon = [this] {
        if (!again_.isActive())
            again_.start();
    };
    connect(&controller_, &CullingController::grouped, this, soon);
    connect(&session_, &library::LibrarySession::scoringFinished, this, soon);
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (now.isValid())
            Q_EMIT
        photoWanted(now.data(ProposalTable::IdRole).toLongLong());
    });
    connect(view_->verticalScrollBar(), &QScrollBar::valueChanged, this, &ProposalsDialog::wantThumbnails);
    resize(fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 34);
    refresh();
}

QWidget* ProposalsDialog::createRules() {
    const culling::ProposalRules rules = controller_.rules();
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    groups_ = new QCheckBox(tr("&Groups, when the best is ahead by"));
    groups_->setChecked(rules.groups);
    margin_ = new QDoubleSpinBox;
    margin_->setRange(0, 50);
    margin_->setDecimals(1);
    margin_->setSingleStep(0.5);
    margin_->setValue(rules.least_margin);
    margin_->setSuffix(tr(" points"));
    margin_->setAccessibleName(tr("Points that the best must be ahead by"));
    margin_->setToolTip(
        tr("The score on a scale of 100, and 6 points for each doubling of the sharpness. What is closer "
           "is a matter of taste."));
    faults_ = new QCheckBox(tr("&Black and white frames"));
    faults_->setChecked(rules.faults);
    low_scores_ = new QCheckBox(tr("&Scores worse than"));
    low_scores_->setChecked(rules.reject_below.has_value());
    below_ = new QDoubleSpinBox;
    below_->setAccessibleName(tr("Score that is too bad"));
    const ModelCard* card = session_.photos().currentCard();
    if (card && card->range)
        below_->setRange(card->range->first, card->range->second);
    below_->setDecimals(1);
    below_->setValue(rules.reject_below.value_or(
        card && card->range ? card->range->first + 0.3 * (card->range->second - card->range->first) : 0));
    below_->setEnabled(low_scores_->isChecked());
    low_scores_->setEnabled(card != nullptr);
    for (QWidget* part : std::initializer_list<QWidget*>{groups_, margin_, faults_, low_scores_, below_})
        row->addWidget(part);
    row->addStretch();
    for (QCheckBox* box_of : {groups_, faults_, low_scores_})
        connect(box_of, &QCheckBox::toggled, this, &ProposalsDialog::rulesChanged);
    for (QDoubleSpinBox* spin : {margin_, below_})
        connect(spin, &QDoubleSpinBox::valueChanged, this, &ProposalsDialog::rulesChanged);
    return box;
}

QWidget* ProposalsDialog::createButtons() {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* all = buttons->addButton(tr("&All"), QDialogButtonBox::ResetRole);
    auto* none = buttons->addButton(tr("&None"), QDialogButtonBox::ResetRole);
    all->setToolTip(tr("Tick all"));
    none->setToolTip(tr("Tick none"));
    accept_ = buttons->addButton(tr("A&ccept ticked"), QDialogButtonBox::ActionRole);
    accept_->setObjectName(QStringLiteral("acceptProposals"));
    decline_ = buttons->addButton(tr("&Decline ticked"), QDialogButtonBox::ActionRole);
    decline_->setObjectName(QStringLiteral("declineProposals"));
    connect(all, &QPushButton::clicked, table_, [this] { table_->setAllTicked(true); });
    connect(none, &QPushButton::clicked, table_, [this] { table_->setAllTicked(false); });
    connect(accept_, &QPushButton::clicked, this, [this] { controller_.accept(table_->ticked()); });
    connect(decline_, &QPushButton::clicked, this, [this] { controller_.decline(table_->ticked()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

void ProposalsDialog::rulesChanged() {
    margin_->setEnabled(groups_->isChecked());
    below_->setEnabled(low_scores_->isChecked());
    culling::ProposalRules rules = controller_.rules();
    rules.groups = groups_->isChecked();
    rules.least_margin = margin_->value();
    rules.faults = faults_->isChecked();
    rules.reject_below = low_scores_->isChecked() ? std::optional(below_->value()) : std::nullopt;
    controller_.propose(rules);
}

/// Pictures of the rows in view, beside those of the grid.
void ProposalsDialog::wantThumbnails() {
    const int first = std::max(0, view_->rowAt(0));
    const int last = view_->rowAt(view_->viewport()->height() - 1);
    std::vector<PhotoId> ids;
    for (int row = first; row < table_->rowCount() && (last < 0 || row <= last) && ids.size() < 60; ++row)
        ids.push_back(table_->index(row, 0).data(ProposalTable::IdRole).toLongLong());
    session_.setExtraThumbnails(std::move(ids));
}

void ProposalsDialog::refresh() {
    const QLocale locale;
    const auto ticked = static_cast<int>(table_->ticked().size());
    const CullingController::Counts counts = controller_.counts();
    QStringList words;
    if (controller_.isWorking())
        words << tr("Looking…");
    words << tr("%1 to pick, %2 to reject; %Ln of them ticked.", nullptr, ticked)
                 .arg(locale.toString(counts.picks), locale.toString(counts.rejects));
    QStringList groups{tr("%Ln groups", nullptr, counts.groups)};
    if (counts.close > 0)
        groups << tr("%Ln close calls", nullptr, counts.close);
    if (counts.kept_whole > 0)
        groups << tr("%Ln kept whole", nullptr, counts.kept_whole);
    if (counts.unknown > 0)
        groups << tr("%Ln of which too little is known", nullptr, counts.unknown);
    words << groups.join(QStringLiteral(", ")) + QLatin1Char('.');
    words << tr("Nothing is marked before you accept; accepting is one step of undo.");
    summary_->setText(words.join(QLatin1Char(' ')));
    accept_->setEnabled(ticked > 0);
    decline_->setEnabled(ticked > 0);
    wantThumbnails();
}

} // namespace touchstone::ui
