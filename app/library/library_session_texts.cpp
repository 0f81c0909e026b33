// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the session says in words, and the commands that do the same.
#include <algorithm>

#include <QLocale>

#include "app/library/library_session.h"
#include "engine/base/files.h"

namespace touchstone::library {

QString LibrarySession::countText() const {
    return photos_.countText();
}

static QString time_left(int seconds) {
    if (seconds < 60)
        return LibrarySession::tr("less than a minute left");
    const int minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return LibrarySession::tr("%1 min left").arg(minutes);
    return LibrarySession::tr("%1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

QString LibrarySession::progressText() const {
    const ScoringProgress& progress = scoring_->progress();
    const QLocale locale;
    switch (scoring_->state()) {
    case ScoringService::State::Idle:
        return {};
    case ScoringService::State::Loading:
        return tr("Opening the model…");
    case ScoringService::State::Paused:
        if (paused_by_throttle_)
            return tr("Waiting for mains power at %1 of %2")
                .arg(locale.toString(progress.done), locale.toString(progress.total));
        return tr("Paused at %1 of %2").arg(locale.toString(progress.done), locale.toString(progress.total));
    case ScoringService::State::Running:
        break;
    }
    QString text = tr("Scoring %1 of %2").arg(locale.toString(progress.done), locale.toString(progress.total));
    if (progress.photos_per_second)
        text += tr(" · %1/s", "photos per second").arg(locale.toString(*progress.photos_per_second, 'f', 1));
    if (progress.seconds_left)
        text += tr(" · %1", "time left").arg(time_left(*progress.seconds_left));
    return text;
}

static QString native_limit_word(const NativeLimit& limit) {
    return limit.kind == NativeLimit::Kind::None ? QStringLiteral("none") : QString::number(limit.pixels);
}

QStringList LibrarySession::scoringWords() const {
    QStringList words;
    if (options_.device != "auto")
        words << QStringLiteral("--device") << QString::fromStdString(options_.device);
    if (options_.scorer.precision != Precision::Reference)
        words << QStringLiteral("--precision") << QString::fromLatin1(precision_name(options_.scorer.precision));
    if (options_.scorer.native_limit.kind != NativeLimit::Kind::Default)
        words << QStringLiteral("--native-limit") << native_limit_word(options_.scorer.native_limit);
    if (options_.pipeline.decode.mode == imaging::DecodeMode::AsStored)
        words << QStringLiteral("--decode") << QStringLiteral("as-stored");
    return words;
}

QString LibrarySession::commandLine() const {
    QStringList words{QStringLiteral("touchstone-cli"), QStringLiteral("score")};
    for (const std::string& model : options_.model_names)
        words << QStringLiteral("--model") << shell_quoted(model);
    words << scoringWords();
    words << QStringLiteral("--format") << QStringLiteral("table");
    // A name that begins with '-' would be read as an option.
    if (std::any_of(paths_.begin(), paths_.end(), [](const std::string& path) { return path.starts_with('-'); }))
        words << QStringLiteral("--");
    for (const std::string& path : paths_)
        words << shell_quoted(path);
    return words.join(u' ');
}

QString LibrarySession::explainCommandLine(PhotoId id) const {
    const PhotoEntry* photo = photos_.entry(id);
    if (!photo)
        return {};
    QStringList words{QStringLiteral("touchstone-cli"), QStringLiteral("explain")};
    // Cards come in the order of the model files, and those in the order of the names.
    const std::vector<ModelCard>& cards = photos_.models();
    const auto card =
        std::find_if(cards.begin(), cards.end(), [&](const ModelCard& c) { return c.id == photos_.explainedModel(); });
    const std::size_t at = card == cards.end() ? 0 : static_cast<std::size_t>(card - cards.begin());
    if (at < options_.model_names.size())
        words << QStringLiteral("--model") << shell_quoted(options_.model_names[at]);
    else if (at > 0 && at < options_.model_files.size()) // the first one is taken without being named
        words << QStringLiteral("--model") << shell_quoted(options_.model_files[at]);
    words << scoringWords() << QStringLiteral("--output") << QStringLiteral("attention");
    if (photo->file.path.starts_with('-'))
        words << QStringLiteral("--");
    words << shell_quoted(photo->file.path);
    return words.join(u' ');
}

QString shell_quoted(const std::string& argument) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/._-+,=:@%").find(c) != std::string_view::npos;
    };
    if (!argument.empty() && std::all_of(argument.begin(), argument.end(), is_plain))
        return QString::fromStdString(argument);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (is_valid_utf8(argument) && std::none_of(argument.begin(), argument.end(), is_control)) {
        QString inner = QString::fromStdString(argument);
        inner.replace(u'\'', QStringLiteral("'\\''"));
        return QStringLiteral("'%1'").arg(inner);
    }
    QString quoted = QStringLiteral("$'");
    for (const char c : argument) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\'' || c == '\\')
            quoted += QStringLiteral("\\%1").arg(QLatin1Char(c));
        else if (byte < 0x20 || byte >= 0x7f)
            quoted += QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
        else
            quoted += QLatin1Char(c);
    }
    return quoted + u'\'';
}

} // namespace touchstone::library
