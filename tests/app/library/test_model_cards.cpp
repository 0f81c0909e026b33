// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The SHA-256 of a model file is worked out once, and again when the file is another one.
#include <QtTest>

#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>

#include "app/library/model_cards.h"
#include "engine/base/files.h"
#include "engine/nn/model_file.h"

using namespace touchstone;
using namespace touchstone::library;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds at_once{0};

} // namespace

class TestModelCards : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    std::string path(const char* name) const {
        return (folder_->path() + QLatin1Char('/') + QLatin1String(name)).toStdString();
    }

    void write_model(float weight) const {
        nn::ModelFile model;
        model.card.id = "tiny";
        model.card.title = "Tiny";
        model.card.architecture = "musiq";
        model.weights.tensors["w"] = {{1}, {weight}, {}};
        QVERIFY(nn::write_model_file(path("model.safetensors"), model, nn::StoredType::Float32).has_value());
    }
    std::string hash() const { return sha256_of_file(path("model.safetensors")).value(); }
    std::string list() const {
        std::ifstream file(path("cache/model-hashes.json"));
        return {std::istreambuf_iterator<char>(file), {}};
    }
    /// Puts another hash of the same length into the list: who answers with it has not read the file.
    void mislead(const std::string& from, const std::string& to) const {
        std::string text = list();
        const std::size_t at = text.find(from);
        QVERIFY(at != std::string::npos);
        text.replace(at, from.size(), to);
        std::ofstream(path("cache/model-hashes.json")) << text;
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        write_model(1.0F);
    }

    void a_file_is_hashed_once() {
        const CardReader read = remembering_card_reader(path("cache"), at_once);
        QCOMPARE(read(path("model.safetensors"))->sha256, hash());
        const std::string other(64, 'e');
        mislead(hash(), other);
        const auto card = remembering_card_reader(path("cache"), at_once)(path("model.safetensors"));
        QCOMPARE(card->sha256, other);
        QCOMPARE(card->id, std::string("tiny"));
    }

    void a_changed_file_is_hashed_again() {
        const CardReader read = remembering_card_reader(path("cache"), at_once);
        const std::string before = read(path("model.safetensors"))->sha256;
        write_model(2.0F);
        QCOMPARE(read(path("model.safetensors"))->sha256, hash());
        QVERIFY(hash() != before);
    }

    /// Same inode, same size, and its time put back: the time of the change remains.
    void nor_is_one_that_hides_it() {
        const CardReader read = remembering_card_reader(path("cache"), at_once);
        const std::string file = path("model.safetensors"), before = read(file)->sha256;
        struct stat old {};
        QCOMPARE(::stat(file.c_str(), &old), 0);
        {
            std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
            bytes.seekp(-1, std::ios::end);
            bytes.put('\x7f');
        }
        const timespec times[2] = {old.st_atim, old.st_mtim};
        QCOMPARE(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
        QCOMPARE(read(file)->sha256, hash());
        QVERIFY(hash() != before);
    }

    void a_file_that_just_changed_is_not_remembered() {
        const CardReader read = remembering_card_reader(path("cache"), std::chrono::hours(1));
        QCOMPARE(read(path("model.safetensors"))->sha256, hash());
        QVERIFY(!fs::exists(path("cache/model-hashes.json")));
    }

    void a_damaged_list_is_none_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray("");
        QTest::newRow("no JSON") << QByteArray("{\"a\":");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("other values") << QByteArray("{\"" + QByteArray(path("model.safetensors").c_str()).toHex() +
                                                    "\": 7}");
    }
    void a_damaged_list_is_none() {
        QFETCH(QByteArray, text);
        fs::create_directories(path("cache"));
        std::ofstream(path("cache/model-hashes.json")) << text.toStdString();
        QCOMPARE(remembering_card_reader(path("cache"), at_once)(path("model.safetensors"))->sha256, hash());
        QVERIFY(list().find(hash()) != std::string::npos);
    }

    void without_a_folder() {
        QCOMPARE(remembering_card_reader({}, at_once)(path("model.safetensors"))->sha256, hash());
        std::ofstream(path("cache")) << "a file where the folder should be";
        QCOMPARE(remembering_card_reader(path("cache"), at_once)(path("model.safetensors"))->sha256, hash());
        QVERIFY(!remembering_card_reader(path("other"), at_once)(path("none.safetensors")));
    }
};

QTEST_GUILESS_MAIN(TestModelCards)
#include "test_model_cards.moc"
