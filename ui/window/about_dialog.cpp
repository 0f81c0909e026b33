// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/window/about_dialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFile>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/style/appearance.h"

namespace touchstone::ui {
namespace {

void addClose(QDialog* dialog, QVBoxLayout* column) {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    column->addWidget(buttons);
}

} // namespace

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("About Touchstone"));
    auto* column = new QVBoxLayout(this);
    auto* head = new QHBoxLayout;
    auto* picture = new QLabel;
    const int edge = fontMetrics().height() * 5;
    picture->setAccessibleName(tr("Touchstone's icon"));
    picture->setPixmap(applicationIcon().pixmap(QSize(edge, edge), devicePixelRatioF()));
    head->addWidget(picture);
    auto* words = new QLabel(tr("<h2>Touchstone %1</h2><p>Finds the good photos of a folder, and shows why.</p>"
                                "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                                 .arg(QCoreApplication::applicationVersion().toHtmlEscaped()));
    words->setWordWrap(true);
    head->addWidget(words, 1);
    column->addLayout(head);
    auto* notice = new QPlainTextEdit;
    notice->setReadOnly(true);
    notice->setAccessibleName(tr("Papers, patents and licences"));
    notice->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    QFile file(QStringLiteral(":/touchstone/NOTICE"));
    if (file.open(QIODevice::ReadOnly))
        notice->setPlainText(QString::fromUtf8(file.readAll()));
    column->addWidget(notice, 1);
    addClose(this, column);
    resize(QFontMetrics(notice->font()).averageCharWidth() * 86, fontMetrics().height() * 34);
}

WhatIsThisDialog::WhatIsThisDialog(QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("What is this?"));
    auto* column = new QVBoxLayout(this);
    auto* words = new QTextBrowser;
    words->setAccessibleName(windowTitle());
    words->setOpenExternalLinks(true);
    words->setHtml(
        tr("<h3>The score</h3><p>A neural network has learnt from thousands of people who rated photos. Its number "
           "guesses "
           "what such people would say of this photo’s technical quality: sharpness, noise, exposure, compression. It "
           "knows nothing of what the photo means to you. Each model has its own scale, so compare numbers of one "
           "model "
           "only.</p>") +
        tr("<h3>Better than … % of the others</h3><p>Where the photo stands among the photos of this folder that have "
           "a "
           "score by the same model. It moves while scoring runs.</p>") +
        tr("<h3>The attention map</h3><p>The network looks at the photo at several sizes, cut into cells. The map "
           "shows how "
           "much each cell entered the score. 1× is an average cell. Attention is where the model looked, not why the "
           "score is low: a bright cell may have raised the score or lowered it.</p>") +
        tr("<h3>When it is wrong</h3><p>Shallow focus, deliberate blur, silhouettes and photos through a fence or a "
           "window "
           "often get low scores. Use the ranking to find candidates, and your eyes to choose.</p>") +
        tr("<h3>Your photos</h3><p>Touchstone only reads them. Nothing is changed, moved, deleted or sent "
           "anywhere.</p>"));
    column->addWidget(words, 1);
    addClose(this, column);
    resize(fontMetrics().averageCharWidth() * 70, fontMetrics().height() * 30);
}

} // namespace touchstone::ui
