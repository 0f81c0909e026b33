// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

/// Linear models of many features, as paths over the strength of their penalty. The objectives are scikit-learn's
/// (reiqa.md 6.3), so that α means the same there and here. Double precision, any thread, nothing shared.
namespace touchstone::training {

/// Numbers in rows, one row per photo.
struct Matrix {
    std::size_t rows = 0, cols = 0;
    std::vector<double> values; ///< row-major, rows·cols

    Matrix() = default;
    Matrix(std::size_t row_count, std::size_t col_count)
        : rows(row_count)
        , cols(col_count)
        , values(row_count * col_count) {}

    std::span<double> row(std::size_t i) { return {values.data() + i * cols, cols}; }
    std::span<const double> row(std::size_t i) const { return {values.data() + i * cols, cols}; }
};

/// One model per α: prediction = intercepts[k] + Σ weights.row(k)·x.
struct LinearPath {
    std::vector<double> alphas;
    Matrix weights; ///< alphas × features
    std::vector<double> intercepts;
    std::size_t unfinished = 0; ///< models whose search stopped before it met its tolerance (elastic net only)

    double predict(std::size_t k, std::span<const double> x) const;
};

/// Minimises ‖y − b − Xw‖² + α‖w‖² for every α > 0; b is not penalised. X is decomposed once for all of them: K = XXᵀ
/// (fewer photos than features) or XᵀX is brought to tridiagonal form by orthogonal reflections, K = QTQᵀ, and every
/// (T + α) is then solved in linear time. That is the path an eigen-decomposition gives, to rounding, for a fraction of
/// its cost.
LinearPath ridge_path(Matrix x, std::span<const double> y, std::span<const double> alphas);

struct ElasticNetOptions {
    double l1_ratio = 0.5;   ///< 0 < l1_ratio ≤ 1; 1 = lasso
    double tolerance = 1e-4; ///< of the duality gap, as a share of ‖y − ȳ‖²
    int max_passes = 2000;   ///< over the features, for one α
    /// Called after every α with the model's number; false ends the path there, with that many models. The weak
    /// penalties at the end of a path are the slowest, and seldom wanted.
    std::function<bool(std::size_t k, const LinearPath& path)> go_on;
};

/// Minimises ‖y − b − Xw‖²/(2n) + α·r‖w‖₁ + ½α(1 − r)‖w‖² by coordinate descent; α must fall along the list, because
/// every solution is the start of the next.
LinearPath elastic_net_path(Matrix x, std::span<const double> y, std::span<const double> alphas,
                            const ElasticNetOptions& options);

/// The value that elastic_net_path() minimises.
double elastic_net_objective(const Matrix& x, std::span<const double> y, std::span<const double> weights,
                             double intercept, double alpha, double l1_ratio);

/// The smallest α at which every weight of the elastic net is 0.
double elastic_net_largest_alpha(const Matrix& x, std::span<const double> y, double l1_ratio);

/// `count` values from `first` to `last` with a constant ratio, ends included.
std::vector<double> geometric_grid(double first, double last, std::size_t count);

} // namespace touchstone::training
