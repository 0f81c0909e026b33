// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The plane of most variance, against Eigen's decomposition of the whole covariance.
#include <QtTest>

#include <cmath>
#include <random>

#include <Eigen/Dense>

#include "app/projection/principal_plane.h"

using namespace touchstone::projection;

namespace {

using Rows = std::vector<std::vector<float>>;

/// Rows around `mean` that spread along random directions by `spreads`, and by 0.1 along all others.
Rows cloud(int count, int dimension, const std::vector<double>& spreads, float mean, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    Eigen::MatrixXd directions(dimension, static_cast<Eigen::Index>(spreads.size()));
    for (Eigen::Index i = 0; i < directions.size(); ++i)
        directions.data()[i] = normal(random);
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(directions);
    directions = qr.householderQ() * Eigen::MatrixXd::Identity(dimension, directions.cols());
    Rows rows;
    for (int i = 0; i < count; ++i) {
        Eigen::VectorXd row = Eigen::VectorXd::Constant(dimension, mean);
        for (Eigen::Index axis = 0; axis < directions.cols(); ++axis)
            row += directions.col(axis) * (normal(random) * spreads[static_cast<std::size_t>(axis)]);
        for (Eigen::Index at = 0; at < dimension; ++at)
            row[at] += 0.1 * normal(random);
        const Eigen::VectorXf narrow = row.cast<float>();
        rows.emplace_back(narrow.data(), narrow.data() + narrow.size());
    }
    return rows;
}

PrincipalPlane planeOf(const Rows& rows) {
    PlaneFinder finder(static_cast<int>(rows.front().size()));
    for (const auto& row : rows)
        finder.add(row);
    return finder.find({}).value();
}

struct Exact {
    Eigen::VectorXd mean, values;
    Eigen::MatrixXd vectors;
};

/// Two passes over everything, as the books have it.
Exact exactOf(const Rows& rows) {
    const auto dimension = static_cast<Eigen::Index>(rows.front().size());
    Eigen::MatrixXd all(dimension, static_cast<Eigen::Index>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i)
        all.col(static_cast<Eigen::Index>(i)) =
            Eigen::Map<const Eigen::VectorXf>(rows[i].data(), dimension).cast<double>();
    Exact exact;
    exact.mean = all.rowwise().mean();
    all.colwise() -= exact.mean;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(all * all.transpose() /
                                                                static_cast<double>(rows.size()));
    exact.values = solver.eigenvalues();
    exact.vectors = solver.eigenvectors();
    return exact;
}

Eigen::VectorXd axisOf(const PrincipalPlane& plane, std::size_t axis) {
    return Eigen::Map<const Eigen::VectorXd>(plane.axes[axis].data(),
                                             static_cast<Eigen::Index>(plane.axes[axis].size()));
}

} // namespace

class TestPrincipalPlane : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isTheOneOfTheWholeCovariance_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("dimension");
        QTest::addColumn<std::vector<double>>("spreads");
        QTest::newRow("few numbers, solved whole") << 1000 << 12 << std::vector<double>{5, 3, 1};
        QTest::newRow("fewer photos than numbers") << 7 << 40 << std::vector<double>{5, 3, 1};
        QTest::newRow("not a multiple of the block") << 257 << 384 << std::vector<double>{5, 3, 1};
        // Above PlaneFinder::largest_whole it is iterated.
        QTest::newRow("many numbers, iterated") << 900 << 600 << std::vector<double>{5, 3, 1};
        QTest::newRow("a gap of one in a thousand") << 900 << 600 << std::vector<double>{5, 3, 2.997, 2.99, 2.98};
        QTest::newRow("nothing but noise behind the first") << 3000 << 600 << std::vector<double>{5};
        QTest::newRow("iterated, fewer photos than numbers") << 5 << 700 << std::vector<double>{5, 3, 1};
    }
    void isTheOneOfTheWholeCovariance() {
        QFETCH(int, count);
        QFETCH(int, dimension);
        QFETCH(std::vector<double>, spreads);
        const Rows rows = cloud(count, dimension, spreads, 20, 7);
        const PrincipalPlane plane = planeOf(rows);
        const Exact exact = exactOf(rows);
        const Eigen::Index last = dimension - 1;
        const double whole = exact.values.sum();
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const Eigen::Index column = last - static_cast<Eigen::Index>(axis);
            // Sums in another order, and a residual of 1e-10 of the largest eigenvalue.
            QVERIFY(std::abs(plane.shares[axis] - exact.values[column] / whole) < 1e-9);
            // An axis is off by residual / gap; the smallest gap here is some 1e-5 of the largest eigenvalue.
            const double cosine = std::abs(axisOf(plane, axis).dot(exact.vectors.col(column)));
            QVERIFY2(cosine > 1 - 1e-9, qPrintable(QString::number(1 - cosine)));
            QVERIFY(std::abs(axisOf(plane, axis).norm() - 1) < 1e-12);
            Eigen::Index largest = 0;
            axisOf(plane, axis).cwiseAbs().maxCoeff(&largest);
            QVERIFY(axisOf(plane, axis)[largest] > 0);
        }
        QVERIFY(std::abs(axisOf(plane, 0).dot(axisOf(plane, 1))) < 1e-12);
        const auto place = plane.place(rows[3]);
        const Eigen::VectorXd away =
            Eigen::Map<const Eigen::VectorXf>(rows[3].data(), dimension).cast<double>() - exact.mean;
        QVERIFY(std::abs(place[0] - axisOf(plane, 0).dot(away)) < 1e-9 * away.norm());
    }

    void theSameRowsGiveTheSameNumbers() {
        const Rows rows = cloud(400, 600, {4, 2}, 3, 11);
        const PrincipalPlane one = planeOf(rows), other = planeOf(rows);
        QCOMPARE(one.axes, other.axes);
        QCOMPARE(one.mean, other.mean);
        QCOMPARE(one.shares, other.shares);
    }

    void withoutVarianceThereAreNoAxes() {
        for (const int dimension : {5, 600})
            for (const int count : {0, 1, 300}) {
                PlaneFinder finder(dimension);
                const std::vector<float> row(static_cast<std::size_t>(dimension), 0.1F);
                for (int i = 0; i < count; ++i)
                    finder.add(row);
                QCOMPARE(finder.count(), static_cast<std::size_t>(count));
                const PrincipalPlane plane = finder.find({}).value();
                QCOMPARE(plane.shares, (std::array<double, 2>{}));
                const auto place = plane.place(row);
                QCOMPARE(place, (std::array<double, 2>{}));
            }
    }

    void twoRowsLieOnALine() {
        PlaneFinder finder(2);
        finder.add(std::vector<float>{1, 1});
        finder.add(std::vector<float>{4, 5});
        const PrincipalPlane plane = finder.find({}).value();
        QVERIFY(std::abs(plane.shares[0] - 1) < 1e-12);
        QVERIFY(std::abs(plane.shares[1]) < 1e-12);
        const auto place = plane.place(std::vector<float>{4, 5});
        QVERIFY(std::abs(place[0] - 2.5) < 1e-12); // half of the way of 5
        QVERIFY(std::abs(place[1]) < 1e-12);
    }

    void oneNumberAPhotoHasOneAxis() {
        PlaneFinder finder(1);
        for (const float value : {1.0F, 2.0F, 6.0F})
            finder.add(std::vector<float>{value});
        const PrincipalPlane plane = finder.find({}).value();
        QCOMPARE(plane.shares, (std::array<double, 2>{1, 0}));
        QCOMPARE(plane.place(std::vector<float>{6}), (std::array<double, 2>{3, 0}));
    }

    void stopsWhenItIsTold() {
        PlaneFinder finder(600);
        for (const auto& row : cloud(50, 600, {2, 1}, 0, 3))
            finder.add(row);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!finder.find(stop.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestPrincipalPlane)
#include "test_principal_plane.moc"
