// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <QAbstractListModel>
#include <QImage>
#include <QSet>
#include <QTimer>

#include "app/library/catalogue/writer.h"
#include "app/library/disagreement.h"
#include "app/library/photo_entry.h"
#include "app/library/query/photo_filter.h"
#include "app/library/query/photo_order.h"
#include "app/library/query/photo_values.h"
#include "engine/reiqa/features.h"

namespace touchstone::library {

/// What scoring found out about one photo.
struct PhotoOutcome {
    PhotoId id = no_photo;
    Size pixel_size;                  ///< upright; zero = unknown
    std::optional<double> sharpness;  ///< when it was measured
    std::vector<ScoreRecord> records; ///< models that answered
    std::shared_ptr<const reiqa::PhotoFeatures>
        features;               ///< of the Re-IQA model among them; the list does not keep them
    std::optional<Error> error; ///< the photo, or every model, failed
};

/// The photos of a folder, a collection or the library as a ranked, filtered list. Entries are plain structs; the rows
/// are an own vector of places. The order changes only in rerank() and setSortOrder(), what is shown only there and in
/// setFilter(): while scoring runs and while photos are rated, new photos are appended and changes show in place.
/// Results are gathered for 80 ms and come as one dataChanged per contiguous run with its roles, or, above 1,000
/// changes, as one layoutChanged; marks show at once. Sorting and filtering never reset the model: selections survive.
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
        PercentileRole,            ///< double 0…100, share of the photos at hand that is worse; live; may be invalid
        StateRole,                 ///< int of PhotoState
        ErrorTextRole,             ///< QString, empty unless failed
        PathRole,                  ///< QString for the screen
        PathBytesRole,             ///< QByteArray, exact
        PixelSizeRole,             ///< QSize, empty until known
        ThumbnailRole,             ///< QImage from the thumbnail source, null when it is not ready
        DescriptionRole,           ///< spoken sentence (also Qt::AccessibleTextRole and Qt::AccessibleDescriptionRole)
        LibraryPercentileRole,     ///< the same as PercentileRole in the whole library; invalid when not known
        RatingRole,                ///< int 0…5
        LabelRole,                 ///< int of Label
        FlagRole,                  ///< int of Flag
        GroupRole,                 ///< qlonglong of the burst; 0 = none
        CapturedRole,              ///< QDateTime, the camera's wall clock as if it were UTC; invalid when unknown
        CameraRole,                ///< QString, empty when unknown
        GroupKindRole,             ///< int of GroupKind
        StackSizeRole,             ///< int, photos of its group; 0 = in none. Of a stack: those that fit the filter
        StackStateRole,            ///< int of StackState
        ProposalRole,              ///< int of Flag: the mark that is proposed; None = nothing is
    };

    /// How a row stands to its group: Loose when rows are not stacked, or it has no group.
    enum class StackState { Loose, Cover, OpenCover, Member };

    explicit PhotoListModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    // -- photos
    /// Appends after the present rows. Ids must be new.
    void append(std::vector<PhotoEntry> photos);
    void clear();
    /// Takes photos out: deleted files, or what no longer belongs to the collection. Unknown ids are passed over.
    void remove(const std::vector<PhotoId>& ids);
    /// The files changed or moved: everything about these photos is new, their rows stay. Unknown ids are passed over.
    void replace(std::vector<PhotoEntry> photos);
    /// Enters results; gathered with others, see flush().
    void apply(const std::vector<PhotoOutcome>& outcomes);
    /// Thumbnails of these photos changed; gathered too.
    void thumbnailsChanged(const std::vector<PhotoId>& ids);
    /// What the person said; shows at once.
    void applyMarks(const std::vector<PhotoId>& ids, const MarkChange& change);
    void applyMarks(const std::vector<PhotoMarks>& marks);
    /// What the background found out; gathered.
    void applyFacts(const std::vector<std::pair<PhotoId, FileFacts>>& facts);
    void applyGroups(const std::vector<GroupChange>& groups);
    void applySharpness(const std::vector<std::pair<PhotoId, double>>& values);
    void applyContents(const std::vector<std::pair<PhotoId, ContentHash>>& contents);
    /// RAW and JPEG of one shot; with no_photo the first has no partner any more.
    void applyPairs(const std::vector<std::pair<PhotoId, PhotoId>>& pairs);
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
    /// The first `in_use` of them can be asked; of the others only earlier scores are known. All by default.
    void setModels(std::vector<ModelCard> cards, std::size_t in_use = SIZE_MAX);
    const std::vector<ModelCard>& models() const { return values_.models(); }
    /// Which model's score is shown and ranked by. Reranks.
    void setCurrentModel(const std::string& id);
    const std::string& currentModel() const { return values_.currentModel(); }
    const ModelCard* currentCard() const { return values_.card({}); } ///< nullptr until models are known
    /// With two models or more, `setCurrentModel(disagreement_id)` ranks by how far the first two disagree; the value
    /// of a photo is then the difference of its percentiles. It is computed by rerank(), as it hangs on all photos.
    const ModelCard* disagreementCard() const { return values_.disagreementCard(); }
    bool ranksByDisagreement() const { return values_.ranksByDisagreement(); }
    /// The model whose maps are shown: the current one, or the first while the models' disagreement is ranked by.
    std::string explainedModel() const;
    /// Among the photos at hand.
    std::optional<double> percentile(PhotoId id) const;
    /// In the whole library; empty when its values are not known.
    std::optional<double> libraryPercentile(PhotoId id) const;
    /// Values of the current model over the whole library, ascending; forgotten when the model changes. Filters that
    /// ask for a percentile mean this one when it is known, so that they mean the same in every folder.
    void setLibraryValues(std::vector<double> sorted);
    /// Content distances to a chosen photo, for the order SortKey::Distance.
    void setDistances(std::unordered_map<PhotoId, double> distances);
    /// All scores of the current model, ascending.
    const std::vector<double>& sortedScores() const { return values_.scale().sorted(); }
    /// A score in the locale, with as many digits as its range deserves.
    QString scoreText(double value) const;
    /// "71.3 of 0–100", or the number alone when the range is unknown.
    QString scoreWithRange(double value) const;

    // -- order
    void setSortOrder(const SortOrder& order); ///< reranks
    const SortOrder& sortOrder() const { return order_; }
    void rerank();
    /// rerank(), if it could change anything.
    void settle();
    /// rerank() would change the rows: their order, their ranks, or which are shown. Never while photos are still being
    /// found.
    bool orderIsStale() const { return stale_; }
    /// While true, nobody is told that the order is stale: found photos are appended, and rerank() follows the last.
    void setFilling(bool filling);

    // -- stacks (photo_list_stacks.cpp)
    /// Stacked, the photos of a group that fit the filter are one row: its cover, which is the group's best (setBest)
    /// or its first in the order. An open stack shows all of them, the others behind the cover. Off by default.
    void setStacked(bool stacked);
    bool isStacked() const { return stacked_; }
    void setStackOpen(std::int64_t group, bool open);
    bool isStackOpen(std::int64_t group) const { return open_stacks_.contains(group); }
    /// The best of each group where it is known; takes effect with the next rerank.
    void setBest(const std::vector<PhotoId>& best);
    int behindCount() const { return behind_; } ///< photos that only their stack's cover shows
    std::vector<PhotoId> fittingIds() const;    ///< what the filter lets through, in ranked order, stacked or not
    /// Photos that fit the filter and are of this group, in ranked order.
    std::vector<PhotoId> groupMembers(std::int64_t group) const;

    // -- proposals
    /// Marks that are proposed, distinct from the person's: shown, never stored with them. Replaces all.
    void setProposals(std::unordered_map<PhotoId, Flag> proposals);
    const std::unordered_map<PhotoId, Flag>& proposals() const { return proposals_; }

    // -- filter
    /// Keeps the photos that fit. An empty filter = all.
    void setFilter(const PhotoFilter& filter);
    const PhotoFilter& filter() const { return filter_; }
    /// Keeps photos whose file name contains every word, whatever the case. Empty = all.
    void setNameFilter(const QString& words) { setFilter(PhotoFilter::ofWords(words)); }
    int shownCount() const { return static_cast<int>(shown_.size()); }
    int totalCount() const { return static_cast<int>(entries_.size()); }
    int hiddenCount() const { return totalCount() - shownCount() - behind_; } ///< by the filter
    int scoredCount() const { return scored_; }
    int failedCount() const { return failed_; }
    struct FlagCounts {
        int picked = 0, rejected = 0;
    };
    FlagCounts flagCounts() const; ///< of all photos at hand; O(n)
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
    using Places = std::vector<int>; ///< positions in entries_: what ids are looked up to, once
    /// What about a photo waits to be published.
    enum Change : std::uint8_t { ScoreChange = 1, ThumbnailChange = 2, MarksChange = 4, FactsChange = 8 };

    static std::size_t at(int place) { return static_cast<std::size_t>(place); }
    int placeOf(PhotoId id) const; ///< −1 when unknown
    int placeAtRow(int row) const { return shown_[at(row)]; }
    const PhotoEntry& entryAt(int place) const { return entries_[at(place)]; }

    // rows
    bool accepts(int place) const { return filter_.accepts(entryAt(place), at(place), values_); }
    Places filtered();
    Places stackedRows(const Places& fitting);
    bool joinsStack(int place);
    void restack();
    bool isMemberRow(int place) const;
    int orderedRow(int row, int step) const;
    bool rowsAreSorted() const;
    QVariant groupData(int place, int role) const;
    int groupSize(std::int64_t group) const;
    bool show(const Places& wanted);
    void relayout(const Places& permuted);
    void numberRows(std::size_t first = 0);
    void count(const PhotoEntry& entry, int by);
    void forget(const std::vector<std::size_t>& gone);

    // order
    bool isBefore(int a, int b) const;
    void noteMoved(const Places& changed);
    bool ranksFollowOrder() const;
    void assignRanks();
    void moveRanksUp(std::vector<double> gone);
    void sortAndShow();
    void refreshStale();

    // gathered changes
    int takeOutcome(PhotoOutcome&& outcome, bool& value_changed);
    void markChanged(int place, Change change);
    void scheduleFlush();
    void publish();
    void publishRows(std::vector<int> rows);
    template <class Values, class Take>
    void takeEach(const Values& values, Change change, const Take& take);

    // texts
    QString description(int place) const;
    QString scoreDescription(int place) const;
    static QString labelText(Label label);
    QVariant scoreData(int place, int role) const;
    QVariant marksData(const PhotoEntry& photo, int role) const;

    // By place, in order of arrival.
    std::vector<PhotoEntry> entries_;
    std::vector<int> rows_;             ///< −1 = hidden by the filter
    std::vector<int> ranks_;            ///< 1 = best by the model ranked by, as of the last rerank; 0 = none yet
    std::vector<std::uint8_t> changes_; ///< of Change
    NameRanks names_;
    PhotoValues values_{entries_};

    std::unordered_map<PhotoId, int> places_; ///< id → place
    Places ranked_;                           ///< all photos, frozen order
    Places shown_;                            ///< ranked_ after the filter: the rows
    std::vector<PhotoOutcome> waiting_;       ///< for flush()
    Places changed_;                          ///< for flush()
    QSet<QString> names_of_gear_;             ///< cameras and lenses, so that equal ones share their characters
    struct Stack {
        int size = 0;  ///< members that fit the filter
        int cover = 0; ///< place
    };
    bool stacked_ = false;
    int behind_ = 0;
    std::unordered_map<std::int64_t, Stack> stacks_; ///< by group, as of the last filtered(); empty when not stacked
    std::unordered_set<std::int64_t> open_stacks_;
    std::unordered_set<PhotoId> best_;
    bool covers_stale_ = false;                                 ///< best_ changed since the rows were made
    mutable std::unordered_map<std::int64_t, int> group_sizes_; ///< of all photos at hand
    mutable bool group_sizes_known_ = false;
    std::unordered_map<PhotoId, Flag> proposals_;
    SortOrder order_;
    std::string ranked_by_; ///< the model that ranks_ are about
    PhotoFilter filter_;
    bool stale_ = false;
    bool ranks_stale_ = false;  ///< values changed since assignRanks()
    bool rows_stale_ = false;   ///< rows are out of order, or the wrong ones are shown
    bool ranked_sorted_ = true; ///< nothing changed in ranked_ since it was sorted
    bool filling_ = false;
    int scored_ = 0, failed_ = 0;
    std::function<QImage(PhotoId)> thumbnail_source_;
    QTimer flush_timer_;
};

} // namespace touchstone::library
