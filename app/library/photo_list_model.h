// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <QAbstractListModel>
#include <QImage>
#include <QStringList>
#include <QTimer>

#include "app/library/disagreement.h"
#include "app/library/photo_entry.h"
#include "engine/reiqa/features.h"

namespace touchstone::library {

/// What scoring found out about one photo.
struct PhotoOutcome {
    PhotoId id = no_photo;
    Size pixel_size;                  ///< upright; zero = unknown
    std::vector<ScoreRecord> records; ///< models that answered
    std::shared_ptr<const reiqa::PhotoFeatures>
        features;               ///< of the Re-IQA model among them; the list does not keep them
    std::optional<Error> error; ///< the photo, or every model, failed
};

enum class SortKey { Score, Name, DateModified };

struct SortOrder {
    SortKey key = SortKey::Score;
    /// Score: best first when false; Name: A to Z; DateModified: newest first. Photos without a score are always last.
    bool reversed = false;
    friend bool operator==(const SortOrder&, const SortOrder&) = default;
};

/// The photos of the open folder as a ranked, filtered list. Entries are plain structs; the rows are an own vector of
/// ids. The order changes only in rerank() and setSortOrder(): while scoring runs, new photos are appended and new
/// scores show in place. Changes are gathered for 80 ms and come as one dataChanged per contiguous run with its roles,
/// or, above 1,000 changes, as one layoutChanged. Sorting and filtering never reset the model: selections survive.
/// GUI thread only; never reads a file.
class PhotoListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< qlonglong
        NameRole,                  ///< QString (also Qt::DisplayRole)
        ScoreRole,                 ///< double in the model's units; invalid when there is none
        ScoreTextRole,             ///< "71.3", in the locale; empty when there is none
        RankRole,                  ///< int from 1, as of the last rerank; invalid when there is none
        PercentileRole,            ///< double 0…100, share of the folder that is worse; live; may be invalid
        StateRole,                 ///< int of PhotoState
        ErrorTextRole,             ///< QString, empty unless failed
        PathRole,                  ///< QString for the screen
        PathBytesRole,             ///< QByteArray, exact
        PixelSizeRole,             ///< QSize, empty until known
        ThumbnailRole,             ///< QImage from the thumbnail source, null when it is not ready
        DescriptionRole,           ///< spoken sentence (also Qt::AccessibleTextRole and Qt::AccessibleDescriptionRole)
    };

    explicit PhotoListModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    // -- photos
    /// Appends after the present rows. Ids must be new.
    void append(std::vector<PhotoEntry> photos);
    void clear();
    /// Enters results; gathered with others, see flush().
    void apply(const std::vector<PhotoOutcome>& outcomes);
    /// Thumbnails of these photos changed; gathered too.
    void thumbnailsChanged(const std::vector<PhotoId>& ids);
    /// Publishes gathered changes now instead of at the next 80 ms tick.
    void flush();

    const PhotoEntry* entry(PhotoId id) const; ///< nullptr when unknown; valid until the next append or clear
    PhotoId idAt(int row) const;               ///< no_photo outside
    int rowOf(PhotoId id) const;               ///< −1 when hidden or unknown
    QModelIndex indexOf(PhotoId id) const;
    std::vector<PhotoId> shownIds() const; ///< in row order
    std::vector<PhotoId> allIds() const;   ///< in ranked order, hidden ones too

    // -- models
    /// Cards of the models in use: title, range and direction of their scores.
    void setModels(std::vector<ModelCard> cards);
    const std::vector<ModelCard>& models() const { return cards_; }
    /// Which model's score is shown and ranked by. Reranks when sorted by score.
    void setCurrentModel(const std::string& id);
    const std::string& currentModel() const { return model_; }
    const ModelCard* currentCard() const; ///< nullptr until models are known
    /// With two models or more, `setCurrentModel(disagreement_id)` ranks by how far the first two disagree; the value
    /// of a photo is then the difference of its percentiles. It is computed by rerank(), as it hangs on all photos.
    const ModelCard* disagreementCard() const { return disagreement_ ? &*disagreement_ : nullptr; }
    bool ranksByDisagreement() const { return disagreement_ && model_ == disagreement_id; }
    /// The model whose maps are shown: the current one, or the first while the models' disagreement is ranked by.
    std::string explainedModel() const;
    std::optional<double> percentile(PhotoId id) const;
    /// All scores of the current model, ascending.
    const std::vector<double>& sortedScores() const { return scale_.sorted(); }
    /// A score in the locale, with as many digits as its range deserves.
    QString scoreText(double value) const;
    /// "71.3 of 0–100", or the number alone when the range is unknown.
    QString scoreWithRange(double value) const;

    // -- order
    void setSortOrder(const SortOrder& order); ///< reranks
    const SortOrder& sortOrder() const { return order_; }
    void rerank();
    /// rerank() would change the order of the rows, or ranks. Never while photos are still being found.
    bool orderIsStale() const { return stale_; }
    /// While true, nobody is told that the order is stale: found photos are appended, and rerank() follows the last.
    void setFilling(bool filling);

    // -- filter
    /// Keeps photos whose file name contains every word, whatever the case. Empty = all.
    void setNameFilter(const QString& words);
    const QString& nameFilter() const { return filter_; }
    int shownCount() const { return static_cast<int>(shown_.size()); }
    int totalCount() const { return static_cast<int>(slots_.size()); }
    int hiddenCount() const { return totalCount() - shownCount(); }
    int scoredCount() const { return scored_; }
    int failedCount() const { return failed_; }
    /// "312 of 4,020 shown · 3,708 hidden by filter", or "4,020 photos".
    QString countText() const;

    /// Where ThumbnailRole takes its picture from; called in the GUI thread and must not block.
    void setThumbnailSource(std::function<QImage(PhotoId)> source) { thumbnail_source_ = std::move(source); }

Q_SIGNALS:
    void countsChanged();
    void orderStaleChanged(bool stale);
    void currentModelChanged();
    /// Percentiles and the histogram moved, also of photos whose own data did not; views repaint.
    void statisticsChanged();

private:
    struct Slot {
        PhotoEntry entry;
        QString sort_name;
        std::optional<double> value;                           ///< the current model's score
        int row = -1;                                          ///< −1 = hidden by the filter
        bool score_changed = false, thumbnail_changed = false; ///< waits for flush()
    };
    using Places = std::vector<int>; ///< positions in slots_: what ids are looked up to, once

    const Slot* slotOf(PhotoId id) const;
    const Slot& slotAtRow(int row) const {
        return slots_[static_cast<std::size_t>(shown_[static_cast<std::size_t>(row)])];
    }
    bool before(const Slot& a, const Slot& b) const;
    bool accepts(const Slot& slot) const;
    bool takeOutcome(PhotoOutcome&& outcome, std::vector<double>& added);
    void markChanged(int place, bool score);
    Places filtered() const;
    void show(const Places& wanted);
    void relayout(const Places& permuted);
    void numberRows();
    void rebuildValues();
    void rebuildDisagreement();
    std::optional<double> valueOf(const Slot& slot) const;
    void assignRanks();
    void sortAndShow();
    void refreshStale();
    void scheduleFlush();
    void publishRows(std::vector<int> rows);
    QString description(const Slot& slot) const;
    QVariant scoreData(const Slot& slot, int role) const;

    std::vector<Slot> slots_;                 ///< in order of arrival
    std::unordered_map<PhotoId, int> places_; ///< id → position in slots_
    Places ranked_;                           ///< all photos, frozen order
    Places shown_;                            ///< ranked_ after the filter: the rows
    std::vector<PhotoOutcome> waiting_;       ///< for flush()
    Places changed_;                          ///< for flush()
    std::vector<ModelCard> cards_;
    std::optional<ModelCard> disagreement_;
    std::string model_;
    PercentileScale scale_;
    SortOrder order_;
    bool stale_ = false;
    bool ranks_stale_ = false; ///< values changed since assignRanks()
    bool filling_ = false;
    QString filter_;
    QStringList filter_words_;
    int scored_ = 0, failed_ = 0;
    std::function<QImage(PhotoId)> thumbnail_source_;
    QTimer flush_timer_;
};

} // namespace touchstone::library
