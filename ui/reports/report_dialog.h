// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>

#include <QDialog>
#include <QTimer>

#include "ui/reports/report_job.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace touchstone::ui {

/// Which photos a report is made of, as far as there are any.
struct ReportChoices {
    std::shared_ptr<const ReportSource> selected, shown, all; ///< null = not offered
    QString shown_command; ///< the options that choose the shown photos on the command line
};

/// Chooses photos and form, shows the first page, writes the report with progress, and can be stopped. GUI thread; what
/// takes time is a ReportJob's.
class ReportDialog : public QDialog {
    Q_OBJECT
public:
    explicit ReportDialog(ReportChoices choices, QWidget* parent = nullptr);

    void setFormat(reports::ReportFormat format);
    void setMaps(int photos); ///< the first so many get maps
    /// Writes to that file now, as the button does after asking for a name.
    void saveTo(const QString& file);
    /// touchstone-cli report …
    QString commandLine() const;
    bool isWriting() const { return writing_ != nullptr; }
    const QImage& previewPage() const { return page_; }
    QString message() const;

Q_SIGNALS:
    void previewShown();
    void written(const QString& problem); ///< empty = all of it is there

protected:
    void done(int result) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fillForm(const ReportChoices& choices);
    QWidget* makeForm();
    QWidget* makePreview();
    void choiceChanged();
    void askForName();
    void refreshPreview();
    void showPage();
    void takeWritten(const QString& problem);
    void setWriting(bool writing);
    ReportWish wish() const;
    reports::ReportFormat format() const;
    std::shared_ptr<const ReportSource> source() const;
    QString suggestedName() const;

    ReportChoices choices_;
    std::vector<std::shared_ptr<const ReportSource>> sources_; ///< beside the rows of which_
    QComboBox *which_, *format_, *paper_;
    QSpinBox* maps_;
    QLineEdit* title_;
    QLabel *preview_, *message_;
    QProgressBar* progress_;
    QPushButton *save_, *cancel_, *command_;
    QTimer preview_timer_;
    QImage page_;
    QString file_;
    std::unique_ptr<ReportJob> previewing_, writing_;
};

} // namespace touchstone::ui
