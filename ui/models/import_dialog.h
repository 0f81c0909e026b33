// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QDialog>

#include "app/modelstore/model_store.h"

class QComboBox;
class QDoubleSpinBox;
class QGroupBox;
class QSpinBox;

namespace touchstone::ui {

/// How a model file from the disk is to be taken; most files say it themselves, some do not.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    explicit ImportDialog(const QString& file, QWidget* parent = nullptr);

    ImportOptions options() const;

private:
    QWidget* makeNetworkBox();

    QComboBox *architecture_, *input_, *output_;
    QGroupBox* network_;
    QSpinBox* side_;
    QDoubleSpinBox *low_, *high_;
};

} // namespace touchstone::ui
