// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Metadata read in the sandbox are those this process would have read; and how a program comes to use the sandbox.
#include <QtTest>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/decoder/sandbox_setup.h"
#include "app/metadata/embedded_xmp.h"
#include "app/metadata/facts_elsewhere.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/file_decoder.h"
#include "engine/imaging/sandbox/decoder_pool.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::metadata;
using namespace touchstone::test;
using imaging::sandbox::DecoderPool;

class TestDecoding : public QObject {
    Q_OBJECT

    static bool travelled(const std::string& text, const std::optional<XmpMarks>& marks) {
        const auto read = marks_from_text(text);
        return read && *read == marks;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        metadata::initialise();
    }

    void facts_of_every_file() {
        TOUCHSTONE_NEEDS_SHARED("photos/README.md");
        auto pool = DecoderPool::start({.program = TOUCHSTONE_DECODER});
        QVERIFY(pool.has_value());
        int files = 0, with_camera = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(shared_path("photos"))) {
            if (!entry.is_regular_file())
                continue;
            const std::string path = entry.path().string();
            const Result<FileFacts> here = read_facts(path);
            const Result<std::string> there = (*pool)->read_facts(path, largest_file_with_facts);
            QVERIFY2(here.has_value() == there.has_value(), path.c_str());
            if (here) {
                const auto read = facts_from_text(*there);
                QVERIFY2(read.has_value(), path.c_str());
                QVERIFY2(*read == *here, path.c_str());
                with_camera += here->camera.empty() ? 0 : 1;
            } else {
                QVERIFY2(here.error().code == there.error().code, path.c_str());
            }
            ++files;
        }
        QVERIFY(files > 150 && with_camera > 20);
        QCOMPARE((*pool)->statistics().lost, std::uint64_t{0});
    }

    /// Exif and XMP that people's programs wrote into photos.
    void marks_inside_every_file() {
        TOUCHSTONE_NEEDS_SHARED("photos/README.md");
        auto pool = DecoderPool::start({.program = TOUCHSTONE_DECODER});
        QVERIFY(pool.has_value());
        int files = 0, with_marks = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(shared_path("photos"))) {
            if (!entry.is_regular_file())
                continue;
            const std::string path = entry.path().string();
            const auto here = read_embedded_marks(path);
            const Result<std::string> there = (*pool)->read_marks(path, largest_file_with_facts);
            QVERIFY2(here.has_value() == there.has_value(), path.c_str());
            if (here) {
                QVERIFY2(travelled(*there, *here), path.c_str());
                with_marks += *here ? 1 : 0;
            } else {
                QCOMPARE(here.error().code, there.error().code);
                QCOMPARE(here.error().what, there.error().what);
            }
            ++files;
        }
        QVERIFY(files > 150 && with_marks > 5);
        QCOMPARE((*pool)->statistics().lost, std::uint64_t{0});
    }

    void marks_travel_as_text() {
        QVERIFY(travelled(marks_text({}), {}));
        XmpMarks marks;
        marks.rating = -1;
        marks.label = "Grün\n\"x\"";
        marks.dated = "2026-05-06T07:08:09+02:00";
        QVERIFY(travelled(marks_text(marks), marks));
        marks = {};
        marks.label = "Rot";
        marks.colour = ColourLabel::Red;
        QVERIFY(travelled(marks_text(marks), marks));
    }

    void marks_that_make_no_sense() {
        const nlohmann::json sound{{"label", ""}, {"dated", ""}, {"rating", 5}};
        QVERIFY(marks_from_text(sound.dump()).has_value());
        const auto with = [&](const char* name, const nlohmann::json& value) {
            nlohmann::json text = sound;
            text[name] = value;
            return marks_from_text(text.dump()).has_value();
        };
        QVERIFY(!with("rating", 6));
        QVERIFY(!with("rating", -2));
        QVERIFY(!with("rating", 1.5));
        QVERIFY(!with("rating", UINT64_MAX));
        QVERIFY(!with("rating", "1"));
        QVERIFY(!with("label", 1));
        QVERIFY(!with("label", std::string(3 * longest_mark_text + 1, 'x')));
        QVERIFY(!with("dated", nullptr));
        for (const char* text : {"", "[]", "null", "{\"rating\":1}", "{\"label\"", "\xFF"})
            QVERIFY(!marks_from_text(text).has_value());
    }

    void facts_travel_as_text() {
        FileFacts facts;
        QCOMPARE(facts_from_text(facts_text(facts)), std::optional(facts));
        facts = {.captured_ms = -1'234,
                 .camera = "Caméra \"X\"",
                 .lens = "50 mm",
                 .exposure_seconds = 1.0 / 3,
                 .f_number = 2.8,
                 .iso = 51'200,
                 .focal_mm = 50.5,
                 .exposure_bias = -1.0 / 3,
                 .width = 6000,
                 .height = 4000};
        QCOMPARE(facts_from_text(facts_text(facts)), std::optional(facts));
    }

    void text_that_makes_no_sense() {
        const std::string sound = facts_text({});
        QVERIFY(facts_from_text(sound).has_value());
        const auto with = [&](const char* key, const nlohmann::json& value) {
            nlohmann::json text = nlohmann::json::parse(sound);
            text[key] = value;
            return facts_from_text(text.dump()).has_value();
        };
        QVERIFY(with("iso", 100));
        QVERIFY(!with("iso", "100"));
        QVERIFY(!with("iso", nullptr));
        QVERIFY(!with("width", -1));
        QVERIFY(!with("width", 1 << 25));
        QVERIFY(!with("height", 1.5));
        QVERIFY(!with("camera", 1));
        QVERIFY(!with("camera", "a\nb"));
        QVERIFY(!with("lens", std::string(1001, 'x')));
        QVERIFY(!with("captured_ms", 1.5));
        QVERIFY(!with("captured_ms", INT64_MIN));
        QVERIFY(!with("captured_ms", UINT64_MAX));
        QVERIFY(!with("captured_ms", nlohmann::json::array()));
        for (const char* text : {"", "[]", "null", "{}", "{\"camera\"", "\xFF"})
            QVERIFY(!facts_from_text(text).has_value());
        QVERIFY(!facts_from_text(std::string(16'000, '[')).has_value());
    }

    /// This test lies beside no decoder: the way of a program whose installation is not whole.
    void a_missing_decoder_is_said_and_survived() {
        QCOMPARE(decoder_program(), std::string());
        const SandboxState state = set_up_sandbox(true);
        QVERIFY(!state.active);
        QCOMPARE(state.notes.size(), std::size_t{1});
        QVERIFY(state.notes.front().find("touchstone-decoder") != std::string::npos);
        QVERIFY(imaging::file_decoder() == nullptr);
    }

    void off_is_off() {
        QVERIFY(set_up_sandbox(false).notes.empty());
        qputenv("TOUCHSTONE_SANDBOX", "off");
        const SandboxState state = set_up_sandbox(true);
        qunsetenv("TOUCHSTONE_SANDBOX");
        QVERIFY(!state.active && state.notes.empty());
    }

    void the_reader_elsewhere_is_asked() {
        set_facts_reader([](const std::string& path) -> Result<FileFacts> {
            FileFacts facts;
            facts.camera = path;
            return facts;
        });
        QCOMPARE(read_facts("any")->camera, std::string("any"));
        set_facts_reader({});
        QVERIFY(!read_facts("any"));
        set_marks_reader([](const std::string& path) -> Result<std::optional<XmpMarks>> {
            XmpMarks marks;
            marks.label = path;
            return marks;
        });
        QCOMPARE((*read_embedded_marks("any"))->label, std::string("any"));
        set_marks_reader({});
        QVERIFY(!read_embedded_marks("any"));
    }
};

QTEST_GUILESS_MAIN(TestDecoding)
#include "test_decoding.moc"
