// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/reports/report_dialog.h"

#include <chrono>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QResizeEvent>
#include <QSpinBox>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "app/library/library_session.h"

namespace touchstone::ui {

using reports::ReportFormat;

namespace {

/// Typing a title makes one preview, not one for each letter.
constexpr std::chrono::milliseconds preview_delay{250};

const char* suffix_of(ReportFormat format) {
    switch (format) {
    case ReportFormat::Csv:
        return "csv";
    case ReportFormat::Json:
        return "json";
    case ReportFormat::Html:
        return "html";
    case ReportFormat::ContactSheetPng:
        return "png";
    case ReportFormat::Pdf:
    case ReportFormat::ContactSheetPdf:
        break;
    }
    return "pdf";
}

} // namespace

ReportDialog::ReportDialog(ReportChoices choices, QWidget* parent)
    : QDialog(parent)
    , choices_(std::move(choices))
    , which_(new QComboBox)
    , format_(new QComboBox)
    , paper_(new QComboBox)
    , maps_(new QSpinBox)
    , title_(new QLineEdit(tr("Photo quality report")))
    , preview_(new QLabel)
    , message_(new QLabel)
    , progress_(new QProgressBar)
    , save_(new QPushButton(tr("&Save as…")))
    , cancel_(new QPushButton(tr("S&top")))
    , command_(new QPushButton(tr("Copy as &command"))) {
    setWindowTitle(tr("Report"));
    auto* column = new QVBoxLayout(this);
    auto* row = new QHBoxLayout;
    row->addWidget(makeForm());
    row->addWidget(makePreview(), 1);
    column->addLayout(row, 1);
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(message_);
    progress_->setAccessibleName(tr("Progress"));
    column->addWidget(progress_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(save_, QDialogButtonBox::AcceptRole);
    buttons->addButton(cancel_, QDialogButtonBox::ActionRole);
    buttons->addButton(command_, QDialogButtonBox::ActionRole);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(save_, &QPushButton::clicked, this, &ReportDialog::askForName);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        if (writing_)
            writing_->stop();
    });
    connect(command_, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(commandLine()); });
    save_->setDefault(true);
    preview_timer_.setSingleShot(true);
    preview_timer_.setInterval(preview_delay);
    connect(&preview_timer_, &QTimer::timeout, this, &ReportDialog::refreshPreview);
    setWriting(false);
    fillForm(choices_);
    resize(900, 620);
}

QWidget* ReportDialog::makeForm() {
    auto* widget = new QWidget;
    auto* form = new QFormLayout(widget);
    form->setContentsMargins(0, 0, 12, 0);
    form->addRow(tr("&Photos:"), which_);
    form->addRow(tr("&Form:"), format_);
    form->addRow(tr("&Title:"), title_);
    form->addRow(tr("P&aper:"), paper_);
    maps_->setRange(0, 1000);
    maps_->setSpecialValueText(tr("none"));
    maps_->setPrefix(tr("for the first ", "followed by a number of photos"));
    maps_->setToolTip(tr("Shows where the model looked, or what counted; takes a second or so for each photo."));
    form->addRow(tr("&Maps:"), maps_);
    auto* note = new QLabel(tr("Every form names the models with their hashes, how the scores were made, and a hash of "
                               "each photo. A JSON report can be checked later by touchstone-cli verify."));
    note->setWordWrap(true);
    form->addRow(note);
    return widget;
}

QWidget* ReportDialog::makePreview() {
    preview_->setAccessibleName(tr("Preview of the first page"));
    preview_->setAlignment(Qt::AlignCenter);
    preview_->setMinimumSize(300, 380);
    preview_->setFrameShape(QFrame::StyledPanel);
    preview_->setAccessibleName(tr("First page"));
    return preview_;
}

void ReportDialog::fillForm(const ReportChoices& choices) {
    const auto offer = [&](const std::shared_ptr<const ReportSource>& source, const QString& text) {
        if (!source)
            return;
        sources_.push_back(source);
        which_->addItem(text.arg(QLocale().toString(static_cast<qlonglong>(source->photos.size()))));
    };
    offer(choices.selected, tr("Selected (%1)"));
    offer(choices.shown, tr("Shown (%1)"));
    offer(choices.all, tr("All (%1)"));
    const auto add = [&](ReportFormat format, const QString& text) {
        format_->addItem(text, static_cast<int>(format));
    };
    add(ReportFormat::Html, tr("Web page (HTML)"));
    add(ReportFormat::Pdf, tr("Document (PDF)"));
    add(ReportFormat::ContactSheetPdf, tr("Contact sheet (PDF)"));
    add(ReportFormat::ContactSheetPng, tr("Contact sheet (PNG)"));
    add(ReportFormat::Csv, tr("Table (CSV)"));
    add(ReportFormat::Json, tr("Data that can be checked (JSON)"));
    paper_->addItem(tr("A4"), static_cast<int>(reports::Paper::A4));
    paper_->addItem(tr("Letter"), static_cast<int>(reports::Paper::Letter));
    for (QComboBox* box : {which_, format_, paper_})
        connect(box, &QComboBox::currentIndexChanged, this, &ReportDialog::choiceChanged);
    connect(title_, &QLineEdit::textChanged, this, &ReportDialog::choiceChanged);
    choiceChanged();
}

void ReportDialog::setFormat(ReportFormat format) {
    format_->setCurrentIndex(format_->findData(static_cast<int>(format)));
}

void ReportDialog::setMaps(int photos) {
    maps_->setValue(photos);
}

ReportFormat ReportDialog::format() const {
    return static_cast<ReportFormat>(format_->currentData().toInt());
}

std::shared_ptr<const ReportSource> ReportDialog::source() const {
    const auto row = static_cast<std::size_t>(std::max(0, which_->currentIndex()));
    return row < sources_.size() ? sources_[row] : nullptr;
}

ReportWish ReportDialog::wish() const {
    ReportWish wish;
    wish.format = format();
    wish.options.paper = static_cast<reports::Paper>(paper_->currentData().toInt());
    wish.options.with_maps = maps_->isEnabled() ? static_cast<std::size_t>(maps_->value()) : 0;
    wish.title = title_->text().toStdString();
    return wish;
}

QString ReportDialog::message() const {
    return message_->text();
}

void ReportDialog::choiceChanged() {
    const ReportFormat chosen = format();
    const bool has_pages = chosen != ReportFormat::Csv && chosen != ReportFormat::Json;
    paper_->setEnabled(has_pages && chosen != ReportFormat::Html);
    maps_->setEnabled((chosen == ReportFormat::Html || chosen == ReportFormat::Pdf) && source() &&
                      source()->open_model);
    save_->setEnabled(!writing_ && source() && !source()->photos.empty());
    preview_timer_.start();
}

void ReportDialog::refreshPreview() {
    if (!source())
        return;
    ReportWish wanted = wish();
    wanted.preview_width = static_cast<int>(std::max(300, preview_->width()) * devicePixelRatioF());
    if (previewing_) { // it ends by itself, soon: waiting for it would be felt
        ReportJob* earlier = previewing_.release();
        earlier->setParent(this);
        disconnect(earlier, nullptr, this, nullptr);
        connect(earlier, &ReportJob::previewed, earlier, &QObject::deleteLater);
        earlier->stop();
    }
    previewing_ = std::make_unique<ReportJob>(source(), wanted);
    connect(previewing_.get(), &ReportJob::previewed, this, [this](const QImage& page) {
        previewing_.release()->deleteLater(); // it is calling
        page_ = page;
        showPage();
        Q_EMIT
        previewShown();
    });
    previewing_->start();
}

void ReportDialog::showPage() {
    if (page_.isNull()) {
        preview_->setText(tr("There is nothing to show."));
        return;
    }
    const QSize room = (QSizeF(preview_->contentsRect().size()) * devicePixelRatioF()).toSize();
    QPixmap pixmap = QPixmap::fromImage(page_.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(devicePixelRatioF());
    preview_->setPixmap(pixmap);
}

void ReportDialog::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    if (!page_.isNull())
        showPage();
}

QString ReportDialog::suggestedName() const {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(folder).filePath(tr("Photo report") + QLatin1Char('.') + QLatin1String(suffix_of(format())));
}

void ReportDialog::askForName() {
    auto* dialog = new QFileDialog(this, tr("Save the report"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QLatin1String(suffix_of(format())));
    dialog->selectFile(suggestedName());
    connect(dialog, &QFileDialog::fileSelected, this, &ReportDialog::saveTo);
    dialog->open();
}

void ReportDialog::saveTo(const QString& file) {
    if (writing_ || !source())
        return;
    file_ = file;
    ReportWish wanted = wish();
    wanted.path = QFile::encodeName(file).toStdString();
    writing_ = std::make_unique<ReportJob>(source(), wanted);
    connect(writing_.get(), &ReportJob::progressed, this, [this](int done, int total) {
        progress_->setRange(0, total);
        progress_->setValue(done);
    });
    connect(writing_.get(), &ReportJob::finished, this, &ReportDialog::takeWritten);
    progress_->setRange(0, 0);
    message_->setText(tr("Writing %1…").arg(QDir::toNativeSeparators(file)));
    setWriting(true);
    writing_->start();
}

void ReportDialog::takeWritten(const QString& problem) {
    writing_.release()->deleteLater(); // it is calling
    setWriting(false);
    message_->setText(problem.isEmpty() ? tr("Written: %1").arg(QDir::toNativeSeparators(file_)) : problem);
    Q_EMIT
    written(problem);
}

void ReportDialog::setWriting(bool writing) {
    progress_->setVisible(writing);
    cancel_->setVisible(writing);
    save_->setEnabled(!writing && source());
    which_->setEnabled(!writing);
}

QString ReportDialog::commandLine() const {
    QStringList words{QStringLiteral("touchstone-cli"), QStringLiteral("report")};
    const ReportFormat chosen = format();
    if (chosen == ReportFormat::ContactSheetPdf || chosen == ReportFormat::ContactSheetPng)
        words << QStringLiteral("--format contact-sheet");
    words << QStringLiteral("--output") << QStringLiteral("report.") + QLatin1String(suffix_of(chosen));
    words << QStringLiteral("--title") << library::shell_quoted(title_->text().toStdString());
    if (maps_->isEnabled() && maps_->value() > 0)
        words << QStringLiteral("--maps") << QString::number(maps_->value());
    if (source() == choices_.selected && source())
        for (const library::PhotoEntry& photo : source()->photos)
            words << library::shell_quoted(photo.file.path);
    else if (source() == choices_.shown && !choices_.shown_command.isEmpty())
        words << choices_.shown_command;
    return words.join(QLatin1Char(' '));
}

/// Closing stops what is written: nothing of it stays.
void ReportDialog::done(int result) {
    if (writing_)
        writing_->stop();
    QDialog::done(result);
}

} // namespace touchstone::ui
