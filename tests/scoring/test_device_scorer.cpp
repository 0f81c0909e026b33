// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QtTest>

#include <atomic>
#include <map>
#include <mutex>
#include <stdexcept>

#include "engine/nn/network_failure.h"
#include "engine/scoring/device_scorer.h"

using namespace touchstone;

namespace {

const Device first_gpu{Device::Kind::Cuda, 0}, second_gpu{Device::Kind::Cuda, 1};

/// What a test wants of its devices, and what they were asked.
struct Machine {
    std::map<std::string, int> room; ///< width from which on a photo does not fit; devices that are not named have all
    std::map<std::string, int> calls_ok;  ///< the device is lost at the call after these
    std::map<std::string, Error> refuses; ///< cannot be opened
    bool throws = false;

    std::mutex mutex; ///< devices answer at the same time
    std::map<std::string, int> photos, calls, opened;
    std::vector<std::string> notices;
};

/// Scores by the photo's width, so that a mixed-up answer shows.
class FakeScorer final : public Scorer {
public:
    FakeScorer(Machine& machine, const Device& device)
        : machine_(machine) {
        options_.device = device;
        card_.id = "fake";
    }

    const ModelCard& card() const override { return card_; }
    const ScorerOptions& options() const override { return options_; }
    std::int64_t token_count(Size photo) const override { return photo.width; }

    std::vector<Result<Assessment>> score(std::span<const Photo* const> photos, std::stop_token) override {
        const std::lock_guard lock(machine_.mutex);
        const std::string name = options_.device.name();
        if (machine_.throws)
            throw std::runtime_error("thrown in " + name);
        const auto ok = machine_.calls_ok.find(name);
        const bool lost = ok != machine_.calls_ok.end() && machine_.calls[name] >= ok->second;
        ++machine_.calls[name];
        std::vector<Result<Assessment>> results;
        for (const Photo* photo : photos)
            results.push_back(lost ? failure(ErrorCode::NoDevice, {}, "unplugged") : answer(*photo));
        return results;
    }

    Result<Assessment> explain(const Photo& photo, AttentionMethod, std::stop_token stop) override {
        const Photo* const one = &photo;
        return score({&one, 1}, stop).front();
    }

private:
    Result<Assessment> answer(const Photo& photo) {
        const std::string name = options_.device.name();
        const int width = photo.image.size.width;
        if (const auto room = machine_.room.find(name); room != machine_.room.end() && width >= room->second)
            return failure(ErrorCode::OutOfMemory, {}, "too much");
        ++machine_.photos[name];
        Assessment assessment;
        assessment.device = options_.device;
        assessment.score.value = width;
        return assessment;
    }

    Machine& machine_;
    ModelCard card_;
    ScorerOptions options_;
};

ScorerOptions options_for(Machine& machine, const Device& device, std::vector<Device> more = {}) {
    ScorerOptions options;
    options.device = device;
    options.more_devices = std::move(more);
    options.notice = [&machine](const std::string& sentence) { machine.notices.push_back(sentence); };
    return options;
}

Result<std::unique_ptr<Scorer>> open(Machine& machine, const ScorerOptions& options) {
    return open_on_devices(options, [&machine](const Device& device) -> Result<std::unique_ptr<Scorer>> {
        ++machine.opened[device.name()];
        if (const auto refused = machine.refuses.find(device.name()); refused != machine.refuses.end())
            return tl::unexpected(refused->second);
        return std::make_unique<FakeScorer>(machine, device);
    });
}

std::vector<Photo> photos_of(const std::vector<int>& widths) {
    std::vector<Photo> photos;
    for (const int width : widths)
        photos.emplace_back().image.size = {width, 1};
    return photos;
}

std::vector<Result<Assessment>> score(Scorer& scorer, const std::vector<Photo>& photos) {
    std::vector<const Photo*> pointers;
    for (const Photo& photo : photos)
        pointers.push_back(&photo);
    return scorer.score(pointers, {});
}

/// Every photo has its own answer.
void compare_values(const std::vector<Result<Assessment>>& results, const std::vector<Photo>& photos) {
    QCOMPARE(results.size(), photos.size());
    for (std::size_t i = 0; i < results.size(); ++i) {
        QVERIFY2(results[i].has_value(), results[i] ? "" : results[i].error().message().c_str());
        QCOMPARE(results[i]->score.value, double(photos[i].image.size.width));
    }
}

} // namespace

class TestDeviceScorer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_cpu_needs_nothing_around_it();
    void batches_are_shared_out_by_tokens();
    void a_photo_without_room_goes_to_the_cpu();
    void a_lost_device_leaves_its_photos_to_the_others();
    void the_cpu_is_the_last_resort();
    void devices_that_cannot_take_the_model();
    void a_bad_model_is_an_error_everywhere();
    void maps_survive_as_well();
    void an_exception_reaches_the_caller();
    void batches_grow_with_devices();
    void words_of_torch_data();
    void words_of_torch();
};

void TestDeviceScorer::the_cpu_needs_nothing_around_it() {
    Machine machine;
    const auto scorer = open(machine, options_for(machine, Device{}));
    QVERIFY(scorer.has_value());
    QVERIFY(dynamic_cast<FakeScorer*>(scorer->get()) != nullptr);
}

void TestDeviceScorer::batches_are_shared_out_by_tokens() {
    Machine machine;
    const auto scorer = open(machine, options_for(machine, first_gpu, {second_gpu}));
    QVERIFY(scorer.has_value());
    const std::vector<Photo> photos = photos_of({10, 100, 20, 30, 40});
    compare_values(score(**scorer, photos), photos);
    QCOMPARE(machine.photos["cuda:0"], 1); // the one of 100 weighs as much as the four others
    QCOMPARE(machine.photos["cuda:1"], 4);
    QCOMPARE(machine.opened.count("cpu"), std::size_t{0});
    QVERIFY(machine.notices.empty());
}

void TestDeviceScorer::a_photo_without_room_goes_to_the_cpu() {
    Machine machine;
    machine.room["cuda:0"] = 500;
    const auto scorer = open(machine, options_for(machine, first_gpu));
    QVERIFY(scorer.has_value());
    const std::vector<Photo> photos = photos_of({10, 900, 20});
    for (int round = 0; round < 3; ++round) {
        const auto results = score(**scorer, photos);
        compare_values(results, photos);
        QCOMPARE(results[0]->device, first_gpu);
        QCOMPARE(results[1]->device, Device{});
        QCOMPARE(results[2]->device, first_gpu);
    }
    QCOMPARE(machine.opened["cpu"], 1);
    QCOMPARE(machine.notices.size(), std::size_t{1}); // said once, not for every photo
    QVERIFY(machine.notices.front().find("cuda:0 has too little memory") == 0);
}

void TestDeviceScorer::a_lost_device_leaves_its_photos_to_the_others() {
    Machine machine;
    machine.calls_ok["cuda:1"] = 1;
    const auto scorer = open(machine, options_for(machine, first_gpu, {second_gpu}));
    QVERIFY(scorer.has_value());
    const std::vector<Photo> photos = photos_of({10, 20, 30, 40});
    for (int round = 0; round < 3; ++round)
        compare_values(score(**scorer, photos), photos);
    QCOMPARE(machine.calls["cuda:1"], 2); // not asked again after it was lost
    QCOMPARE(machine.opened.count("cpu"), std::size_t{0});
    QCOMPARE(machine.notices, std::vector<std::string>{"cuda:1 was lost, the other devices go on: unplugged"});
}

void TestDeviceScorer::the_cpu_is_the_last_resort() {
    Machine machine;
    machine.calls_ok["cuda:0"] = machine.calls_ok["cuda:1"] = 0;
    const auto scorer = open(machine, options_for(machine, first_gpu, {second_gpu}));
    QVERIFY(scorer.has_value());
    const std::vector<Photo> photos = photos_of({10, 20, 30});
    for (int round = 0; round < 2; ++round) {
        const auto results = score(**scorer, photos);
        compare_values(results, photos);
        for (const auto& result : results)
            QCOMPARE(result->device, Device{});
    }
    QCOMPARE(machine.photos["cpu"], 6);
    QCOMPARE(machine.notices.size(), std::size_t{2});
    QVERIFY(machine.notices.back().find("the CPU goes on") != std::string::npos);
}

void TestDeviceScorer::devices_that_cannot_take_the_model() {
    Machine machine;
    machine.refuses["cuda:0"] = {ErrorCode::OutOfMemory, "m.safetensors", "no room", {}};
    const auto one = open(machine, options_for(machine, first_gpu, {second_gpu}));
    QVERIFY(one.has_value());
    const std::vector<Photo> photos = photos_of({10, 20});
    compare_values(score(**one, photos), photos);
    QCOMPARE(machine.photos["cuda:1"], 2);
    QCOMPARE(machine.notices, std::vector<std::string>{"cuda:0 cannot take the model: no room"});

    machine.refuses["cuda:1"] = {ErrorCode::NoDevice, "m.safetensors", "unplugged", {}};
    const auto none = open(machine, options_for(machine, first_gpu, {second_gpu}));
    QVERIFY(none.has_value());
    compare_values(score(**none, photos), photos);
    QCOMPARE(machine.photos["cpu"], 2);
}

void TestDeviceScorer::a_bad_model_is_an_error_everywhere() {
    Machine machine;
    machine.refuses["cuda:0"] = {ErrorCode::BadModel, "m.safetensors", "lacks a tensor", {}};
    const auto scorer = open(machine, options_for(machine, first_gpu));
    QVERIFY(!scorer.has_value());
    QCOMPARE(scorer.error().code, ErrorCode::BadModel);
    QVERIFY(machine.notices.empty());

    machine.refuses["cuda:0"] = {ErrorCode::NoDevice, "m.safetensors", "unplugged", {}};
    machine.refuses["cpu"] = {ErrorCode::OutOfMemory, "m.safetensors", "no room here either", {}};
    const auto nowhere = open(machine, options_for(machine, first_gpu));
    QVERIFY(!nowhere.has_value());
    QCOMPARE(nowhere.error().what, std::string("no room here either"));

    // The CPU may also be refused later, when the only GPU is lost: the photos fail, the program does not.
    Machine later;
    later.calls_ok["cuda:0"] = 0;
    later.refuses["cpu"] = {ErrorCode::OutOfMemory, "m.safetensors", "no room here either", {}};
    const auto opened = open(later, options_for(later, first_gpu));
    QVERIFY(opened.has_value());
    for (const auto& result : score(**opened, photos_of({10, 20}))) {
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::OutOfMemory);
    }
}

void TestDeviceScorer::maps_survive_as_well() {
    Machine machine;
    machine.room["cuda:0"] = 500;
    machine.calls_ok["cuda:0"] = 2;
    const auto scorer = open(machine, options_for(machine, first_gpu));
    QVERIFY(scorer.has_value());
    const std::vector<Photo> photos = photos_of({10, 900});
    const auto device_of = [&](const Photo& photo) {
        return (*scorer)->explain(photo, AttentionMethod::Rollout, {})->device;
    };
    QCOMPARE(device_of(photos[0]), first_gpu);
    QCOMPARE(device_of(photos[1]), Device{}); // no room
    QCOMPARE(device_of(photos[0]), Device{}); // lost
    QCOMPARE(machine.notices.size(), std::size_t{2});
}

void TestDeviceScorer::an_exception_reaches_the_caller() {
    Machine machine;
    const auto scorer = open(machine, options_for(machine, first_gpu, {second_gpu}));
    QVERIFY(scorer.has_value());
    machine.throws = true;
    QVERIFY_EXCEPTION_THROWN(score(**scorer, photos_of({10, 20})), std::runtime_error);
}

void TestDeviceScorer::batches_grow_with_devices() {
    Machine machine;
    const PipelineOptions cpu;
    PipelineOptions options;
    fit_batches(options, options_for(machine, Device{}));
    QCOMPARE(options.batch_tokens, cpu.batch_tokens);
    fit_batches(options, options_for(machine, first_gpu));
    const std::int64_t one = options.batch_tokens;
    QVERIFY(one > cpu.batch_tokens);
    QVERIFY(options.queue_bytes > cpu.queue_bytes);
    fit_batches(options, options_for(machine, first_gpu, {second_gpu}));
    QCOMPARE(options.batch_tokens, 2 * one);
}

void TestDeviceScorer::words_of_torch_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* text, ErrorCode code) {
        QTest::newRow(name) << QString::fromLatin1(text) << static_cast<int>(code);
    };
    row("cpu",
        "[enforce fail at alloc_cpu.cpp:75] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 "
        "bytes.",
        ErrorCode::OutOfMemory);
    row("gpu", "CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 7.80 GiB total capacity)",
        ErrorCode::OutOfMemory);
    row("gpu, as an error", "CUDA error: out of memory\nCUDA kernel errors might be reported later",
        ErrorCode::OutOfMemory);
    row("cublas", "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", ErrorCode::OutOfMemory);
    row("lost", "CUDA error: unspecified launch failure\nCUDA kernel errors might be", ErrorCode::NoDevice);
    row("no driver", "Found no NVIDIA driver on your system. No CUDA GPUs are available", ErrorCode::NoDevice);
    row("cudnn", "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR", ErrorCode::NoDevice);
    row("shapes", "The size of tensor a (3) must match the size of tensor b (4)", ErrorCode::Internal);
}

void TestDeviceScorer::words_of_torch() {
    QFETCH(QString, text);
    QFETCH(int, code);
    const Error error = nn::network_failure(text.toStdString());
    QCOMPARE(static_cast<int>(error.code), code);
    QVERIFY(error.what.find('\n') == std::string::npos);
}

QTEST_GUILESS_MAIN(TestDeviceScorer)
#include "test_device_scorer.moc"
