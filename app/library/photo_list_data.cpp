// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What PhotoListModel tells its views about a row.
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
    const Slot& slot = slotAtRow(index.row());
    const PhotoEntry& photo = slot.entry;
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
        return scoreData(slot, role);
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
        return description(slot);
    default:
        return {};
    }
}

QVariant PhotoListModel::scoreData(const Slot& slot, int role) const {
    switch (role) {
    case ScoreRole:
        return slot.value ? QVariant(*slot.value) : QVariant();
    case ScoreTextRole:
        return slot.value ? scoreText(*slot.value) : QString();
    case RankRole:
        return slot.entry.rank > 0 ? QVariant(slot.entry.rank) : QVariant();
    case PercentileRole: {
        const auto share = percentile(slot.entry.id);
        return share ? QVariant(*share) : QVariant();
    }
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
                  {DescriptionRole, "description"}});
    return names;
}

QString PhotoListModel::description(const Slot& slot) const {
    const PhotoEntry& photo = slot.entry;
    if (photo.state == PhotoState::Failed)
        return tr("%1, could not be scored: %2").arg(photo.name, error_text(photo));
    if (!slot.value)
        return tr("%1, not scored yet").arg(photo.name);
    if (ranksByDisagreement())
        return tr("%1, %2 percentage points between its places in the two rankings")
            .arg(photo.name, scoreText(*slot.value));
    const ModelCard* card = currentCard();
    QString score;
    if (!card || !card->range)
        score = tr("score %1").arg(scoreText(*slot.value));
    else if (card->range->first == 0)
        score = tr("score %1 of %2").arg(scoreText(*slot.value), plain_number(card->range->second));
    else
        score = tr("score %1 on a scale from %2 to %3")
                    .arg(scoreText(*slot.value), plain_number(card->range->first), plain_number(card->range->second));
    const auto share = percentile(photo.id);
    if (!share)
        return tr("%1, %2").arg(photo.name, score);
    return tr("%1, %2, better than %3 percent").arg(photo.name, score, QLocale().toString(qRound(*share)));
}

QString PhotoListModel::countText() const {
    const QLocale locale;
    if (hiddenCount() > 0)
        return tr("%1 of %2 shown · %3 hidden by filter")
            .arg(locale.toString(shownCount()), locale.toString(totalCount()), locale.toString(hiddenCount()));
    if (totalCount() == 1)
        return tr("One photo");
    return tr("%Ln photos", nullptr, totalCount());
}

} // namespace touchstone::library
