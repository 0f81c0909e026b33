// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include <QDialog>

#include "ui/reports/sidecar_job.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace touchstone::ui {

/// Writes stars and labels into sidecars: shows every change before it is made, and takes the last writing back. Photos
/// are never written to. GUI thread; what takes time is a SidecarJob's.
class SidecarDialog : public QDialog {
    Q_OBJECT
public:
    /// `wish`: photos, models and the journal's folder.
    explicit SidecarDialog(SidecarWish wish, QWidget* parent = nullptr);

    bool isBusy() const { return busy_; }
    QTreeWidget& changes() { return *tree_; }
    QString message() const;
    void setWithScores(bool with);
    void write();
    void undo();

Q_SIGNALS:
    void planShown();
    void written();
    void undone();

protected:
    void done(int result) override;

private:
    void plan();
    void showPlan(const std::shared_ptr<const SidecarPlan>& plan);
    void setBusy(bool busy);
    void askAboutForeignChanges(std::size_t count);
    void tellProblems(const QString& summary, const std::vector<Error>& problems);

    SidecarWish wish_;
    std::shared_ptr<const SidecarPlan> plan_;
    QCheckBox* scores_;
    QComboBox* naming_;
    QTreeWidget* tree_;
    QLabel* message_;
    QProgressBar* progress_;
    QPushButton *write_, *undo_, *stop_;
    bool busy_ = false;
    SidecarJob job_; ///< last: ends before what its signals touch
};

} // namespace touchstone::ui
