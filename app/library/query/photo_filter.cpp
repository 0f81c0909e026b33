// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/query/photo_filter.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

namespace touchstone::library {

namespace {

using Kind = FilterNode::Kind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PhotoFilter)
};

/// One way to write each tree: no group inside a group of its kind, no group of one, no "not not".
FilterNode tidied(FilterNode node) {
    for (FilterNode& child : node.children)
        child = tidied(std::move(child));
    if (node.kind == Kind::Not && node.children.front().kind == Kind::Not) {
        FilterNode inner = std::move(node.children.front().children.front());
        return inner;
    }
    if (node.kind != Kind::All && node.kind != Kind::Any)
        return node;
    std::vector<FilterNode> flat;
    for (FilterNode& child : node.children) {
        if (child.kind == node.kind)
            std::move(child.children.begin(), child.children.end(), std::back_inserter(flat));
        else
            flat.push_back(std::move(child));
    }
    if (flat.size() == 1) {
        FilterNode only = std::move(flat.front());
        return only;
    }
    node.children = std::move(flat);
    return node;
}

bool accepts(const FilterNode& node, const PhotoEntry& photo, std::size_t place, const PhotoLookup& lookup) {
    const auto holds = [&](const FilterNode& child) { return accepts(child, photo, place, lookup); };
    switch (node.kind) {
    case Kind::Term:
        return node.term.fits(photo, place, lookup);
    case Kind::All:
        return std::all_of(node.children.begin(), node.children.end(), holds);
    case Kind::Any:
        return std::any_of(node.children.begin(), node.children.end(), holds);
    case Kind::Not:
        return !holds(node.children.front());
    }
    return true;
}

bool asks_for(const FilterNode& node, FilterField field) {
    if (node.kind == Kind::Term)
        return node.term.field() == field;
    return std::any_of(node.children.begin(), node.children.end(),
                       [&](const FilterNode& child) { return asks_for(child, field); });
}

void collect_models(const FilterNode& node, std::vector<std::string>& models) {
    const std::string& model = node.term.model();
    if (!model.empty() && std::find(models.begin(), models.end(), model) == models.end())
        models.push_back(model);
    for (const FilterNode& child : node.children)
        collect_models(child, models);
}

QString text_of(const FilterNode& node, bool grouped);

QString joined(const std::vector<FilterNode>& nodes, const QString& between) {
    QStringList parts;
    for (const FilterNode& node : nodes)
        parts << text_of(node, between == u" ");
    return parts.join(between);
}

/// `grouped`: stands where alternatives need parentheses.
QString text_of(const FilterNode& node, bool grouped) {
    switch (node.kind) {
    case Kind::Term:
        return node.term.text();
    case Kind::All:
        return joined(node.children, QStringLiteral(" "));
    case Kind::Any: {
        const QString text = joined(node.children, QStringLiteral(" | "));
        return grouped ? u'(' + text + u')' : text;
    }
    case Kind::Not: {
        const FilterNode& inner = node.children.front();
        const QString text = text_of(inner, false);
        return inner.kind == Kind::Term ? u'-' + text : QStringLiteral("-(%1)").arg(text);
    }
    }
    return {};
}

QString sentence_of(const FilterNode& node) {
    QStringList parts;
    for (const FilterNode& child : node.children)
        parts << sentence_of(child);
    switch (node.kind) {
    case Kind::Term:
        return node.term.sentence();
    case Kind::All:
        return parts.join(Words::tr(" and ", "between two conditions"));
    case Kind::Any:
        return parts.join(Words::tr(" or ", "between two conditions"));
    case Kind::Not:
        return Words::tr("Not: %1", "a condition that must not hold").arg(parts.front());
    }
    return {};
}

} // namespace

PhotoFilter::PhotoFilter(FilterNode root)
    : root_(tidied(std::move(root))) {}

PhotoFilter::PhotoFilter(FilterTerm term)
    : root_{Kind::Term, std::move(term), {}} {}

PhotoFilter PhotoFilter::ofWords(const QString& words) {
    FilterNode root;
    for (const QString& word : words.left(max_text).simplified().split(u' ', Qt::SkipEmptyParts)) {
        if (root.children.size() == max_terms)
            break;
        root.children.push_back({Kind::Term, FilterTerm::words(FilterField::Name, word), {}});
    }
    return PhotoFilter(std::move(root));
}

bool PhotoFilter::accepts(const PhotoEntry& photo, std::size_t place, const PhotoLookup& lookup) const {
    return library::accepts(root_, photo, place, lookup);
}

bool PhotoFilter::asksFor(FilterField field) const {
    return asks_for(root_, field);
}

std::vector<std::string> PhotoFilter::models() const {
    std::vector<std::string> models;
    collect_models(root_, models);
    return models;
}

QString PhotoFilter::text() const {
    return text_of(root_, false);
}

std::vector<FilterNode> PhotoFilter::conditions() const {
    return root_.kind == Kind::All ? root_.children : std::vector<FilterNode>{root_};
}

std::vector<PhotoFilter::Chip> PhotoFilter::chips() const {
    std::vector<Chip> chips;
    for (const FilterNode& condition : conditions())
        chips.push_back({text_of(condition, false), sentence_of(condition)});
    return chips;
}

PhotoFilter PhotoFilter::without(std::size_t chip) const {
    FilterNode root;
    root.children = conditions();
    if (chip < root.children.size())
        root.children.erase(root.children.begin() + static_cast<std::ptrdiff_t>(chip));
    return PhotoFilter(std::move(root));
}

PhotoFilter PhotoFilter::with(const PhotoFilter& other) const {
    FilterNode root;
    root.children = conditions();
    for (FilterNode& condition : other.conditions())
        if (std::find(root.children.begin(), root.children.end(), condition) == root.children.end())
            root.children.push_back(std::move(condition));
    return PhotoFilter(std::move(root));
}

PhotoFilter PhotoFilter::negated() const {
    if (isEmpty())
        return *this;
    return PhotoFilter(FilterNode{Kind::Not, {}, {root_}});
}

} // namespace touchstone::library
