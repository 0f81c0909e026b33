// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QWidget>

namespace touchstone::ui {

/// Counts of scores in equal steps of a scale. Plain value.
struct ScoreBins {
    double low = 0, high = 1;
    std::vector<int> counts;

    /// `sorted` ascending. The scale's ends where the model names them (widened to the data when scores lie outside),
    /// else the data's. About 20 bins with round limits where the scale allows it.
    static ScoreBins of(const std::vector<double>& sorted, std::optional<std::pair<double, double>> range);
    double width() const { return counts.empty() ? 0 : (high - low) / static_cast<double>(counts.size()); }
    /// The bin a value falls into, clamped to the ends; −1 without bins.
    int binOf(double value) const;
};

/// The folder's scores as bars, with a marker for one photo. A table beside it says the same (InspectorPanel).
class Histogram : public QWidget {
    Q_OBJECT
public:
    explicit Histogram(QWidget* parent = nullptr);

    void setBins(const ScoreBins& bins);
    void setMarker(std::optional<double> value);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ScoreBins bins_;
    std::optional<double> marker_;
};

} // namespace touchstone::ui
