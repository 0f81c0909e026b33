// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What is written comes back; halves round as IEEE 754 says; bad requests write nothing.
#include <cmath>
#include <cstring>
#include <limits>

#include <QTemporaryDir>
#include <QtTest>

#include "engine/base/files.h"
#include "engine/nn/checkpoint.h"
#include "engine/nn/half.h"

using namespace touchstone;

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halves_round_to_nearest_even();
    void every_half_survives();
    void round_trip_data();
    void round_trip();
    void header_is_aligned_and_data_are_sorted();
    void refuses_to_write();

private:
    QTemporaryDir folder_;
    std::string path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)).toStdString(); }
};

void TestSafetensors::halves_round_to_nearest_even() {
    const auto half = [](float value) { return int{nn::half_from_float(value)}; };
    QCOMPARE(half(0.0f), 0x0000);
    QCOMPARE(half(-0.0f), 0x8000);
    QCOMPARE(half(1.0f), 0x3C00);
    QCOMPARE(half(-2.0f), 0xC000);
    QCOMPARE(half(1.0f + 0x1p-11f), 0x3C00);            // a tie goes to the even neighbour below
    QCOMPARE(half(1.0f + 3 * 0x1p-11f), 0x3C02);        // and here to the one above
    QCOMPARE(half(1.0f + 0x1p-11f + 0x1p-23f), 0x3C01); // just past the tie
    QCOMPARE(half(2.0f - 0x1p-12f), 0x4000);            // carries into the exponent
    QCOMPARE(half(65504.0f), 0x7BFF);
    QCOMPARE(half(65519.99f), 0x7BFF);
    QCOMPARE(half(65520.0f), 0x7C00);
    QCOMPARE(half(std::numeric_limits<float>::infinity()), 0x7C00);
    QCOMPARE(half(-std::numeric_limits<float>::max()), 0xFC00);
    QVERIFY(std::isnan(nn::float_from_half(nn::half_from_float(std::numeric_limits<float>::quiet_NaN()))));
    QCOMPARE(half(0x1p-14f), 0x0400);            // smallest normal
    QCOMPARE(half(0x1p-14f - 0x1p-25f), 0x0400); // a tie out of the subnormals
    QCOMPARE(half(0x1p-24f), 0x0001);            // smallest subnormal
    QCOMPARE(half(0x1p-25f), 0x0000);            // a tie with zero, which is even
    QCOMPARE(half(0x1p-25f + 0x1p-40f), 0x0001);
    QCOMPARE(half(3 * 0x1p-25f), 0x0002);
    QCOMPARE(half(0x1p-26f), 0x0000);
    QCOMPARE(half(std::numeric_limits<float>::denorm_min()), 0x0000);
    QCOMPARE(nn::float_from_bfloat16(0x3F80), 1.0f);
    QCOMPARE(nn::float_from_bfloat16(0xC040), -3.0f);
}

void TestSafetensors::every_half_survives() {
    for (int bits = 0; bits < 0x10000; ++bits) {
        const float value = nn::float_from_half(static_cast<std::uint16_t>(bits));
        if (std::isnan(value))
            QCOMPARE(bits & 0x7C00, 0x7C00);
        else
            QCOMPARE(int{nn::half_from_float(value)}, bits);
    }
    QCOMPARE(nn::float_from_half(0x3555), 0x1.554p-2f); // one third in ten bits
    QCOMPARE(nn::float_from_half(0x03FF), 1023 * 0x1p-24f);
}

void TestSafetensors::round_trip_data() {
    QTest::addColumn<bool>("half");
    QTest::newRow("float32") << false;
    QTest::newRow("float16") << true;
}

void TestSafetensors::round_trip() {
    QFETCH(bool, half);
    nn::Checkpoint checkpoint;
    checkpoint.tensors["odd"] = {{3}, {0.5f, -1.25f, 1.0f / 3.0f}, {}};
    checkpoint.tensors["matrix"] = {{2, 2}, {1, 2, 3, 4}, {}};
    checkpoint.tensors["scalar"] = {{}, {7}, {}};
    checkpoint.tensors["empty"] = {{0, 4}, {}, {}};
    checkpoint.tensors["count \"ü\""] = {{2}, {}, {std::numeric_limits<std::int64_t>::min(), 9}};
    checkpoint.metadata = {{"made by", "a test"}, {"quotes", "\"{}\n\""}};
    QVERIFY(nn::write_safetensors(path("a"), checkpoint, half ? nn::StoredType::Float16 : nn::StoredType::Float32));
    const auto read = nn::read_checkpoint(path("a"));
    QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
    QCOMPARE(read->metadata, checkpoint.metadata);
    QCOMPARE(read->tensors.size(), checkpoint.tensors.size());
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const nn::Tensor& back = read->tensors.at(name);
        QCOMPARE(back.shape, tensor.shape);
        QCOMPARE(back.integers, tensor.integers);
        QCOMPARE(back.values.size(), tensor.values.size());
        for (std::size_t i = 0; i < tensor.values.size(); ++i)
            QCOMPARE(back.values[i],
                     half ? nn::float_from_half(nn::half_from_float(tensor.values[i])) : tensor.values[i]);
    }
}

void TestSafetensors::header_is_aligned_and_data_are_sorted() {
    nn::Checkpoint checkpoint;
    checkpoint.tensors["b"] = {{1}, {2.0f}, {}};
    checkpoint.tensors["a"] = {{1}, {1.0f}, {}};
    checkpoint.tensors["z"] = {{1}, {}, {5}};
    QVERIFY(nn::write_safetensors(path("b"), checkpoint, nn::StoredType::Float16));
    const auto bytes = read_file(path("b"), 1 << 20);
    QVERIFY(bytes.has_value());
    std::uint64_t length = 0;
    std::memcpy(&length, bytes->data(), 8);
    QCOMPARE(length % 8, std::uint64_t{0});
    QCOMPARE(bytes->size(), std::size_t(8 + length + 8 + 2 + 2));
    std::int64_t first = 0;
    std::uint16_t halves[2];
    std::memcpy(&first, bytes->data() + 8 + length, 8);
    std::memcpy(halves, bytes->data() + 16 + length, 4);
    QCOMPARE(first, std::int64_t{5}); // the widest first, so that all are aligned
    QCOMPARE(int{halves[0]}, 0x3C00);
    QCOMPARE(int{halves[1]}, 0x4000);
}

void TestSafetensors::refuses_to_write() {
    const auto code = [&](const std::string& name, nn::Tensor tensor, const std::string& key = {}) {
        nn::Checkpoint checkpoint;
        checkpoint.tensors[name] = std::move(tensor);
        if (!key.empty())
            checkpoint.metadata[key] = "x";
        const auto written = nn::write_safetensors(path("never"), checkpoint, nn::StoredType::Float16);
        return written ? std::string_view("written") : code_name(written.error().code);
    };
    QCOMPARE(code("x", {{2}, {1.0f}, {}}), std::string_view("bad-input"));
    QCOMPARE(code("__metadata__", {{1}, {1.0f}, {}}), std::string_view("bad-input"));
    QCOMPARE(code("\xFF", {{1}, {1.0f}, {}}), std::string_view("bad-input"));
    QCOMPARE(code("x", {{1}, {1.0f}, {}}, "\xFF"), std::string_view("bad-input"));
    QCOMPARE(code("x", {{1}, {70000.0f}, {}}), std::string_view("bad-input")); // would become infinite
    QVERIFY(!QFile::exists(QString::fromStdString(path("never"))));
    nn::Checkpoint good;
    const auto nowhere = nn::write_safetensors(path("no/such/folder"), good, nn::StoredType::Float32);
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::WriteFailed);
}

QTEST_APPLESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
