// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <string>

#include <QDialog>

#include "engine/nn/device_list.h"
#include "ui/preferences/preferences.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace touchstone::ui {

/// Appearance, scoring, devices, where the library lies, how large caches may grow. Saves when it is accepted; what only counts
/// from the next start on says so.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    /// `library_folder`: the one that is open. `cache_folder`: SessionOptions::cache_folder.
    /// `devices` is asked for the GPUs in a thread of its own, because drivers take their time; tests put in their own.
    PreferencesDialog(const std::string& library_folder, std::string cache_folder, QWidget* parent = nullptr,
                      std::function<DeviceList()> devices = list_devices);

    Preferences shown() const;
    void accept() override;

Q_SIGNALS:
    void saved(const touchstone::ui::Preferences& preferences);

private:
    void addGeneral(QFormLayout* form);
    void addComputing(QFormLayout* form);
    void addLibrary(QFormLayout* form, const QString& open_folder);
    void addCaches(QFormLayout* form);
    void lookForDevices(std::function<DeviceList()> devices);
    void offer(const DeviceList& list);
    void chooseFolder();
    void showWhenItCounts();

    const std::string cache_folder_;
    const Preferences before_;
    QComboBox* appearance_ = nullptr;
    QCheckBox* automatic_ = nullptr;
    QComboBox *device_ = nullptr, *precision_ = nullptr;
    QLabel* device_note_ = nullptr;
    QLineEdit* folder_ = nullptr;
    QSpinBox *thumbnails_ = nullptr, *maps_ = nullptr;
    QLabel* later_ = nullptr;
};

} // namespace touchstone::ui
