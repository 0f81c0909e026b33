// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/trash/trash_command.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

#include "app/library/photo_entry.h"

namespace touchstone::ui {

namespace {

constexpr std::size_t most_named = 8;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Trash)
};

} // namespace

MoveToTrash::MoveToTrash(TrashJob& job, std::vector<std::string> photos)
    : job_(job)
    , batch_(std::make_shared<TrashBatch>()) {
    setText(Words::tr("%Ln photos to the trash", nullptr, static_cast<int>(photos.size())));
    batch_->photos = std::move(photos);
}

bool askBeforeTrash(const std::vector<std::string>& photos, QWidget* parent) {
    QString names;
    for (std::size_t i = 0; i < std::min(most_named, photos.size()); ++i)
        names += library::display_name(photos[i]) + QLatin1Char('\n');
    if (photos.size() > most_named)
        names += Words::tr("and %Ln more", nullptr, static_cast<int>(photos.size() - most_named)) + QLatin1Char('\n');
    const QString note =
        Words::tr("Their sidecars go with them. Undo puts them back; their marks and scores stay in the library.");
    QMessageBox question(QMessageBox::Question, Words::tr("Move to trash"),
                         Words::tr("Move %Ln photos to the trash?", nullptr, static_cast<int>(photos.size())),
                         QMessageBox::NoButton, parent);
    question.setObjectName(QStringLiteral("ask-before-trash"));
    question.setInformativeText(names + QLatin1Char('\n') + note);
    question.setTextFormat(Qt::PlainText);
    if (auto* sign = question.findChild<QLabel*>(QStringLiteral("qt_msgboxex_icon_label")))
        sign->setAccessibleName(Words::tr("Question")); // Qt leaves its sign without a name
    const QPushButton* yes = question.addButton(Words::tr("&Move to trash"), QMessageBox::AcceptRole);
    question.setDefaultButton(question.addButton(QMessageBox::Cancel));
    question.exec();
    return question.clickedButton() == yes;
}

} // namespace touchstone::ui
