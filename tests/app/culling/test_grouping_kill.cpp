// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/app/library/catalogue/rows_of_test.h"
#include "tests/support/killed_program.h"

using namespace touchstone;
using namespace touchstone::test;

/// kill -9 while groups are written: whoever opens the library sees the old groups or the new ones, whole.
class TestGroupingKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void groups_are_whole() {
        Library library;
        library.open();
        std::vector<std::string> names;
        for (int i = 0; i < 600; ++i)
            names.push_back(std::to_string(i) + ".jpg");
        QCOMPARE(library.add("/photos", "", names), PhotoId{1});
        library.close();
        Moments moments;
        int turned = 0;
        for (int number = kills(8, 100); number > 0; --number) {
            const Killed killed =
                run_and_kill(QStringLiteral(TOUCHSTONE_GROUPING_VICTIM), {QString::fromStdString(library.folder)},
                             moments.milliseconds(200), number % 2 == 0 ? "open" : "turn");
            QVERIFY(killed.started);
            QVERIFY2(killed.by_us && killed.errors.isEmpty(), killed.errors.constData());
            turned += killed.lines.contains("turn");
            library.open();
            QCOMPARE(library.catalogue->state(), Catalogue::State::Open);
            QVERIFY(library.catalogue->check()->empty());
            const auto groups = library.reader()->groups();
            VERIFY_DONE(groups);
            const bool pairs = groups->size() == 300;
            QVERIFY2(pairs || groups->size() == 200 || groups->empty(), std::to_string(groups->size()).c_str());
            for (const PhotoGroup& group : *groups) {
                QCOMPARE(group.members.size(), std::size_t{pairs ? 2u : 3u});
                QCOMPARE(group.kind, pairs ? GroupKind::Burst : GroupKind::Similar);
            }
            library.close();
        }
        QVERIFY(turned > 0);
    }
};

QTEST_GUILESS_MAIN(TestGroupingKill)
#include "test_grouping_kill.moc"
