// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string>

#include <QWidget>

#include "app/inspection/fault_service.h"
#include "app/library/library_session.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace touchstone::ui {

/// "Resembles" in the inspector: which fault of the distortion bank the shown photo is most like, by the features that
/// Re-IQA's quality expert gave it. What faults look like to that expert is learned once, on request, from the best
/// photos at hand. Hidden unless a Re-IQA regressor's score is shown and the session has a cache folder. GUI thread;
/// the session must outlive it.
class FaultsCard : public QWidget {
    Q_OBJECT
public:
    explicit FaultsCard(library::LibrarySession& session, QWidget* parent = nullptr);
    ~FaultsCard() override;

    void showPhoto(library::PhotoId id);
    void modelChanged(); ///< what is being learned for another model is stopped

private:
    struct Model {
        std::string file, recipe, expert;
        bool operator==(const Model&) const = default;
    };
    std::optional<Model> currentModel() const;
    std::vector<inspection::FaultRequest::Candidate> bestPhotos() const;
    QString timeWords(const library::PhotoEntry* photo) const;
    void ask();
    void take(const inspection::FaultAnswer& answer);
    void showResemblance(const inspection::FaultAnswer& answer);
    void startOrStop();
    void endLearning(const QString& words);
    void showButton();

    library::LibrarySession& session_;
    inspection::FaultService faults_;
    library::PhotoId photo_ = library::no_photo;
    std::optional<Model> model_; ///< of the score that is shown
    std::optional<Model> pupil_; ///< that is being taught
    bool learned_ = false;
    QLabel *words_, *progress_words_;
    QProgressBar* bar_;
    QPushButton* learn_;
};

} // namespace touchstone::ui
