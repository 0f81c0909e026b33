// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

#include <QtTest>

#include "app/culling/proposals.h"

using namespace touchstone;
using namespace touchstone::culling;
using library::Flag;
using library::GroupKind;

namespace {

Candidate candidate(PhotoId id, std::int64_t group, double score, double sharpness) {
    Candidate made;
    made.id = id;
    made.group = group;
    made.kind = group == 0 ? GroupKind::None : GroupKind::Burst;
    made.score = score;
    made.sharpness = sharpness;
    made.captured_ms = 1000 * id;
    return made;
}

QByteArray text_of(const Proposals& proposals) {
    QByteArray text;
    for (const Proposal& proposal : proposals.marks)
        text += (text.isEmpty() ? "" : " ") + QByteArray(proposal.flag == Flag::Pick ? "+" : "-") +
                QByteArray::number(static_cast<qlonglong>(proposal.photo));
    return text;
}

} // namespace

/// What is proposed, why, and what never is.
class TestProposals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_best_of_a_group_with_reasons_and_margin() {
        const std::vector<Candidate> photos{candidate(1, 7, 60, 10), candidate(2, 7, 63.1, 11.8),
                                            candidate(3, 7, 55, 9)};
        const Proposals proposals = propose(photos, {});
        QCOMPARE(text_of(proposals), QByteArray("-1 +2 -3"));
        QCOMPARE(proposals.groups.size(), std::size_t{1});
        const GroupVerdict& verdict = proposals.groups[0];
        QCOMPARE(verdict.best, PhotoId{2});
        QCOMPARE(verdict.ranked, (std::vector<PhotoId>{2, 1, 3}));
        QVERIFY(std::abs(verdict.margin - (3.1 + 6 * std::log2(1.18))) < 1e-9);
        QLocale::setDefault(QLocale::c());
        QCOMPARE(reasons_text(verdict.reasons, Flag::Pick), QStringLiteral("sharper by 18 %, score +3.1"));
        QCOMPARE(reasons_text(proposals.marks[0].reasons, Flag::Reject),
                 QStringLiteral("less sharp by 15 %, score −3.1"));
        QCOMPARE(proposals.marks[0].other, PhotoId{2});
    }

    void a_close_call_is_the_person_s() {
        const Proposals proposals =
            propose(std::vector<Candidate>{candidate(1, 7, 60, 10), candidate(2, 7, 60.5, 10)}, {});
        QCOMPARE(text_of(proposals), QByteArray());
        QVERIFY(proposals.groups[0].is_close);
        QCOMPARE(proposals.groups[0].best, PhotoId{2});
    }

    void what_the_person_said_comes_first_and_is_never_overruled() {
        std::vector<Candidate> photos{candidate(1, 7, 60, 10), candidate(2, 7, 80, 20), candidate(3, 7, 40, 5)};
        photos[0].marks.flag = Flag::Pick;
        Proposals proposals = propose(photos, {});
        QCOMPARE(proposals.groups[0].best, PhotoId{1});
        QCOMPARE(proposals.groups[0].reasons.front().kind, Reason::Kind::Marked);
        QCOMPARE(text_of(proposals), QByteArray("-3")); // 2 is better than what was picked: no reason to go
        photos[2].marks.rating = 3;
        QCOMPARE(text_of(propose(photos, {})), QByteArray());
        photos[2].marks = {};
        photos[2].declined = true;
        QCOMPARE(text_of(propose(photos, {})), QByteArray());
        photos[0].marks.flag = Flag::Reject;
        photos[2].declined = false;
        QCOMPARE(text_of(propose(photos, {})), QByteArray("+2 -3"));
    }

    void sets_are_kept_whole() {
        for (const GroupKind kind : {GroupKind::Bracket, GroupKind::Panorama, GroupKind::TimeLapse}) {
            std::vector<Candidate> photos{candidate(1, 7, 60, 10), candidate(2, 7, 20, 1), candidate(3, 7, 90, 20)};
            for (Candidate& photo : photos) {
                photo.kind = kind;
                photo.mean_luma = 2; // the darkest frame of a bracket is black
                photo.contrast = 1;
            }
            ProposalRules rules;
            rules.reject_below = 50;
            const Proposals proposals = propose(photos, {}, rules);
            QCOMPARE(text_of(proposals), QByteArray());
            QVERIFY(proposals.groups[0].kept_whole);
            QCOMPARE(proposals.groups[0].best, PhotoId{0});
        }
    }

    void nothing_is_said_before_all_are_scored() {
        std::vector<Candidate> photos{candidate(1, 7, 60, 10), candidate(2, 7, 80, 20), candidate(3, 7, 0, 0)};
        photos[2].score.reset();
        photos[2].sharpness.reset();
        QCOMPARE(text_of(propose(photos, {})), QByteArray("-1")); // 3 may be better than 2, but 1 is worse than 2
        photos[2].failed = true;                                  // never will be
        QCOMPARE(text_of(propose(photos, {})), QByteArray("-1"));
        for (Candidate& photo : photos) {
            photo.score.reset();
            photo.sharpness.reset();
        }
        const Proposals none = propose(photos, {});
        QCOMPARE(text_of(none), QByteArray());
        QCOMPARE(none.groups[0].best, PhotoId{0});
    }

    void one_measure_is_enough() {
        std::vector<Candidate> photos{candidate(1, 7, 60, 10), candidate(2, 7, 60, 20)};
        for (Candidate& photo : photos)
            photo.score.reset();
        QCOMPARE(text_of(propose(photos, {})), QByteArray("-1 +2"));
    }

    void lower_may_be_better() {
        ScoreScale scale{0, 10, false};
        const Proposals proposals =
            propose(std::vector<Candidate>{candidate(1, 7, 4, 10), candidate(2, 7, 2, 10)}, scale);
        QCOMPARE(text_of(proposals), QByteArray("-1 +2"));
        QLocale::setDefault(QLocale::c());
        QCOMPARE(reasons_text(proposals.groups[0].reasons, Flag::Pick), QStringLiteral("as sharp, score +2.0"));
    }

    void raw_and_jpeg_go_together() {
        std::vector<Candidate> photos{candidate(1, 7, 60, 10), candidate(2, 7, 0, 0), candidate(3, 7, 80, 20),
                                      candidate(4, 7, 0, 0)};
        for (std::size_t i = 0; i < 4; ++i) {
            photos[i].is_raw = i % 2 == 1;
            photos[i].paired_with = photos[i].is_raw ? photos[i].id - 1 : photos[i].id + 1;
            if (photos[i].is_raw) {
                photos[i].score.reset();
                photos[i].sharpness.reset();
            }
        }
        QCOMPARE(text_of(propose(photos, {})), QByteArray("-1 -2 +3 +4"));
        photos[1].marks.rating = 2; // the RAW's stars hold for the shot
        QCOMPARE(propose(photos, {}).groups[0].best, PhotoId{1});
    }

    void copies_are_said_to_be_copies() {
        std::vector<Candidate> photos{candidate(1, 7, 60, 10), candidate(2, 7, 60, 10)};
        for (Candidate& photo : photos) {
            photo.kind = GroupKind::Copies;
            photo.content = library::ContentHash{};
        }
        const Proposals proposals = propose(photos, {});
        QCOMPARE(text_of(proposals), QByteArray("-2"));
        QCOMPARE(reasons_text(proposals.marks[0].reasons, Flag::Reject), QStringLiteral("the same file twice"));
    }

    void faults_and_low_scores_outside_of_groups() {
        std::vector<Candidate> photos{candidate(1, 0, 60, 10), candidate(2, 0, 20, 1), candidate(3, 0, 60, 10)};
        photos[2].mean_luma = 3;
        photos[2].contrast = 1;
        QCOMPARE(text_of(propose(photos, {})), QByteArray("-3"));
        ProposalRules rules;
        rules.reject_below = 30;
        QCOMPARE(text_of(propose(photos, {}, rules)), QByteArray("-2 -3"));
        photos[2].mean_luma = 120; // fog is plain, and no fault
        QCOMPARE(text_of(propose(photos, {}, rules)), QByteArray("-2"));
        photos[1].marks.rating = 1;
        QCOMPARE(text_of(propose(photos, {}, rules)), QByteArray());
    }

    void the_order_of_the_photos_changes_nothing() {
        std::vector<Candidate> photos;
        for (int i = 0; i < 60; ++i)
            photos.push_back(candidate(1 + i, 1 + i / 4, 50 + (i * 7) % 11, 10 + (i * 5) % 3)); // with ties
        const Proposals expected = propose(photos, {});
        std::reverse(photos.begin(), photos.end());
        const Proposals again = propose(photos, {});
        QVERIFY(expected.marks == again.marks);
        QVERIFY(expected.groups == again.groups);
        QVERIFY(!expected.marks.empty());
        QVERIFY(propose({}, {}).groups.empty());
    }
};

QTEST_GUILESS_MAIN(TestProposals)
#include "test_proposals.moc"
