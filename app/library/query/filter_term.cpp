// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/query/filter_term.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <QDate>
#include <QDateTime>

namespace touchstone::library {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// First moment of the year, month or day, and of the one after it, in milliseconds. Capture times are the camera's
/// wall clock "as if it were UTC"; a file's time is a moment, so its day is that of the computer's clock.
double day_start(const FilterBound& bound, bool next, bool wall_clock) {
    QDate date(bound.year, std::max(bound.month, 1), std::max(bound.day, 1));
    if (next)
        date = bound.day ? date.addDays(1) : bound.month ? date.addMonths(1) : date.addYears(1);
    const QDateTime moment = wall_clock ? date.startOfDay(Qt::UTC) : date.startOfDay(Qt::LocalTime);
    return static_cast<double>(moment.toMSecsSinceEpoch());
}

/// Photos of one kind have several suffixes.
bool is_format(QStringView suffix, QStringView format) {
    struct Kind {
        QLatin1String name;
        std::array<QLatin1String, 28> suffixes;
    };
    using L = QLatin1String;
    static const std::array kinds = {
        Kind{L("jpeg"), {L("jpg"), L("jpeg"), L("jpe"), L("jfif")}},
        Kind{L("jpg"), {L("jpg"), L("jpeg"), L("jpe"), L("jfif")}},
        Kind{L("heic"), {L("heic"), L("heif"), L("hif")}},
        Kind{L("heif"), {L("heic"), L("heif"), L("hif")}},
        Kind{L("tiff"), {L("tif"), L("tiff")}},
        Kind{L("tif"), {L("tif"), L("tiff")}},
        Kind{L("raw"), {L("dng"), L("cr2"), L("cr3"), L("crw"), L("nef"), L("nrw"), L("arw"), L("sr2"), L("srf"),
                        L("raf"), L("rw2"), L("orf"), L("pef"), L("srw"), L("x3f"), L("mrw"), L("kdc"), L("dcr"),
                        L("erf"), L("3fr"), L("fff"), L("iiq"), L("mef"), L("mos"), L("rwl"), L("gpr"), L("raw")}},
    };
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [&](const Kind& k) { return format.compare(k.name, Qt::CaseInsensitive) == 0; });
    if (kind == kinds.end())
        return suffix.compare(format, Qt::CaseInsensitive) == 0;
    return std::any_of(kind->suffixes.begin(), kind->suffixes.end(), [&](QLatin1String known) {
        return known.size() > 0 && suffix.compare(known, Qt::CaseInsensitive) == 0;
    });
}

QStringView suffix_of(QStringView name) {
    const qsizetype dot = name.lastIndexOf(u'.');
    return dot < 0 ? QStringView() : name.mid(dot + 1);
}

constexpr char16_t lower(char16_t c) {
    return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + (u'a' - u'A')) : c;
}

/// Any case. Most of what people look for is ASCII, where no table of Unicode has to be asked: that is five times as
/// fast, and names are looked through at every key.
bool contains(QStringView text, QStringView wanted) {
    if (!std::all_of(wanted.begin(), wanted.end(), [](QChar c) { return c < QChar(0x80); }))
        return text.contains(wanted, Qt::CaseInsensitive);
    const char16_t* begin = text.utf16();
    const char16_t* word = wanted.utf16();
    const qsizetype length = wanted.size();
    if (length == 0)
        return true;
    const char16_t first = lower(word[0]);
    for (qsizetype at = 0; at + length <= text.size(); ++at) {
        if (lower(begin[at]) != first)
            continue;
        qsizetype same = 1;
        while (same < length && lower(begin[at + same]) == lower(word[same]))
            ++same;
        if (same == length)
            return true;
    }
    return false;
}

/// A path that begins with '/' means that folder and what lies below it; any other text may stand anywhere.
bool is_in_folder(const QString& folder, const QString& wanted, FilterRelation relation) {
    if (relation == FilterRelation::Exactly)
        return folder.compare(wanted, Qt::CaseInsensitive) == 0;
    if (!wanted.startsWith(u'/'))
        return contains(folder, wanted);
    QStringView base(wanted);
    while (base.endsWith(u'/'))
        base.chop(1);
    return folder.startsWith(base) && (folder.size() == base.size() || folder[base.size()] == u'/');
}

} // namespace

// -- making ----------------------------------------------------------------------------------------------------------

FilterTerm FilterTerm::range(FilterField field, FilterRelation relation, FilterBound low, FilterBound high,
                             std::string model) {
    FilterTerm term;
    term.field_ = field;
    term.relation_ = relation;
    term.low_ = low;
    term.high_ = relation == FilterRelation::Between ? high : FilterBound();
    term.model_ = takes_model(field) ? std::move(model) : std::string();
    const bool days = is_day(field);
    const auto begin = [&](const FilterBound& bound) {
        return days ? day_start(bound, false, field == FilterField::Captured) : bound.number * unit_bytes(bound.unit);
    };
    const auto end = [&](const FilterBound& bound) {
        return days ? day_start(bound, true, field == FilterField::Captured) : bound.number * unit_bytes(bound.unit);
    };
    term.from_ = -infinity;
    term.to_ = infinity;
    term.closed_ = !days;
    switch (relation) {
    case FilterRelation::Exactly:
    case FilterRelation::Contains: {
        // What is written "71.3" on the screen is anything that rounds to it.
        const double half = days ? 0 : 0.5 * std::pow(10.0, -low.decimals) * unit_bytes(low.unit);
        term.from_ = begin(low) - half;
        term.to_ = end(low) + half;
        term.closed_ = false;
        break;
    }
    case FilterRelation::AtLeast:
        term.from_ = begin(low);
        break;
    case FilterRelation::AtMost:
        term.to_ = end(low);
        break;
    case FilterRelation::Above:
        term.from_ = days ? end(low) : std::nextafter(begin(low), infinity);
        break;
    case FilterRelation::Below:
        term.to_ = begin(low);
        term.closed_ = false;
        break;
    case FilterRelation::Between:
        term.from_ = begin(low);
        term.to_ = end(high);
        break;
    }
    if (relation == FilterRelation::Contains)
        term.relation_ = FilterRelation::Exactly;
    return term;
}

FilterTerm FilterTerm::label(Label label) {
    FilterTerm term;
    term.field_ = FilterField::Label;
    term.relation_ = FilterRelation::Exactly;
    term.label_ = label;
    return term;
}

FilterTerm FilterTerm::state(FilterState state) {
    FilterTerm term;
    term.field_ = FilterField::State;
    term.relation_ = FilterRelation::Exactly;
    term.state_ = state;
    return term;
}

FilterTerm FilterTerm::words(FilterField field, QString text, FilterRelation relation) {
    FilterTerm term;
    term.field_ = is_text(field) ? field : FilterField::Name;
    // A suffix either is the one asked for or is not.
    term.relation_ = relation == FilterRelation::Exactly && term.field_ != FilterField::Format
                         ? FilterRelation::Exactly
                         : FilterRelation::Contains;
    term.text_ = std::move(text);
    return term;
}

FilterBound FilterTerm::bound(double number, SizeUnit unit) {
    FilterBound made;
    made.unit = unit;
    double scale = 1;
    while (made.decimals < 4 && std::abs(std::round(number * scale) / scale - number) > 1e-9) {
        ++made.decimals;
        scale *= 10;
    }
    made.number = std::round(number * scale) / scale;
    return made;
}

// -- asking ----------------------------------------------------------------------------------------------------------

bool FilterTerm::fitsNumber(double value) const {
    return value >= from_ && (closed_ ? value <= to_ : value < to_);
}

std::optional<double> FilterTerm::numberOf(const PhotoEntry& photo, std::size_t place,
                                           const PhotoLookup& lookup) const {
    const bool measured = photo.pixel_size.pixels() > 0;
    switch (field_) {
    case FilterField::Score:
        return lookup.score(place, photo, model_);
    case FilterField::Percentile:
        return lookup.percentile(place, photo, model_);
    case FilterField::Disagreement:
        return lookup.disagreement(place);
    case FilterField::Rating:
        return photo.marks.rating;
    case FilterField::Group:
        return photo.group ? std::optional(static_cast<double>(photo.group)) : std::nullopt;
    case FilterField::Size:
        return static_cast<double>(photo.file.bytes);
    case FilterField::Width:
        return measured ? std::optional<double>(photo.pixel_size.width) : std::nullopt;
    case FilterField::Height:
        return measured ? std::optional<double>(photo.pixel_size.height) : std::nullopt;
    case FilterField::Megapixels:
        return measured ? std::optional(static_cast<double>(photo.pixel_size.pixels()) / 1e6) : std::nullopt;
    case FilterField::Sharpness:
        return photo.sharpness;
    case FilterField::Captured:
        return photo.captured_ms ? std::optional(static_cast<double>(*photo.captured_ms)) : std::nullopt;
    case FilterField::Modified:
        return std::floor(static_cast<double>(photo.file.mtime_ns) / 1e6);
    default:
        return std::nullopt;
    }
}

bool FilterTerm::fitsText(const PhotoEntry& photo, const PhotoLookup& lookup) const {
    const auto fits = [this](const QString& value) {
        return relation_ == FilterRelation::Exactly ? value.compare(text_, Qt::CaseInsensitive) == 0
                                                    : contains(value, text_);
    };
    switch (field_) {
    case FilterField::Camera:
        return fits(photo.camera);
    case FilterField::Lens:
        return fits(photo.lens);
    case FilterField::Folder:
        return is_in_folder(lookup.folder(photo), text_, relation_);
    case FilterField::Format:
        return is_format(suffix_of(photo.name), text_);
    default:
        return fits(photo.name);
    }
}

bool FilterTerm::fitsState(const PhotoEntry& photo, std::size_t place, const PhotoLookup& lookup) const {
    switch (state_) {
    case FilterState::Picked:
        return photo.marks.flag == Flag::Pick;
    case FilterState::Rejected:
        return photo.marks.flag == Flag::Reject;
    case FilterState::Unflagged:
        return photo.marks.flag == Flag::None;
    case FilterState::Rated:
        return photo.marks.rating > 0;
    case FilterState::Labelled:
        return photo.marks.label != Label::None;
    case FilterState::Scored:
        return lookup.score(place, photo, {}).has_value();
    case FilterState::Unscored:
        return !lookup.score(place, photo, {}).has_value();
    case FilterState::Failed:
        return photo.state == PhotoState::Failed;
    case FilterState::Burst:
        return photo.group != 0;
    case FilterState::Paired:
        return photo.paired_with != no_photo;
    }
    return false;
}

bool FilterTerm::fits(const PhotoEntry& photo, std::size_t place, const PhotoLookup& lookup) const {
    if (field_ == FilterField::Label)
        return photo.marks.label == label_;
    if (field_ == FilterField::State)
        return fitsState(photo, place, lookup);
    if (is_text(field_))
        return fitsText(photo, lookup);
    const std::optional<double> value = numberOf(photo, place, lookup);
    return value && fitsNumber(*value);
}

} // namespace touchstone::library
