// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/models/licence_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "engine/base/files.h"
#include "ui/models/model_table.h"

namespace touchstone::ui {

namespace {

QString escaped(const std::string& text) {
    return QString::fromStdString(to_valid_utf8(text)).toHtmlEscaped();
}

QLabel* paragraph(const QString& html) {
    auto* label = new QLabel(html);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setOpenExternalLinks(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    return label;
}

} // namespace

LicenceDialog::LicenceDialog(const PublishedModel& model, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("licence"));
    setWindowTitle(tr("Licence of the model"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(paragraph(QStringLiteral("<h3>%1</h3>").arg(escaped(model.title))));
    const QString licence = escaped(model.licence);
    column->addWidget(
        paragraph(tr("Licence: %1")
                      .arg(model.licence_url.empty()
                               ? licence
                               : QStringLiteral("<a href=\"%1\">%2</a>").arg(escaped(model.licence_url), licence))));
    column->addWidget(paragraph(escaped(model.terms)));
    const QString host = QUrl(QString::fromStdString(model.url)).host().toHtmlEscaped();
    column->addWidget(paragraph(model.bytes ? tr("%1 are downloaded from %2.").arg(megabytesText(*model.bytes), host)
                                            : tr("The file is downloaded from %1.").arg(host)));
    auto* accept = new QCheckBox(tr("I &accept these terms"));
    accept->setObjectName(QStringLiteral("acceptTerms"));
    column->addWidget(accept);
    column->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton* download = buttons->addButton(tr("&Download"), QDialogButtonBox::AcceptRole);
    download->setObjectName(QStringLiteral("acceptAndDownload"));
    download->setEnabled(false);
    connect(accept, &QCheckBox::toggled, download, &QPushButton::setEnabled);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    accept->setFocus();
    setMinimumWidth(std::max(fontMetrics().averageCharWidth() * 64, minimumSizeHint().width())); // words may be long
}

} // namespace touchstone::ui
