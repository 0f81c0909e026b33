// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "app/library/photo_entry.h"

namespace touchstone::library {

/// What filters and orders ask about a photo beyond its entry. `place` is the caller's own number of the photo.
/// PhotoValues answers for the window's list and for `touchstone-cli rank`.
class PhotoLookup {
public:
    virtual ~PhotoLookup() = default;
    /// In the model's units; an empty model = the one that photos are ranked by at the moment.
    virtual std::optional<double> score(std::size_t place, const PhotoEntry& photo, const std::string& model) const = 0;
    /// 0…100, of the library where its values are known, else of the photos at hand.
    virtual std::optional<double> percentile(std::size_t place, const PhotoEntry& photo,
                                             const std::string& model) const = 0;
    /// 0…100 percentage points between a photo's places by the first two models.
    virtual std::optional<double> disagreement(std::size_t place) const = 0;
    /// The folder's whole path, for the screen.
    virtual const QString& folder(const PhotoEntry& photo) const = 0;
};

/// What a term of a filter looks at.
enum class FilterField {
    // numbers
    Score,
    Percentile,
    Disagreement,
    Rating,
    Group,
    Size,
    Width,
    Height,
    Megapixels,
    Sharpness,
    // days
    Captured,
    Modified,
    // one word of a few
    Label,
    State,
    // text
    Name,
    Camera,
    Lens,
    Folder,
    Format,
};

/// What `is:` can ask.
enum class FilterState { Picked, Rejected, Unflagged, Rated, Labelled, Scored, Unscored, Failed, Burst, Paired };

enum class FilterRelation {
    Exactly, ///< numbers: to the digits written; days: within the year, month or day; text: the whole of it, any case
    AtLeast,
    AtMost,
    Above,
    Below,
    Between,  ///< both ends belong to it
    Contains, ///< text, any case
};

enum class SizeUnit { None, kB, MB, GB, KiB, MiB, GiB };

/// An end of a range, as it was written.
struct FilterBound {
    double number = 0;
    int decimals = 0;                 ///< digits after the point that were written
    SizeUnit unit = SizeUnit::None;   ///< of Size
    int year = 0, month = 0, day = 0; ///< of days; month and day 0 = the whole year or month
    friend bool operator==(const FilterBound&, const FilterBound&) = default;
};

/// One condition on photos. A plain value; make it with the functions below, which keep it whole.
class FilterTerm {
public:
    /// A number field or day field. `low` is the bound of every relation, `high` the second one of Between.
    static FilterTerm range(FilterField field, FilterRelation relation, FilterBound low, FilterBound high = {},
                            std::string model = {});
    static FilterTerm label(Label label);
    static FilterTerm state(FilterState state);
    /// Name, Camera, Lens, Folder, Format; Contains or Exactly.
    static FilterTerm words(FilterField field, QString text, FilterRelation relation = FilterRelation::Contains);

    /// A number written with as many decimals as it needs, at most four.
    static FilterBound bound(double number, SizeUnit unit = SizeUnit::None);
    static FilterBound day(int year, int month = 0, int day = 0) { return {0, 0, SizeUnit::None, year, month, day}; }

    FilterField field() const { return field_; }
    FilterRelation relation() const { return relation_; }
    const std::string& model() const { return model_; } ///< of Score and Percentile; empty = the current one

    /// A photo that does not have the value never fits.
    bool fits(const PhotoEntry& photo, std::size_t place, const PhotoLookup& lookup) const;
    /// "score(musiq-small)>=60": what the parser reads back as the same term.
    QString text() const;
    /// "Score by musiq-small at least 60", for people, in their language.
    QString sentence() const;

    friend bool operator==(const FilterTerm&, const FilterTerm&) = default;

private:
    std::optional<double> numberOf(const PhotoEntry& photo, std::size_t place, const PhotoLookup& lookup) const;
    bool fitsNumber(double value) const;
    bool fitsDay(std::int64_t ms) const;
    bool fitsText(const PhotoEntry& photo, const PhotoLookup& lookup) const;
    bool fitsState(const PhotoEntry& photo, std::size_t place, const PhotoLookup& lookup) const;

    FilterField field_ = FilterField::Name;
    FilterRelation relation_ = FilterRelation::Contains;
    std::string model_; ///< of Score and Percentile; empty = the current one
    FilterBound low_, high_;
    Label label_ = Label::None;
    FilterState state_ = FilterState::Picked;
    QString text_;
    /// Follows from the above: numbers in base units, or milliseconds; from_ belongs to it, to_ only if `closed_`.
    double from_ = 0, to_ = 0;
    bool closed_ = true;
};

// -- the words of the language, shared by the parser and by text()
const char* field_word(FilterField field);
std::optional<FilterField> field_of_word(QStringView word);
const char* label_word(Label label);
std::optional<Label> label_of_word(QStringView word);
const char* state_word(FilterState state);
std::optional<FilterState> state_of_word(QStringView word);
/// States that need no "is:": `-rejected`.
bool stands_alone(FilterState state);
const char* unit_word(SizeUnit unit);
std::optional<SizeUnit> unit_of_word(QStringView word);

bool is_number(FilterField field);
bool is_day(FilterField field);
bool is_text(FilterField field);
/// Has a model of its own: score(ID), percentile(ID).
bool takes_model(FilterField field);
/// Bytes of one unit.
double unit_bytes(SizeUnit unit);

} // namespace touchstone::library
