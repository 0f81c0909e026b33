// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>
#include <cstring>
#include <random>
#include <thread>

#include <QTest>

#include "engine/nn/kernels/packed_weights.h"
#include "engine/nn/kernels/team.h"
#include "engine/nn/kernels/tiled_attention.h"

using namespace touchstone;

namespace {

/// Sums of a few hundred float32 products in another order.
constexpr double float_tolerance = 2e-5;
/// Tables may round a bfloat16 operand's sums in pairs and drop the smallest numbers; the operands themselves are
/// given.
constexpr double bf16_sum_tolerance = 1e-4;
/// Half a unit in the last place of a bfloat16 result, relative.
constexpr double bf16_step = 1.0 / 256;

using Values = std::vector<float>;

/// Reproducible on every machine, unlike the distributions of <random>.
Values random_values(std::size_t count, unsigned seed) {
    std::mt19937 generator(seed);
    Values values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(static_cast<float>(generator() % 20001) / 10000.0f - 1.0f);
    return values;
}

template <class T>
constexpr bool is_narrow = std::is_same_v<T, nn::Bf16>;

/// Room behind the end as the tiles want it.
template <class T>
nn::AlignedBuffer<T> operand(const nn::Kernels& kernels, const Values& values, std::size_t stride) {
    Values padded = values;
    padded.resize((values.size() + nn::spare_rows * stride + nn::spare_values) / 32 * 32);
    nn::AlignedBuffer<T> buffer(padded.size());
    if constexpr (std::is_same_v<T, float>)
        std::copy(padded.begin(), padded.end(), buffer.data());
    else if constexpr (is_narrow<T>)
        kernels.to_bf16(padded.data(), padded.size(), buffer.data());
    else
        kernels.to_split(padded.data(), padded.size(), buffer.data());
    return buffer;
}

template <class T>
double product_tolerance() {
    return is_narrow<T> ? bf16_sum_tolerance : float_tolerance;
}

} // namespace

#define VERIFY_WITHIN(difference, tolerance)                                                                           \
    QVERIFY2((difference) <= (tolerance),                                                                              \
             qPrintable(QStringLiteral("off by %1, allowed %2").arg(difference).arg(tolerance)))

/// Every table of kernels that this processor runs, the portable one among them, against plain sums in double: so all
/// of them agree with each other within twice the tolerances.
class TestKernels : public QObject {
    Q_OBJECT

    static void add_tables() {
        QTest::addColumn<const nn::Kernels*>("kernels");
        for (const nn::Kernels* kernels : nn::usable_kernels())
            QTest::newRow(kernels->name) << kernels;
    }

    template <class T>
    static void products(const nn::Kernels& kernels, int rows, int depth, int outputs, int segments);
    template <class T>
    static void gelu(const nn::Kernels& kernels);
    template <class T>
    static void attention(const nn::Kernels& kernels, int tokens, int heads, int width);

private Q_SLOTS:
    void the_portable_one_is_always_there();
    void products_data() { add_tables(); }
    void products();
    void rounding_to_bf16_data() { add_tables(); }
    void rounding_to_bf16();
    void splitting_keeps_every_bit_data() { add_tables(); }
    void splitting_keeps_every_bit();
    void gelu_data() { add_tables(); }
    void gelu();
    void layer_norms_data() { add_tables(); }
    void layer_norms();
    void columns_data() { add_tables(); }
    void columns();
    void pooling_data() { add_tables(); }
    void pooling();
    void attention_data() { add_tables(); }
    void attention();
    void attention_is_the_same_for_any_number_of_threads();
    void growing_scores_move_the_reference_data() { add_tables(); }
    void growing_scores_move_the_reference();
    void large_scores_do_not_overflow_data() { add_tables(); }
    void large_scores_do_not_overflow();
    void a_team_does_every_piece_once();
};

void TestKernels::the_portable_one_is_always_there() {
    QVERIFY(!nn::usable_kernels().empty());
    QCOMPARE(nn::usable_kernels().front(), &nn::portable_kernels());
    QCOMPARE(nn::usable_kernels().back(), &nn::best_kernels());
    if (const nn::Kernels* narrow = nn::best_bf16_kernels()) {
        QVERIFY(narrow->has_bf16());
        QVERIFY(narrow != &nn::portable_kernels());
    } else {
        qWarning("NOT RUN: this processor has no products of bfloat16, so only the portable ones are tested");
    }
}

template <class T>
void TestKernels::products(const nn::Kernels& kernels, int rows, int depth, int outputs, int segments) {
    const std::size_t stride = static_cast<std::size_t>(depth * segments), count = static_cast<std::size_t>(rows);
    const Values left = random_values(count * stride, 1), weight = random_values(stride * std::size_t(outputs), 2),
                 bias = random_values(std::size_t(outputs), 3);
    const nn::PackedWeights<T> packed(kernels, weight, bias, outputs, segments, depth);
    const nn::AlignedBuffer<T> a = operand<T>(kernels, left, stride), w = operand<T>(kernels, weight, 1);
    nn::AlignedBuffer<T> out(count * std::size_t(outputs));
    Values added = random_values(out.size(), 4);
    const Values before = added;
    {
        const nn::KernelScope scope(kernels);
        const auto store = [&](const nn::Block& c, int row, int column, const float* b) {
            kernels.of<T>().store(c, b, out.data() + row * outputs + column, outputs);
            kernels.add(c, b, added.data() + row * outputs + column, outputs);
        };
        nn::for_product_tiles<T>(kernels, {a.data(), std::ptrdiff_t(stride), depth}, rows, packed, store);
    }
    const double rounding = is_narrow<T> ? bf16_step : 0;
    const auto at = [&](const nn::AlignedBuffer<T>& values, std::size_t i) {
        return double(nn::value_at(values.data(), std::ptrdiff_t(i)));
    };
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < outputs; ++j) {
            double sum = bias[std::size_t(j)];
            for (std::size_t k = 0; k < stride; ++k)
                sum += at(a, std::size_t(i) * stride + k) * at(w, std::size_t(j) * stride + k);
            const std::size_t place = std::size_t(i * outputs + j);
            VERIFY_WITHIN(std::abs(at(out, place) - sum), product_tolerance<T>() + rounding * std::abs(sum));
            VERIFY_WITHIN(std::abs(added[place] - before[place] - sum), product_tolerance<T>());
        }
}

void TestKernels::products() {
    QFETCH(const nn::Kernels*, kernels);
    // One tile, pieces of tiles on every side, more than one panel, several segments of a padded depth.
    const int shapes[][4] = {{96, 64, 32, 1}, {1, 1, 1, 1}, {13, 33, 45, 1}, {97, 40, 70, 1}, {35, 21, 16, 4}};
    for (const auto& [rows, depth, outputs, segments] : shapes) {
        products<float>(*kernels, rows, depth, outputs, segments);
        if (kernels->has_bf16())
            products<nn::Bf16>(*kernels, rows, depth, outputs, segments);
    }
    // Whole groups only.
    const int group_shapes[][4] = {{96, 64, 32, 1}, {13, 32, 96, 1}, {97, 384, 64, 1}, {35, 96, 32, 3}};
    for (const auto& [rows, depth, outputs, segments] : group_shapes)
        if (kernels->has_split())
            products<nn::SplitFloat>(*kernels, rows, depth, outputs, segments);
}

void TestKernels::rounding_to_bf16() {
    QFETCH(const nn::Kernels*, kernels);
    // Exact, a tie down to even, a tie up to even, just above a tie, negative, zero, the largest that stays finite.
    const float given[] = {1.0f, 1.00390625f, 1.01171875f, 1.00390637f, -1.01171875f, 0.0f, 3.38953139e38f};
    const float expected[] = {1.0f, 1.0f, 1.015625f, 1.0078125f, -1.015625f, 0.0f, 3.38953139e38f};
    nn::Bf16 narrow[std::size(given)];
    kernels->to_bf16(given, std::size(given), narrow);
    for (std::size_t i = 0; i < std::size(given); ++i)
        QCOMPARE(nn::value_at(narrow, std::ptrdiff_t(i)), expected[i]);
}

void TestKernels::splitting_keeps_every_bit() {
    QFETCH(const nn::Kernels*, kernels);
    Values values = random_values(64, 18);
    const float special[] = {0.0f, -1.0f, 16777215.0f, 0.1f, 3.0e38f, 1.17549435e-30f, -1.00000012f};
    std::copy(std::begin(special), std::end(special), values.begin());
    nn::AlignedBuffer<nn::SplitFloat> split(values.size());
    kernels->to_split(values.data(), values.size(), split.data());
    for (std::size_t i = 0; i < values.size(); ++i)
        QCOMPARE(nn::value_at(split.data(), std::ptrdiff_t(i)), values[i]);
}

template <class T>
void TestKernels::gelu(const nn::Kernels& kernels) {
    Values x;
    for (int i = -1200; i <= 1200; ++i)
        x.push_back(static_cast<float>(i) / 100);
    x.insert(x.end(), {-1e4f, -100, 100, 1e4f, 0});
    x.resize((x.size() + 31) / 32 * 32);
    const Values none(x.size() + nn::spare_values);
    nn::AlignedBuffer<T> tanh_form(x.size()), erf_form(x.size());
    const nn::Block block{x.data(), std::ptrdiff_t(x.size()), 1, int(x.size())};
    kernels.of<T>().store_gelu_tanh(block, none.data(), tanh_form.data(), std::ptrdiff_t(x.size()));
    kernels.of<T>().store_gelu_erf(block, none.data(), erf_form.data(), std::ptrdiff_t(x.size()));
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double v = x[i], inner = std::sqrt(2 / M_PI) * (v + 0.044715 * v * v * v);
        const double by_tanh = 0.5 * v * (1 + std::tanh(inner)), by_erf = 0.5 * v * std::erfc(-v / std::sqrt(2.0));
        const double relative = is_narrow<T> ? bf16_step : 4e-7;
        const auto at = std::ptrdiff_t(i);
        VERIFY_WITHIN(std::abs(nn::value_at(tanh_form.data(), at) - by_tanh), 1e-6 + relative * std::abs(by_tanh));
        VERIFY_WITHIN(std::abs(nn::value_at(erf_form.data(), at) - by_erf), 1e-6 + relative * std::abs(by_erf));
    }
}

void TestKernels::gelu() {
    QFETCH(const nn::Kernels*, kernels);
    gelu<float>(*kernels);
    gelu<nn::Bf16>(*kernels);
    gelu<nn::SplitFloat>(*kernels);
}

void TestKernels::layer_norms() {
    QFETCH(const nn::Kernels*, kernels);
    for (const int columns : {1, 16, 37, 384}) {
        const int rows = 5;
        Values x = random_values(std::size_t(rows * columns), 5);
        for (float& v : x)
            v += 40; // a mean far from zero, where E[x²] − E[x]² would lose digits
        Values weight = random_values(std::size_t(columns) + 64, 6), bias = random_values(std::size_t(columns) + 64, 7);
        Values out(x.size());
        kernels->f32.layer_norm({x.data(), columns, rows, columns}, weight.data(), bias.data(), 1e-6f, out.data(),
                                columns);
        for (int i = 0; i < rows; ++i) {
            double mean = 0, squares = 0;
            for (int j = 0; j < columns; ++j)
                mean += x[std::size_t(i * columns + j)] / double(columns);
            for (int j = 0; j < columns; ++j)
                squares += std::pow(x[std::size_t(i * columns + j)] - mean, 2) / columns;
            for (int j = 0; j < columns; ++j) {
                const std::size_t at = std::size_t(i * columns + j), column = std::size_t(j);
                const double expected = (x[at] - mean) / std::sqrt(squares + 1e-6) * weight[column] + bias[column];
                VERIFY_WITHIN(std::abs(out[at] - expected), 5e-5); // float32 of 40 ± 1 after the subtraction
            }
        }
    }
}

void TestKernels::columns() {
    QFETCH(const nn::Kernels*, kernels);
    const int rows = 61, columns = 38;
    const Values x = random_values(std::size_t(rows * columns), 8),
                 centre = random_values(std::size_t(columns) + 64, 9);
    Values sums(static_cast<std::size_t>(columns)), squares(sums.size());
    const nn::Block block{x.data(), columns, rows, columns};
    kernels->column_sums(block, sums.data());
    kernels->column_squares(block, centre.data(), squares.data());
    const Values scale = random_values(std::size_t(columns) + 64, 10), shift = random_values(scale.size(), 11);
    Values scaled(x.size()), both(x.size());
    kernels->f32.scale_relu(block, scale.data(), shift.data(), scaled.data(), columns);
    kernels->f32.scale_add_relu(block, scale.data(), shift.data(), block, shift.data(), scale.data(), both.data(),
                                columns);
    for (std::size_t j = 0; j < sums.size(); ++j) {
        double sum = 0, distance = 0;
        for (int i = 0; i < rows; ++i) {
            const std::size_t at = std::size_t(i * columns) + j;
            sum += x[at];
            distance += std::pow(double(x[at]) - centre[j], 2);
            const double a = double(x[at]) * scale[j] + shift[j], b = double(x[at]) * shift[j] + scale[j];
            VERIFY_WITHIN(std::abs(scaled[at] - std::max(0.0, a)), 1e-6);
            VERIFY_WITHIN(std::abs(both[at] - std::max(0.0, a + b)), 1e-6);
        }
        VERIFY_WITHIN(std::abs(sums[j] - sum), float_tolerance);
        VERIFY_WITHIN(std::abs(squares[j] - distance), float_tolerance);
    }
}

void TestKernels::pooling() {
    QFETCH(const nn::Kernels*, kernels);
    const int edge = 6, channels = 21;
    const Values x = random_values(std::size_t(edge * edge * channels), 12);
    Values out(std::size_t(edge / 2 * edge / 2 * channels));
    kernels->f32.max_pool(x.data(), edge, channels, out.data(), channels);
    for (int y = 0; y < edge / 2; ++y)
        for (int column = 0; column < edge / 2; ++column)
            for (int c = 0; c < channels; ++c) {
                float most = -2;
                for (int dy = 2 * y; dy < std::min(edge, 2 * y + 3); ++dy)
                    for (int dx = 2 * column; dx < std::min(edge, 2 * column + 3); ++dx)
                        most = std::max(most, x[std::size_t((dy * edge + dx) * channels + c)]);
                QCOMPARE(out[std::size_t((y * edge / 2 + column) * channels + c)], most);
            }
}

template <class T>
void TestKernels::attention(const nn::Kernels& kernels, int tokens, int heads, int width) {
    const int hidden = heads * width, stride = 3 * hidden;
    Values wide = random_values(std::size_t(tokens * stride), 13);
    for (float& v : wide)
        v *= 2; // scores of some size, so that the largest one moves from block to block
    const nn::AlignedBuffer<T> qkv = operand<T>(kernels, wide, std::size_t(stride));
    Values weights = random_values(std::size_t(tokens), 14), total;
    nn::AlignedBuffer<T> out(std::size_t(tokens * hidden));
    nn::Team team(2);
    nn::TiledAttention<T> attention(kernels);
    attention.set(team, {qkv.data(), stride, tokens, heads, width});
    attention.attend(team, tokens, out.data(), hidden, {});
    attention.weigh_attention(team, weights, total, {});

    const auto at = [&](int token, int part, int head, int k) {
        return double(nn::value_at(qkv.data(), token * stride + part * hidden + head * width + k));
    };
    // Weights of the softmax are rounded to T before they meet the values, which are up to 2, and so is the result.
    const double tolerance = is_narrow<T> ? 3 * bf16_step : 4e-5;
    std::vector<double> expected(std::size_t(tokens), 0.0);
    for (int head = 0; head < heads; ++head)
        for (int i = 0; i < tokens; ++i) {
            std::vector<double> row(std::size_t(tokens), 0.0);
            double most = -1e300, sum = 0;
            for (int j = 0; j < tokens; ++j) {
                for (int k = 0; k < width; ++k)
                    row[std::size_t(j)] += at(i, 0, head, k) * at(j, 1, head, k);
                most = std::max(most, row[std::size_t(j)]);
            }
            for (double& v : row)
                sum += v = std::exp(v - most);
            for (int j = 0; j < tokens; ++j)
                expected[std::size_t(j)] += weights[std::size_t(i)] * row[std::size_t(j)] / sum / heads;
            for (int k = 0; k < width; ++k) {
                double mixed = 0;
                for (int j = 0; j < tokens; ++j)
                    mixed += row[std::size_t(j)] / sum * at(j, 2, head, k);
                VERIFY_WITHIN(std::abs(nn::value_at(out.data(), i * hidden + head * width + k) - mixed), tolerance);
            }
        }
    for (std::size_t j = 0; j < expected.size(); ++j)
        VERIFY_WITHIN(std::abs(total[j] - expected[j]), 2e-5 * std::max(1.0, std::abs(expected[j])));
}

void TestKernels::attention() {
    QFETCH(const nn::Kernels*, kernels);
    const int shapes[][3] = {{1, 1, 8}, {33, 3, 16}, {150, 2, 64}, {301, 1, 20}, {561, 1, 32}};
    for (const auto& [tokens, heads, width] : shapes) {
        attention<float>(*kernels, tokens, heads, width);
        if (kernels->has_bf16())
            attention<nn::Bf16>(*kernels, tokens, heads, width);
        if (kernels->has_split() && width % nn::split_group == 0)
            attention<nn::SplitFloat>(*kernels, tokens, heads, width);
    }
}

void TestKernels::attention_is_the_same_for_any_number_of_threads() {
    const int tokens = 500, heads = 2, width = 16, hidden = heads * width;
    const nn::Kernels& kernels = nn::best_kernels();
    const auto qkv = operand<float>(kernels, random_values(std::size_t(tokens * 3 * hidden), 15), 3 * hidden);
    const Values weights = random_values(std::size_t(tokens), 16);
    Values out[2], total[2];
    for (const int threads : {1, 3}) {
        Values& mixed = out[threads == 3];
        mixed.resize(std::size_t(tokens * hidden));
        nn::Team team(threads);
        nn::TiledAttention<float> attention(kernels);
        attention.set(team, {qkv.data(), 3 * hidden, tokens, heads, width});
        attention.attend(team, tokens, mixed.data(), hidden, {});
        attention.weigh_attention(team, weights, total[threads == 3], {});
    }
    QCOMPARE(out[0], out[1]);
    QCOMPARE(total[0], total[1]);
}

/// Later keys whose scores leave the first ones far behind, a little at a time and at once.
void TestKernels::growing_scores_move_the_reference() {
    QFETCH(const nn::Kernels*, kernels);
    const int tokens = 900, width = 16;
    for (const float growth : {0.01f, 0.2f, 4.0f}) {
        Values wide(static_cast<std::size_t>(tokens * 3 * width));
        for (int i = 0; i < tokens; ++i) {
            float* row = wide.data() + std::size_t(i) * 3 * width;
            row[0] = 1;                           // query
            row[width] = growth * float(i);       // key: the score
            row[2 * width] = float(i % 7) - 3;    // value
            row[2 * width + 1] = i == tokens - 1; // how much the last key gets
        }
        const auto qkv = operand<float>(*kernels, wide, 3 * width);
        Values out(static_cast<std::size_t>(tokens * width)), total, weights(static_cast<std::size_t>(tokens));
        weights[0] = 1;
        nn::Team team(1);
        nn::TiledAttention<float> attention(*kernels);
        attention.set(team, {qkv.data(), 3 * width, tokens, 1, width});
        attention.attend(team, tokens, out.data(), width, {});
        attention.weigh_attention(team, weights, total, {});
        double sum = 0, mixed = 0;
        for (int i = 0; i < tokens; ++i) {
            const double weight = std::exp(double(growth) * (i - (tokens - 1)));
            sum += weight;
            mixed += weight * (i % 7 - 3);
        }
        VERIFY_WITHIN(std::abs(out[0] - mixed / sum), 2e-5);
        VERIFY_WITHIN(std::abs(out[1] - 1 / sum), 2e-5);
        VERIFY_WITHIN(std::abs(total[tokens - 1] - 1 / sum), 2e-5);
    }
}

void TestKernels::large_scores_do_not_overflow() {
    QFETCH(const nn::Kernels*, kernels);
    const int tokens = 200, width = 16;
    Values wide = random_values(std::size_t(tokens * 3 * width), 17);
    for (float& v : wide)
        v *= 100'000; // scores around ±1e11: one key takes everything
    const auto qkv = operand<float>(*kernels, wide, 3 * width);
    Values out(std::size_t(tokens * width));
    nn::Team team(1);
    nn::TiledAttention<float> attention(*kernels);
    attention.set(team, {qkv.data(), 3 * width, tokens, 1, width});
    attention.attend(team, tokens, out.data(), width, {});
    for (const float v : out)
        QVERIFY(std::isfinite(v) && std::abs(v) <= 100'001.0f);
}

void TestKernels::a_team_does_every_piece_once() {
    for (const int threads : {1, 2, 5}) {
        nn::Team team(threads);
        QCOMPARE(team.size(), threads);
        for (const std::int64_t count : {0, 1, 3, 1000})
            for (int round = 0; round < 20; ++round) {
                std::vector<std::atomic<int>> done(static_cast<std::size_t>(count));
                std::atomic<bool> strange = false;
                team.run(count, [&](std::int64_t piece, int worker) {
                    done[static_cast<std::size_t>(piece)].fetch_add(1);
                    if (worker < 0 || worker >= threads)
                        strange = true;
                });
                for (const auto& times : done)
                    QCOMPARE(times.load(), 1);
                QVERIFY(!strange);
            }
    }
}

QTEST_GUILESS_MAIN(TestKernels)
#include "test_kernels.moc"
