// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QDialog>

#include "app/modelstore/published_models.h"

namespace touchstone::ui {

/// Shows a model's licence and what will be fetched from where; accepted only when the person says so.
class LicenceDialog : public QDialog {
    Q_OBJECT
public:
    explicit LicenceDialog(const PublishedModel& model, QWidget* parent = nullptr);
};

} // namespace touchstone::ui
