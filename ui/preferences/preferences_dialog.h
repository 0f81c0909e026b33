// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include <QDialog>

#include "ui/preferences/preferences.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace touchstone::ui {

/// Appearance, scoring, where the library lies, how large caches may grow. Saves when it is accepted; what only counts
/// from the next start on says so.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    /// `library_folder`: the one that is open. `cache_folder`: SessionOptions::cache_folder.
    PreferencesDialog(const std::string& library_folder, std::string cache_folder, QWidget* parent = nullptr);

    Preferences shown() const;
    void accept() override;

Q_SIGNALS:
    void saved(const touchstone::ui::Preferences& preferences);

private:
    void addGeneral(QFormLayout* form);
    void addLibrary(QFormLayout* form, const QString& open_folder);
    void addCaches(QFormLayout* form);
    void chooseFolder();
    void showWhenItCounts();

    const std::string cache_folder_;
    const Preferences before_;
    QComboBox* appearance_ = nullptr;
    QCheckBox* automatic_ = nullptr;
    QLineEdit* folder_ = nullptr;
    QSpinBox *thumbnails_ = nullptr, *maps_ = nullptr;
    QLabel* later_ = nullptr;
};

} // namespace touchstone::ui
