// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/projection/principal_plane.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <new>
#include <thread>

#include <Eigen/Dense>

namespace touchstone::projection {

namespace {

constexpr int rows_at_a_time = 256;
constexpr Eigen::Index panel_width = 256;
constexpr int block_width = 8;     ///< vectors of the subspace; more than two, so that the gap behind them is wide
constexpr int blocks_a_round = 12; ///< of the Krylov space
constexpr int most_rounds = 60;
constexpr double residual_bound = 1e-10;

struct Pairs {
    Eigen::Vector2d values = Eigen::Vector2d::Zero();
    Eigen::MatrixX2d vectors;
};

Pairs whole_spectrum(const Eigen::MatrixXd& covariance) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance); // reads the lower half; ascending
    const Eigen::Index last = covariance.cols() - 1;
    Pairs pairs;
    pairs.vectors = Eigen::MatrixX2d::Zero(covariance.rows(), 2);
    pairs.values[0] = solver.eigenvalues()[last];
    pairs.vectors.col(0) = solver.eigenvectors().col(last);
    if (last > 0) {
        pairs.values[1] = solver.eigenvalues()[last - 1];
        pairs.vectors.col(1) = solver.eigenvectors().col(last - 1);
    }
    return pairs;
}

/// The same numbers in every run: splitmix64.
Eigen::MatrixXd start_block(Eigen::Index rows) {
    std::uint64_t state = 1;
    Eigen::MatrixXd block(rows, block_width);
    for (Eigen::Index i = 0; i < block.size(); ++i) {
        state += 0x9E3779B97F4A7C15u;
        std::uint64_t mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
        mixed ^= mixed >> 31;
        block.data()[i] = static_cast<double>(mixed >> 11) * 0x1p-53 - 0.5;
    }
    return block;
}

Eigen::MatrixXd orthonormal(const Eigen::MatrixXd& block) {
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(block);
    return qr.householderQ() * Eigen::MatrixXd::Identity(block.rows(), block.cols());
}

/// Makes the columns from `from` on orthogonal to those before them and to each other, and of length 1. Twice, because
/// once leaves rounding errors behind where a column lies almost in the span of the others.
void orthogonalise(Eigen::MatrixXd& basis, Eigen::Index from) {
    auto fresh = basis.rightCols(basis.cols() - from);
    for (int pass = 0; pass < 2; ++pass) {
        const auto known = basis.leftCols(from);
        fresh -= known * (known.transpose() * fresh);
        fresh = orthonormal(fresh);
    }
}

/// Empty when it does not converge, or was stopped. Each round spans the subspace and its images under the covariance
/// (a block Krylov space), which meets narrow gaps in the square root of the rounds that plain iteration needs.
std::optional<Pairs> first_two(const Eigen::MatrixXd& covariance, const std::stop_token& stop) {
    const auto symmetric = covariance.selfadjointView<Eigen::Lower>();
    Eigen::MatrixXd start = orthonormal(start_block(covariance.rows()));
    for (int round = 0; round < most_rounds; ++round) {
        Eigen::MatrixXd basis(covariance.rows(), block_width * blocks_a_round);
        Eigen::MatrixXd image(basis.rows(), basis.cols());
        basis.leftCols(block_width) = start;
        for (int block = 0; block < blocks_a_round; ++block) {
            if (stop.stop_requested())
                return std::nullopt;
            const Eigen::Index at = Eigen::Index{block} * block_width;
            image.middleCols(at, block_width) = symmetric * basis.middleCols(at, block_width);
            if (block + 1 == blocks_a_round)
                break;
            Eigen::MatrixXd longer(basis.rows(), at + 2 * block_width);
            longer << basis.leftCols(at + block_width), image.middleCols(at, block_width);
            orthogonalise(longer, at + block_width);
            basis.middleCols(at + block_width, block_width) = longer.rightCols(block_width);
        }
        const Eigen::MatrixXd small = basis.transpose() * image;
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> ritz(small);
        const Eigen::MatrixXd turn = ritz.eigenvectors().rightCols(2);
        const Eigen::Vector2d values = ritz.eigenvalues().tail(2);
        const Eigen::MatrixXd vectors = basis * turn;
        const Eigen::MatrixXd residual = image * turn - vectors * values.asDiagonal();
        if (residual.colwise().norm().maxCoeff() <= residual_bound * values[1]) {
            Pairs pairs;
            pairs.values = values.reverse();
            pairs.vectors = vectors.rowwise().reverse();
            return pairs;
        }
        start = orthonormal(basis * ritz.eigenvectors().rightCols(block_width));
    }
    return std::nullopt;
}

void point_upwards(Eigen::Ref<Eigen::VectorXd> axis) {
    Eigen::Index largest = 0;
    axis.cwiseAbs().maxCoeff(&largest);
    if (axis[largest] < 0)
        axis = -axis;
}

} // namespace

std::array<double, 2> PrincipalPlane::place(std::span<const float> row) const {
    std::array<double, 2> at{};
    for (std::size_t axis = 0; axis < axes.size(); ++axis)
        for (std::size_t i = 0; i < row.size(); ++i)
            at[axis] += (static_cast<double>(row[i]) - mean[i]) * axes[axis][i];
    return at;
}

/// The products are of rows less the first one: features are far from zero and near each other, and equal rows are
/// exactly zero then.
struct PlaneFinder::State {
    explicit State(int dimension)
        : products(Eigen::MatrixXd::Zero(dimension, dimension))
        , sum(Eigen::VectorXd::Zero(dimension))
        , first(Eigen::VectorXd::Zero(dimension))
        , waiting(dimension, rows_at_a_time) {}

    void takeWaiting() {
        if (filled == 0)
            return;
        addProducts();
        sum += waiting.leftCols(filled).rowwise().sum();
        filled = 0;
    }

    /// Panel by panel of the lower half, each on one thread: how many there are changes nothing about the numbers.
    void addProducts() {
        const Eigen::Index dimension = products.rows(), panels = (dimension + panel_width - 1) / panel_width;
        std::atomic<Eigen::Index> next = 0;
        const auto work = [&] {
            for (Eigen::Index panel = next++; panel < panels; panel = next++) {
                const Eigen::Index from = panel * panel_width, width = std::min(panel_width, dimension - from);
                const auto rows = waiting.block(from, 0, dimension - from, filled);
                products.block(from, from, dimension - from, width).noalias() += rows * rows.topRows(width).transpose();
            }
        };
        std::atomic<bool> out_of_memory = false; // an exception must not leave a thread
        {
            std::vector<std::jthread> helpers;
            const int cores = static_cast<int>(std::thread::hardware_concurrency());
            for (int number = 1; number < std::min<Eigen::Index>(panels, cores / 2); ++number)
                helpers.emplace_back([&] {
                    try {
                        work();
                    } catch (const std::bad_alloc&) {
                        out_of_memory = true;
                    }
                });
            work();
        }
        if (out_of_memory)
            throw std::bad_alloc();
    }

    Eigen::MatrixXd products; ///< lower half, and some of the upper one, which nobody reads
    Eigen::VectorXd sum, first;
    Eigen::MatrixXd waiting;
    int filled = 0;
    std::size_t count = 0;
};

PlaneFinder::PlaneFinder(int dimension)
    : state_(std::make_unique<State>(dimension)) {}
PlaneFinder::~PlaneFinder() = default;
PlaneFinder::PlaneFinder(PlaneFinder&&) noexcept = default;

int PlaneFinder::dimension() const {
    return static_cast<int>(state_->sum.size());
}

std::size_t PlaneFinder::count() const {
    return state_->count;
}

void PlaneFinder::add(std::span<const float> row) {
    const Eigen::Map<const Eigen::VectorXf> values(row.data(), static_cast<Eigen::Index>(row.size()));
    if (state_->count++ == 0)
        state_->first = values.cast<double>();
    state_->waiting.col(state_->filled++) = values.cast<double>() - state_->first;
    if (state_->filled == rows_at_a_time)
        state_->takeWaiting();
}

std::optional<PrincipalPlane> PlaneFinder::find(std::stop_token stop) {
    state_->takeWaiting();
    PrincipalPlane plane;
    const auto dimension = static_cast<std::size_t>(state_->sum.size());
    plane.mean.assign(dimension, 0);
    plane.axes.fill(std::vector<double>(dimension, 0.0));
    if (state_->count == 0)
        return plane;
    const auto count = static_cast<double>(state_->count);
    const Eigen::VectorXd mean = state_->sum / count;
    Eigen::Map<Eigen::VectorXd>(plane.mean.data(), mean.size()) = mean + state_->first;
    // In place: a second matrix would double the memory.
    Eigen::MatrixXd& covariance = state_->products;
    covariance.selfadjointView<Eigen::Lower>().rankUpdate(mean, -count);
    covariance /= count;
    const double whole = covariance.trace();
    state_->count = 0; // the products are spent
    if (!(whole > 0))
        return plane;
    std::optional<Pairs> pairs;
    if (static_cast<int>(dimension) > largest_whole)
        pairs = first_two(covariance, stop);
    if (!pairs && !stop.stop_requested())
        pairs = whole_spectrum(covariance);
    if (!pairs)
        return std::nullopt;
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const auto column = static_cast<Eigen::Index>(axis);
        plane.shares[axis] = std::clamp(pairs->values[column] / whole, 0.0, 1.0);
        point_upwards(pairs->vectors.col(column));
        Eigen::Map<Eigen::VectorXd>(plane.axes[axis].data(), static_cast<Eigen::Index>(dimension)) =
            pairs->vectors.col(column);
    }
    return plane;
}

} // namespace touchstone::projection
