// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/projection/principal_plane.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <Eigen/Dense>

namespace touchstone::projection {

namespace {

constexpr int rows_at_a_time = 256;
constexpr int block_width = 8; ///< vectors of the subspace; more than two, so that the gap behind them is wide
constexpr int most_iterations = 300;
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

/// Empty when it does not converge, or was stopped.
std::optional<Pairs> first_two(const Eigen::MatrixXd& covariance, const std::stop_token& stop) {
    const auto symmetric = covariance.selfadjointView<Eigen::Lower>();
    Eigen::MatrixXd basis = orthonormal(start_block(covariance.rows()));
    for (int round = 0; round < most_iterations && !stop.stop_requested(); ++round) {
        const Eigen::MatrixXd image = symmetric * basis;
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
        basis = orthonormal(image);
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
        const auto block = waiting.leftCols(filled);
        products.selfadjointView<Eigen::Lower>().rankUpdate(block);
        sum += block.rowwise().sum();
        filled = 0;
    }

    Eigen::MatrixXd products; ///< lower half
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
