// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/notices.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace touchstone::library::notices {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Catalogue)
};

Issue issue(Issue::Severity severity, const std::string& file, const QString& text) {
    Issue made;
    made.severity = severity;
    made.file = file;
    made.text = text;
    return made;
}

QString words_of(const Error& error) {
    return QString::fromStdString(error.what);
}

} // namespace

Issue locked(const std::string& folder, long process) {
    const QString who =
        process > 0 ? Texts::tr("another Touchstone (process %1)").arg(process) : Texts::tr("another Touchstone");
    return issue(
        Issue::Severity::Warning, folder,
        Texts::tr("is in use by %1: the library is shown as it is, and marks and scores of this window are not "
                  "kept (close the other one and start this one again)")
            .arg(who));
}

Issue not_writable(const std::string& folder) {
    return issue(
        Issue::Severity::Warning, folder,
        Texts::tr("cannot be written: the library is shown as it is, and new marks and scores are not kept (make "
                  "the folder writable, or choose another one with TOUCHSTONE_LIBRARY)"));
}

Issue newer_schema(const std::string& database) {
    return issue(Issue::Severity::Warning, database,
                 Texts::tr("was made by a newer Touchstone: it is only read (install that version to change it)"));
}

Issue restored(const Restored& restored) {
    const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(restored.from_ms), QLocale::ShortFormat);
    if (restored.kept_as.empty())
        return issue(
            Issue::Severity::Error, restored.from,
            Texts::tr("catalogue.db was gone, and the library was restored from this backup of %1 (to begin anew, "
                      "remove the folder \"backup\", too)")
                .arg(when));
    const QString kept = display_name(restored.kept_as);
    QString text =
        restored.from.empty()
            ? Texts::tr(
                  "was damaged, and no sound backup was found: the library begins anew (the damaged file is kept as "
                  "%1; open your folders again)")
                  .arg(kept)
            : Texts::tr(
                  "was damaged and was restored from the backup of %1: what was done since then may be missing (the "
                  "damaged file is kept as %2)")
                  .arg(when, kept);
    if (restored.saved_marks > 0)
        text += QLatin1Char(' ') +
                Texts::tr("%n mark(s) could still be read from it and are kept", nullptr, int(restored.saved_marks));
    return issue(Issue::Severity::Error, restored.kept_as, text);
}

Issue network(const std::string& folder) {
    return issue(
        Issue::Severity::Note, folder,
        Texts::tr("is on a network file system: the library works, but slower, and only one computer may have it "
                  "open (choose a folder on this computer's own disk with TOUCHSTONE_LIBRARY)"));
}

Issue no_log(const std::string& folder) {
    return issue(
        Issue::Severity::Note, folder,
        Texts::tr("is on a file system without shared memory: the library works, but slower (choose a folder on "
                  "another disk with TOUCHSTONE_LIBRARY)"));
}

Issue not_migrated(const Error& error) {
    return issue(
        Issue::Severity::Warning, error.file,
        Texts::tr("is of an older version and could not be brought up to date: %1. It is unchanged, and only read "
                  "(free some space on the disk and start again)")
            .arg(words_of(error)));
}

Issue in_memory(const Error& error) {
    return issue(
        Issue::Severity::Error, error.file,
        Texts::tr("cannot be used for the library: %1. Everything works, but nothing is kept when the program ends "
                  "(choose another folder with TOUCHSTONE_LIBRARY)")
            .arg(words_of(error)));
}

Issue unreadable(const Error& error) {
    return issue(Issue::Severity::Error, error.file,
                 Texts::tr("cannot be read: %1. The library is shown empty, and nothing is changed (check the file's "
                           "permissions)")
                     .arg(words_of(error)));
}

} // namespace touchstone::library::notices
