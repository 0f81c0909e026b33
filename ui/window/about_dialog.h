// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QDialog>

namespace touchstone::ui {

/// Version, licence, and the NOTICE with the papers, the patents on MUSIQ and other people's licences.
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

/// What a score is, what a map is, and what neither can tell, in plain words.
class WhatIsThisDialog : public QDialog {
    Q_OBJECT
public:
    explicit WhatIsThisDialog(QWidget* parent = nullptr);
};

} // namespace touchstone::ui
