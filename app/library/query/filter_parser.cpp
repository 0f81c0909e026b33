// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// From text to filter. One pass; whatever cannot be read is reported once and left out, so that the rest still counts.
#include <algorithm>

#include <QCoreApplication>
#include <QDate>

#include "app/library/query/photo_filter.h"

namespace touchstone::library {

namespace {

using Kind = FilterNode::Kind;

/// More digits than this do not survive in a double.
constexpr int max_digits = 15;

bool is_operator(QChar c) {
    return c == u':' || c == u'<' || c == u'>' || c == u'=';
}
bool ends_word(QChar c) {
    return c.isSpace() || c == u'(' || c == u')' || c == u'|' || c == u'"';
}
bool is_digit(QChar c) {
    return c >= u'0' && c <= u'9';
}

/// "-12.50", "3MB": the number as it was written; empty when it is anything else.
std::optional<FilterBound> number_of(QStringView text, bool with_unit) {
    FilterBound bound;
    qsizetype at = text.startsWith(u'-') ? 1 : 0;
    int digits = 0;
    bool point = false;
    for (; at < text.size() && (is_digit(text[at]) || (text[at] == u'.' && !point && digits > 0)); ++at) {
        point |= text[at] == u'.';
        digits += is_digit(text[at]);
        bound.decimals += point && is_digit(text[at]);
    }
    if (digits == 0 || digits > max_digits || text[at - 1] == u'.')
        return std::nullopt;
    bool ok = false;
    bound.number = text.left(at).toDouble(&ok); // QStringView reads the C locale's numbers
    if (bound.number == 0)
        bound.number = 0; // not "-0"
    const auto unit = unit_of_word(text.mid(at));
    if (!ok || !unit || (!with_unit && at < text.size()))
        return std::nullopt;
    bound.unit = *unit;
    return bound;
}

/// "2024", "2024-05", "2024-05-31".
std::optional<FilterBound> day_of(QStringView text) {
    const auto parts = text.split(u'-');
    if (parts.size() > 3 || parts[0].size() != 4)
        return std::nullopt;
    int values[3] = {0, 0, 0};
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts[i].isEmpty() || parts[i].size() > 4 || !std::all_of(parts[i].begin(), parts[i].end(), is_digit))
            return std::nullopt;
        values[i] = parts[i].toInt();
    }
    const bool valid = QDate::isValid(values[0], parts.size() > 1 ? values[1] : 1, parts.size() > 2 ? values[2] : 1);
    return valid && values[0] > 0 ? std::optional(FilterTerm::day(values[0], values[1], values[2])) : std::nullopt;
}

bool is_whole(const FilterBound& bound) {
    return bound.decimals == 0;
}

/// Limits that a field's numbers have.
bool is_sensible(FilterField field, const FilterBound& bound) {
    switch (field) {
    case FilterField::Rating:
        return is_whole(bound) && bound.number >= 0 && bound.number <= 5;
    case FilterField::Percentile:
    case FilterField::Disagreement:
        return bound.number >= 0 && bound.number <= 100;
    case FilterField::Group:
    case FilterField::Width:
    case FilterField::Height:
        return is_whole(bound) && bound.number >= 0;
    case FilterField::Size:
    case FilterField::Megapixels:
        return bound.number >= 0;
    default:
        return true;
    }
}

bool in_order(FilterField field, const FilterBound& low, const FilterBound& high) {
    if (!is_day(field))
        return low.number * unit_bytes(low.unit) <= high.number * unit_bytes(high.unit);
    const QDate first(low.year, std::max(low.month, 1), std::max(low.day, 1));
    const QDate last(high.year, high.month ? high.month : 12, high.day ? high.day : 28);
    return first <= last;
}

} // namespace

class FilterParser {
    Q_DECLARE_TR_FUNCTIONS(PhotoFilter)
public:
    explicit FilterParser(QStringView text)
        : text_(text) {}

    ParsedFilter parse() {
        if (text_.size() > PhotoFilter::max_text) {
            complain(PhotoFilter::max_text, text_.size() - PhotoFilter::max_text,
                     tr("The filter is longer than %1 characters").arg(PhotoFilter::max_text));
            return {PhotoFilter(), problem_};
        }
        std::vector<FilterNode> found;
        while (!atEnd()) {
            if (auto node = alternatives(0))
                found.push_back(std::move(*node));
            if (peek() == u')') {
                complain(at_, 1, tr("This ')' closes nothing"));
                ++at_;
            }
        }
        return {PhotoFilter(FilterNode{Kind::All, {}, std::move(found)}), problem_};
    }

private:
    using Node = std::optional<FilterNode>;

    bool atEnd() {
        while (at_ < text_.size() && text_[at_].isSpace())
            ++at_;
        return at_ >= text_.size();
    }
    QChar peek() { return atEnd() ? QChar() : text_[at_]; }

    void complain(qsizetype at, qsizetype length, const QString& what) {
        if (!problem_)
            problem_ = FilterProblem{at, length, what, at + length >= text_.size()};
    }

    Node alternatives(int depth) {
        std::vector<FilterNode> found;
        for (bool first = true;; first = false) {
            const qsizetype start = at_;
            Node node = conjunction(depth);
            if (node)
                found.push_back(std::move(*node));
            else if (!first || peek() == u'|')
                complain(start, 0, tr("'|' wants a condition on both sides"));
            if (peek() != u'|')
                break;
            ++at_;
        }
        return found.empty() ? Node() : FilterNode{Kind::Any, {}, std::move(found)};
    }

    Node conjunction(int depth) {
        std::vector<FilterNode> found;
        while (!atEnd() && peek() != u')' && peek() != u'|')
            if (Node node = factor(depth))
                found.push_back(std::move(*node));
        return found.empty() ? Node() : FilterNode{Kind::All, {}, std::move(found)};
    }

    Node factor(int depth) {
        bool negated = false;
        const qsizetype start = at_;
        while (at_ < text_.size() && text_[at_] == u'-') {
            negated = !negated;
            ++at_;
        }
        if (at_ >= text_.size() || text_[at_].isSpace() || text_[at_] == u')' || text_[at_] == u'|') {
            complain(start, at_ - start, tr("'-' wants a condition to leave out right behind it"));
            return {};
        }
        Node node = text_[at_] == u'(' ? group(depth) : term();
        if (!node || !negated)
            return node;
        return FilterNode{Kind::Not, {}, {std::move(*node)}};
    }

    Node group(int depth) {
        const qsizetype open = at_++;
        if (depth + 1 >= PhotoFilter::max_depth) {
            complain(open, 1, tr("Parentheses go %1 deep at most").arg(PhotoFilter::max_depth));
            at_ = text_.size();
            return {};
        }
        Node node = alternatives(depth + 1);
        if (peek() == u')')
            ++at_;
        else
            complain(text_.size(), 0, tr("A ')' is missing"));
        if (!node)
            complain(open, at_ - open, tr("There is nothing between these parentheses"));
        return node;
    }

    /// After an opening quote; `\` keeps the next character from meaning anything.
    QString phrase() {
        QString result;
        for (++at_; at_ < text_.size() && text_[at_] != u'"'; ++at_) {
            if (text_[at_] == u'\\' && at_ + 1 < text_.size())
                ++at_;
            result += text_[at_];
        }
        if (at_ < text_.size())
            ++at_;
        else
            complain(text_.size(), 0, tr("A closing quote is missing"));
        return result;
    }

    Node term() {
        if (++terms_ > PhotoFilter::max_terms) {
            complain(at_, 1, tr("A filter has %1 conditions at most").arg(PhotoFilter::max_terms));
            at_ = text_.size();
            return {};
        }
        const qsizetype start = at_;
        if (text_[at_] == u'"') {
            const QString words = phrase();
            if (words.isEmpty()) {
                complain(start, at_ - start, tr("There is nothing between these quotes"));
                return {};
            }
            return leaf(FilterTerm::words(FilterField::Name, words));
        }
        qsizetype end = at_;
        while (end < text_.size() && !ends_word(text_[end]) && !is_operator(text_[end]))
            ++end;
        const QStringView word = text_.mid(start, end - start);
        at_ = end;
        std::string model;
        const auto field = field_of_word(word);
        if (end < text_.size() && text_[end] == u'(' && field && takes_model(*field))
            if (!modelName(model))
                return {};
        if (at_ < text_.size() && is_operator(text_[at_]))
            return fieldTerm(start, word, field, std::move(model));
        if (!model.empty()) {
            complain(at_, 0, tr("'%1' wants a comparison, for example %1>=60").arg(text_.mid(start, at_ - start)));
            return {};
        }
        if (const auto state = state_of_word(word); state && stands_alone(*state))
            return leaf(FilterTerm::state(*state));
        return leaf(FilterTerm::words(FilterField::Name, word.toString()));
    }

    static Node leaf(FilterTerm term) { return FilterNode{Kind::Term, std::move(term), {}}; }

    bool modelName(std::string& model) {
        const qsizetype open = at_++;
        const qsizetype close = text_.indexOf(u')', at_);
        const QStringView name = text_.mid(at_, close < 0 ? -1 : close - at_);
        const bool valid = !name.isEmpty() && name.size() <= 128 && std::none_of(name.begin(), name.end(), [](QChar c) {
            return ends_word(c) || c.category() == QChar::Other_Control;
        });
        at_ = close < 0 ? text_.size() : close + 1;
        if (close < 0 || !valid) {
            complain(open, at_ - open, tr("A model's id in parentheses is expected, for example score(musiq-small)"));
            skipValue();
            return false;
        }
        model = name.toString().toStdString();
        return true;
    }

    /// Goes on behind an operator and its value.
    void skipValue() {
        while (at_ < text_.size() && is_operator(text_[at_]))
            ++at_;
        while (at_ < text_.size() && !ends_word(text_[at_]))
            ++at_;
    }

    Node fieldTerm(qsizetype start, QStringView word, std::optional<FilterField> field, std::string model) {
        const qsizetype operator_at = at_;
        while (at_ < text_.size() && is_operator(text_[at_]))
            ++at_;
        const QStringView sign = text_.mid(operator_at, at_ - operator_at);
        const qsizetype value_at = at_;
        const bool is_phrase = at_ < text_.size() && text_[at_] == u'"';
        QString value;
        if (is_phrase) {
            value = phrase();
        } else {
            while (at_ < text_.size() && !ends_word(text_[at_]))
                ++at_;
            value = text_.mid(value_at, at_ - value_at).toString();
        }
        const qsizetype length = at_ - start;
        if (!field) {
            complain(start, length,
                     word.isEmpty() ? tr("The name of a field is missing before '%1'").arg(sign)
                                    : tr("'%1' is not a field of photos; to look for it in names, quote it: \"%2\"")
                                          .arg(word, text_.mid(start, length)));
            return {};
        }
        const auto relation = relationOf(sign);
        if (!relation || (*relation != FilterRelation::Exactly && *relation != FilterRelation::Contains &&
                          !is_number(*field) && !is_day(*field))) {
            complain(operator_at, sign.size(), tr("'%1' cannot be compared by '%2'").arg(word, sign));
            return {};
        }
        Node node = value.isEmpty() ? Node() : valueTerm(*field, *relation, value, std::move(model));
        if (!node)
            complain(start, length, tr("'%1' wants %2").arg(word, expectation(*field)));
        return node;
    }

    static std::optional<FilterRelation> relationOf(QStringView sign) {
        if (sign == u":")
            return FilterRelation::Contains;
        if (sign == u"=")
            return FilterRelation::Exactly;
        if (sign == u">=" || sign == u":>=")
            return FilterRelation::AtLeast;
        if (sign == u"<=" || sign == u":<=")
            return FilterRelation::AtMost;
        if (sign == u">" || sign == u":>")
            return FilterRelation::Above;
        if (sign == u"<" || sign == u":<")
            return FilterRelation::Below;
        return std::nullopt;
    }

    static Node valueTerm(FilterField field, FilterRelation relation, const QString& value, std::string model) {
        if (field == FilterField::Label) {
            const auto label = label_of_word(value);
            return label ? leaf(FilterTerm::label(*label)) : Node();
        }
        if (field == FilterField::State) {
            const auto state = state_of_word(value);
            return state ? leaf(FilterTerm::state(*state)) : Node();
        }
        if (is_text(field))
            return leaf(FilterTerm::words(field, value, relation));
        return rangeTerm(field, relation, value, std::move(model));
    }

    static std::optional<FilterBound> boundOf(FilterField field, QStringView text) {
        const auto bound = is_day(field) ? day_of(text) : number_of(text, field == FilterField::Size);
        return bound && is_sensible(field, *bound) ? bound : std::nullopt;
    }

    static Node rangeTerm(FilterField field, FilterRelation relation, QStringView value, std::string model) {
        const qsizetype dots = value.indexOf(QLatin1String(".."));
        if (dots < 0) {
            const auto bound = boundOf(field, value);
            return bound ? leaf(FilterTerm::range(field, relation, *bound, {}, std::move(model))) : Node();
        }
        if (relation != FilterRelation::Exactly && relation != FilterRelation::Contains)
            return {};
        const QStringView low_text = value.left(dots), high_text = value.mid(dots + 2);
        auto low = boundOf(field, low_text);
        const auto high = boundOf(field, high_text);
        if (low_text.isEmpty() && high)
            return leaf(FilterTerm::range(field, FilterRelation::AtMost, *high, {}, std::move(model)));
        if (high_text.isEmpty() && low)
            return leaf(FilterTerm::range(field, FilterRelation::AtLeast, *low, {}, std::move(model)));
        if (!low || !high)
            return {};
        if (low->unit == SizeUnit::None && low_text.back() != u'B' && low_text.back() != u'b')
            low->unit = high->unit; // "1..3MB"
        if (!in_order(field, *low, *high))
            return {};
        return leaf(FilterTerm::range(field, FilterRelation::Between, *low, *high, std::move(model)));
    }

    static QString expectation(FilterField field) {
        switch (field) {
        case FilterField::Rating:
            return tr("a number from 0 to 5, or a range such as 3..5");
        case FilterField::Percentile:
        case FilterField::Disagreement:
            return tr("a number from 0 to 100, or a range such as 90..100");
        case FilterField::Size:
            return tr("a size such as 500kB or 3MB, or a range such as 3MB..10MB");
        case FilterField::Group:
        case FilterField::Width:
        case FilterField::Height:
            return tr("a whole number, or a range such as 2000..4000");
        case FilterField::Score:
        case FilterField::Megapixels:
        case FilterField::Sharpness:
            return tr("a number, or a range from the lower to the higher one such as 10..20");
        case FilterField::Captured:
        case FilterField::Modified:
            return tr("a year, month or day such as 2024, 2024-05 or 2024-05-31, or a range such as 2024-05..2024-06");
        case FilterField::Label:
            return tr("one of red, yellow, green, blue, purple, none");
        case FilterField::State:
            return tr("one of picked, rejected, unflagged, rated, labelled, scored, unscored, failed, burst, paired");
        case FilterField::Format:
            return tr("a format such as jpeg, heic, raw, or a suffix");
        default:
            return tr("a text; quote it when there are spaces in it");
        }
    }

    QStringView text_;
    qsizetype at_ = 0;
    int terms_ = 0;
    std::optional<FilterProblem> problem_;
};

ParsedFilter PhotoFilter::parseTyped(const QString& text) {
    return FilterParser(text).parse();
}

tl::expected<PhotoFilter, FilterProblem> PhotoFilter::parse(const QString& text) {
    ParsedFilter parsed = parseTyped(text);
    if (parsed.problem)
        return tl::unexpected(std::move(*parsed.problem));
    return std::move(parsed.filter);
}

} // namespace touchstone::library
