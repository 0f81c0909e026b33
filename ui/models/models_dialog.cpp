// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/models/models_dialog.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "engine/base/files.h"
#include "ui/models/import_dialog.h"
#include "ui/models/licence_dialog.h"

namespace touchstone::ui {

namespace {

constexpr int bar_steps = 1000;

QPushButton* button(const QString& text, const char* name) {
    auto* made = new QPushButton(text);
    made->setObjectName(QLatin1String(name));
    made->setAutoDefault(false);
    return made;
}

} // namespace

ModelsDialog::ModelsDialog(ModelStore store, QWidget* parent)
    : QDialog(parent)
    , job_(std::move(store))
    , view_(new QTableView)
    , card_(new QTextBrowser)
    , message_(new QLabel)
    , progress_(new QProgressBar)
    , pull_(button(tr("&Download…"), "pullModel"))
    , stop_(button(tr("S&top"), "stopPull"))
    , verify_(button(tr("&Check"), "verifyModel"))
    , remove_(button(tr("&Remove…"), "removeModel"))
    , default_(button(tr("Run by de&fault"), "defaultModel"))
    , import_(button(tr("&Add from a file…"), "importModelFile")) {
    setObjectName(QStringLiteral("models"));
    setWindowTitle(tr("Models"));
    makeTable();
    card_->setOpenExternalLinks(true);
    card_->setAccessibleName(tr("What is known of the model"));
    auto* halves = new QSplitter(Qt::Vertical);
    halves->addWidget(view_);
    halves->addWidget(card_);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    halves->setChildrenCollapsible(false);
    message_->setObjectName(QStringLiteral("modelsMessage"));
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    progress_->setAccessibleName(tr("Progress"));
    auto* line = new QHBoxLayout;
    line->addWidget(progress_, 1);
    line->addWidget(stop_);
    auto* column = new QVBoxLayout(this);
    column->addWidget(halves, 1);
    column->addWidget(message_);
    column->addLayout(line);
    column->addWidget(makeButtons());
    connectJob();
    resize(fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 40);
    begin(QString());
    job_.list();
}

void ModelsDialog::makeTable() {
    view_->setModel(&table_);
    view_->setAccessibleName(tr("Models"));
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setTabKeyNavigation(false);
    view_->setShowGrid(false);
    view_->setWordWrap(false);
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    QHeaderView* header = view_->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ModelTable::Title, QHeaderView::Stretch);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ModelsDialog::showSelected);
    connect(view_, &QTableView::activated, this, [this] {
        if (pull_->isEnabled())
            pullSelected();
    });
}

QWidget* ModelsDialog::makeButtons() {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    for (QPushButton* one : {pull_, verify_, remove_, default_, import_})
        buttons->addButton(one, QDialogButtonBox::ActionRole);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    default_->setCheckable(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(pull_, &QPushButton::clicked, this, &ModelsDialog::pullSelected);
    connect(stop_, &QPushButton::clicked, this, [this] { job_.stop(); });
    connect(remove_, &QPushButton::clicked, this, &ModelsDialog::removeSelected);
    connect(import_, &QPushButton::clicked, this, &ModelsDialog::chooseFile);
    connect(verify_, &QPushButton::clicked, this, [this] {
        if (const ModelRow* row = selected(); row && row->installed) {
            begin(tr("Checking…"));
            job_.verify(row->installed->path);
        }
    });
    connect(default_, &QPushButton::clicked, this, [this](bool runs) {
        if (const ModelRow* row = selected()) {
            const std::string id = row->id;
            begin(QString());
            job_.setDefault(id, runs);
        }
    });
    return buttons;
}

void ModelsDialog::connectJob() {
    connect(&job_, &ModelJob::listed, this, &ModelsDialog::takeRows);
    connect(&job_, &ModelJob::finished, this,
            [this](const QString& message, const QString& problem) { tell(problem.isEmpty() ? message : problem); });
    connect(&job_, &ModelJob::progressed, this, [this](qint64 received, qint64 total, const QString& step) {
        progress_->setRange(0, total > 0 ? bar_steps : 0);
        progress_->setValue(
            total > 0 ? static_cast<int>(static_cast<double>(received) / static_cast<double>(total) * bar_steps) : 0);
        const QString here = megabytesText(static_cast<std::uint64_t>(received));
        if (received == 0)
            tell(tr("%1…").arg(step));
        else if (total > 0)
            tell(tr("%1: %2 of %3").arg(step, here, megabytesText(static_cast<std::uint64_t>(total))));
        else
            tell(tr("%1: %2").arg(step, here));
    });
}

QString ModelsDialog::message() const {
    return message_->text();
}

void ModelsDialog::tell(const QString& text) {
    message_->setText(text);
}

const ModelRow* ModelsDialog::selected() const {
    return table_.row(view_->currentIndex().row());
}

/// Until the list comes anew, which every job ends with.
void ModelsDialog::begin(const QString& what) {
    if (const ModelRow* row = selected())
        wanted_ = row->id;
    tell(what);
    for (QPushButton* one : {pull_, verify_, remove_, default_, import_})
        one->setEnabled(false);
    progress_->setRange(0, 0);
    progress_->setVisible(!what.isEmpty());
    stop_->setVisible(false);
}

void ModelsDialog::takeRows(const std::vector<ModelRow>& rows, const QString& problem) {
    table_.setRows(rows);
    if (!problem.isEmpty())
        tell(problem);
    progress_->hide();
    stop_->hide();
    import_->setEnabled(true);
    const int row = table_.rowOf(wanted_);
    view_->selectRow(row < 0 ? 0 : row);
    showSelected();
    Q_EMIT
    settled();
}

void ModelsDialog::showSelected() {
    card_->setHtml(table_.cardText(view_->currentIndex().row()));
    const ModelRow* row = selected();
    const bool free = row && !job_.isBusy();
    pull_->setEnabled(free && row->canBePulled());
    verify_->setEnabled(free && row->installed);
    remove_->setEnabled(free && row->canBeRemoved());
    default_->setEnabled(free && row->canBeDefault());
    default_->setChecked(row && row->installed && row->installed->runs_by_default);
}

void ModelsDialog::pullSelected() {
    const ModelRow* row = selected();
    if (!row || !row->canBePulled() || job_.isBusy())
        return;
    const PublishedModel model = *row->published; // the list may change while the person reads
    auto* licence = new LicenceDialog(model, this);
    licence->setAttribute(Qt::WA_DeleteOnClose);
    connect(licence, &QDialog::accepted, this, [this, model] {
        if (job_.isBusy())
            return;
        begin(tr("Connecting…"));
        stop_->show();
        stop_->setFocus();
        job_.pull(model);
    });
    licence->open();
}

void ModelsDialog::removeSelected() {
    const ModelRow* row = selected();
    if (!row || !row->canBeRemoved() || job_.isBusy())
        return;
    auto* question =
        new QMessageBox(QMessageBox::Question, tr("Remove the model"),
                        tr("Remove %1 and its file?")
                            .arg(table_.index(view_->currentIndex().row(), ModelTable::Title).data().toString()),
                        QMessageBox::Cancel, this);
    question->setTextFormat(Qt::PlainText);
    question->setInformativeText(tr("Its scores stay in the library."));
    QPushButton* yes = question->addButton(tr("&Remove"), QMessageBox::AcceptRole);
    question->setDefaultButton(QMessageBox::Cancel);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(yes, &QPushButton::clicked, this, [this, id = row->id] {
        if (job_.isBusy())
            return;
        begin(tr("Removing…"));
        job_.remove(id);
    });
    question->open();
}

void ModelsDialog::chooseFile() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Add a model from a file"), QString(),
                                                      tr("Models (*.safetensors *.npz *.pth *.tar *.pt)") +
                                                          QStringLiteral(";;") + tr("All files (*)"));
    if (file.isEmpty())
        return;
    ImportDialog how(file, this);
    if (how.exec() == QDialog::Accepted && !job_.isBusy())
        importFile(QFile::encodeName(file).toStdString(), how.options());
}

void ModelsDialog::importFile(const std::string& file, const ImportOptions& options) {
    begin(tr("Converting…"));
    job_.import(file, options);
}

/// A download that is closed is one that is stopped; it goes on where it was.
void ModelsDialog::done(int result) {
    job_.stop();
    QDialog::done(result);
}

} // namespace touchstone::ui
