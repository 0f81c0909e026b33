// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "engine/nn/script_archive.h"
#include "engine/nn/script_operators.h"
#include "engine/nn/script_pickle_p.h"

namespace touchstone::nn {

namespace {

/// Refused wherever they stand, as an attribute or a method too: what these do is not computing, or happens on loading.
constexpr std::array<std::string_view, 14> forbidden_words{
    "__getstate__", "__setstate__", "breakpoint", "fork",     "from_file", "import", "open",
    "print",        "rpc_async",    "rpc_remote", "rpc_sync", "save",      "system", "wait"};

/// Functions of the language itself.
constexpr std::array<std::string_view, 25> builtins{
    "abs",     "annotate", "bool", "chr",   "dict",       "divmod", "enumerate",      "float",
    "getattr", "hasattr",  "hash", "int",   "isinstance", "len",    "list",           "max",
    "min",     "ord",      "pow",  "range", "round",      "str",    "unchecked_cast", "uninitialized",
    "zip"};

constexpr int most_nested = 200;

template <class List>
bool contains(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_name(char c) {
    return begins_name(c) || (c >= '0' && c <= '9');
}

/// A dotted name of the code: "torch.conv2d", "self", or ".forward" after something else.
struct Name {
    std::vector<std::string> parts;
    bool attribute = false; ///< a '.' stands before it
    bool called = false;    ///< a '(' follows
    bool defined = false;   ///< "def" or "class" stands before it

    std::string text() const {
        std::string joined;
        for (const std::string& part : parts)
            joined += (joined.empty() ? "" : ".") + part;
        return joined;
    }
};

/// Cuts code into names; comments, strings and numbers are passed over.
class Words {
public:
    explicit Words(std::string_view code)
        : code_(code) {}

    /// False at the end, and where the code has something that no network is written with: then is_odd().
    bool next(Name& name) {
        const std::string before = std::exchange(last_, {});
        while (at_ < code_.size() && !odd_) {
            const char c = code_[at_];
            if (c == '#')
                at_ = end_of_comment(at_);
            else if (c == '"' || c == '\'')
                skip_string(c);
            else if (c >= '0' && c <= '9')
                skip_number();
            else if (begins_name(c))
                return take_name(name, before);
            else
                pass_over(c);
        }
        return false;
    }

    bool is_odd() const { return odd_; }

private:
    /// Torch's reader descends into each bracket and each sign; the stack has an end.
    void pass_over(char c) {
        if (c == '(' || c == '[' || c == '{')
            ++brackets_;
        else if (c == ')' || c == ']' || c == '}')
            --brackets_;
        if (c == '-' || c == '~')
            ++signs_;
        else if (!is_space(c))
            signs_ = 0;
        odd_ = odd_ || brackets_ > most_nested || signs_ > most_nested;
        ++at_;
    }
    /// Torch reads what follows "# type:" as code.
    std::size_t end_of_comment(std::size_t from) const {
        if (code_.substr(from).starts_with("# type:"))
            return from + 1;
        return std::min(code_.find('\n', from), code_.size());
    }
    /// Strings that go over several lines could hide code from this reader that Torch's would see.
    void skip_string(char quote) {
        odd_ = code_.substr(at_).starts_with(std::string(3, quote));
        for (++at_; at_ < code_.size() && code_[at_] != quote && !odd_; ++at_) {
            odd_ = code_[at_] == '\n';
            if (code_[at_] == '\\')
                ++at_;
        }
        odd_ = odd_ || at_ >= code_.size();
        ++at_;
    }
    void skip_number() {
        const auto digits = [this] {
            while (at_ < code_.size() && ((code_[at_] >= '0' && code_[at_] <= '9') || code_[at_] == '.'))
                ++at_;
        };
        digits();
        if (at_ + 1 < code_.size() && code_[at_] == 'e' && !begins_name(code_[at_ + 1])) {
            at_ += 2;
            digits();
        }
    }
    static bool is_space(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\\' || c == '\f' || c == '\v';
    }
    std::size_t skip_space(std::size_t from) const {
        while (from < code_.size() && (is_space(code_[from]) || code_[from] == '#'))
            from = code_[from] == '#' ? end_of_comment(from) : from + 1;
        return from;
    }
    bool take_name(Name& name, const std::string& before) {
        name = {};
        signs_ = 0;
        name.defined = before == "def" || before == "class";
        std::size_t back = at_;
        while (back > 0 && is_space(code_[back - 1]))
            --back;
        name.attribute = back > 0 && code_[back - 1] == '.';
        for (;;) {
            const std::size_t start = at_;
            while (at_ < code_.size() && is_name(code_[at_]))
                ++at_;
            name.parts.emplace_back(code_.substr(start, at_ - start));
            const std::size_t dot = skip_space(at_);
            const std::size_t after = dot < code_.size() && code_[dot] == '.' ? skip_space(dot + 1) : code_.size();
            if (after >= code_.size() || !begins_name(code_[after]))
                break;
            at_ = after;
        }
        const std::size_t open = skip_space(at_);
        name.called = open < code_.size() && code_[open] == '(';
        last_ = name.parts.back();
        return true;
    }

    std::string_view code_;
    std::size_t at_ = 0;
    std::string last_;
    int brackets_ = 0; ///< open ones
    int signs_ = 0;    ///< one after the other
    bool odd_ = false;
};

std::string_view text_of(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The code of one network, all its files together.
class CodeCheck {
public:
    CodeCheck(const ScriptArchive& archive, const std::string& file)
        : archive_(archive)
        , file_(file) {}

    Result<void> run() {
        const auto note = [this](const Name& name) -> Result<void> {
            if (name.defined)
                defined_.insert(name.parts.back());
            return {};
        };
        if (Result<void> read = each_name(note); !read)
            return read;
        return each_name([this](const Name& name) { return check(name); });
    }

private:
    template <class Visit>
    Result<void> each_name(const Visit& visit) {
        for (const auto& [entry, bytes] : archive_.entries) {
            if (!entry.starts_with("code/"))
                continue;
            Words words(text_of(bytes));
            for (Name name; words.next(name);)
                if (Result<void> good = visit(name); !good)
                    return good;
            if (words.is_odd())
                return refuse("a text over several lines, or endless brackets, in " + to_valid_utf8(entry));
        }
        return {};
    }

    tl::unexpected<Error> refuse(const std::string& what) const {
        return failure(ErrorCode::UnsafeModel, file_, "uses " + what + ", which a network does not need for computing",
                       "export it without that, or ask its maker for the weights alone");
    }

    Result<void> check(const Name& name) const {
        const std::string& first = name.parts.front();
        if (!name.attribute && first == "torch")
            return name.parts.size() == 2 && is_allowed_operator(name.parts[1]) ? Result<void>()
                                                                                : refuse("the operator " + name.text());
        if (!name.attribute && first == "ops")
            return name.parts.size() == 3 && name.parts[1] == "prim" && is_allowed_primitive(name.parts[2])
                       ? Result<void>()
                       : refuse("the operator " + name.text());
        for (const std::string& part : name.parts)
            if (contains(forbidden_words, part))
                return refuse("\"" + part + "\"");
        if (!name.attribute && first == "__torch__")
            return name.text().starts_with("__torch__.torch.classes")
                       ? refuse("the class " + name.text() + " of a library")
                       : Result<void>();
        return name.called && !name.defined ? check_call(name) : Result<void>();
    }

    Result<void> check_call(const Name& name) const {
        const std::string& called = name.parts.back();
        const bool bare = name.parts.size() == 1 && !name.attribute;
        if (bare ? contains(builtins, called) || defined_.contains(called) || is_keyword(called)
                 : defined_.contains(called) || is_allowed_operator(called))
            return {};
        return refuse("the function " + name.text());
    }

    static bool is_keyword(std::string_view word) {
        return contains(std::array<std::string_view, 14>{"and", "assert", "elif", "else", "for", "if", "in", "is",
                                                         "not", "or", "return", "while", "raise", "Exception"},
                        word);
    }

    const ScriptArchive& archive_;
    const std::string& file_;
    std::set<std::string> defined_;
};

} // namespace

Result<void> check_script(const ScriptArchive& archive, const std::string& file) {
    for (const char* name : {"data.pkl", "constants.pkl"})
        if (archive.entries.contains(name))
            if (Result<void> good = check_script_pickle(archive, name, file); !good)
                return good;
    return CodeCheck(archive, file).run();
}

} // namespace touchstone::nn
