// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Changing properties in the text of a packet; what is refused.
#include <QtTest>

#include "app/metadata/colour_label.h"
#include "app/metadata/xmp_packet.h"
#include "tests/app/metadata/program_sidecars.h"

using namespace touchstone;
using namespace touchstone::metadata;

namespace {

const std::string xmp(xmp_namespace);

XmpChange rating(std::optional<std::string> value) {
    return {xmp, "Rating", "xmp", std::move(value)};
}

/// The lines of `text` that are not in `other`, in order.
std::string lines_gone(const std::string& text, const std::string& other) {
    const QStringList there = QString::fromStdString(other).split(u'\n');
    QStringList gone;
    for (const QString& line : QString::fromStdString(text).split(u'\n'))
        if (!there.contains(line))
            gone << line;
    return gone.join(u'\n').toStdString();
}

} // namespace

class TestXmpPacket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyProgramIsRead() {
        for (const test::ProgramSidecar& sidecar : test::program_sidecars()) {
            const auto packet = XmpPacket::parse(sidecar.text, sidecar.program);
            QVERIFY2(packet, packet ? "" : packet.error().message().c_str());
            QCOMPARE(packet->value(xmp, "Rating").value_or("0"), std::to_string(sidecar.rating));
            QCOMPARE(packet->value(xmp, "Label").value_or(""), std::string(sidecar.label));
        }
    }

    /// Everything but the line, or the attribute, that is meant stays byte for byte.
    void onlyTheRatingChanges() {
        for (const test::ProgramSidecar& sidecar : test::program_sidecars()) {
            const auto packet = XmpPacket::parse(sidecar.text, sidecar.program);
            const std::string text = packet->with({rating("1")});
            const auto changed = XmpPacket::parse(text, sidecar.program);
            QVERIFY2(changed, sidecar.program);
            QCOMPARE(changed->value(xmp, "Rating").value_or(""), std::string("1"));
            const bool was_there = packet->value(xmp, "Rating").has_value();
            const auto places = packet->properties().size() + (was_there ? 0 : 1);
            QCOMPARE(changed->properties().size(), places);
            // Back again is the same text, where there was one.
            if (was_there)
                QCOMPARE(changed->with({rating(packet->value(xmp, "Rating"))}), sidecar.text);
            QVERIFY(lines_gone(sidecar.text, text).size() < 200);
        }
    }

    void newPropertiesBecomeAttributes() {
        const auto packet = XmpPacket::parse(XmpPacket::empty().text(), "");
        const std::string text = packet->with({rating("4"), {xmp, "Label", "xmp", "a \"b\" <c> & 'd'"}});
        QVERIFY2(text.find("rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"4\" xmp:Label=\"a "
                           "&quot;b&quot; &lt;c&gt; &amp; &apos;d&apos;\"/>") != std::string::npos,
                 text.c_str());
        QCOMPARE(XmpPacket::parse(text, "")->value(xmp, "Label").value_or(""), std::string("a \"b\" <c> & 'd'"));
    }

    /// A prefix of that name may be somebody else's.
    void otherPrefixesAreRespected() {
        const test::ProgramSidecar sidecar = test::program_sidecars()[6];
        const auto packet = XmpPacket::parse(sidecar.text, "");
        const std::string text = packet->with({rating("5")});
        QVERIFY2(text.find("xmp:Rating=\"kept\"") != std::string::npos, text.c_str());
        QVERIFY2(text.find("xmlns:xmp_=\"http://ns.adobe.com/xap/1.0/\" xmp_:Rating=\"5\"") != std::string::npos,
                 text.c_str());
    }

    void removingTakesAttributesAndElementsAway() {
        const auto lightroom = test::program_sidecars()[2].text;
        const std::string without = XmpPacket::parse(lightroom, "")->with({{xmp, "Label", "xmp", std::nullopt}});
        QCOMPARE(lines_gone(lightroom, without), std::string("   xmp:Label=\"Rot\""));
        const auto capture_one = test::program_sidecars()[3].text;
        const std::string shorter = XmpPacket::parse(capture_one, "")->with({{xmp, "Label", "xmp", std::nullopt}});
        QCOMPARE(lines_gone(capture_one, shorter), std::string("         <xmp:Label>Green</xmp:Label>\r"));
    }

    void aSecondRatingThatContradictsGoes() {
        const std::string twice =
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
            "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"><rdf:Description xmp:Rating=\"1\"><xmp:Rating>2</xmp:Rating>"
            "</rdf:Description></rdf:RDF>";
        const std::string once = XmpPacket::parse(twice, "")->with({rating("3")});
        QVERIFY(once.find("xmp:Rating=\"3\"></rdf:Description>") != std::string::npos);
    }

    void ourNamespaceComesAndGoes() {
        for (const test::ProgramSidecar& sidecar : test::program_sidecars()) {
            const auto packet = XmpPacket::parse(sidecar.text, sidecar.program);
            const std::string with =
                packet->with_namespace(own_namespace, "touchstone", "   <touchstone:a>1</touchstone:a>\n");
            const auto changed = XmpPacket::parse(with, sidecar.program);
            QVERIFY2(changed, with.c_str());
            QCOMPARE(changed->value(own_namespace, "a").value_or(""), std::string("1"));
            QCOMPARE(changed->with_namespace(own_namespace, "touchstone", ""), sidecar.text);
        }
    }

    void emptyPacketsAreFilled_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no description") << QByteArray(
            "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"></r:RDF>");
        QTest::newRow("closed at once") << QByteArray(
            "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>");
        QTest::newRow("empty element") << QByteArray(
            "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description><x:Rating "
            "xmlns:x=\"http://ns.adobe.com/xap/1.0/\"/></r:Description></r:RDF>");
    }
    void emptyPacketsAreFilled() {
        QFETCH(const QByteArray, text);
        const auto packet = XmpPacket::parse(text.toStdString(), "");
        QVERIFY(packet);
        const std::string filled = packet->with({rating("2")});
        const auto again = XmpPacket::parse(filled, "");
        QVERIFY2(again, filled.c_str());
        QCOMPARE(again->value(xmp, "Rating").value_or(""), std::string("2"));
    }

    void whatIsNoPacketIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("words") << QByteArray("Rating 5");
        QTest::newRow("cut off") << QByteArray(test::program_sidecars()[0].text.substr(0, 900).c_str());
        QTest::newRow("other tag closed") << QByteArray("<a><b></a></b>");
        QTest::newRow("no quotes") << QByteArray("<a b=1/>");
        QTest::newRow("no value") << QByteArray("<a b/>");
        QTest::newRow("not UTF-8") << QByteArray("<a b='\xff\xfe'/>");
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe<\0a\0", 6);
        QTest::newRow("no XMP") << QByteArray("<html><body/></html>");
        QTest::newRow("document type") << QByteArray(
            "<!DOCTYPE lolz [<!ENTITY a \"aaaa\">]><r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>");
        // Found by tests/fuzz: a change would have declared the prefix, and given the tag a second rating.
        QTest::newRow("prefix of nothing")
            << QByteArray("<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description "
                          "xmp:Rating=\"-1\"/></r:RDF>");
        QTest::newRow("element of nothing")
            << QByteArray("<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><x:y/></r:RDF>");
        QTest::newRow("two colons") << QByteArray("<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                                                  "xmlns:a:b=\"http://ns.adobe.com/xap/1.0/\"/>");
        QTest::newRow("attribute twice") << QByteArray(
            "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description a='1' a='2'/></r:RDF>");
        QTest::newRow("deep") << QByteArray("<a>").repeated(100'000);
        QTest::newRow("two packets") << QByteArray(
            "<a><r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>"
            "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/></a>");
    }
    void whatIsNoPacketIsRefused() {
        QFETCH(const QByteArray, text);
        const auto packet = XmpPacket::parse(text.toStdString(), "x.xmp");
        QVERIFY(!packet);
        QCOMPARE(packet.error().code, ErrorCode::Damaged);
        QVERIFY(!packet.error().what.empty());
    }
    void largePacketsAreRefused() {
        QCOMPARE(XmpPacket::parse(std::string(largest_packet + 1, ' '), "").error().code, ErrorCode::TooLarge);
    }

    /// Every prefix and every single changed byte of a packet: an answer, never a crash.
    void tornAndBentTextsAreAnswered() {
        const std::string whole = test::program_sidecars()[2].text;
        for (std::size_t length = 0; length < whole.size(); ++length)
            (void)XmpPacket::parse(whole.substr(0, length), "");
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (const char c : {'<', '>', '"', '/', '&', '\0'}) {
                std::string bent = whole;
                bent[at] = c;
                if (const auto packet = XmpPacket::parse(bent, ""))
                    (void)packet->with({rating("1"), {xmp, "Label", "xmp", std::nullopt}});
            }
    }

    void labelsOfManyTongues() {
        QCOMPARE(colour_of_label("Rot"), std::optional(ColourLabel::Red));
        QCOMPARE(colour_of_label("GELB"), std::optional(ColourLabel::Yellow));
        QCOMPARE(colour_of_label("Approved"), std::optional(ColourLabel::Green));
        QCOMPARE(colour_of_label(""), std::optional(ColourLabel::None));
        QVERIFY(!colour_of_label("for grandma"));
        for (const ColourLabel colour :
             {ColourLabel::Red, ColourLabel::Yellow, ColourLabel::Green, ColourLabel::Blue, ColourLabel::Purple})
            QCOMPARE(colour_of_label(label_of_colour(colour)), std::optional(colour));
    }
};

QTEST_GUILESS_MAIN(TestXmpPacket)
#include "test_xmp_packet.moc"
