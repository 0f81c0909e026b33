// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace touchstone::projection {

/// The plane through a cloud of points in which it spreads most (principal components one and two), and how much of the
/// spread it shows.
struct PrincipalPlane {
    std::vector<double> mean;                ///< of the rows
    std::array<std::vector<double>, 2> axes; ///< unit length and orthogonal; all zeros where nothing spreads
    std::array<double, 2> shares{};          ///< of the whole variance, 0…1; zeros where nothing spreads

    /// Where a row lies on the plane, in the row's own units.
    std::array<double, 2> place(std::span<const float> row) const;
};

/// Finds the plane of rows that come one after the other: exact principal component analysis of any number of them in
/// bounded memory, 8 bytes × dimension² (128 MiB for Re-IQA's 4,096) and 256 rows.
///
/// Deterministic: the same rows in the same order give the same numbers. An axis points to where its largest component
/// is positive, so that a map is not mirrored when a photo is added. Not for several threads at a time; while it
/// works, half of the cores work for it.
class PlaneFinder {
public:
    explicit PlaneFinder(int dimension); ///< 1 or more
    ~PlaneFinder();
    PlaneFinder(PlaneFinder&&) noexcept;

    int dimension() const;
    /// A row of `dimension` finite numbers.
    void add(std::span<const float> row);
    std::size_t count() const;

    /// Up to this dimension the whole spectrum is computed (Eigen's self-adjoint solver); above, which takes minutes
    /// so, the first two axes in block Krylov spaces, to a residual of 1e-10 of the largest eigenvalue, and the whole
    /// spectrum only where that does not converge.
    static constexpr int largest_whole = 512;
    /// Empty only when `stop` was requested.
    std::optional<PrincipalPlane> find(std::stop_token stop);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace touchstone::projection
