// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The weight generator is the ground of all golden network tests; it must agree bit for bit.
#include <bit>

#include <QtTest>

#include "tests/support/generated_weights.h"
#include "tests/support/shared_data.h"

using namespace touchstone;

class TestGeneratedWeights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void golden();
    void a_seed_changes_everything();
};

namespace {

std::uint32_t bits(const nlohmann::json& hex) {
    return static_cast<std::uint32_t>(std::stoul(hex.get<std::string>(), nullptr, 16));
}

} // namespace

void TestGeneratedWeights::golden() {
    TOUCHSTONE_NEEDS_SHARED("golden/make_weights_check.json");
    const auto check = test::shared_json("golden/make_weights_check.json");
    int compared = 0;
    for (const auto& entry : check["entries"]) {
        const std::string name = entry["name"];
        const auto shape = entry["shape"].get<std::vector<std::int64_t>>();
        const std::size_t network = name.find('/') + 1; // 0 for MUSIQ, whose names have none
        const auto values =
            entry["model"] == "musiq"
                ? test::musiq_parameter(name, shape, check["seed"])
                : test::resnet_parameter(name.substr(0, network), name.substr(network), shape, check["seed"]);
        std::uint64_t sum = 0;
        for (std::uint64_t i = 0; i < values.size(); ++i)
            sum +=
                (std::uint64_t{std::bit_cast<std::uint32_t>(values[i])} + 1) * (((i + 1) * 0x9E3779B97F4A7C15ULL) | 1);
        for (std::size_t i = 0; i < entry["first4_hex"].size(); ++i)
            QCOMPARE(std::bit_cast<std::uint32_t>(values.at(i)), bits(entry["first4_hex"][i]));
        QCOMPARE(std::bit_cast<std::uint32_t>(values.back()), bits(entry["last_hex"]));
        QVERIFY2(sum == std::stoull(entry["checksum"].get<std::string>(), nullptr, 16), name.c_str());
        ++compared;
    }
    QVERIFY(compared >= 16);
}

void TestGeneratedWeights::a_seed_changes_everything() {
    const auto plain = test::generator("conv_root.weight", 64),
               seeded = test::generator("conv_root.weight", 64, "other");
    int equal = 0;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        QVERIFY(plain[i] >= -1.0f && plain[i] < 1.0f);
        equal += plain[i] == seeded[i] ? 1 : 0;
    }
    QCOMPARE(equal, 0);
}

QTEST_APPLESS_MAIN(TestGeneratedWeights)
#include "test_generated_weights.moc"
