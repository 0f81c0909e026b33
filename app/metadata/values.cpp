// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <vector>

#include "app/metadata/values.h"
#include "engine/base/files.h"

namespace touchstone::metadata {

namespace {

constexpr std::size_t longest_text = 200;

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& letter : result)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return result;
}

/// Reads a text from its beginning, piece by piece.
class Cursor {
public:
    explicit Cursor(std::string_view text)
        : text_(text) {}
    bool done() const { return text_.empty(); }
    /// Exactly `digits` of them, or nothing is taken.
    std::optional<int> digits(std::size_t count) {
        if (text_.size() < count || !std::all_of(text_.begin(), text_.begin() + static_cast<long>(count), is_digit))
            return std::nullopt;
        int value = 0;
        std::from_chars(text_.data(), text_.data() + count, value);
        text_.remove_prefix(count);
        return value;
    }
    bool one_of(std::string_view letters) {
        if (text_.empty() || letters.find(text_.front()) == std::string_view::npos)
            return false;
        text_.remove_prefix(1);
        return true;
    }
    std::string_view all_digits() {
        const auto end = std::find_if_not(text_.begin(), text_.end(), is_digit);
        const std::string_view taken = text_.substr(0, static_cast<std::size_t>(end - text_.begin()));
        text_.remove_prefix(taken.size());
        return taken;
    }

private:
    std::string_view text_;
};

int days_in(int year, int month) {
    static constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

/// Days since 1970 of the proleptic Gregorian calendar; Howard Hinnant, "chrono-compatible low-level date algorithms".
std::int64_t days_from_civil(int year, int month, int day) {
    year -= month <= 2 ? 1 : 0;
    const int era = year / 400; // years here are positive
    const int year_of_era = year - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return std::int64_t{era} * 146097 + day_of_era - 719468;
}

int milliseconds(std::string_view digits) {
    int value = 0;
    for (std::size_t place = 0; place < 3; ++place)
        value = value * 10 + (place < digits.size() ? digits[place] - '0' : 0);
    return value;
}

struct Time {
    int hour = 0, minute = 0, second = 0, ms = 0;
    std::int64_t total_ms() const { return ((hour * std::int64_t{60} + minute) * 60 + second) * 1000 + ms; }
};

/// What follows a date. Nothing at all is midnight; empty for nonsense.
std::optional<Time> time_of(Cursor& text, std::string_view fraction) {
    Time time;
    if (!text.one_of(" T"))
        return text.done() ? std::optional(time) : std::nullopt;
    if (text.done())
        return time;
    const std::optional<int> hour = text.digits(2);
    if (!hour || !text.one_of(":"))
        return std::nullopt;
    const std::optional<int> minute = text.digits(2);
    if (!minute)
        return std::nullopt;
    int second = 0;
    if (text.one_of(":")) {
        const std::optional<int> seconds = text.digits(2);
        if (!seconds)
            return std::nullopt;
        second = *seconds;
        if (text.one_of(".,"))
            fraction = text.all_digits();
    }
    if (*hour > 23 || *minute > 59 || second > 60) // 60: a leap second
        return std::nullopt;
    time = {*hour, *minute, second, 0};
    const auto end = std::find_if_not(fraction.begin(), fraction.end(), is_digit);
    time.ms = milliseconds(fraction.substr(0, static_cast<std::size_t>(end - fraction.begin())));
    return time;
}

bool never_set(int year, int month, int day, const Time& time) {
    return (year == 1904 || year == 1970) && month == 1 && day == 1 && time.hour == 0 && time.minute == 0 &&
           time.second == 0;
}

std::string_view trimmed(std::string_view text) {
    // Fixed-width fields are filled up with blanks or zeros of memory.
    constexpr std::string_view blanks(" \t\r\n\v\f\0", 7);
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char letter : text) {
        if (letter == ' ' || letter == ',') {
            if (!word.empty())
                words.push_back(std::move(word));
            word.clear();
        } else {
            word += letter;
        }
    }
    if (!word.empty())
        words.push_back(std::move(word));
    return words;
}

/// Words of a company's name that are no part of its brand.
bool is_company_word(const std::string& word) {
    static const std::array<std::string_view, 18> known{
        "corporation", "corp.", "corp", "co.",     "co",      "company", "ltd.",     "ltd",      "inc.",
        "inc",         "ag",    "gmbh", "imaging", "optical", "camera",  "computer", "electric", "techwin"};
    return std::find(known.begin(), known.end(), lower(word)) != known.end();
}

} // namespace

std::optional<std::int64_t> wall_clock_ms(std::string_view text, std::string_view fraction) {
    Cursor cursor(trimmed(text));
    const std::optional<int> year = cursor.digits(4);
    if (!year || !cursor.one_of(":-/."))
        return std::nullopt;
    const std::optional<int> month = cursor.digits(2);
    if (!month || !cursor.one_of(":-/."))
        return std::nullopt;
    const std::optional<int> day = cursor.digits(2);
    if (!day || *year < 1826 || *year > 2200 || *month < 1 || *month > 12 || *day < 1 || *day > days_in(*year, *month))
        return std::nullopt;
    const std::optional<Time> time = time_of(cursor, trimmed(fraction));
    if (!time || never_set(*year, *month, *day, *time))
        return std::nullopt;
    return days_from_civil(*year, *month, *day) * std::int64_t{86'400'000} + time->total_ms();
}

std::string clean_text(std::string_view text) {
    // What follows a zero is the memory of whoever wrote it.
    std::string line = to_valid_utf8(trimmed(text.substr(0, text.find('\0'))));
    for (char& letter : line)
        if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f)
            letter = ' ';
    if (line.size() > longest_text) {
        std::size_t end = longest_text;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) // not inside a letter
            --end;
        line.resize(end);
    }
    line = trimmed(line);
    const std::string plain = lower(line);
    const bool says_nothing = line.find_first_not_of("-_.?* ") == std::string::npos || plain == "n/a" ||
                              plain == "none" || plain == "unknown" || plain == "null";
    return says_nothing ? std::string() : line;
}

std::string camera_name(const std::string& maker, const std::string& model) {
    if (model.empty() || maker.empty())
        return model.empty() ? maker : model;
    const std::vector<std::string> makers = words_of(maker);
    const std::vector<std::string> models = words_of(model);
    const std::string first = models.empty() ? std::string() : lower(models.front());
    const bool named = std::any_of(makers.begin(), makers.end(), [&](const std::string& word) {
        return !is_company_word(word) && lower(word) == first;
    });
    // Brands that another company's name stands before.
    if (named || first == "pentax" || (first == "hp" && lower(maker).starts_with("hewlett")) ||
        lower(model).starts_with(lower(maker)))
        return model;
    std::string name;
    for (const std::string& word : makers)
        if (name.empty() || !is_company_word(word))
            name += (name.empty() ? "" : " ") + word;
    return name + ' ' + model;
}

std::string lens_name(std::string_view text) {
    std::string name = clean_text(text);
    const std::string plain = lower(name);
    const bool number = name.find_first_not_of("0123456789()., /-") == std::string::npos;
    // A lens is told by letters: "50mm" is a name, "0 0 0 0" and "(255)" are codes that nobody could read.
    const bool nothing = number || plain.starts_with("unknown") || plain.starts_with("none") || plain == "no lens" ||
                         plain.starts_with("0.0 mm") || plain.starts_with("0mm");
    return nothing ? std::string() : name;
}

std::optional<double> number_of(std::string_view text) {
    text = trimmed(text);
    const auto plain = [](std::string_view digits) -> std::optional<double> {
        double value = 0;
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (problem != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value))
            return std::nullopt;
        return value;
    };
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return plain(text);
    const std::optional<double> above = plain(text.substr(0, slash));
    const std::optional<double> below = plain(text.substr(slash + 1));
    if (!above || !below || *below == 0)
        return std::nullopt;
    return *above / *below;
}

} // namespace touchstone::metadata
