// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What PhotoListModel tells its views about a row.
#include <QDateTime>
#include <QLocale>
#include <QSize>

#include "app/library/photo_list_model.h"
#include "engine/base/files.h"

namespace touchstone::library {

namespace {

/// Whole numbers without a fraction: spoken text must not say "100.0".
QString plain_number(double value) {
    return QLocale().toString(value, 'g', 6);
}

QString error_text(const PhotoEntry& photo) {
    if (!photo.error)
        return {};
    QString text = QString::fromStdString(to_valid_utf8(photo.error->what));
    if (!photo.error->remedy.empty())
        text += QStringLiteral(" (%1)").arg(QString::fromStdString(to_valid_utf8(photo.error->remedy)));
    return text;
}

} // namespace

int PhotoListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : shownCount();
}

QVariant PhotoListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int place = placeAtRow(index.row());
    const PhotoEntry& photo = entryAt(place);
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return photo.name;
    case IdRole:
        return QVariant::fromValue<qlonglong>(photo.id);
    case ScoreRole:
    case ScoreTextRole:
    case RankRole:
    case PercentileRole:
    case LibraryPercentileRole:
        return scoreData(place, role);
    case RatingRole:
    case LabelRole:
    case FlagRole:
    case GroupRole:
    case CapturedRole:
    case CameraRole:
        return marksData(photo, role);
    case GroupKindRole:
    case StackSizeRole:
    case StackStateRole:
    case ProposalRole:
        return groupData(place, role);
    case StateRole:
        return static_cast<int>(photo.state);
    case ErrorTextRole:
        return photo.state == PhotoState::Failed ? error_text(photo) : QString();
    case Qt::ToolTipRole:
    case PathRole:
        return display_path(photo.file.path);
    case PathBytesRole:
        return QByteArray(photo.file.path.data(), static_cast<qsizetype>(photo.file.path.size()));
    case PixelSizeRole:
        return photo.pixel_size.pixels() > 0 ? QSize(photo.pixel_size.width, photo.pixel_size.height) : QSize();
    case ThumbnailRole:
        return thumbnail_source_ ? thumbnail_source_(photo.id) : QImage();
    case DescriptionRole:
    case Qt::AccessibleTextRole:
    case Qt::AccessibleDescriptionRole:
        return description(place);
    default:
        return {};
    }
}

QVariant PhotoListModel::scoreData(int place, int role) const {
    const auto maybe = [](const std::optional<double>& value) { return value ? QVariant(*value) : QVariant(); };
    const std::optional<double> value = values_.value(at(place));
    switch (role) {
    case ScoreRole:
        return maybe(value);
    case ScoreTextRole:
        return value ? scoreText(*value) : QString();
    case RankRole:
        return ranks_[at(place)] > 0 ? QVariant(ranks_[at(place)]) : QVariant();
    case PercentileRole:
        return maybe(values_.percentile(at(place)));
    case LibraryPercentileRole:
        return maybe(values_.libraryPercentile(at(place)));
    default:
        return {};
    }
}

QVariant PhotoListModel::marksData(const PhotoEntry& photo, int role) const {
    switch (role) {
    case RatingRole:
        return photo.marks.rating;
    case LabelRole:
        return static_cast<int>(photo.marks.label);
    case FlagRole:
        return static_cast<int>(photo.marks.flag);
    case GroupRole:
        return QVariant::fromValue<qlonglong>(photo.group);
    case CapturedRole:
        return photo.captured_ms ? QDateTime::fromMSecsSinceEpoch(*photo.captured_ms, Qt::UTC) : QVariant();
    case CameraRole:
        return photo.camera;
    default:
        return {};
    }
}

QHash<int, QByteArray> PhotoListModel::roleNames() const {
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{IdRole, "photoId"},
                  {NameRole, "name"},
                  {ScoreRole, "score"},
                  {ScoreTextRole, "scoreText"},
                  {RankRole, "rank"},
                  {PercentileRole, "percentile"},
                  {StateRole, "state"},
                  {ErrorTextRole, "errorText"},
                  {PathRole, "path"},
                  {PathBytesRole, "pathBytes"},
                  {PixelSizeRole, "pixelSize"},
                  {ThumbnailRole, "thumbnail"},
                  {DescriptionRole, "description"},
                  {LibraryPercentileRole, "libraryPercentile"},
                  {RatingRole, "rating"},
                  {LabelRole, "label"},
                  {FlagRole, "flag"},
                  {GroupRole, "group"},
                  {CapturedRole, "captured"},
                  {CameraRole, "camera"},
                  {GroupKindRole, "groupKind"},
                  {StackSizeRole, "stackSize"},
                  {StackStateRole, "stackState"},
                  {ProposalRole, "proposal"}});
    return names;
}

QString PhotoListModel::description(int place) const {
    const PhotoEntry& photo = entryAt(place);
    QStringList parts{scoreDescription(place)};
    if (photo.marks.rating > 0)
        parts << tr("rated %1 of 5").arg(QLocale().toString(photo.marks.rating));
    if (photo.marks.label != Label::None)
        parts << labelText(photo.marks.label);
    if (photo.marks.flag != Flag::None)
        parts << (photo.marks.flag == Flag::Pick ? tr("picked") : tr("rejected"));
    if (const auto proposed = proposals_.find(photo.id); proposed != proposals_.end())
        parts << (proposed->second == Flag::Pick ? tr("proposed to pick") : tr("proposed to reject"));
    if (photo.group != 0)
        parts << tr("one of %Ln photos that belong together", nullptr, groupSize(photo.group));
    return parts.join(tr(", ", "between two things said of a photo"));
}

QString PhotoListModel::labelText(Label label) {
    switch (label) {
    case Label::Red:
        return tr("label red");
    case Label::Yellow:
        return tr("label yellow");
    case Label::Green:
        return tr("label green");
    case Label::Blue:
        return tr("label blue");
    case Label::Purple:
        return tr("label purple");
    case Label::None:
        break;
    }
    return {};
}

QString PhotoListModel::scoreDescription(int place) const {
    const PhotoEntry& photo = entryAt(place);
    const std::optional<double> value = values_.value(at(place));
    if (photo.state == PhotoState::Failed)
        return tr("%1, could not be scored: %2").arg(photo.name, error_text(photo));
    if (!value)
        return tr("%1, not scored yet").arg(photo.name);
    if (ranksByDisagreement())
        return tr("%1, %2 percentage points between its places in the two rankings").arg(photo.name, scoreText(*value));
    const ModelCard* card = currentCard();
    QString score;
    if (!card || !card->range)
        score = tr("score %1").arg(scoreText(*value));
    else if (card->range->first == 0)
        score = tr("score %1 of %2").arg(scoreText(*value), plain_number(card->range->second));
    else
        score = tr("score %1 on a scale from %2 to %3")
                    .arg(scoreText(*value), plain_number(card->range->first), plain_number(card->range->second));
    const auto share = values_.percentile(at(place));
    if (!share)
        return tr("%1, %2").arg(photo.name, score);
    return tr("%1, %2, better than %3 percent").arg(photo.name, score, QLocale().toString(qRound(*share)));
}

QString PhotoListModel::countText() const {
    const QLocale locale;
    QString text;
    if (hiddenCount() > 0)
        text = tr("%1 of %2 shown · %3 hidden by filter")
                   .arg(locale.toString(shownCount()), locale.toString(totalCount()), locale.toString(hiddenCount()));
    else
        text = totalCount() == 1 ? tr("One photo") : tr("%Ln photos", nullptr, totalCount());
    return behind_ > 0 ? text + tr(" · %Ln in stacks", "photos behind their stack's cover", behind_) : text;
}

} // namespace touchstone::library
