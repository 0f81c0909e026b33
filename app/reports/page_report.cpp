// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The report on paper: how the scores lie, the best and the worst, then a block for each photo.
#include <algorithm>
#include <set>

#include "app/reports/explanation_maps.h"
#include "app/reports/page_canvas.h"
#include "app/reports/report_fields.h"
#include "app/reports/report_summary.h"
#include "engine/base/files.h"

namespace touchstone::reports {

namespace {

using Weight = PageCanvas::Weight;

constexpr double gap = 12;
constexpr int page_edge = 320, page_edge_of_many = 200;
constexpr std::size_t many_photos = 1000;

QString words(const std::string& text) {
    return QString::fromStdString(to_valid_utf8(text));
}

QString rounded(double value) {
    return words(readable({"score", "", "", true}, number_text(value)));
}

class PageReport {
public:
    PageReport(PageCanvas& canvas, const ReportData& data, const ReportOptions& options, ReportPictures& pictures,
               const ReportRun& run)
        : canvas_(canvas)
        , data_(data)
        , options_(options)
        , pictures_(pictures)
        , run_(run)
        , columns_(columns_of(data))
        , summary_(summarise(data))
        , edge_(options.thumbnail_edge > 0         ? options.thumbnail_edge
                : data.photos.size() > many_photos ? page_edge_of_many
                                                   : page_edge) {}

    Result<void> paint() {
        announce();
        canvas_.set_footer(words(data_.title + "  ·  Touchstone " + data_.version + "  ·  " + data_.made));
        head();
        models();
        distributions();
        groups(QStringLiteral("Cameras"), summary_.cameras);
        groups(QStringLiteral("Lenses"), summary_.lenses);
        groups(QStringLiteral("Months"), summary_.months);
        Result<void> done = strip(QStringLiteral("Best"), summary_.best);
        if (done)
            done = strip(QStringLiteral("Worst"), summary_.worst);
        if (done)
            done = blocks();
        canvas_.finish();
        return done;
    }

private:
    void announce() {
        std::vector<const ReportPhoto*> order;
        for (const auto* list : {&summary_.best, &summary_.worst})
            for (const std::size_t photo : *list)
                order.push_back(&data_.photos[photo]);
        for (const ReportPhoto& photo : data_.photos)
            order.push_back(&photo);
        pictures_.announce(std::move(order), edge_);
    }

    QRectF row(double height = 1000) const {
        return {canvas_.area().left(), canvas_.y(), canvas_.area().width(), height};
    }
    void heading(const QString& text) {
        canvas_.move_down(gap);
        canvas_.move_down(canvas_.text(row(), text, canvas_.font(12, Weight::Bold), page_ink) + 4);
    }

    void head() {
        canvas_.move_down(canvas_.text(row(), words(data_.title), canvas_.font(22, Weight::Bold), page_ink) + 2);
        std::string text = std::to_string(summary_.photos) + (summary_.photos == 1 ? " photo, " : " photos, ") +
                           std::to_string(summary_.scored) + " scored";
        if (summary_.failed > 0)
            text += ", " + std::to_string(summary_.failed) + " could not be scored";
        if (!data_.filter.empty())
            text += "  ·  filter: " + data_.filter;
        if (!data_.order.empty())
            text += "  ·  order: " + data_.order;
        canvas_.move_down(canvas_.text(row(), words(text), canvas_.font(9), page_soft));
        canvas_.move_down(canvas_.text(row(), words("made " + data_.made + " by Touchstone " + data_.version),
                                       canvas_.font(9), page_soft));
    }

    void models() {
        if (data_.models.empty())
            return;
        heading(QStringLiteral("How the scores were made"));
        for (const ReportModel& model : data_.models) {
            canvas_.move_down(canvas_.text(row(), words(model.title + " (" + model.id + ")"),
                                           canvas_.font(9, Weight::Bold), page_ink));
            canvas_.move_down(canvas_.text(row(), words(how_it_scores(model)), canvas_.font(7), page_soft) + 3);
        }
    }

    void distributions() {
        std::vector<const ScoreDistribution*> shown;
        for (const ScoreDistribution& distribution : summary_.distributions)
            if (distribution.scored > 0)
                shown.push_back(&distribution);
        if (shown.empty())
            return;
        heading(QStringLiteral("Scores"));
        constexpr double height = 96;
        const double width = (canvas_.area().width() - gap) / 2;
        for (std::size_t i = 0; i < shown.size(); i += 2) {
            if (!canvas_.need(height + 26))
                return;
            for (std::size_t n = i; n < std::min(shown.size(), i + 2); ++n)
                histogram(*shown[n],
                          QRectF(canvas_.area().left() + (n - i ? width + gap : 0), canvas_.y(), width, height));
            canvas_.move_down(height + 26);
        }
    }

    void histogram(const ScoreDistribution& distribution, const QRectF& where) {
        canvas_.line(where, words(data_.models[distribution.model].title), canvas_.font(8, Weight::Bold), page_ink);
        const QRectF plot = where.adjusted(0, 14, 0, 0);
        const auto highest = static_cast<double>(*std::max_element(distribution.bars.begin(), distribution.bars.end()));
        const double step = plot.width() / static_cast<double>(distribution.bars.size());
        QPainter& painter = canvas_.painter();
        painter.setPen(Qt::NoPen);
        painter.setBrush(page_bar);
        for (std::size_t i = 0; i < distribution.bars.size(); ++i) {
            const double tall = static_cast<double>(distribution.bars[i]) / highest * plot.height();
            painter.drawRect(
                QRectF(plot.left() + static_cast<double>(i) * step + 0.5, plot.bottom() - tall, step - 1, tall));
        }
        painter.setPen(QPen(page_line, 0.5));
        painter.drawLine(plot.bottomLeft(), plot.bottomRight());
        const QRectF scale(plot.left(), plot.bottom() + 2, plot.width(), 10);
        canvas_.line(scale, words(scale_text(distribution.from)), canvas_.font(7), page_soft);
        canvas_.line(scale, words(scale_text(distribution.to)), canvas_.font(7), page_soft, Qt::AlignRight);
        canvas_.line(scale.translated(0, 9),
                     QStringLiteral("lowest %1  ·  median %2  ·  mean %3  ·  highest %4")
                         .arg(rounded(distribution.lowest), rounded(distribution.median), rounded(distribution.mean),
                              rounded(distribution.highest)),
                     canvas_.font(7), page_soft, Qt::AlignHCenter);
    }

    void groups(const QString& title, const std::vector<ReportGroup>& list) {
        if (list.empty() || (list.size() == 1 && list.front().name == "unknown"))
            return;
        constexpr double height = 11;
        if (!canvas_.need(gap + 20 + height * std::min<double>(4, static_cast<double>(list.size()))))
            return;
        heading(title);
        const double name = 190, bar = canvas_.area().width() - name - 120;
        std::size_t most = 1;
        for (const ReportGroup& group : list)
            most = std::max(most, group.photos);
        for (const ReportGroup& group : list) {
            if (!canvas_.need(height))
                return;
            const QRectF here = row(height);
            canvas_.line(QRectF(here.left(), here.top(), name - 8, height), words(group.name), canvas_.font(8),
                         page_ink);
            canvas_.painter().setPen(Qt::NoPen);
            canvas_.painter().setBrush(page_bar);
            canvas_.painter().drawRect(QRectF(here.left() + name, here.top() + 2,
                                              bar * static_cast<double>(group.photos) / static_cast<double>(most),
                                              height - 4));
            canvas_.line(QRectF(here.left() + name + bar + 6, here.top(), 114, height),
                         QString::fromLatin1(group.photos == 1 ? "%1 photo, mean %2" : "%1 photos, mean %2")
                             .arg(group.photos)
                             .arg(group.scored ? rounded(group.mean) : QStringLiteral("–")),
                         canvas_.font(8), page_soft);
            canvas_.move_down(height);
        }
    }

    Result<void> strip(const QString& title, const std::vector<std::size_t>& photos) {
        constexpr int across = 4;
        constexpr double height = 112;
        if (photos.empty() || !canvas_.need(height + 30))
            return {};
        heading(title);
        const double width = (canvas_.area().width() - gap * (across - 1)) / across;
        for (std::size_t i = 0; i < photos.size(); ++i) {
            const auto column = static_cast<int>(i % across);
            if (column == 0 && i > 0)
                canvas_.move_down(height);
            if (column == 0 && !canvas_.need(height))
                return {};
            const ReportPhoto& photo = data_.photos[photos[i]];
            const QRectF cell(canvas_.area().left() + column * (width + gap), canvas_.y(), width, height);
            canvas_.picture(QRectF(cell.left(), cell.top(), width, 84), pictures_.thumbnail(photo, edge_));
            canvas_.line(QRectF(cell.left(), cell.top() + 86, width, 10), rounded(*data_.ranking_value(photo)),
                         canvas_.font(8, Weight::Bold), page_ink, Qt::AlignHCenter);
            canvas_.line(QRectF(cell.left(), cell.top() + 96, width, 10), words(name_of(photo)), canvas_.font(7),
                         page_soft, Qt::AlignHCenter);
            if (const Result<void> going_on = run_.go_on(); !going_on)
                return going_on;
        }
        canvas_.move_down(height);
        return {};
    }

    struct Fact {
        QString name, text;
    };
    /// What stands beside a photo; what is the same for all of them is on the first page.
    std::vector<Fact> facts_of(const ReportPhoto& photo) const {
        static const std::set<std::string> on_first_page{"model_sha256", "preprocessing", "native_limit",
                                                         "precision",    "decode",        "touchstone"};
        const std::vector<std::string> texts = texts_of(data_, photo);
        std::vector<Fact> facts;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const Column& column = columns_[i];
            if (texts[i].empty() || column.key == "path" || on_first_page.contains(column.key))
                continue;
            if (column.key == "scaled_down" && texts[i] == "no")
                continue;
            const bool several = !column.model.empty() && data_.models.size() > 1;
            facts.push_back({words(several ? column.title + ", " + column.model : column.title),
                             words(readable(column, texts[i]))});
        }
        return facts;
    }

    double facts_column(const std::vector<Fact>& facts, std::size_t from, std::size_t to, const QRectF& where,
                        bool paint) {
        constexpr double label = 66;
        double y = where.top();
        for (std::size_t i = from; i < to; ++i) {
            const double left =
                canvas_.text(QRectF(where.left(), y, label - 4, 0), facts[i].name, canvas_.font(7), page_soft, paint);
            const double right = canvas_.text(QRectF(where.left() + label, y, where.width() - label, 0), facts[i].text,
                                              canvas_.font(7), page_ink, paint);
            y += std::max(left, right) + 1;
        }
        return y - where.top();
    }

    Result<void> blocks() {
        if (data_.photos.empty() || !canvas_.new_page())
            return {};
        for (std::size_t i = 0; i < data_.photos.size(); ++i) {
            if (canvas_.is_full())
                return {};
            block(data_.photos[i], i < options_.with_maps);
            run_.tell(i + 1, data_.photos.size());
            if (const Result<void> going_on = run_.go_on(); !going_on)
                return going_on;
        }
        return {};
    }

    void block(const ReportPhoto& photo, bool with_maps) {
        constexpr double picture_width = 140, picture_height = 104, map_height = 120;
        const std::vector<Fact> facts = facts_of(photo);
        const std::size_t half = (facts.size() + 1) / 2;
        const double width = (canvas_.area().width() - picture_width - 2 * gap) / 2;
        const double left = canvas_.area().left();
        const double title =
            canvas_.text(row(), words(name_of(photo)), canvas_.font(9, Weight::Bold), page_ink, false) +
            canvas_.text(row(), words(photo.path), canvas_.font(7), page_soft, false) + 3;
        const double text = std::max(facts_column(facts, 0, half, QRectF(0, 0, width, 0), false),
                                     facts_column(facts, half, facts.size(), QRectF(0, 0, width, 0), false));
        const ReportExplanation why = with_maps ? pictures_.explanation(photo) : ReportExplanation();
        const QString sum = words(sum_text(why.parts));
        const double height = title + std::max(picture_height, text) + (why.maps.empty() ? 0 : map_height + 12) + gap +
                              (sum.isEmpty() ? 0 : canvas_.text(row(), sum, canvas_.font(7), page_ink, false) + 4);
        if (!canvas_.need(height))
            return;
        canvas_.move_down(canvas_.text(row(), words(name_of(photo)), canvas_.font(9, Weight::Bold), page_ink));
        canvas_.move_down(canvas_.text(row(), words(photo.path), canvas_.font(7), page_soft) + 3);
        const double top = canvas_.y();
        canvas_.picture(QRectF(left, top, picture_width, picture_height), pictures_.thumbnail(photo, edge_));
        facts_column(facts, 0, half, QRectF(left + picture_width + gap, top, width, 0), true);
        facts_column(facts, half, facts.size(), QRectF(left + picture_width + 2 * gap + width, top, width, 0), true);
        canvas_.move_down(std::max(picture_height, text) + 4);
        if (!why.maps.empty())
            map_row(why.maps, map_height);
        if (!sum.isEmpty())
            canvas_.move_down(canvas_.text(row(), sum, canvas_.font(7), page_ink) + 4);
        canvas_.painter().setPen(QPen(page_line, 0.5));
        canvas_.painter().drawLine(QPointF(left, canvas_.y()), QPointF(canvas_.area().right(), canvas_.y()));
        canvas_.move_down(gap - 4);
    }

    void map_row(const std::vector<ReportMap>& maps, double height) {
        const std::size_t shown = std::min<std::size_t>(4, maps.size());
        const double width = (canvas_.area().width() - gap * 3) / 4;
        for (std::size_t i = 0; i < shown; ++i) {
            const QRectF cell(canvas_.area().left() + static_cast<double>(i) * (width + gap), canvas_.y(), width,
                              height);
            canvas_.picture(cell.adjusted(0, 0, 0, -12), maps[i].image);
            canvas_.line(QRectF(cell.left(), cell.bottom() - 11, width, 10), words(maps[i].title), canvas_.font(7),
                         page_soft, Qt::AlignHCenter);
        }
        canvas_.move_down(height + 8);
    }

    PageCanvas& canvas_;
    const ReportData& data_;
    const ReportOptions& options_;
    ReportPictures& pictures_;
    const ReportRun& run_;
    std::vector<Column> columns_;
    ReportSummary summary_;
    int edge_;
};

} // namespace

Result<void> paint_report(PageCanvas& canvas, const ReportData& data, const ReportOptions& options,
                          ReportPictures& pictures, const ReportRun& run) {
    return PageReport(canvas, data, options, pictures, run).paint();
}

} // namespace touchstone::reports
