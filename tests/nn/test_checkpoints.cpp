// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Every file of ../shared/golden/checkpoints: the good ones give the very tensors, the bad ones the right refusal.
#include <cstdio>
#include <cstring>
#include <map>
#include <random>
#include <set>

#include <unistd.h>

#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QtTest>

#include "engine/base/files.h"
#include "engine/nn/checkpoint.h"
#include "tests/nn/allocation_watch.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using nlohmann::json;

namespace {

std::string fnv1a(const void* data, std::size_t size) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (std::size_t i = 0; i < size; ++i)
        hash = (hash ^ static_cast<const unsigned char*>(data)[i]) * 0x100000001b3ULL;
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

std::string checksum(const nn::Tensor& tensor) {
    return tensor.is_integer() ? fnv1a(tensor.integers.data(), tensor.integers.size() * sizeof(std::int64_t))
                               : fnv1a(tensor.values.data(), tensor.values.size() * sizeof(float));
}

/// What each refused file must be called; a person is told something else by each.
const std::map<std::string, ErrorCode>& refusals() {
    using enum ErrorCode;
    static const std::map<std::string, ErrorCode> codes{
        {"truncated.npz", Truncated},
        {"bad_crc.npz", Damaged},
        {"shape_larger_than_data.npz", Truncated},
        {"shape_overflow.npz", Damaged},
        {"object_array.npz", UnsafeModel},
        {"no_target.npz", BadModel},
        {"not_a_zip.npz", UnsupportedFormat},
        {"empty.npz", EmptyFile},
        {"legacy_nonzip.pth", UnsupportedFormat},
        {"calls_os_system.pth", UnsafeModel},
        {"calls_os_system_in_optimizer.pth", UnsafeModel},
        {"calls_eval.pth", UnsafeModel},
        {"truncated_half.pth", Truncated},
        {"truncated_end.pth", Truncated},
        {"empty.pth", EmptyFile},
        {"text.pth", UnsupportedFormat},
        {"bad_crc.pth", Damaged},
        {"missing_storage.pth", Damaged},
        {"short_storage.pth", Truncated},
        {"no_data_pkl.pth", UnsupportedFormat},
        {"pickle_no_stop.pth", Truncated},
        {"pickle_bad_opcode.pth", Damaged},
        {"pickle_bad_memo.pth", Damaged},
        {"pickle_long_string.pth", Truncated},
        {"pickle_deep.pth", TooLarge},
        {"pickle_stack_underflow.pth", Damaged},
        {"pickle_list_root.pth", UnsupportedFormat},
        {"view_beyond_storage.pth", Damaged},
        {"negative_stride.pth", Damaged},
        {"negative_size.pth", Damaged},
        {"negative_offset.pth", Damaged},
        {"huge_size.pth", Damaged},
        {"huge_stride0.pth", TooLarge},
        {"huge_numel.pth", TooLarge},
        {"size_stride_mismatch.pth", Damaged},
        {"storage_key_traversal.pth", Damaged},
        {"header_beyond_file.safetensors", Truncated},
        {"huge_header.safetensors", Damaged},
        {"header_length_max.safetensors", Damaged},
        {"overlapping.safetensors", Damaged},
        {"hole.safetensors", Damaged},
        {"trailing.safetensors", Damaged},
        {"offset_beyond_file.safetensors", Truncated},
        {"start_after_end.safetensors", Damaged},
        {"shape_mismatch.safetensors", Damaged},
        {"wrong_dtype_size.safetensors", Damaged},
        {"unknown_dtype.safetensors", UnsupportedFormat},
        {"shape_overflow.safetensors", Damaged},
        {"negative_shape.safetensors", Damaged},
        {"not_json.safetensors", Damaged},
        {"header_array.safetensors", Damaged},
        {"duplicate_key.safetensors", Damaged},
        {"short_file.safetensors", Truncated},
        {"missing_offsets.safetensors", Damaged},
    };
    return codes;
}

Result<nn::Checkpoint> read_with(const std::string& reader, const std::string& path, const std::string& select) {
    if (reader == "npz")
        return nn::read_npz(path);
    if (reader == "pth")
        return nn::read_pth(path, {}, select);
    return nn::read_safetensors(path);
}

/// What this process and its children print between here and `text()`.
class CapturedOutput {
public:
    CapturedOutput() {
        file_.open();
        std::fflush(stdout);
        for (int i = 0; i < 2; ++i) {
            saved_[i] = ::dup(i + 1);
            ::dup2(file_.handle(), i + 1);
        }
    }
    ~CapturedOutput() { restore(); }
    QByteArray text() {
        restore();
        file_.seek(0);
        return file_.readAll();
    }

private:
    void restore() {
        std::fflush(stdout);
        for (int i = 0; i < 2; ++i)
            if (saved_[i] >= 0) {
                ::dup2(saved_[i], i + 1);
                ::close(saved_[i]);
                saved_[i] = -1;
            }
    }
    QTemporaryFile file_;
    int saved_[2] = {-1, -1};
};

void compare_tensor(const nn::Tensor& tensor, const json& expected) {
    // The vectors write a scalar as one element.
    const auto shape = tensor.shape.empty() ? std::vector<std::int64_t>{1} : tensor.shape;
    QCOMPARE(shape, expected["shape"].get<std::vector<std::int64_t>>());
    QCOMPARE(tensor.is_integer(), expected["as"] == "int64");
    QCOMPARE(checksum(tensor), expected["fnv1a"].get<std::string>());
    const auto& first = expected["first4"];
    for (std::size_t i = 0; i < first.size(); ++i) {
        const double value = tensor.is_integer() ? static_cast<double>(tensor.integers[i]) : double{tensor.values[i]};
        // The vectors print nine digits.
        QVERIFY(std::abs(value - first[i].get<double>()) <= 1e-8 * std::max(1.0, std::abs(value)));
    }
}

} // namespace

class TestCheckpoints : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void golden_data();
    void golden();
    void every_refusal_is_listed();
    void found_without_being_told_where();
    void npz_says_what_it_left_out();
    void prefixes();
    void limits_hold();
    void damaged_at_random();
};

void TestCheckpoints::golden_data() {
    TOUCHSTONE_NEEDS_SHARED("golden/checkpoints/expected.json");
    QTest::addColumn<QByteArray>("entry");
    const json files = test::shared_json("golden/checkpoints/expected.json")["files"];
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string tag = files[i]["file"].get<std::string>() + " " + files[i].value("select", "");
        QTest::newRow(tag.c_str()) << QByteArray::fromStdString(files[i].dump());
    }
}

void TestCheckpoints::golden() {
    QFETCH(QByteArray, entry);
    const json expected = json::parse(entry.toStdString());
    const std::string name = expected["file"];
    const std::string path = test::shared_path("golden/checkpoints/" + name);

    CapturedOutput output;
    test::forget_allocations();
    auto checkpoint = read_with(expected["reader"], path, expected.value("select", ""));
    const std::size_t largest = test::largest_allocation();
    const auto sniffed = nn::read_checkpoint(path);
    QVERIFY(!output.text().contains("pwned"));

    if (expected["outcome"] == "refuse") {
        QVERIFY2(!checkpoint, "was accepted");
        QVERIFY2(!sniffed, "was accepted by content");
        const std::string message = checkpoint.error().message();
        QVERIFY2(code_name(checkpoint.error().code) == code_name(refusals().at(name)), message.c_str());
        QVERIFY2(message.find(name) != std::string::npos, message.c_str());
        // The largest of these files has 400 kB, which the stack of its pickle doubles; a size out of a header starts
        // at gigabytes.
        QVERIFY2(largest < (std::size_t{8} << 20), std::to_string(largest).c_str());
        return;
    }
    QVERIFY2(checkpoint.has_value(), checkpoint ? "" : checkpoint.error().message().c_str());
    QVERIFY2(sniffed.has_value(), sniffed ? "" : sniffed.error().message().c_str());
    nn::strip_prefix(*checkpoint, expected.value("strip", ""));
    std::set<std::string> ignored;
    for (const json& one : expected.value("ignored", json::array()))
        ignored.insert(one.get<std::string>());
    for (const auto& [tensor_name, wanted] : expected["tensors"].items()) {
        const auto found = checkpoint->tensors.find(tensor_name);
        QVERIFY2(found != checkpoint->tensors.end(), tensor_name.c_str());
        compare_tensor(found->second, wanted);
        if (QTest::currentTestFailed())
            return;
    }
    for (const auto& [tensor_name, tensor] : checkpoint->tensors)
        QVERIFY2(expected["tensors"].contains(tensor_name) || ignored.count(tensor_name) != 0, tensor_name.c_str());
}

void TestCheckpoints::every_refusal_is_listed() {
    TOUCHSTONE_NEEDS_SHARED("golden/checkpoints/expected.json");
    std::set<std::string> refused;
    const json files = test::shared_json("golden/checkpoints/expected.json")["files"];
    for (const json& entry : files)
        if (entry["outcome"] == "refuse")
            refused.insert(entry["file"].get<std::string>());
    for (const auto& [name, code] : refusals())
        QVERIFY2(refused.erase(name) == 1, name.c_str());
    QVERIFY2(refused.empty(), refused.empty() ? "" : refused.begin()->c_str());
}

void TestCheckpoints::found_without_being_told_where() {
    TOUCHSTONE_NEEDS_SHARED("golden/checkpoints/expected.json");
    auto nested = nn::read_checkpoint(test::shared_path("golden/checkpoints/nested_model_module.pth"));
    QVERIFY(nested.has_value());
    QCOMPARE(nested->tensors.count("module.encoder.conv1.weight"), std::size_t{1}); // "model", not "model_ema"
    auto state_dict = nn::read_checkpoint(test::shared_path("golden/checkpoints/state_dict_key.pth"));
    QVERIFY(state_dict.has_value());
    QCOMPARE(state_dict->tensors.count("encoder_q.conv1.weight"), std::size_t{1});
    const auto missing = nn::read_pth(test::shared_path("golden/checkpoints/plain_dict.pth"), {}, "nowhere");
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::BadModel);
}

void TestCheckpoints::npz_says_what_it_left_out() {
    TOUCHSTONE_NEEDS_SHARED("golden/checkpoints/expected.json");
    const auto google = nn::read_npz(test::shared_path("golden/checkpoints/google_stored.npz"));
    QVERIFY(google.has_value());
    QCOMPARE(google->skipped.size(), std::size_t{13}); // the bfloat16 momenta; the int64 step is a tensor
    for (const std::string& reason : google->skipped)
        QVERIFY2(reason.find("momentum: has the type |V2") != std::string::npos, reason.c_str());
}

void TestCheckpoints::prefixes() {
    nn::Checkpoint checkpoint;
    checkpoint.tensors["module.a"].values = {1};
    checkpoint.tensors["b"].values = {2};
    checkpoint.tensors["module.b"].values = {3};
    checkpoint.tensors["module."].values = {4};
    nn::strip_prefix(checkpoint, "module.");
    QCOMPARE(checkpoint.tensors.size(), std::size_t{4}); // no tensor may swallow another
    QCOMPARE(checkpoint.tensors.at("a").values.front(), 1.0f);
    QCOMPARE(checkpoint.tensors.at("b").values.front(), 2.0f);
    QCOMPARE(checkpoint.tensors.at("module.b").values.front(), 3.0f);
    QCOMPARE(checkpoint.tensors.at("module.").values.front(), 4.0f);
}

void TestCheckpoints::limits_hold() {
    TOUCHSTONE_NEEDS_SHARED("golden/checkpoints/expected.json");
    for (const char* name : {"google_deflated.npz", "plain_dict.pth", "good.safetensors"}) {
        const std::string path = test::shared_path(std::string("golden/checkpoints/") + name);
        for (const nn::CheckpointLimits limits :
             {nn::CheckpointLimits{.max_file_bytes = 100}, nn::CheckpointLimits{.max_tensor_elements = 3}}) {
            const auto refused = nn::read_checkpoint(path, limits);
            QVERIFY2(!refused, name);
            QCOMPARE(refused.error().code, ErrorCode::TooLarge);
        }
    }
    const auto absent = nn::read_checkpoint(test::shared_path("golden/checkpoints/nothing.pth"));
    QVERIFY(!absent);
    QCOMPARE(absent.error().code, ErrorCode::NotFound);
    const auto folder = nn::read_checkpoint(test::shared_path("golden/checkpoints"));
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, ErrorCode::IsDirectory);
}

/// Whatever a few changed bytes do, the answer is a value and no size out of the file is believed.
void TestCheckpoints::damaged_at_random() {
    TOUCHSTONE_NEEDS_SHARED("golden/checkpoints/expected.json");
    QTemporaryDir folder;
    const std::string damaged = folder.filePath(QStringLiteral("damaged")).toStdString();
    const json files = test::shared_json("golden/checkpoints/expected.json")["files"];
    std::minstd_rand random(20260101); // the same damage in every run
    for (const json& file : files) {
        const std::string name = file["file"];
        const auto whole = read_file(test::shared_path("golden/checkpoints/" + name), 20'000);
        for (int round = 0; whole && round < 8; ++round) {
            Bytes bytes = *whole;
            for (int change = 0; change < 3; ++change) {
                // Headers and directories, where the sizes are, lie at the two ends.
                const std::size_t near = random() % std::min<std::size_t>(bytes.size(), 300);
                const std::size_t places[] = {near, bytes.size() - 1 - near, random() % bytes.size()};
                bytes[places[random() % 3]] = change == 0 ? std::byte{0xFF} : static_cast<std::byte>(random() & 0xFF);
            }
            QFile copy(QString::fromStdString(damaged)); // an atomic write would wait for the disk a thousand times
            QVERIFY(copy.open(QIODevice::WriteOnly));
            QCOMPARE(copy.write(reinterpret_cast<const char*>(bytes.data()), qint64(bytes.size())),
                     qint64(bytes.size()));
            copy.close();
            test::forget_allocations();
            const auto read = nn::read_checkpoint(damaged);
            // Deflate may honestly announce a thousand times the 20 kB of these files.
            QVERIFY2(test::largest_allocation() < (std::size_t{64} << 20), name.c_str());
            QVERIFY2(read || read.error().message().starts_with(damaged), name.c_str());
        }
    }
}

QTEST_APPLESS_MAIN(TestCheckpoints)
#include "test_checkpoints.moc"
