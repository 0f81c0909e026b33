// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/preferences/preferences_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "app/library/photo_entry.h"

namespace touchstone::ui {

namespace {

QLabel* note(const QString& text) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::MinimumExpanding);
    policy.setHeightForWidth(true); // or the form cuts its last lines off
    label->setSizePolicy(policy);
    return label;
}

QSpinBox* megabytes(const char* name, int value) {
    auto* box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setRange(Preferences::least_megabytes, Preferences::most_megabytes);
    box->setSingleStep(64);
    box->setSuffix(PreferencesDialog::tr(" MB"));
    box->setGroupSeparatorShown(true);
    box->setValue(value);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return box;
}

} // namespace

PreferencesDialog::PreferencesDialog(const std::string& library_folder, std::string cache_folder, QWidget* parent)
    : QDialog(parent)
    , cache_folder_(std::move(cache_folder))
    , before_(Preferences::load()) {
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addGeneral(form);
    addLibrary(form, library::display_path(library_folder));
    addCaches(form);
    later_ = note(tr("Some of this counts when Touchstone is started the next time."));
    later_->setObjectName(QStringLiteral("countsLater"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &PreferencesDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &PreferencesDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addStretch();
    layout->addWidget(later_);
    layout->addWidget(buttons);
    setMinimumWidth(std::max(fontMetrics().averageCharWidth() * 80, minimumSizeHint().width())); // words may be long
    showWhenItCounts();
}

void PreferencesDialog::addGeneral(QFormLayout* form) {
    appearance_ = new QComboBox;
    appearance_->setObjectName(QStringLiteral("appearance"));
    for (const auto& [which, text] : {std::pair{Appearance::System, tr("As the desktop")},
                                      {Appearance::Light, tr("Light")},
                                      {Appearance::Dark, tr("Dark")}})
        appearance_->addItem(text, appearanceName(which));
    appearance_->setCurrentIndex(appearance_->findData(appearanceName(before_.appearance)));
    appearance_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    form->addRow(tr("&Appearance:"), appearance_);
    automatic_ = new QCheckBox(tr("&Score photos as soon as a folder is open"));
    automatic_->setObjectName(QStringLiteral("scoreAutomatically"));
    automatic_->setChecked(before_.score_automatically);
    form->addRow(tr("Scoring:"), automatic_);
}

void PreferencesDialog::addLibrary(QFormLayout* form, const QString& open_folder) {
    folder_ = new QLineEdit(before_.library_folder);
    folder_->setObjectName(QStringLiteral("libraryFolder"));
    folder_->setPlaceholderText(tr("in your data folder"));
    folder_->setClearButtonEnabled(true);
    auto* choose = new QPushButton(tr("&Choose…"));
    choose->setObjectName(QStringLiteral("chooseLibraryFolder"));
    choose->setAccessibleName(tr("Choose the folder of the library"));
    connect(choose, &QPushButton::clicked, this, &PreferencesDialog::chooseFolder);
    connect(folder_, &QLineEdit::textChanged, this, &PreferencesDialog::showWhenItCounts);
    auto* row = new QHBoxLayout;
    row->addWidget(folder_);
    row->addWidget(choose);
    form->addRow(tr("&Library:"), row);
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(row)))
        label->setBuddy(folder_);
    if (libraryFolderIsGiven()) {
        folder_->setEnabled(false);
        choose->setEnabled(false);
        form->addRow(QString(), note(tr("TOUCHSTONE_LIBRARY names the folder: %1").arg(open_folder)));
    } else if (open_folder.isEmpty()) {
        form->addRow(QString(), note(tr("The library that is open is in memory only.")));
    } else {
        form->addRow(QString(), note(tr("Open now: %1\nScores, marks and collections are in that folder, and are not "
                                        "moved: to take them along, copy it while Touchstone is not running.")
                                         .arg(open_folder)));
    }
}

void PreferencesDialog::addCaches(QFormLayout* form) {
    thumbnails_ = megabytes("thumbnailMegabytes", before_.thumbnail_megabytes);
    maps_ = megabytes("mapMegabytes", before_.map_megabytes);
    for (QSpinBox* box : {thumbnails_, maps_})
        connect(box, &QSpinBox::valueChanged, this, &PreferencesDialog::showWhenItCounts);
    form->addRow(tr("&Thumbnails on the disk, at most:"), thumbnails_);
    form->addRow(tr("&Heat maps on the disk, at most:"), maps_);
    auto* remove = new QPushButton(tr("&Delete them now"));
    remove->setObjectName(QStringLiteral("deleteCaches"));
    remove->setAccessibleName(tr("Delete thumbnails, heat maps and features that are kept on the disk"));
    remove->setEnabled(!cache_folder_.empty());
    auto* said = note(QString());
    said->setObjectName(QStringLiteral("cachesDeleted"));
    connect(remove, &QPushButton::clicked, this, [this, said] {
        said->setText(tr("%1 freed. They are made again when they are needed.")
                          .arg(QLocale().formattedDataSize(deleteCaches(cache_folder_))));
    });
    auto* row = new QHBoxLayout; // so that the button is as wide as its words
    row->addWidget(remove);
    row->addStretch();
    form->addRow(QString(), row);
    form->addRow(QString(), said);
}

void PreferencesDialog::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Folder of the library"), folder_->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, folder_, &QLineEdit::setText);
    dialog->open();
}

Preferences PreferencesDialog::shown() const {
    Preferences preferences;
    preferences.appearance = appearanceFromName(appearance_->currentData().toString());
    preferences.score_automatically = automatic_->isChecked();
    preferences.library_folder = folder_->text().trimmed();
    preferences.thumbnail_megabytes = thumbnails_->value();
    preferences.map_megabytes = maps_->value();
    return preferences;
}

void PreferencesDialog::showWhenItCounts() {
    if (!later_) // still being built
        return;
    const Preferences now = shown();
    later_->setVisible(now.library_folder != before_.library_folder ||
                       now.thumbnail_megabytes != before_.thumbnail_megabytes ||
                       now.map_megabytes != before_.map_megabytes);
}

void PreferencesDialog::accept() {
    const Preferences chosen = shown();
    chosen.save();
    applyAppearance(chosen.appearance);
    Q_EMIT
    saved(chosen);
    QDialog::accept();
}

} // namespace touchstone::ui
