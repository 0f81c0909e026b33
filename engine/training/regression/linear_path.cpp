// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/regression/linear_path.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>

namespace touchstone::training {

namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Centred {
    Eigen::Map<RowMajor> x; ///< in the caller's memory
    VectorXd y;
    Eigen::RowVectorXd mean_x;
    double mean_y;

    Centred(Matrix& matrix, std::span<const double> target)
        : x(matrix.values.data(), static_cast<Index>(matrix.rows), static_cast<Index>(matrix.cols))
        , y(Eigen::Map<const VectorXd>(target.data(), static_cast<Index>(target.size())))
        , mean_x(x.colwise().mean())
        , mean_y(y.mean()) {
        x.rowwise() -= mean_x;
        y.array() -= mean_y;
    }
};

/// (T + shift)·z = b with T symmetric, tridiagonal and positive semidefinite, shift > 0: LDLᵀ without pivots is stable.
VectorXd solve_shifted(const VectorXd& diagonal, const VectorXd& below, double shift, const VectorXd& b) {
    const Index n = diagonal.size();
    VectorXd pivot(n), z(n);
    pivot[0] = diagonal[0] + shift;
    z[0] = b[0];
    for (Index i = 1; i < n; ++i) {
        const double factor = below[i - 1] / pivot[i - 1];
        // Rounding may leave T with eigenvalues a little below 0; the shift bounds the true pivots from below.
        pivot[i] = std::max(diagonal[i] + shift - factor * below[i - 1], 0.5 * shift);
        z[i] = b[i] - factor * z[i - 1];
    }
    z[n - 1] /= pivot[n - 1];
    for (Index i = n - 1; i-- > 0;)
        z[i] = (z[i] - below[i] * z[i + 1]) / pivot[i];
    return z;
}

double soft_threshold(double value, double threshold) {
    return value > threshold ? value - threshold : value < -threshold ? value + threshold : 0.0;
}

/// Coordinate descent on centred columns; w and the residual live on from one α to the next.
class CoordinateDescent {
public:
    CoordinateDescent(const Centred& data, const ElasticNetOptions& options)
        : x_(data.x)
        , y_(data.y)
        , options_(options)
        , squares_(x_.colwise().squaredNorm())
        , weights_(VectorXd::Zero(x_.cols()))
        , residual_(data.y) {}

    const VectorXd& weights() const { return weights_; }

    /// False when the duality gap was still too wide after the last pass.
    bool solve(double alpha) {
        const auto n = static_cast<double>(x_.rows());
        l1_ = n * alpha * options_.l1_ratio;
        l2_ = n * alpha * (1 - options_.l1_ratio);
        const double enough = options_.tolerance * y_.squaredNorm();
        const double settled = 0.1 * std::sqrt(options_.tolerance); // the gap falls with the square of the step
        std::vector<Index> all(static_cast<std::size_t>(x_.cols())), active;
        std::iota(all.begin(), all.end(), Index{0});
        for (int pass = 0; pass < options_.max_passes;) {
            descend(all);
            ++pass;
            if (gap() <= enough)
                return true;
            // Most features stay at 0: settle the others before all are looked at again.
            active.clear();
            std::copy_if(all.begin(), all.end(), std::back_inserter(active), [&](Index j) { return weights_[j] != 0; });
            while (pass < options_.max_passes && descend(active) > settled)
                ++pass;
        }
        return gap() <= enough;
    }

private:
    /// One pass; the largest change of a weight as a share of the largest weight.
    double descend(const std::vector<Index>& coordinates) {
        double largest_change = 0, largest_weight = 0;
        for (const Index j : coordinates) {
            if (squares_[j] == 0)
                continue;
            const double old = weights_[j];
            const double along = x_.col(j).dot(residual_) + squares_[j] * old;
            const double now = soft_threshold(along, l1_) / (squares_[j] + l2_);
            if (now != old) {
                residual_ += (old - now) * x_.col(j);
                weights_[j] = now;
            }
            largest_change = std::max(largest_change, std::abs(now - old));
            largest_weight = std::max(largest_weight, std::abs(now));
        }
        return largest_weight == 0 ? 0 : largest_change / largest_weight;
    }

    /// Distance of the objective (times n) from its minimum is at most this: the residual, shrunk until it is feasible,
    /// is a point of the dual problem.
    double gap() const {
        const VectorXd slope = x_.transpose() * residual_ - l2_ * weights_;
        const double steepest = slope.lpNorm<Eigen::Infinity>(), square = residual_.squaredNorm();
        const double shrink = steepest > l1_ ? l1_ / steepest : 1.0;
        return 0.5 * square * (1 + shrink * shrink) + l1_ * weights_.lpNorm<1>() - shrink * residual_.dot(y_) +
               0.5 * l2_ * (1 + shrink * shrink) * weights_.squaredNorm();
    }

    MatrixXd x_; ///< column-major: a coordinate is a run of memory
    VectorXd y_;
    ElasticNetOptions options_;
    VectorXd squares_, weights_, residual_;
    double l1_ = 0, l2_ = 0;
};

} // namespace

double LinearPath::predict(std::size_t k, std::span<const double> x) const {
    const std::span<const double> w = weights.row(k);
    return std::inner_product(x.begin(), x.end(), w.begin(), intercepts[k]);
}

LinearPath ridge_path(Matrix matrix, std::span<const double> target, std::span<const double> alphas) {
    const Centred data(matrix, target);
    const bool dual = matrix.rows <= matrix.cols;
    const auto side = static_cast<Index>(std::min(matrix.rows, matrix.cols));
    MatrixXd gram = MatrixXd::Zero(side, side);
    if (dual)
        gram.selfadjointView<Eigen::Lower>().rankUpdate(data.x);
    else
        gram.selfadjointView<Eigen::Lower>().rankUpdate(data.x.transpose());
    const Eigen::Tridiagonalization<MatrixXd> reduced(gram); // reads the lower triangle only
    gram.resize(0, 0);
    const VectorXd diagonal = reduced.diagonal(), below = reduced.subDiagonal();
    const VectorXd moment = dual ? data.y : VectorXd(data.x.transpose() * data.y);
    const VectorXd turned = reduced.matrixQ().adjoint() * moment;

    LinearPath path;
    path.alphas.assign(alphas.begin(), alphas.end());
    path.weights = Matrix(alphas.size(), matrix.cols);
    MatrixXd solutions(side, static_cast<Index>(alphas.size()));
    for (std::size_t k = 0; k < alphas.size(); ++k)
        solutions.col(static_cast<Index>(k)) = solve_shifted(diagonal, below, alphas[k], turned);
    const MatrixXd back = reduced.matrixQ() * solutions;
    Eigen::Map<RowMajor> weights(path.weights.values.data(), back.cols(), static_cast<Index>(matrix.cols));
    if (dual)
        weights = back.transpose() * data.x;
    else
        weights = back.transpose();
    for (Index k = 0; k < weights.rows(); ++k)
        path.intercepts.push_back(data.mean_y - weights.row(k).dot(data.mean_x));
    return path;
}

LinearPath elastic_net_path(Matrix matrix, std::span<const double> target, std::span<const double> alphas,
                            const ElasticNetOptions& options) {
    const Centred data(matrix, target);
    CoordinateDescent descent(data, options);
    matrix.values = {};
    LinearPath path;
    path.alphas.assign(alphas.begin(), alphas.end());
    path.weights = Matrix(alphas.size(), matrix.cols);
    for (std::size_t k = 0; k < alphas.size(); ++k) {
        path.unfinished += descent.solve(alphas[k]) ? 0 : 1;
        const VectorXd& weights = descent.weights();
        std::copy(weights.begin(), weights.end(), path.weights.row(k).begin());
        path.intercepts.push_back(data.mean_y - data.mean_x.dot(weights));
        if (options.go_on && !options.go_on(k, path))
            break;
    }
    path.alphas.resize(path.intercepts.size());
    path.weights.rows = path.intercepts.size();
    path.weights.values.resize(path.weights.rows * path.weights.cols);
    return path;
}

double elastic_net_objective(const Matrix& x, std::span<const double> y, std::span<const double> weights,
                             double intercept, double alpha, double l1_ratio) {
    double squares = 0, sizes = 0, lengths = 0;
    for (std::size_t i = 0; i < x.rows; ++i) {
        const double miss = y[i] - std::inner_product(weights.begin(), weights.end(), x.row(i).begin(), intercept);
        squares += miss * miss;
    }
    for (const double weight : weights) {
        sizes += std::abs(weight);
        lengths += weight * weight;
    }
    return squares / (2 * static_cast<double>(x.rows)) + alpha * l1_ratio * sizes +
           0.5 * alpha * (1 - l1_ratio) * lengths;
}

double elastic_net_largest_alpha(const Matrix& x, std::span<const double> y, double l1_ratio) {
    const double mean = std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(y.size());
    std::vector<double> moments(x.cols);
    for (std::size_t i = 0; i < x.rows; ++i)
        for (std::size_t j = 0; j < x.cols; ++j)
            moments[j] += x.row(i)[j] * (y[i] - mean); // Σ(y − ȳ) = 0: X need not be centred
    double largest = 0;
    for (const double moment : moments)
        largest = std::max(largest, std::abs(moment));
    return largest / (static_cast<double>(x.rows) * l1_ratio);
}

std::vector<double> geometric_grid(double first, double last, std::size_t count) {
    std::vector<double> grid(count, first);
    for (std::size_t k = 1; k < count; ++k)
        grid[k] = first * std::pow(last / first, static_cast<double>(k) / static_cast<double>(count - 1));
    return grid;
}

} // namespace touchstone::training
