// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A 24 MP photo in tiles: what the process takes at most. Alone in its program, because the highest mark of a process
// never falls.
#include <QtTest>

#include <sys/resource.h>

#include "engine/reiqa/encoder.h"
#include "engine/reiqa/tiles.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
using reiqa::Expert;

namespace {

std::uint64_t peak_bytes() {
    struct rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return std::uint64_t{1024} * static_cast<std::uint64_t>(usage.ru_maxrss);
}

} // namespace

class TestReiqaMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_24_megapixel_photo_stays_within_the_budget() {
        reiqa::TrunkConfig config; // a quarter of ResNet-50's width, so that it is done in seconds
        config.stem_width = 16;
        config.blocks = {1, 1, 1, 1};
        const auto encoder = reiqa::Encoder::load(test::generated_encoder(Expert::Quality, config), Expert::Quality,
                                                  Device{}, Precision::Reference);
        QVERIFY(encoder);
        reiqa::EncoderOptions options;
        options.memory_budget = 64 << 20;
        const RgbImage warm_up = test::smooth_scene(640, 480); // libraries, threads and kernels
        QVERIFY(encoder->run(warm_up, reiqa::half_scale(warm_up), options));
        const RgbImage photo = test::smooth_scene(6000, 4000), half = reiqa::half_scale(photo);
        const std::uint64_t whole = reiqa::buffer_bytes(config, 1, photo.size);
        const std::uint64_t before = peak_bytes();
        const auto features = encoder->run(photo, half, options);
        QVERIFY(features);
        const std::uint64_t taken = peak_bytes() - before;
        // Beside the buffers: scratch memory of the kernels and what the allocator keeps.
        const std::uint64_t allowed = options.memory_budget + (std::uint64_t{64} << 20);
        QVERIFY(whole > 4 * allowed);
        QVERIFY2(taken <= allowed, qPrintable(QStringLiteral("took %1 MiB").arg(taken >> 20)));
    }
};

QTEST_GUILESS_MAIN(TestReiqaMemory)
#include "test_reiqa_memory.moc"
