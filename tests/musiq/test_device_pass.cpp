// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <torch/torch.h>

#include <QTest>

#include "engine/musiq/device_pass_p.h"
#include "engine/nn/device_list.h"
#include "engine/nn/uploads_p.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"

using namespace touchstone;

namespace {

std::vector<float> floats(const at::Tensor& x) {
    const at::Tensor plain = x.contiguous().to(at::kCPU, at::kFloat);
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
    double largest = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(double(a[i]) - b[i]));
    return a.size() == b.size() ? largest : std::numeric_limits<double>::infinity();
}

} // namespace

/// The network as GPUs run it, held against the one of the CPU: on the CPU always, on a GPU where there is one.
class TestDevicePass : public QObject {
    Q_OBJECT

    /// One network and what the CPU makes of two photos of different size.
    struct Case {
        musiq::Config config;
        std::vector<musiq::TokenSequence> photos;
        std::vector<std::vector<double>> logits;
        std::vector<musiq::Model::Explained> rollouts, last_layers;
        musiq::NetworkView view;

        explicit Case(const musiq::Config& shape)
            : config(shape) {
            const nn::ModelFile file = test::generated_musiq(config);
            const auto model = musiq::Model::load(file, Device{}, Precision::Reference);
            photos.push_back(musiq::make_tokens(test::formula_a(150, 70), config));
            photos.push_back(musiq::make_tokens(test::formula_a(90, 260), config));
            for (const musiq::TokenSequence& photo : photos) {
                rollouts.push_back(model->explain(photo, AttentionMethod::Rollout, {}).value());
                last_layers.push_back(model->explain(photo, AttentionMethod::LastLayer, {}).value());
                logits.push_back(rollouts.back().output.logits);
            }
            view = musiq::make_view(musiq::parameters_from(file.weights, config, "generated").value(), config);
        }
    };

    static void compare(const Case& made, const at::Device& device, at::ScalarType type, musiq::RunOptions options,
                        double tolerance) {
        const c10::InferenceMode inference;
        const musiq::NetworkView view = musiq::on_device(made.view, device, type);
        musiq::DevicePass together(view, options);
        const std::vector<const musiq::TokenSequence*> both{&made.photos[0], &made.photos[1]};
        const at::Tensor logits = together.run(both);
        for (std::size_t i = 0; i < both.size(); ++i) {
            const std::vector<float> expected(made.logits[i].begin(), made.logits[i].end());
            const double apart = largest_difference(floats(logits[static_cast<std::int64_t>(i)]), expected);
            QVERIFY2(apart <= tolerance, std::to_string(apart).c_str());

            musiq::DevicePass alone(view, options);
            alone.keep_layer_inputs();
            alone.run({&both[i], 1});
            compare_row(alone.last_layer_row(), made.last_layers[i].attention, tolerance);
            compare_row(alone.rollout(), made.rollouts[i].attention, tolerance);
        }
    }

    /// Attention is small, so its largest weight is the measure.
    static void compare_row(const at::Tensor& row, const musiq::TokenAttention& expected, double tolerance) {
        std::vector<float> whole{static_cast<float>(expected.cls)};
        whole.insert(whole.end(), expected.tokens.begin(), expected.tokens.end());
        const double largest = *std::max_element(whole.begin(), whole.end());
        const double apart = largest_difference(floats(row), whole) / largest;
        QVERIFY2(apart <= tolerance, std::to_string(apart).c_str());
    }

private Q_SLOTS:
    void the_same_as_on_the_cpu_data() {
        QTest::addColumn<int>("outputs");
        QTest::addColumn<bool>("pyiqa");
        QTest::addColumn<int>("query_chunk");
        QTest::addColumn<qulonglong>("budget");
        QTest::newRow("plain") << 1 << false << 0 << (qulonglong{512} << 20);
        QTest::newRow("distribution, pyiqa") << 10 << true << 0 << (qulonglong{512} << 20);
        QTest::newRow("seven queries at once") << 1 << false << 7 << (qulonglong{512} << 20);
        QTest::newRow("little memory") << 1 << false << 0 << qulonglong{200'000};
    }

    void the_same_as_on_the_cpu() {
        QFETCH(int, outputs);
        QFETCH(bool, pyiqa);
        QFETCH(int, query_chunk);
        QFETCH(qulonglong, budget);
        musiq::Config config = test::tiny_musiq_config();
        config.outputs = outputs;
        config.flavour = pyiqa ? musiq::Flavour::Pyiqa : musiq::Flavour::Google;
        const Case made(config);
        musiq::RunOptions options;
        options.query_chunk = query_chunk;
        options.memory_budget = budget;
        // Sums in another order, float32: a few units in the last place of numbers near 1.
        compare(made, at::kCPU, at::kFloat, options, 2e-5);
    }

    /// bfloat16 stands in for half, which Torch may not have on the CPU; it keeps 8 bits.
    void narrow_operands() {
        const Case made(test::tiny_musiq_config());
        compare(made, at::kCPU, at::kBFloat16, {}, 0.05);
    }

    void on_a_gpu() {
        if (list_devices().gpus.empty())
            QSKIP(("NOT RUN ON A GPU: " + list_devices().why_none).c_str());
        at::globalContext().setAllowTF32CuBLAS(false);
        at::globalContext().setAllowTF32CuDNN(false);
        const Case made(test::tiny_musiq_config());
        compare(made, at::Device(at::kCUDA, 0), at::kFloat, {}, 2e-4); // the CPU's × 10
        compare(made, at::Device(at::kCUDA, 0), at::kHalf, {}, 0.05);
    }

    void uploads_arrive_whole() {
        std::vector<at::Device> devices{at::kCPU};
        if (!list_devices().gpus.empty())
            devices.emplace_back(at::kCUDA, 0);
        for (const at::Device& device : devices) {
            nn::Uploads uploads(device, at::kFloat, 100);
            at::Tensor before;
            for (int piece = 0; piece < 10; ++piece) {
                const std::vector<float> source(static_cast<std::size_t>(100 - piece), float(piece));
                const at::Tensor sent = uploads.send(source.data(), {static_cast<std::int64_t>(source.size())}).clone();
                QCOMPARE(floats(sent), source);
                if (before.defined() && !device.is_cpu()) // the one before is still whole
                    QCOMPARE(floats(before).front(), float(piece - 1));
                before = sent;
            }
        }
    }

    void stopping() {
        const Case made(test::tiny_musiq_config());
        std::stop_source source;
        source.request_stop();
        musiq::RunOptions options;
        options.stop = source.get_token();
        const musiq::NetworkView view = musiq::on_device(made.view, at::kCPU, at::kFloat);
        const musiq::TokenSequence* const photo = &made.photos[0];
        QVERIFY_EXCEPTION_THROWN(musiq::DevicePass(view, options).run({&photo, 1}), musiq::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestDevicePass)
#include "test_device_pass.moc"
