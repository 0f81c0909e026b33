// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What a photo's faults resemble, in a made feature space whose answers are known; and files that must be refused.
#include <QtTest>

#include <cmath>
#include <limits>

#include "engine/base/files.h"
#include "engine/nn/checkpoint.h"
#include "engine/reiqa/distortion_centroids.h"

using namespace touchstone;
using namespace touchstone::reiqa;

namespace {

const std::string expert(64, 'e');
constexpr std::size_t subject = 3; ///< the first numbers are what a photo shows, then one for each class

std::size_t length() {
    return subject + fault_classes().size();
}

/// A photo of which only `shown` differs from the others; class k of a piece has `strength` at the place k, and pieces
/// have `border` more than whole photos in all of them.
FaultSample sample(float shown, float strength, float border = 0) {
    FaultSample made;
    made.whole.assign(length(), 1);
    for (std::size_t i = 0; i < subject; ++i)
        made.whole[i] = shown * static_cast<float>(i + 1);
    for (std::size_t k = 0; k < fault_classes().size(); ++k) {
        std::vector<float>& piece = made.classes.emplace_back(made.whole);
        for (std::size_t i = subject; i < piece.size(); ++i)
            piece[i] += border;
        if (k > 0)
            piece[subject + k] += strength;
    }
    return made;
}

std::vector<FaultSample> samples(float strength = 5, float border = 0) {
    return {sample(1, strength, border), sample(2, strength, border), sample(4, strength, border),
            sample(3, strength, border)};
}

/// Split into the two scales, as the expert gives them.
ExpertFeatures features(std::vector<float> joined) {
    ExpertFeatures made;
    const auto half = joined.begin() + static_cast<std::ptrdiff_t>(joined.size() / 2);
    made.full.assign(joined.begin(), half);
    made.half.assign(half, joined.end());
    return made;
}

/// A whole photo of its own subject with class k as strong as given.
ExpertFeatures photo(std::size_t k, float strength) {
    std::vector<float> joined = sample(2.5F, 0).whole;
    if (k > 0)
        joined[subject + k] += strength;
    return features(std::move(joined));
}

std::size_t class_of(imaging::Distortion kind, int level) {
    const auto classes = fault_classes();
    const auto found = std::find(classes.begin(), classes.end(), FaultClass{kind, level});
    return static_cast<std::size_t>(found - classes.begin());
}

} // namespace

class TestDistortionCentroids : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string path() const { return folder_.path().toStdString() + "/faults.safetensors"; }

    /// Writes what was learned, changes it and says whether it is still taken.
    template <class Change>
    Result<DistortionCentroids> changed(const Change& change) const {
        if (!DistortionCentroids::learn(expert, samples())->write(path()))
            return failure(ErrorCode::Internal, path(), "not written");
        nn::Checkpoint checkpoint = nn::read_safetensors(path()).value();
        change(checkpoint);
        if (!nn::write_safetensors(path(), checkpoint, nn::StoredType::Float32))
            return failure(ErrorCode::Internal, path(), "not written");
        return DistortionCentroids::read(path());
    }

private Q_SLOTS:
    void theClassesAreTheBankWithoutWhatChangesNothing() {
        const auto classes = fault_classes();
        QCOMPARE(classes.size(), std::size_t{1 + 25 * 5 - 3});
        QCOMPARE(classes[0].name(), std::string("undistorted"));
        QCOMPARE(class_of(imaging::Distortion::GaussianBlur, 1), classes.size()); // is not there
        QCOMPARE(classes[class_of(imaging::Distortion::MotionBlur, 3)].name(), std::string("motion_blur/3"));
    }

    void aFaultIsNamedWhateverThePhotoShows() {
        const auto learned = DistortionCentroids::learn(expert, samples()).value();
        QCOMPARE(learned.photos(), 4);
        QCOMPARE(learned.recognised(), 1.0);
        QCOMPARE(learned.quality_expert(), expert);
        for (std::size_t k = 0; k < fault_classes().size(); ++k) {
            const auto found = learned.resembles(photo(k, 5));
            QVERIFY(found);
            QCOMPARE(found->nearest.name(), fault_classes()[k].name());
            QVERIFY(found->other.kind != found->nearest.kind);
            QVERIFY2(found->clear, fault_classes()[k].name().c_str());
        }
    }

    void theMarginIsTheDistanceFromThePlaneMidway() {
        const auto learned = DistortionCentroids::learn(expert, samples()).value();
        const std::size_t k = class_of(imaging::Distortion::MotionBlur, 3);
        const auto full = learned.resembles(photo(k, 5)), weak = learned.resembles(photo(k, 3));
        // The class lies 5 units from "undistorted" and the plane between them at 2.5; a unit is a unit of one
        // feature that never changes, the same for both.
        QCOMPARE(full->other.name(), std::string("undistorted"));
        QCOMPARE(weak->nearest, full->nearest);
        QVERIFY(std::abs(weak->margin / full->margin - 0.5 / 2.5) < 1e-5); // float32 features
        const auto none = learned.resembles(photo(k, 2));
        QCOMPARE(none->nearest.name(), std::string("undistorted"));
        QVERIFY(std::abs(none->margin - weak->margin) < 1e-4);
        QVERIFY(!none->clear && !weak->clear); // held-out ones were all as far as 2.5
        const auto midway = learned.resembles(photo(k, 2.5F));
        QCOMPARE(midway->nearest.name(), std::string("undistorted")); // of equally near ones the first
        QVERIFY(std::abs(midway->margin) < 1e-6);
        QVERIFY(!midway->clear);
    }

    void bordersOfPiecesAreNoFault() {
        const auto learned = DistortionCentroids::learn(expert, samples(5, 40)).value();
        QCOMPARE(learned.resembles(photo(0, 0))->nearest.name(), std::string("undistorted"));
        const std::size_t k = class_of(imaging::Distortion::Jpeg, 5);
        QCOMPARE(learned.resembles(photo(k, 5))->nearest.name(), std::string("jpeg/5"));
    }

    void anExpertThatSeesNothingIsNeverClear() {
        const auto blind = DistortionCentroids::learn(expert, samples(0)).value();
        QVERIFY(blind.recognised() < 0.05);
        QVERIFY(std::isinf(blind.clear_margin()));
        const auto found = blind.resembles(photo(7, 5));
        QVERIFY(found && !found->clear);
        QVERIFY(blind.write(path()));
        const auto again = DistortionCentroids::read(path());
        QVERIFY(again && std::isinf(again->clear_margin()));
    }

    void samplesThatCannotBeComparedAreRefused() {
        const auto code = [](const std::vector<FaultSample>& given) {
            const auto learned = DistortionCentroids::learn(expert, given);
            return learned ? ErrorCode::Internal : learned.error().code;
        };
        std::vector<FaultSample> given = samples();
        given.resize(2);
        QCOMPARE(code(given), ErrorCode::BadInput);
        QCOMPARE(code({}), ErrorCode::BadInput);
        given = samples();
        given[1].whole.pop_back();
        QCOMPARE(code(given), ErrorCode::BadInput);
        given = samples();
        given[2].classes.pop_back();
        QCOMPARE(code(given), ErrorCode::BadInput);
        given = samples();
        given[3].classes[5][1] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(code(given), ErrorCode::BadInput);
    }

    void featuresOfAnotherExpertAreNotCompared() {
        const auto learned = DistortionCentroids::learn(expert, samples()).value();
        QVERIFY(!learned.resembles({}));
        ExpertFeatures other = photo(1, 5);
        other.half.push_back(0);
        QVERIFY(!learned.resembles(other));
        other.half.back() = 0;
        other.half.pop_back();
        QVERIFY(learned.resembles(other));
        other.full[0] = std::numeric_limits<float>::infinity();
        QVERIFY(!learned.resembles(other));
    }

    void aFileGivesTheSameAnswers() {
        const auto learned = DistortionCentroids::learn(expert, samples()).value();
        QVERIFY(learned.write(path()));
        const auto again = DistortionCentroids::read(path());
        QVERIFY(again);
        QCOMPARE(again->quality_expert(), expert);
        QCOMPARE(again->photos(), 4);
        QCOMPARE(again->recognised(), learned.recognised());
        QCOMPARE(again->clear_margin(), learned.clear_margin());
        for (const std::size_t k : {std::size_t{0}, std::size_t{17}, std::size_t{99}}) {
            const auto a = learned.resembles(photo(k, 4)), b = again->resembles(photo(k, 4));
            QCOMPARE(a->nearest, b->nearest);
            QCOMPARE(a->margin, b->margin);
        }
    }

    void hostileFilesAreRefused() {
        const auto is_refused = [](const Result<DistortionCentroids>& read) {
            return !read && read.error().code == ErrorCode::BadModel && !read.error().what.empty();
        };
        QVERIFY(changed([](nn::Checkpoint&) {}));
        const auto about = [](const char* key, const nlohmann::json& value) {
            return [key, value](nn::Checkpoint& checkpoint) {
                std::string& text = checkpoint.metadata.at("touchstone.faults");
                nlohmann::json json = nlohmann::json::parse(text);
                json[key] = value;
                text = json.dump();
            };
        };
        for (const auto& [key, value] : std::initializer_list<std::pair<const char*, nlohmann::json>>{
                 {"version", 2},
                 {"version", "1"},
                 {"classes", nlohmann::json::array({"undistorted"})},
                 {"quality_expert", 7},
                 {"photos", 2},
                 {"photos", 1e300},
                 {"photos", nullptr},
                 {"recognised", 1.5},
                 {"clear_margin", "far"}})
            QVERIFY2(is_refused(changed(about(key, value))), key);
        QVERIFY(is_refused(changed([](nn::Checkpoint& c) { c.metadata.clear(); })));
        QVERIFY(is_refused(changed([](nn::Checkpoint& c) { c.metadata["touchstone.faults"] = "[1,"; })));
        for (const char* name : {"whole", "deviation", "classes"}) {
            QVERIFY2(is_refused(changed([&](nn::Checkpoint& c) { c.tensors.erase(name); })), name);
            QVERIFY2(is_refused(changed([&](nn::Checkpoint& c) { c.tensors[name].values[0] = NAN; })), name);
            QVERIFY2(is_refused(changed([&](nn::Checkpoint& c) {
                         c.tensors[name].shape = {1};
                         c.tensors[name].values = {1};
                     })),
                     name);
        }
        QVERIFY(is_refused(changed([](nn::Checkpoint& c) { c.tensors["deviation"].values[3] = 0; })));
        QVERIFY(is_refused(changed([](nn::Checkpoint& c) {
            c.tensors["whole"].shape = {0};
            c.tensors["whole"].values.clear();
        })));
        // Cut, or nothing of the kind: what the reader of safetensors says.
        QVERIFY(changed([](nn::Checkpoint&) {}));
        const Bytes whole = read_file(path(), std::uint64_t{1} << 24).value();
        for (const std::size_t kept : {std::size_t{0}, std::size_t{7}, std::size_t{200}, whole.size() - 1}) {
            QVERIFY(write_file_atomically(path(), std::span(whole.data(), kept)));
            QVERIFY(!DistortionCentroids::read(path()));
        }
        QVERIFY(!DistortionCentroids::read(path() + ".none"));
    }

    void theExpertOfAModelIsNamedByItsHash() {
        ModelCard card;
        card.sha256 = std::string(64, 'a');
        card.architecture = "reiqa-quality";
        QCOMPARE(quality_expert_of(card), card.sha256);
        card.architecture = "reiqa-regressor";
        QCOMPARE(quality_expert_of(card), std::string());
        card.config["quality_encoder"] = expert;
        QCOMPARE(quality_expert_of(card), expert);
        card.architecture = "musiq";
        QCOMPARE(quality_expert_of(card), std::string());
    }
};

QTEST_GUILESS_MAIN(TestDistortionCentroids)
#include "test_distortion_centroids.moc"
