// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

namespace touchstone::ui {

/// A score as a start and signed steps, each bar beginning where the one above ended, so that one sees that they sum.
/// Blue bars with "+" raise the score, orange ones with "−" lower it; every row has its words and number. GUI thread.
class Waterfall : public QWidget {
    Q_OBJECT
public:
    struct Step {
        QString name;
        double points = 0; ///< signed
    };

    explicit Waterfall(QWidget* parent = nullptr);

    /// `start` and the score that follows are absolute values with their own words; `digits` after the point.
    void setSteps(const QString& startName, double start, std::vector<Step> steps, const QString& endName, int digits);
    /// Start plus all steps: the number in the last row.
    double end() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row {
        QString name, number;
        double from = 0, to = 0; ///< values the bar spans
        bool absolute = false;   ///< start and end: drawn as a line at their value
    };
    std::vector<Row> rows() const;
    void describe();

    QString start_name_, end_name_;
    double start_ = 0;
    std::vector<Step> steps_;
    int digits_ = 1;
};

} // namespace touchstone::ui
