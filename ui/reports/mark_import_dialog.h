// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <vector>

#include <QDialog>

#include "ui/reports/mark_import_table.h"

class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace touchstone::ui {

/// Shows the stars, labels and rejections that other programs gave, beside the library's, and hands over what the
/// person chose of them. Reads files and writes nothing. GUI thread; the reading is a MarkImportJob's.
class MarkImportDialog : public QDialog {
    Q_OBJECT
public:
    explicit MarkImportDialog(std::vector<library::PhotoEntry> photos, QWidget* parent = nullptr);

    MarkImportTable& table() { return table_; }
    QString message() const;

Q_SIGNALS:
    void listShown();
    /// What these photos become; the dialog closes.
    void taken(const std::vector<touchstone::library::PhotoMarks>& marks);

protected:
    void done(int result) override;

private:
    QWidget* makeButtons();
    void showList(const std::shared_ptr<const FoundMarksList>& list);
    void updateTakeButton();

    MarkImportTable table_;
    QTableView* view_;
    QCheckBox* prefer_file_;
    QLabel* message_;
    QProgressBar* progress_;
    QPushButton *take_, *stop_;
    MarkImportJob job_; ///< last: ends before what its signals touch
};

} // namespace touchstone::ui
