// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QString>

#include <tl/expected.hpp>

#include "app/library/query/filter_term.h"

namespace touchstone::library {

/// Why a filter's text cannot be read as a whole.
struct FilterProblem {
    qsizetype at = 0;        ///< column in the text, from 0, of what is wrong
    qsizetype length = 0;    ///< characters from there; 0 = something is missing
    QString text;            ///< a sentence for people: "'rating' wants a number from 0 to 5"
    bool unfinished = false; ///< the text only ends too early: it is still being typed
};

/// A filter as a tree of terms. Bounded: what is too long, too deep or too much is a problem, not a crash.
struct FilterNode {
    enum class Kind { Term, All, Any, Not };
    Kind kind = Kind::All;
    FilterTerm term;                  ///< Term
    std::vector<FilterNode> children; ///< All, Any: two or more (the whole filter: any number); Not: one
    friend bool operator==(const FilterNode&, const FilterNode&) = default;
};

struct ParsedFilter;

/// Which photos are shown. A plain value without state of its own; the same text means the same photos in the window
/// and on the command line, in every locale.
///
///     score>=60 rating:3.. camera:X100 -is:rejected "beach house" date:2024-05..2024-06 (label:red | is:picked)
///
/// Terms beside each other must all hold, `|` separates alternatives, parentheses group, `-` leaves out.
/// * numbers: score percentile disagreement rating group size width height megapixels sharpness; days: date modified
///   (2024, 2024-05, 2024-05-31). `>=` `<=` `>` `<` `=`, `:` like `=`, and ranges `a..b` `a..` `..b` after `:` or `=`,
///   both ends included. A number without range means exactly that number, to the digits written. `score(ID)` and
///   `percentile(ID)` ask a model of that id, without ID the one that photos are ranked by. Sizes take kB, MB, GB
///   (1000) and KiB, MiB, GiB (1024).
/// * words: name camera lens folder: `:` contains, `=` is; any case. A folder that begins with '/' means it and what
///   lies below it. `format:raw`, or a suffix. A word or "phrase" of its own is looked for in the file's name.
/// * label:red|yellow|green|blue|purple|none; is:picked rejected unflagged rated labelled scored unscored failed burst
///   paired; the words rejected, picked and unscored need no `is:`; `flag:` is another way to write `is:`.
/// A photo that does not have a value never fits a term about it.
class PhotoFilter {
public:
    static constexpr qsizetype max_text = 4096;
    static constexpr int max_depth = 16;
    static constexpr int max_terms = 64;

    PhotoFilter() = default; ///< every photo
    explicit PhotoFilter(FilterTerm term);

    /// The whole text or a problem: for the command line and for saved collections.
    static tl::expected<PhotoFilter, FilterProblem> parse(const QString& text);
    /// What is whole in a text that is being typed: terms that cannot be read yet are left out, so that the list is
    /// not blanked by them.
    static ParsedFilter parseTyped(const QString& text);
    /// Photos whose file name contains every word; nothing in the words has a meaning of its own.
    static PhotoFilter ofWords(const QString& words);

    bool isEmpty() const { return root_.kind == FilterNode::Kind::All && root_.children.empty(); }
    bool accepts(const PhotoEntry& photo, std::size_t place, const PhotoLookup& lookup) const;
    /// Any term looks at it, so that its change may change what fits.
    bool asksFor(FilterField field) const;
    /// Ids of models that its terms name, each once.
    std::vector<std::string> models() const;

    /// parse(text()) gives the same filter.
    QString text() const;

    /// One of the conditions that must all hold, for a removable chip.
    struct Chip {
        QString text;     ///< "rating>=3"
        QString sentence; ///< "Rating at least 3"
    };
    std::vector<Chip> chips() const;
    PhotoFilter without(std::size_t chip) const;
    /// Both must hold. A condition that is there already is not added again.
    PhotoFilter with(const PhotoFilter& other) const;
    PhotoFilter negated() const;

    friend bool operator==(const PhotoFilter&, const PhotoFilter&) = default;

private:
    friend class FilterParser;
    explicit PhotoFilter(FilterNode root);
    std::vector<FilterNode> conditions() const;

    FilterNode root_; ///< tidy: see tidied() in the source
};

struct ParsedFilter {
    PhotoFilter filter;
    std::optional<FilterProblem> problem; ///< the first one
};

} // namespace touchstone::library
