// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <random>

#include <QtTest>

#include "app/culling/grouping.h"
#include "app/culling/sets.h"
#include "tests/app/culling/scenes.h"

using namespace touchstone;
using namespace touchstone::culling;
using library::GroupKind;
using library::PhotoGroup;
using test::Scene;
using test::shot;

namespace {

constexpr std::int64_t noon = 1'700'000'000'000;

std::string text_of(const std::vector<PhotoGroup>& groups) {
    std::string text;
    for (const PhotoGroup& group : groups) {
        text += (text.empty() ? "" : "; ") + std::string(library::group_word(group.kind));
        for (const std::int64_t id : group.members)
            text += ' ' + std::to_string(id);
    }
    return text;
}

#define COMPARE_GROUPS(shots, expected) QCOMPARE(QByteArray::fromStdString(text_of(group(shots))), QByteArray(expected))

} // namespace

/// Which photos belong together, on generated scenes.
class TestGrouping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothing_and_one() {
        COMPARE_GROUPS(std::vector<Shot>(), "");
        COMPARE_GROUPS(std::vector<Shot>{shot(1, noon, Scene(1).frame())}, "");
    }

    void a_burst_is_one_group_and_another_scene_is_not_in_it() {
        const Scene scene(1), other(2);
        std::vector<Shot> shots;
        for (int i = 0; i < 5; ++i) // hand-held: the frame wanders a little
            shots.push_back(shot(1 + i, noon + 200 * i, scene.frame(0.01 * i, -0.008 * i, 0, {48, 32}, 7u + i)));
        shots.push_back(shot(6, noon + 1'000, other.frame()));
        COMPARE_GROUPS(shots, "burst 1 2 3 4 5");
    }

    void near_duplicates_are_seconds_apart() {
        const Scene scene(3);
        std::vector<Shot> shots{shot(1, noon, scene.frame()), shot(2, noon + 9'000, scene.frame(0.02, 0.01)),
                                shot(3, noon + 200'000, scene.frame())};
        COMPARE_GROUPS(shots, "similar 1 2");
    }

    void a_walk_that_changes_little_by_little_is_not_one_group() {
        const Scene scene(4);
        std::vector<Shot> shots;
        for (int i = 0; i < 30; ++i)
            shots.push_back(shot(1 + i, noon + 5'000 * i + 700 * (i % 3), scene.frame(0.06 * i, 0)));
        for (Shot& each : shots)
            each.exposure_seconds = 1.0 / (200 + each.id); // not taken for a panorama
        for (const PhotoGroup& group : group(shots))
            QVERIFY2(group.members.back() - group.members.front() < 6, text_of({group}).c_str());
    }

    void brackets_are_kept_apart_from_each_other_and_from_bursts() {
        const Scene scene(5);
        std::vector<Shot> shots;
        const auto add = [&](double ev, std::int64_t at) {
            Shot next = shot(static_cast<std::int64_t>(shots.size()) + 1, at, scene.frame(0, 0, ev));
            next.bias_ev = ev;
            next.exposure_seconds = std::exp2(ev) / 250;
            shots.push_back(next);
        };
        for (int set = 0; set < 2; ++set)
            for (const double ev : {0.0, -2.0, 2.0})
                add(ev, noon + set * 1'500 + 300 * static_cast<int>(shots.size() % 3));
        for (int i = 0; i < 3; ++i)
            add(0, noon + 20'000 + 200 * i);
        COMPARE_GROUPS(shots, "bracket 1 2 3; bracket 4 5 6; burst 7 8 9");
    }

    void brackets_of_long_exposures() {
        const Scene scene(6);
        std::vector<Shot> shots;
        std::int64_t at = noon;
        for (const double ev : {-3.0, 0.0, 3.0}) {
            Shot next = shot(static_cast<std::int64_t>(shots.size()) + 1, at, scene.frame(0, 0, ev));
            next.bias_ev = ev;
            next.exposure_seconds = 4 * std::exp2(ev); // 0.5 s, 4 s, 32 s
            at += static_cast<std::int64_t>(*next.exposure_seconds * 1000) + 500;
            shots.push_back(next);
        }
        COMPARE_GROUPS(shots, "bracket 1 2 3");
    }

    void brackets_by_hand_have_no_bias_but_even_steps() {
        const Scene scene(7);
        std::vector<Shot> shots;
        for (int i = 0; i < 3; ++i) {
            shots.push_back(shot(1 + i, noon + 900 * i, scene.frame(0, 0, i - 1)));
            shots.back().exposure_seconds = std::exp2(i - 1) / 250;
        }
        COMPARE_GROUPS(shots, "bracket 1 2 3");
        shots[1].exposure_seconds = 1.05 / 500; // the light changed, nobody bracketed
        shots[2].exposure_seconds = 1.0 / 480;
        QVERIFY(bracket_length(std::vector<const Shot*>{&shots[0], &shots[1], &shots[2]}, {}) == 0);
    }

    void another_scene_at_another_bias_is_no_bracket() {
        std::vector<Shot> shots;
        for (int i = 0; i < 3; ++i) {
            shots.push_back(shot(1 + i, noon + 800 * i, Scene(10u + i).frame()));
            shots.back().bias_ev = i - 1;
        }
        COMPARE_GROUPS(shots, "");
    }

    void a_panorama_is_recognised_in_both_directions() {
        for (const bool down : {false, true}) {
            const Scene scene(8);
            std::vector<Shot> shots;
            for (int i = 0; i < 4; ++i)
                shots.push_back(
                    shot(1 + i, noon + 2'500 * i, scene.frame(down ? 0.01 * i : 0.45 * i, down ? 0.45 * i : 0.01 * i)));
            COMPARE_GROUPS(shots, "panorama 1 2 3 4");
            std::reverse(shots.begin(), shots.end()); // from right to left
            for (int i = 0; i < 4; ++i)
                shots[static_cast<std::size_t>(i)].captured_ms = noon + 2'500 * i;
            COMPARE_GROUPS(shots, "panorama 1 2 3 4");
            for (Shot& each : shots) // each frame was metered for itself
                each.exposure_seconds = 1.0 / (100 + 40 * each.id);
            COMPARE_GROUPS(shots, "");
        }
    }

    void unrelated_frames_are_no_panorama() {
        int panoramas = 0;
        for (unsigned seed = 100; seed < 160; ++seed) {
            std::vector<Shot> shots;
            for (int i = 0; i < 4; ++i)
                shots.push_back(shot(1 + i, noon + 2'500 * i, Scene(seed * 10 + i).frame()));
            for (const PhotoGroup& group : group(shots))
                panoramas += group.kind == GroupKind::Panorama;
        }
        QCOMPARE(panoramas, 0);
    }

    void a_time_lapse_is_kept_whole() {
        const Scene scene(9);
        std::vector<Shot> shots;
        for (int i = 0; i < 40; ++i)
            shots.push_back(shot(1 + i, noon + 5'000 * i, scene.frame(0, 0, 0.01 * i, {48, 32}, 3u + i)));
        const auto groups = group(shots);
        QCOMPARE(groups.size(), std::size_t{1});
        QCOMPARE(groups[0].kind, GroupKind::TimeLapse);
        QCOMPARE(groups[0].members.size(), std::size_t{40});
        QVERIFY(library::is_kept_whole(groups[0].kind));
    }

    void two_cameras_interleaved_are_two_bursts() {
        const Scene scene(11);
        std::vector<Shot> shots;
        for (int i = 0; i < 6; ++i)
            shots.push_back(shot(1 + i, noon + 100 * i, scene.frame(), i % 2 == 0 ? "Camera A" : "Camera B"));
        COMPARE_GROUPS(shots, "burst 1 3 5; burst 2 4 6");
    }

    void raw_and_jpeg_are_one_shot() {
        const Scene scene(12);
        std::vector<Shot> shots;
        for (int i = 0; i < 2; ++i)
            for (const bool raw : {true, false}) {
                Shot next = shot(1 + 2 * i + !raw, noon + 300 * i, scene.frame());
                next.is_raw = raw;
                next.paired_with = raw ? next.id + 1 : next.id - 1;
                if (raw)
                    next.look.reset(); // never decoded: the JPEG stands for both
                shots.push_back(next);
            }
        COMPARE_GROUPS(shots, "burst 1 2 3 4");
        shots.resize(2); // a pair alone is no burst
        COMPARE_GROUPS(shots, "");
        shots.resize(1); // its picture is not among them
        shots.push_back(shot(9, noon + 300, scene.frame()));
        shots[0].look = shots[1].look;
        COMPARE_GROUPS(shots, "burst 1 9");
    }

    void without_a_clock_only_neighbours_by_name_that_look_alike() {
        const Scene scene(13), other(14);
        std::vector<Shot> shots{shot(1, {}, scene.frame()), shot(2, {}, scene.frame(0.01, 0)),
                                shot(3, {}, other.frame()), shot(4, {}, scene.frame())};
        shots[3].folder = 2;
        COMPARE_GROUPS(shots, "similar 1 2");
        shots[0].name = "img9.jpg";
        shots[1].name = "img10.jpg";
        for (int i = 0; i < 40; ++i) { // as text, img10 would be far from img9
            shots.push_back(shot(10 + i, {}, Scene(200u + i).frame()));
            shots.back().name = "img" + std::to_string(i < 20 ? 11 + i : 100 + i) + ".jpg";
        }
        COMPARE_GROUPS(shots, "similar 1 2");
    }

    void a_clock_that_stands_still_says_nothing() {
        std::vector<Shot> shots;
        for (int i = 0; i < 200; ++i)
            shots.push_back(shot(1 + i, noon, Scene(300u + i).frame()));
        COMPARE_GROUPS(shots, "");
        for (const Run& run : runs_of(shots))
            QVERIFY(!run.timed);
        // A few at one moment are a burst of a camera that counts whole seconds.
        const Scene scene(15);
        std::vector<Shot> burst;
        for (int i = 0; i < 8; ++i)
            burst.push_back(shot(1 + i, noon, scene.frame()));
        COMPARE_GROUPS(burst, "burst 1 2 3 4 5 6 7 8");
    }

    void copies_are_found_wherever_they_are() {
        std::vector<Shot> shots{shot(1, noon, Scene(16).frame()), shot(2, {}, Scene(17).frame()),
                                shot(3, noon + 100'000, Scene(18).frame()), shot(4, noon + 100'200, Scene(18).frame())};
        library::ContentHash one, two;
        one.bytes[0] = 1;
        two.bytes[0] = 2;
        shots[0].content = shots[1].content = one;
        shots.push_back(shot(5, {}, Scene(19).frame()));
        shots[3].content = shots[4].content = two;
        COMPARE_GROUPS(shots, "copies 1 2; burst 3 4 5");
    }

    void photos_that_cannot_be_decoded_are_in_no_group() {
        std::vector<Shot> shots{shot(1, noon, Scene(20).frame()), shot(2, noon + 200, Scene(20).frame())};
        shots[1].look.reset();
        COMPARE_GROUPS(shots, "");
    }

    void content_features_decide_where_pixels_cannot() {
        std::vector<Shot> shots{shot(1, noon, Scene(21).frame()), shot(2, noon + 300, Scene(22).frame())};
        COMPARE_GROUPS(shots, "");
        shots[0].content_features = shots[1].content_features = {0.6f, 0.8f}; // the subject ran through the frame
        COMPARE_GROUPS(shots, "burst 1 2");
        shots[1] = shot(2, noon + 9'000, Scene(21).frame());
        shots[1].content_features = {0.8f, -0.6f}; // alike from far away, of something else
        COMPARE_GROUPS(shots, "");
    }

    void the_order_of_the_photos_changes_nothing() {
        std::vector<Shot> shots;
        for (int i = 0; i < 60; ++i)
            shots.push_back(shot(1 + i, noon + (i / 5) * 40'000 + (i % 5) * 300, Scene(400u + i / 5).frame()));
        const std::string expected = text_of(group(shots));
        QCOMPARE(group(shots).size(), std::size_t{12});
        std::mt19937 random(5);
        for (int i = 0; i < 5; ++i) {
            std::shuffle(shots.begin(), shots.end(), random);
            QCOMPARE(text_of(group(shots)), expected);
        }
    }

    void a_run_holds_what_can_belong_together() {
        std::vector<Shot> shots;
        for (int i = 0; i < 90; ++i)
            shots.push_back(shot(1 + i, noon + (i / 3) * 60'000 + (i % 3) * 500, Scene(1).frame()));
        const auto runs = runs_of(shots);
        QCOMPARE(runs.size(), std::size_t{30});
        for (const Run& run : runs)
            QCOMPARE(run.entries.size(), std::size_t{3});
    }

    void signatures_are_made_of_any_size_and_kept() {
        for (const Size size : {Size{1, 1}, Size{2, 31}, Size{33, 5}, Size{256, 171}, Size{64, 64}}) {
            const Signature signature = signature_of(Scene(23).frame(0, 0, 0, size));
            const auto kept = Signature::of_bytes(signature.bytes());
            QVERIFY(kept && *kept == signature);
        }
        QVERIFY(!Signature::of_bytes("short"));
        // A plain picture has the same luma in every cell, whatever its size: the weights sum to 1.
        RgbImage grey(Size{37, 53});
        std::fill(grey.pixels.begin(), grey.pixels.end(), std::uint8_t{77});
        const Signature plain = signature_of(grey);
        QVERIFY(std::all_of(plain.luma.begin(), plain.luma.end(), [](std::uint8_t value) { return value == 77; }));
        QVERIFY(look_of(plain).is_plain());
    }

    void looks_tell_scenes_apart_and_do_not_mind_exposure_or_size() {
        for (unsigned seed = 1; seed < 30; ++seed) {
            const auto a = test::look_of_frame(Scene(seed).frame());
            const auto brighter = test::look_of_frame(Scene(seed).frame(0, 0, 0.5, {96, 64}));
            const auto other = test::look_of_frame(Scene(seed + 1000).frame());
            QVERIFY(correlation(*a, *brighter) > 0.95);
            QVERIFY(hash_distance(*a, *brighter) <= 8);
            QVERIFY(correlation(*a, *other) < 0.8);
        }
    }

    void shifts_are_measured() {
        const Scene scene(24);
        const auto a = test::look_of_frame(scene.frame());
        for (const auto& [x, y] :
             {std::pair(0.5, 0.0), std::pair(-0.4, 0.05), std::pair(0.05, 0.5), std::pair(0.0, -0.3)}) {
            const auto shift = find_shift(*a, *test::look_of_frame(scene.frame(x, y)));
            QVERIFY(shift.has_value());
            QVERIFY2(std::abs(shift->dx - x) < 0.04 && std::abs(shift->dy - y) < 0.04,
                     qPrintable(QStringLiteral("%1 %2").arg(shift->dx).arg(shift->dy)));
            QVERIFY(shift->correlation > 0.9);
        }
    }
};

QTEST_GUILESS_MAIN(TestGrouping)
#include "test_grouping.moc"
