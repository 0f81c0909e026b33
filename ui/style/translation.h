// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QLocale>

namespace touchstone::ui {

/// Shows the program's texts, and those of Qt's own dialogs, in the first of the locale's languages that is there;
/// English when none is. Replaces the language installed before. GUI thread, with a QApplication; widgets made earlier
/// keep their words. True when a language of ours was found.
bool installTranslations(const QLocale& locale);

} // namespace touchstone::ui
