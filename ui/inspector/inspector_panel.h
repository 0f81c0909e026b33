// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include <QScrollArea>
#include <QTimer>

#include "app/library/library_session.h"
#include "engine/imaging/measures.h"
#include "ui/inspector/facts.h"

class QFormLayout;
class QGridLayout;
class QLabel;
class QTableWidget;
class QToolButton;
class QThreadPool;
class QVBoxLayout;

namespace touchstone::ui {

class BreakdownCard;
class FaultsCard;
class Histogram;
class LevelHistogram;
class MarksBar;
class NeighboursCard;
class TrustCard;

/// Why one photo has its score: the number with its scale and model, its place in the folder, where the model looked,
/// and the facts of the file. Reads the list model, asks for nothing. Technical measures come with the loupe, which has
/// the pixels; they are taken on a pool of its own (named "measures", ended in the destructor). GUI thread; the session
/// must outlive it.
class InspectorPanel : public QScrollArea {
    Q_OBJECT
public:
    explicit InspectorPanel(library::LibrarySession& session, QWidget* parent = nullptr);
    ~InspectorPanel() override;

    QSize sizeHint() const override;
    void showPhoto(library::PhotoId id);
    library::PhotoId photo() const { return photo_; }
    MarksBar& marksBar() { return *marks_; }
    /// Attention or breakdown of the shown photo; null while there is none. `scale` is the map drawn (−1: it is off).
    void showExplanation(std::shared_ptr<const library::Explanation> explanation, int scale);

Q_SIGNALS:
    void scaleWanted(int index);    ///< a button beside a bar
    void photoWanted(qlonglong id); ///< one of the nearest photos was clicked

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fitWidth();
    void createScoreCard(QVBoxLayout* column);
    void createFolderCard(QVBoxLayout* column);
    void createAttentionCard(QVBoxLayout* column);
    void createReiqaCards(QVBoxLayout* column);
    void showAttention(int scale);
    void showBreakdown(int scale);
    void showOtherScores(const library::PhotoEntry* entry);
    void createFactsCard(QVBoxLayout* column);
    void refresh();
    void showMarks();
    void measureIfLoaded(qlonglong id);
    void showScore(const library::PhotoEntry* entry);
    void showStanding(const library::PhotoEntry* entry);
    void showDisagreement(const library::PhotoEntry& entry);
    void showFacts(const library::PhotoEntry* entry);
    void fillTable();
    void applyFonts();

    library::LibrarySession& session_;
    library::PhotoId photo_ = library::no_photo;
    std::unique_ptr<QThreadPool> pool_;
    library::PhotoId measured_ = library::no_photo; ///< the photo that `measures_` belong to, or are taken of
    std::optional<imaging::Measures> measures_;
    QTimer refresh_timer_; ///< gathers changes while scoring runs
    QLabel *name_, *value_, *scale_words_, *model_words_, *reason_, *standing_;
    MarksBar* marks_;
    QLabel* standing_title_;
    Histogram* histogram_;
    QToolButton* table_button_;
    QTableWidget* table_;
    QWidget* attention_card_;
    QGridLayout* attention_rows_;
    QLabel* attention_words_;
    std::shared_ptr<const library::Explanation> explanation_;
    std::shared_ptr<const library::Explanation> attention_shown_; ///< that the rows show
    int scale_ = -1;
    std::vector<QToolButton*> attention_buttons_;
    BreakdownCard* breakdown_;
    FaultsCard* faults_;
    NeighboursCard* neighbours_;
    QLabel* others_; ///< what the other models say
    TrustCard* trust_;
    LevelHistogram* levels_;
    QFormLayout* facts_;
    std::vector<Fact> shown_facts_;
};

} // namespace touchstone::ui
