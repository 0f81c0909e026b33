// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The files of translated texts are whole, and the program speaks with them.
#include <set>

#include <QFile>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>

#include "app/library/photo_list_model.h"
#include "ui/style/translation.h"
#include "ui/window/empty_state.h"

using namespace touchstone;
using namespace touchstone::ui;

namespace {

struct Message {
    QString context, source, comment;
    QStringList forms; ///< one, or one for each plural form
    bool plural = false, unfinished = false;
};

std::vector<Message> messagesOf(const QString& language) {
    QFile file(QStringLiteral(TOUCHSTONE_TRANSLATIONS "/touchstone_%1.ts").arg(language));
    std::vector<Message> messages;
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            messages.push_back(
                {context, {}, {}, {}, xml.attributes().value(QLatin1String("numerus")) == u"yes", false});
        } else if (xml.name() == QLatin1String("source")) {
            messages.back().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("comment")) {
            messages.back().comment = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            messages.back().unfinished = xml.attributes().hasAttribute(QLatin1String("type"));
            if (!messages.back().plural)
                messages.back().forms << xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) {
            messages.back().forms << xml.readElementText();
        }
    }
    return messages;
}

/// %1, %2, %Ln … : what a translation must keep.
std::set<QString> placesOf(const QString& text) {
    static const QRegularExpression place(QStringLiteral("%(?:L?\\d+|L?n)"));
    std::set<QString> places;
    for (auto matches = place.globalMatch(text); matches.hasNext();)
        places.insert(matches.next().captured());
    return places;
}

/// What the program asks for, without what the language answers.
std::set<QString> questionsOf(const std::vector<Message>& messages) {
    std::set<QString> questions;
    for (const Message& message : messages)
        questions.insert(QStringList{message.context, message.source, message.comment}.join(QStringLiteral(" | ")));
    return questions;
}

bool hasHan(const QString& text) {
    return std::any_of(text.begin(), text.end(), [](QChar letter) { return letter.script() == QChar::Script_Han; });
}

int mnemonicsOf(const QString& text) {
    static const QRegularExpression mnemonic(QStringLiteral("&[^&\\s]"));
    return static_cast<int>(text.count(mnemonic));
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { installTranslations(QLocale::c()); }

    void filesAreWhole_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("plurals");
        QTest::newRow("German") << QStringLiteral("de") << 900 << 2;
        QTest::newRow("Chinese") << QStringLiteral("zh_CN") << 900 << 1;
        QTest::newRow("English plural forms") << QStringLiteral("en") << 4 << 2;
    }
    void filesAreWhole() {
        QFETCH(QString, language);
        QFETCH(int, least);
        QFETCH(int, plurals);
        const std::vector<Message> messages = messagesOf(language);
        QVERIFY(static_cast<int>(messages.size()) >= least);
        for (const Message& message : messages) {
            const QByteArray which = (message.context + QStringLiteral(": ") + message.source).toUtf8();
            QVERIFY2(!message.unfinished, which.constData());
            QCOMPARE(message.forms.size(), message.plural ? plurals : 1);
            for (const QString& form : message.forms) {
                QVERIFY2(!form.isEmpty(), which.constData());
                QVERIFY2(!form.contains(QLatin1String("?}")), which.constData()); // a guess of lupdate's
                QVERIFY2(placesOf(form) == placesOf(message.source), which.constData());
                QVERIFY2(mnemonicsOf(form) == mnemonicsOf(message.source), which.constData());
                QVERIFY2(form.startsWith(u' ') == message.source.startsWith(u' '), which.constData());
                QVERIFY2(form.count(u'<') == message.source.count(u'<'), which.constData());
            }
        }
    }

    void everyLanguageAnswersTheSame() {
        QCOMPARE(questionsOf(messagesOf(QStringLiteral("zh_CN"))), questionsOf(messagesOf(QStringLiteral("de"))));
    }

    /// Chinese has no letters to underline in its words: "打开(&O)…" names the English one behind them.
    void chineseKeepsItsConventions() {
        static const QRegularExpression key(QStringLiteral("&([^&\\s])")), shown(QStringLiteral("\\(&([A-Z0-9])\\)"));
        static const QRegularExpression words(QStringLiteral("[a-z]{3}")), place(QStringLiteral("%L?[n\\d]"));
        int untranslated = 0;
        for (const Message& message : messagesOf(QStringLiteral("zh_CN"))) {
            const QString& chinese = message.forms.front();
            const QByteArray which = (message.context + QStringLiteral(": ") + chinese).toUtf8();
            QCOMPARE(shown.match(chinese).captured(1), key.match(message.source).captured(1).toUpper());
            QVERIFY2(chinese.endsWith(u'…') == message.source.endsWith(u'…'), which.constData());
            QVERIFY2(!chinese.contains(QLatin1String("...")), which.constData());
            const bool colon = message.source.endsWith(u':');
            QVERIFY2(!colon || chinese.endsWith(u'：'), which.constData());
            untranslated += !hasHan(chinese) && QString(message.source).remove(place).contains(words);
        }
        // Names stay as they are: Viridis, Cividis, Touchstone, Letter.
        QVERIFY2(untranslated <= 8, qPrintable(QString::number(untranslated)));
    }

    void chineseIsSpoken() {
        const QString hide = QStringLiteral("隐藏此消息"), english = QStringLiteral("Hide this message");
        QVERIFY(installTranslations(QLocale(QStringLiteral("zh_CN"))));
        QCOMPARE(Banner::tr("Hide this message"), hide);
        QCOMPARE(library::PhotoListModel::tr("%Ln photos", nullptr, 1), QStringLiteral("1 张照片"));
        QCOMPARE(library::PhotoListModel::tr("%Ln photos", nullptr, 7), QStringLiteral("7 张照片"));
        QVERIFY(installTranslations(QLocale(QStringLiteral("zh_SG"))));
        QCOMPARE(Banner::tr("Hide this message"), hide);
        installTranslations(QLocale(QStringLiteral("zh_TW"))); // other characters, which we do not have
        QCOMPARE(Banner::tr("Hide this message"), english);
    }

    void germanIsSpoken() {
        QVERIFY(installTranslations(QLocale(QLocale::German)));
        QCOMPARE(Banner::tr("Hide this message"), QStringLiteral("Diese Nachricht ausblenden"));
        QCOMPARE(library::PhotoListModel::tr("One photo"), QStringLiteral("Ein Foto"));
        // Variants of the language are served too.
        QVERIFY(installTranslations(QLocale(QLocale::German, QLocale::Austria)));
        QCOMPARE(library::PhotoListModel::tr("One photo"), QStringLiteral("Ein Foto"));
    }

    void pluralsFollowTheNumber() {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QVERIFY(installTranslations(QLocale()));
        const auto photos = [](int n) { return library::PhotoListModel::tr("%Ln photos", nullptr, n); };
        QCOMPARE(photos(0), QStringLiteral("0 Fotos"));
        QCOMPARE(photos(1), QStringLiteral("1 Foto"));
        QCOMPARE(photos(4020), QStringLiteral("4.020 Fotos"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QVERIFY(installTranslations(QLocale()));
        QCOMPARE(photos(1), QStringLiteral("1 photo"));
        QCOMPARE(photos(4020), QStringLiteral("4,020 photos"));
        QLocale::setDefault(QLocale::c());
    }

    void anUnknownLanguageIsEnglish() {
        installTranslations(QLocale(QLocale::German));
        installTranslations(QLocale(QLocale::Zulu));
        QCOMPARE(Banner::tr("Hide this message"), QStringLiteral("Hide this message"));
    }
};

QTEST_MAIN(TestTranslations)
#include "test_translations.moc"
