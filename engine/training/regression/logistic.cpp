// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/regression/logistic.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Cholesky>
#include <Eigen/QR>

namespace touchstone::training {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double sigmoid(double t) {
    return t >= 0 ? 1 / (1 + std::exp(-t)) : std::exp(t) / (1 + std::exp(t));
}

/// Both curves in one form on s scaled to mean 0, deviation 1: f = c0 + c1·σ(g·(s − m)) [+ c2·s], g > 0. With g and m
/// given, the best c is a linear problem, so that only two numbers have to be searched for.
class CurveFit {
public:
    CurveFit(std::span<const double> s, std::span<const double> target, LogisticKind kind)
        : s_(Eigen::Map<const VectorXd>(s.data(), static_cast<Index>(s.size())))
        , y_(Eigen::Map<const VectorXd>(target.data(), static_cast<Index>(target.size())))
        , linear_(kind == LogisticKind::Five ? 3 : 2) {}

    struct Point {
        double log_gain = 0, centre = 0;
        VectorXd linear; ///< c0, c1[, c2]
        double squares = 0;
    };

    Point best() const {
        std::vector<Point> starts;
        VectorXd sorted = s_;
        std::sort(sorted.begin(), sorted.end());
        for (const double gain : {0.3, 0.7, 1.5, 3.0, 6.0, 15.0, 50.0})
            for (const double share : {0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0})
                starts.push_back(project(std::log(gain),
                                         sorted[static_cast<Index>(share * static_cast<double>(sorted.size() - 1))]));
        const auto better = [](const Point& a, const Point& b) { return a.squares < b.squares; };
        constexpr std::size_t tried = 4;
        std::partial_sort(starts.begin(), starts.begin() + tried, starts.end(), better);
        Point best = starts[0];
        for (std::size_t i = 0; i < tried; ++i)
            best = std::min(best, refine(starts[i]), better);
        return best;
    }

private:
    MatrixXd basis(double log_gain, double centre) const {
        MatrixXd columns(s_.size(), linear_);
        columns.col(0).setOnes();
        const double gain = std::exp(log_gain);
        for (Index i = 0; i < s_.size(); ++i)
            columns(i, 1) = sigmoid(gain * (s_[i] - centre));
        if (linear_ == 3)
            columns.col(2) = s_;
        return columns;
    }

    Point project(double log_gain, double centre) const {
        Point point{log_gain, centre, {}, 0};
        const MatrixXd columns = basis(log_gain, centre);
        point.linear = columns.colPivHouseholderQr().solve(y_);
        point.squares = (y_ - columns * point.linear).squaredNorm();
        return point;
    }

    /// Levenberg–Marquardt on all parameters; after every step the linear ones are set to their best.
    Point refine(Point point) const {
        double damping = 1e-3;
        for (int step = 0; step < 200 && damping < 1e12; ++step) {
            const MatrixXd columns = basis(point.log_gain, point.centre);
            const double gain = std::exp(point.log_gain);
            MatrixXd jacobian(s_.size(), linear_ + 2);
            jacobian.leftCols(linear_) = columns;
            for (Index i = 0; i < s_.size(); ++i) {
                const double slope = point.linear[1] * columns(i, 1) * (1 - columns(i, 1)) * gain;
                jacobian(i, linear_) = slope * (s_[i] - point.centre); // by log gain
                jacobian(i, linear_ + 1) = -slope;                     // by the centre
            }
            MatrixXd normal = jacobian.transpose() * jacobian;
            normal.diagonal() += damping * (normal.diagonal().array() + 1e-12).matrix();
            const VectorXd move = normal.ldlt().solve(jacobian.transpose() * (y_ - columns * point.linear));
            // The range keeps flat directions (a straight line, a step) from running away.
            const Point next = project(std::clamp(point.log_gain + move[linear_], -6.0, 7.0),
                                       std::clamp(point.centre + move[linear_ + 1], -30.0, 30.0));
            if (!(next.squares < point.squares)) {
                damping *= 4;
                continue;
            }
            const bool done = point.squares - next.squares <= 1e-14 * point.squares;
            point = next;
            damping = std::max(damping / 3, 1e-12);
            if (done)
                break;
        }
        return point;
    }

    VectorXd s_, y_;
    Index linear_;
};

bool all_finite(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

nlohmann::json number_or_null(const std::optional<double>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json();
}

void negate(std::optional<double>& value) {
    if (value)
        value = -*value;
}

} // namespace

double LogisticCurve::at(double s) const {
    if (beta.size() == 4)
        return beta[1] + (beta[0] - beta[1]) * sigmoid((s - beta[2]) / std::abs(beta[3]));
    return beta[0] * (0.5 - sigmoid(-beta[1] * (s - beta[2]))) + beta[3] * s + beta[4];
}

std::optional<LogisticCurve> fit_logistic(std::span<const double> prediction, std::span<const double> target,
                                          LogisticKind kind) {
    const std::size_t n = prediction.size(), parameters = kind == LogisticKind::Four ? 4 : 5;
    if (n <= parameters || !all_finite(prediction) || !all_finite(target))
        return std::nullopt;
    const double mean = std::accumulate(prediction.begin(), prediction.end(), 0.0) / static_cast<double>(n);
    double squares = 0;
    for (const double s : prediction)
        squares += (s - mean) * (s - mean);
    const double deviation = std::sqrt(squares / static_cast<double>(n));
    if (!(deviation > 1e-12 * std::max(1.0, std::abs(mean))))
        return std::nullopt;
    std::vector<double> scaled(n);
    for (std::size_t i = 0; i < n; ++i)
        scaled[i] = (prediction[i] - mean) / deviation;
    const CurveFit::Point best = CurveFit(scaled, target, kind).best();

    LogisticCurve curve;
    const double gain = std::exp(best.log_gain) / deviation, centre = mean + deviation * best.centre;
    const VectorXd& c = best.linear;
    if (kind == LogisticKind::Four)
        curve.beta = {c[0] + c[1], c[0], centre, 1 / gain};
    else // ½ − σ(−t) = σ(t) − ½
        curve.beta = {c[1], gain, centre, c[2] / deviation, c[0] + 0.5 * c[1] - c[2] * mean / deviation};
    curve.rmse = std::sqrt(best.squares / static_cast<double>(n));
    return curve;
}

MappedAgreement mapped_agreement(std::span<const double> prediction, std::span<const double> target,
                                 bool same_direction) {
    MappedAgreement result{agreement(prediction, target), {}, {}};
    if (!same_direction) {
        negate(result.raw.srcc);
        negate(result.raw.plcc);
        negate(result.raw.krcc);
    }
    if (const auto curve = fit_logistic(prediction, target, LogisticKind::Four)) {
        std::vector<double> mapped;
        for (const double s : prediction)
            mapped.push_back(curve->at(s));
        result.plcc_logistic4 = pearson(mapped, target);
        result.rmse_logistic4 = curve->rmse;
    }
    return result;
}

nlohmann::json MappedAgreement::to_json() const {
    nlohmann::json json = raw.to_json();
    json["plcc_logistic4"] = number_or_null(plcc_logistic4);
    json["rmse_logistic4"] = number_or_null(rmse_logistic4);
    return json;
}

} // namespace touchstone::training
