// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/library/photo_list_model.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

/// Photos 1 … `count`; every four are a group (1, 2, 3 …), the last of each four alone.
std::vector<PhotoEntry> photos(int count) {
    std::vector<PhotoEntry> entries;
    for (int i = 1; i <= count; ++i) {
        PhotoEntry entry;
        entry.id = i;
        entry.name = QStringLiteral("IMG_%1.jpg").arg(i);
        entry.file.path = "/photos/" + entry.name.toStdString();
        if (i % 4 != 0) {
            entry.group = (i - 1) / 4 + 1;
            entry.group_kind = GroupKind::Burst;
        }
        ScoreRecord record;
        record.model = "m";
        record.score.value = 100 - i;
        entry.scores.push_back(record);
        entry.state = PhotoState::Scored;
        entries.push_back(std::move(entry));
    }
    return entries;
}

ModelCard card() {
    ModelCard made;
    made.id = "m";
    made.range = std::pair(0.0, 100.0);
    return made;
}

QByteArray rowsOf(const PhotoListModel& model) {
    QByteArray text;
    for (const PhotoId id : model.shownIds())
        text += (text.isEmpty() ? "" : " ") + QByteArray::number(static_cast<qlonglong>(id));
    return text;
}

int stateOf(const PhotoListModel& model, PhotoId id) {
    return model.data(model.indexOf(id), PhotoListModel::StackStateRole).toInt();
}

using State = PhotoListModel::StackState;

} // namespace

/// Groups as stacks of the list.
class TestPhotoListStacks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale::c()); }

    void stacksShowTheirCoverAndOpen() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.append(photos(8));
        model.rerank();
        QCOMPARE(rowsOf(model), QByteArray("1 2 3 4 5 6 7 8"));
        QCOMPARE(model.data(model.indexOf(2), PhotoListModel::StackSizeRole).toInt(), 3);
        QCOMPARE(stateOf(model, 2), static_cast<int>(State::Loose));
        const QPersistentModelIndex alone(model.indexOf(4));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setStacked(true);
        QCOMPARE(rowsOf(model), QByteArray("1 4 5 8"));
        QCOMPARE(alone.row(), 1); // selections survive
        QCOMPARE(model.behindCount(), 4);
        QCOMPARE(model.hiddenCount(), 0);
        QCOMPARE(model.countText(), QStringLiteral("8 photos · 4 in stacks"));
        QCOMPARE(stateOf(model, 1), static_cast<int>(State::Cover));
        model.setStackOpen(2, true);
        QCOMPARE(rowsOf(model), QByteArray("1 4 5 6 7 8"));
        QCOMPARE(stateOf(model, 5), static_cast<int>(State::OpenCover));
        QCOMPARE(stateOf(model, 6), static_cast<int>(State::Member));
        model.setStackOpen(2, false);
        model.setStacked(false);
        QCOMPARE(rowsOf(model), QByteArray("1 2 3 4 5 6 7 8"));
        QCOMPARE(reset.count(), 0);
        QVERIFY(!model.orderIsStale());
    }

    void theBestIsTheCoverAndStandsWhereItsScoreIs() {
        PhotoListModel model;
        model.setModels({card()});
        model.append(photos(8));
        model.setStacked(true);
        model.setBest({3});
        model.rerank();
        QCOMPARE(rowsOf(model), QByteArray("3 4 5 8"));
        model.setStackOpen(1, true);
        QCOMPARE(rowsOf(model), QByteArray("3 1 2 4 5 8")); // the cover first, then the others by rank
        QVERIFY(!model.orderIsStale());
        // A mark on a member that stands outside the order is no reason to rank anew.
        model.applyMarks({2}, MarkChange{3, {}, {}});
        QVERIFY(!model.orderIsStale());
        PhotoOutcome better;
        better.id = 4;
        ScoreRecord record;
        record.model = "m";
        record.score.value = 99.5;
        better.records.push_back(record);
        model.apply({better});
        model.flush();
        QVERIFY(model.orderIsStale());
        model.rerank();
        QCOMPARE(rowsOf(model), QByteArray("4 3 1 2 5 8"));
    }

    void aFilterCountsFirst() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.append(photos(8));
        model.setStacked(true);
        model.rerank();
        model.applyMarks({2, 3, 5}, MarkChange{4, {}, {}});
        model.setFilter(*PhotoFilter::parse(QStringLiteral("rating>=4")));
        QCOMPARE(rowsOf(model), QByteArray("2 5"));
        QCOMPARE(model.data(model.indexOf(2), PhotoListModel::StackSizeRole).toInt(), 2);
        QCOMPARE(model.countText(), QStringLiteral("2 of 8 shown · 5 hidden by filter · 1 in stacks"));
        QCOMPARE(model.groupMembers(1), (std::vector<PhotoId>{2, 3}));
        QCOMPARE(model.fittingIds(), (std::vector<PhotoId>{2, 3, 5}));
        model.setFilter({});
        QCOMPARE(rowsOf(model), QByteArray("1 4 5 8"));
    }

    void photosComeAndGo() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.setStacked(true);
        auto all = photos(8);
        model.append({all.begin(), all.begin() + 2});
        QCOMPARE(rowsOf(model), QByteArray("1")); // the second one is behind it at once
        model.append({all.begin() + 2, all.end()});
        QCOMPARE(rowsOf(model), QByteArray("1 4 5 8"));
        QCOMPARE(model.behindCount(), 4);
        model.rerank();
        QCOMPARE(rowsOf(model), QByteArray("1 4 5 8"));
        model.remove({1});
        QCOMPARE(rowsOf(model), QByteArray("2 4 5 8")); // the next one stands for the group
        model.remove({2, 3});
        QCOMPARE(rowsOf(model), QByteArray("4 5 8"));
        QCOMPARE(model.behindCount(), 2);
        model.clear();
        QCOMPARE(model.behindCount(), 0);
        QCOMPARE(model.countText(), QStringLiteral("0 photos"));
    }

    void groupsAreFoundLaterAndRowsDoNotJump() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        auto all = photos(8);
        for (PhotoEntry& entry : all) {
            entry.group = 0;
            entry.group_kind = GroupKind::None;
        }
        model.append(all);
        model.setStacked(true);
        model.rerank();
        QCOMPARE(model.rowCount(), 8);
        model.applyGroups({{2, 9, GroupKind::Similar}, {6, 9, GroupKind::Similar}, {77, 9, GroupKind::Similar}});
        QCOMPARE(model.rowCount(), 8);
        QVERIFY(model.orderIsStale()); // asked, not done
        QCOMPARE(model.data(model.indexOf(6), PhotoListModel::StackSizeRole).toInt(), 2);
        model.rerank();
        QCOMPARE(rowsOf(model), QByteArray("1 2 3 4 5 7 8"));
        QVERIFY(model.data(model.indexOf(2), Qt::AccessibleTextRole).toString().contains(QStringLiteral("one of 2")));
        model.applyGroups({{2, 0, GroupKind::None}, {6, 0, GroupKind::None}});
        model.rerank();
        QCOMPARE(model.rowCount(), 8);
    }

    void proposalsAreShownBesideMarksAndAreNoMarks() {
        PhotoListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels({card()});
        model.append(photos(8));
        model.flush();
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setProposals({{2, Flag::Reject}, {1, Flag::Pick}, {99, Flag::Pick}});
        QCOMPARE(changed.count(), 1); // two rows beside each other
        QCOMPARE(model.data(model.indexOf(2), PhotoListModel::ProposalRole).toInt(), static_cast<int>(Flag::Reject));
        QCOMPARE(model.data(model.indexOf(2), PhotoListModel::FlagRole).toInt(), static_cast<int>(Flag::None));
        QVERIFY(model.data(model.indexOf(2), Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("proposed to reject")));
        changed.clear();
        model.setProposals({{1, Flag::Pick}});
        QCOMPARE(changed.count(), 1); // only what is another one
        QCOMPARE(changed[0][0].toModelIndex().row(), model.rowOf(2));
    }

    void manyStacks() {
        PhotoListModel model;
        model.setModels({card()});
        model.append(photos(20'000));
        model.setStacked(true);
        model.rerank();
        QCOMPARE(model.rowCount(), 10'000);
        QCOMPARE(model.behindCount(), 10'000);
    }
};

QTEST_GUILESS_MAIN(TestPhotoListStacks)
#include "test_photo_list_stacks.moc"
