// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/reports/sidecar_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "app/library/photo_entry.h"
#include "engine/base/files.h"

namespace touchstone::ui {

namespace {

/// A tree of more is no help to anybody, and slow; the numbers below it are of all.
constexpr std::size_t most_shown = 2000;
constexpr std::size_t most_problems = 5;

QString words(const std::string& text) {
    return QString::fromStdString(to_valid_utf8(text));
}

} // namespace

SidecarDialog::SidecarDialog(SidecarWish wish, QWidget* parent)
    : QDialog(parent)
    , wish_(std::move(wish))
    , scores_(new QCheckBox(tr("Write the models' &scores as well, in a namespace of their own")))
    , naming_(new QComboBox)
    , tree_(new QTreeWidget)
    , message_(new QLabel)
    , progress_(new QProgressBar)
    , write_(new QPushButton(tr("&Write")))
    , undo_(new QPushButton(tr("&Undo the last writing")))
    , stop_(new QPushButton(tr("S&top"))) {
    setWindowTitle(tr("Write sidecars"));
    auto* column = new QVBoxLayout(this);
    auto* note =
        new QLabel(tr("Stars, rejections and labels go into XMP files beside the photos, which Lightroom, "
                      "darktable and digiKam read. The photos themselves are never changed, and what other "
                      "programs wrote into a sidecar stays. Lightroom looks at sidecars of raw files only; XMP "
                      "has no mark for picks."));
    note->setWordWrap(true);
    column->addWidget(note);
    column->addWidget(scores_);
    auto* form = new QFormLayout;
    naming_->addItem(tr("IMG.CR2.xmp, as darktable and digiKam"), static_cast<int>(metadata::SidecarNaming::Appended));
    naming_->addItem(tr("IMG.xmp, as Lightroom and Capture One"), static_cast<int>(metadata::SidecarNaming::Replaced));
    form->addRow(tr("&New sidecars:"), naming_);
    column->addLayout(form);
    tree_->setHeaderLabels({tr("Sidecar"), tr("Is now"), tr("Becomes")});
    tree_->setAccessibleName(tr("What would change"));
    tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree_->setUniformRowHeights(true);
    column->addWidget(tree_, 1);
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    column->addWidget(message_);
    progress_->setAccessibleName(tr("Progress"));
    column->addWidget(progress_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(write_, QDialogButtonBox::AcceptRole);
    buttons->addButton(undo_, QDialogButtonBox::ActionRole);
    buttons->addButton(stop_, QDialogButtonBox::ActionRole);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(write_, &QPushButton::clicked, this, &SidecarDialog::write);
    connect(undo_, &QPushButton::clicked, this, &SidecarDialog::undo);
    connect(stop_, &QPushButton::clicked, this, [this] { job_.stop(); });
    connect(scores_, &QCheckBox::toggled, this, &SidecarDialog::plan);
    connect(naming_, &QComboBox::currentIndexChanged, this, &SidecarDialog::plan);
    connect(&job_, &SidecarJob::progressed, this, [this](int done, int total) {
        progress_->setRange(0, total);
        progress_->setValue(done);
    });
    connect(&job_, &SidecarJob::planned, this, &SidecarDialog::showPlan);
    connect(&job_, &SidecarJob::written, this, [this](const metadata::WriteReport& report) {
        tellProblems(tr("%n sidecar(s) written.", nullptr, static_cast<int>(report.written)), report.failures);
        setBusy(false);
        write_->setEnabled(false); // what was shown is done
        if (report.foreign > 0)
            askAboutForeignChanges(report.foreign);
        Q_EMIT
        written();
    });
    connect(&job_, &SidecarJob::undone, this, [this](const metadata::UndoReport& report) {
        tellProblems(
            tr("%n sidecar(s) put back as they were.", nullptr, static_cast<int>(report.restored + report.removed)),
            report.failures);
        setBusy(false);
        Q_EMIT
        undone();
    });
    resize(760, 560);
    plan();
}

QString SidecarDialog::message() const {
    return message_->text();
}

void SidecarDialog::setWithScores(bool with) {
    scores_->setChecked(with);
}

void SidecarDialog::setBusy(bool busy) {
    busy_ = busy;
    progress_->setVisible(busy);
    progress_->setRange(0, 0);
    stop_->setVisible(busy);
    write_->setEnabled(!busy && plan_ && !plan_->edits.empty());
    undo_->setEnabled(!busy);
    scores_->setEnabled(!busy);
    naming_->setEnabled(!busy);
}

void SidecarDialog::plan() {
    wish_.with_scores = scores_->isChecked();
    wish_.options.naming = static_cast<metadata::SidecarNaming>(naming_->currentData().toInt());
    wish_.options.now = metadata::moment_now();
    plan_.reset();
    setBusy(true);
    message_->setText(tr("Reading sidecars…"));
    job_.plan(std::make_shared<const SidecarWish>(wish_));
}

void SidecarDialog::showPlan(const std::shared_ptr<const SidecarPlan>& plan) {
    plan_ = plan;
    tree_->clear();
    QList<QTreeWidgetItem*> items;
    for (std::size_t i = 0; i < std::min(most_shown, plan->edits.size()); ++i) {
        const metadata::SidecarEdit& edit = plan->edits[i];
        const QString name = library::display_name(edit.sidecar);
        auto* item = new QTreeWidgetItem({edit.is_new() ? tr("%1 (new)").arg(name) : name});
        item->setToolTip(0, library::display_path(edit.sidecar));
        for (const metadata::KeyChange& change : edit.changes)
            item->addChild(new QTreeWidgetItem({words(change.key), words(change.before), words(change.after)}));
        for (const std::string& warning : edit.warnings)
            item->addChild(new QTreeWidgetItem({tr("Note: %1").arg(words(warning))}));
        items << item;
    }
    tree_->addTopLevelItems(items);
    if (items.size() <= 50)
        tree_->expandAll();
    QString summary = tr("%n sidecar(s) would change.", nullptr, static_cast<int>(plan->edits.size()));
    if (plan->edits.size() > most_shown)
        summary += QLatin1Char(' ') + tr("The first %1 are shown.").arg(most_shown);
    tellProblems(summary, plan->problems);
    setBusy(false);
    Q_EMIT
    planShown();
}

void SidecarDialog::tellProblems(const QString& summary, const std::vector<Error>& problems) {
    QString text = summary;
    if (!problems.empty())
        text += QLatin1Char('\n') + tr("%n sidecar(s) are left alone:", nullptr, static_cast<int>(problems.size()));
    for (std::size_t i = 0; i < std::min(most_problems, problems.size()); ++i)
        text += QLatin1Char('\n') + words(problems[i].message());
    message_->setText(text);
}

/// What another program wrote after the list was made was not seen by the person who pressed Write.
void SidecarDialog::askAboutForeignChanges(std::size_t count) {
    auto* question = new QMessageBox(QMessageBox::Question, tr("Changed by another program"),
                                     tr("%n sidecar(s) were changed by another program after they were shown here, and "
                                        "were left as they are. Show what writing would change in them now?",
                                        nullptr, static_cast<int>(count)),
                                     QMessageBox::NoButton, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* again = question->addButton(tr("&Show again"), QMessageBox::AcceptRole);
    question->addButton(tr("&Leave them"), QMessageBox::RejectRole);
    question->setDefaultButton(again);
    connect(again, &QPushButton::clicked, this, &SidecarDialog::plan);
    question->open();
}

void SidecarDialog::write() {
    if (busy_ || !plan_ || plan_->edits.empty())
        return;
    setBusy(true);
    job_.write(plan_, wish_.journal_folder);
}

void SidecarDialog::undo() {
    if (busy_)
        return;
    setBusy(true);
    job_.undo(wish_.journal_folder);
}

/// Closing ends the work between two sidecars; what was written stays, and can be undone later.
void SidecarDialog::done(int result) {
    job_.stop();
    QDialog::done(result);
}

} // namespace touchstone::ui
