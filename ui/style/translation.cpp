// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/style/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QPointer>
#include <QTranslator>

// The macro declares a function, which must be outside every namespace.
static void initialiseTranslations() {
    Q_INIT_RESOURCE(touchstone_translations);
}

namespace touchstone::ui {

bool installTranslations(const QLocale& locale) {
    initialiseTranslations();
    // Children of the application: they leave it together with it.
    static QPointer<QTranslator> ours, qts;
    delete ours;
    delete qts;
    ours = new QTranslator(QCoreApplication::instance());
    qts = new QTranslator(QCoreApplication::instance());
    if (qts->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qts);
    // English is one of them, or a second choice among the person's languages would win over it.
    const bool found = ours->load(locale, QStringLiteral("touchstone"), QStringLiteral("_"),
                                  QStringLiteral(":/touchstone/translations"));
    if (found)
        QCoreApplication::installTranslator(ours);
    return found;
}

} // namespace touchstone::ui
