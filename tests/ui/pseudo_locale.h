// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <algorithm>

#include <QRegularExpression>
#include <QString>
#include <QTranslator>

namespace touchstone::test {

constexpr QChar kOpens(0x27E6), kCloses(0x27E7); // ⟦ and ⟧ stand in no text of the program's own

inline QChar accented(QChar letter) {
    static const QString plain = QStringLiteral("aceinouyzACEINOUYZ"), marked = QStringLiteral("áčéíñöüýžÁČÉÍÑÖÜÝŽ");
    const auto at = plain.indexOf(letter);
    return at < 0 ? letter : marked[at];
}

/// "&Open %1…" becomes "⟦&Opéñ %1… ööö ö⟧": seen to be translated, and some 40 % longer. Places (%1, %Ln), mnemonics,
/// tags, entities and the patterns of file dialogs stay as they are.
inline QString pseudo(const QString& text) {
    if (text.isEmpty())
        return text;
    static const QRegularExpression kept(
        QStringLiteral("%L?(?:\\d+|n)|&\\w+;|&[^&\\s]|</?[a-z]\\w*[^<>]*>|\\([^()]*\\*[^()]*\\)"));
    QString made(kOpens);
    qsizetype at = 0, length = 0;
    const auto accent = [&](qsizetype end) {
        for (; at < end; ++at, ++length)
            made += accented(text[at]);
    };
    for (auto matches = kept.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        accent(match.capturedStart());
        made += match.captured();
        at = match.capturedEnd();
    }
    accent(text.size());
    for (qsizetype extra = 0, wanted = std::max<qsizetype>(1, (length * 2 + 4) / 5); extra < wanted; ++extra)
        made += extra % 6 == 0 ? u' ' : u'ö'; // words, so that it wraps
    return made + kCloses;
}

/// A language in which nothing is cut short by luck, and nothing that was not marked for translation looks as if it
/// were.
class PseudoTranslator : public QTranslator {
public:
    QString translate(const char* context, const char* source, const char*, int) const override {
        // Qt reads key names back: they are no texts alone.
        return qstrcmp(context, "QShortcut") == 0 ? QString() : pseudo(QString::fromUtf8(source));
    }
    bool isEmpty() const override { return false; }
};

/// The text without what came from tr(): what is left was never marked, or is data.
inline QString unmarked(const QString& text) {
    QString left;
    int depth = 0;
    for (const QChar letter : text) {
        depth += letter == kOpens;
        if (depth == 0)
            left += letter;
        depth -= letter == kCloses;
    }
    return left;
}

} // namespace touchstone::test
