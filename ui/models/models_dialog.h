// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QDialog>

#include "ui/models/model_job.h"
#include "ui/models/model_table.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;
class QTextBrowser;

namespace touchstone::ui {

/// The models page: which there are, what they are, and getting, checking, removing them. GUI thread; what takes time
/// is the ModelJob's.
class ModelsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ModelsDialog(ModelStore store, QWidget* parent = nullptr);

    bool isBusy() const { return job_.isBusy(); }
    QString message() const;
    /// As the button does after asking for a file and how to take it.
    void importFile(const std::string& file, const ImportOptions& options);

Q_SIGNALS:
    void settled(); ///< the list is as the disk is

protected:
    void done(int result) override;

private:
    void makeTable();
    QWidget* makeButtons();
    void connectJob();
    void takeRows(const std::vector<ModelRow>& rows, const QString& problem);
    void showSelected();
    void pullSelected();
    void removeSelected();
    void chooseFile();
    void begin(const QString& what);
    void tell(const QString& text);
    const ModelRow* selected() const;

    ModelTable table_;
    ModelJob job_;
    QTableView* view_;
    QTextBrowser* card_;
    QLabel* message_;
    QProgressBar* progress_;
    QPushButton *pull_, *stop_, *verify_, *remove_, *default_, *import_;
    std::string wanted_; ///< id that is selected when the list comes anew
};

} // namespace touchstone::ui
