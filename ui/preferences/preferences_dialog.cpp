// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/preferences/preferences_dialog.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include "app/library/photo_entry.h"

namespace touchstone::ui {

namespace {

/// Words as high as they are at their width: QLabel wants room for a narrower one, and the form would give it.
class Note : public QLabel {
public:
    explicit Note(const QString& text)
        : QLabel(text) {
        setWordWrap(true);
        setTextInteractionFlags(Qt::TextSelectableByMouse);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override { return atItsWidth(QLabel::sizeHint()); }
    QSize minimumSizeHint() const override { return atItsWidth(QLabel::minimumSizeHint()); }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QLabel::resizeEvent(event);
        if (event->size().width() != event->oldSize().width())
            updateGeometry();
    }

private:
    QSize atItsWidth(QSize size) const { return {size.width(), heightForWidth(std::max(width(), size.width()))}; }
};

QLabel* note(const QString& text) {
    return new Note(text);
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

PreferencesDialog::PreferencesDialog(const std::string& library_folder, std::string cache_folder, QWidget* parent,
                                     std::function<DeviceList()> devices)
    : QDialog(parent)
    , cache_folder_(std::move(cache_folder))
    , before_(Preferences::load()) {
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addGeneral(form);
    addComputing(form);
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
    lookForDevices(std::move(devices));
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

void PreferencesDialog::addComputing(QFormLayout* form) {
    device_ = new QComboBox;
    device_->setObjectName(QStringLiteral("device"));
    device_->setSizeAdjustPolicy(QComboBox::AdjustToContents); // names of GPUs come later
    device_->view()->setAccessibleName(tr("Devices"));
    device_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    device_->addItem(tr("Automatic: a GPU when there is one"), Preferences::automatic_device);
    device_->addItem(tr("Processor (CPU)"), QStringLiteral("cpu"));
    if (device_->findData(before_.device) < 0) // its name comes when the driver has answered
        device_->addItem(before_.device, before_.device);
    device_->setCurrentIndex(device_->findData(before_.device));
    form->addRow(tr("&Networks run on:"), device_);
    device_note_ = note(tr("Looking for GPUs…"));
    device_note_->setObjectName(QStringLiteral("deviceNote"));
    form->addRow(QString(), device_note_);
    precision_ = new QComboBox;
    precision_->setObjectName(QStringLiteral("precision"));
    precision_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    precision_->addItem(tr("Reference: 32 bits throughout"), static_cast<int>(Precision::Reference));
    precision_->addItem(tr("Fast: 16 bits where the device has them"), static_cast<int>(Precision::Fast));
    precision_->setCurrentIndex(precision_->findData(static_cast<int>(before_.precision)));
    precision_->setToolTip(tr("Fast scores differ from the reference by less than 0.3 points of 100. Photos that were "
                              "scored with the other precision are scored again."));
    form->addRow(tr("&Precision:"), precision_);
    for (QComboBox* box : {device_, precision_})
        connect(box, &QComboBox::currentIndexChanged, this, &PreferencesDialog::showWhenItCounts);
}

void PreferencesDialog::lookForDevices(std::function<DeviceList()> devices) {
    auto* watcher = new QFutureWatcher<DeviceList>(this);
    connect(watcher, &QFutureWatcher<DeviceList>::finished, this, [this, watcher] { offer(watcher->result()); });
    watcher->setFuture(QtConcurrent::run(std::move(devices)));
}

/// What was chosen stays chosen, also when it is not there today.
void PreferencesDialog::offer(const DeviceList& list) {
    const QSignalBlocker quiet(device_);
    for (const Gpu& gpu : list.gpus) {
        const QString word = QString::fromStdString(gpu.device.name());
        QString text = gpu.name.empty() ? word : QString::fromStdString(gpu.name);
        if (gpu.memory_bytes > 0)
            text += QStringLiteral(" (%1)").arg(QLocale().formattedDataSize(static_cast<qint64>(gpu.memory_bytes), 0));
        if (const int known = device_->findData(word); known >= 0)
            device_->setItemText(known, text);
        else
            device_->addItem(text, word);
    }
    const QString all = QStringLiteral("cuda:all");
    if (const int known = device_->findData(all); known >= 0)
        device_->setItemText(known, tr("All GPUs"));
    else if (list.gpus.size() > 1)
        device_->addItem(tr("All GPUs"), all);
    device_note_->setText(list.gpus.empty()
                              ? tr("No GPU can be used: %1.").arg(QString::fromStdString(list.why_none))
                              : tr("%n GPU(s) found.", nullptr, static_cast<int>(list.gpus.size())));
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
    preferences.device = device_->currentData().toString();
    preferences.precision = static_cast<Precision>(precision_->currentData().toInt());
    preferences.library_folder = folder_->text().trimmed();
    preferences.thumbnail_megabytes = thumbnails_->value();
    preferences.map_megabytes = maps_->value();
    return preferences;
}

void PreferencesDialog::showWhenItCounts() {
    if (!later_) // still being built
        return;
    const Preferences now = shown();
    later_->setVisible(now.device != before_.device || now.precision != before_.precision ||
                       now.library_folder != before_.library_folder ||
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
