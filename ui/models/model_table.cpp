// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/models/model_table.h"

#include <QFont>
#include <QLocale>

#include "engine/base/files.h"

namespace touchstone::ui {

namespace {

QString words(const std::string& text) {
    return QString::fromStdString(to_valid_utf8(text));
}

QString link(const std::string& url) {
    const QString address = words(url).toHtmlEscaped();
    return QStringLiteral("<a href=\"%1\">%1</a>").arg(address);
}

QString titleOf(const ModelRow& row) {
    const bool readable = row.installed && row.installed->card;
    const std::string& title = readable ? row.installed->card->title : row.published ? row.published->title : row.id;
    return words(title.empty() ? row.id : title);
}

/// Lines of a card; empty values are left out.
class CardText {
public:
    void line(const QString& name, const QString& html) {
        if (!html.isEmpty())
            rows_ += QStringLiteral("<tr><td style=\"padding-right: 12px\">%1</td><td>%2</td></tr>")
                         .arg(name.toHtmlEscaped(), html);
    }
    void text(const QString& name, const std::string& value) { line(name, words(value).toHtmlEscaped()); }
    QString whole(const QString& title) const {
        return QStringLiteral("<h3>%1</h3><table>%2</table>").arg(title.toHtmlEscaped(), rows_);
    }

private:
    QString rows_;
};

} // namespace

QString megabytesText(std::uint64_t bytes) {
    return ModelTable::tr("%1 MB").arg(QLocale().toString(static_cast<double>(bytes) / 1e6, 'f', 1));
}

void ModelTable::setRows(std::vector<ModelRow> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

const ModelRow* ModelTable::row(int row) const {
    return row >= 0 && row < rowCount() ? &rows_[static_cast<std::size_t>(row)] : nullptr;
}

int ModelTable::rowOf(const std::string& id) const {
    for (int row = 0; row < rowCount(); ++row)
        if (rows_[static_cast<std::size_t>(row)].id == id)
            return row;
    return -1;
}

int ModelTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ModelTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString ModelTable::cell(const ModelRow& row, int column) const {
    switch (column) {
    case Title:
        return titleOf(row);
    case State:
        if (!row.installed)
            return tr("can be downloaded");
        if (!row.installed->card)
            return tr("damaged");
        if (row.installed->runs_by_default)
            return tr("installed, runs by default");
        return row.installed->place == ModelPlace::Shipped ? tr("comes with Touchstone") : tr("installed");
    case Size:
        if (row.installed_bytes)
            return megabytesText(*row.installed_bytes);
        return row.published && row.published->bytes ? megabytesText(*row.published->bytes) : tr("not known");
    case Licence: {
        if (row.published)
            return words(row.published->licence);
        const std::string& licence =
            row.installed && row.installed->card ? row.installed->card->licence : std::string();
        return words(licence.substr(0, licence.find_first_of(":(;")));
    }
    default:
        return {};
    }
}

QVariant ModelTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ModelRow& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole)
        return cell(row, index.column());
    if (role == Qt::ToolTipRole)
        return words(row.id);
    if (role == Qt::TextAlignmentRole && index.column() == Size)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::FontRole && row.installed && row.installed->runs_by_default) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    return {};
}

QVariant ModelTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title:
        return tr("Model");
    case State:
        return tr("State");
    case Size:
        return tr("Size");
    case Licence:
        return tr("Licence");
    default:
        return {};
    }
}

QString ModelTable::cardText(int number) const {
    const ModelRow* row = this->row(number);
    if (!row)
        return {};
    CardText card;
    if (row->installed && !row->installed->card)
        card.text(tr("Problem"), row->installed->card.error().message());
    const ModelCard* own = row->installed && row->installed->card ? &*row->installed->card : nullptr;
    const PublishedModel* published = row->published ? &*row->published : nullptr;
    card.text(tr("Name"), row->id);
    const auto& range = own ? own->range : published ? published->range : std::optional<std::pair<double, double>>();
    const bool higher = own ? own->higher_is_better : !published || published->higher_is_better;
    if (row->isEncoder())
        card.line(tr("Scores"), tr("none by itself; a regressor that was fitted on it gives them").toHtmlEscaped());
    else if (range)
        card.line(tr("Scores"), (higher ? tr("%1 to %2, higher is better") : tr("%1 to %2, lower is better"))
                                    .arg(QLocale().toString(range->first), QLocale().toString(range->second))
                                    .toHtmlEscaped());
    if (published) {
        const QString photos =
            published->training_photos
                ? tr(" (%1 photos)").arg(QLocale().toString(static_cast<qlonglong>(*published->training_photos)))
                : QString();
        card.line(tr("Trained on"), (words(published->trained_on) + photos).toHtmlEscaped());
        card.text(tr("Paper"), published->paper);
        card.line(tr("Licence"), published->licence_url.empty()
                                     ? words(published->licence).toHtmlEscaped()
                                     : words(published->licence).toHtmlEscaped() + u' ' + link(published->licence_url));
        card.text(tr("In plain words"), published->terms);
        card.line(tr("Page"), link(published->page));
        card.line(tr("File"), link(published->url));
        card.text(tr("SHA-256 of the file"), !published->sha256.empty()
                                                 ? published->sha256
                                                 : tr("not published; recorded at the first download").toStdString());
        for (const std::string& note : published->notes)
            card.text(tr("Note"), note);
    } else if (own) {
        card.text(tr("Trained on"), own->trained_on);
        card.text(tr("Licence"), own->licence);
        card.text(tr("Source"), own->source);
        for (const std::string& note : own->notes)
            card.text(tr("Note"), note);
    }
    if (row->installed)
        card.text(tr("Installed as"), row->installed->path);
    return card.whole(titleOf(*row));
}

} // namespace touchstone::ui
