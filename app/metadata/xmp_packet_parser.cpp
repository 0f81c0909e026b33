// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/metadata/xmp_packet_parser.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "engine/base/files.h"

namespace touchstone::metadata {

namespace {

constexpr std::string_view rdf_namespace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view xml_namespace = "http://www.w3.org/XML/1998/namespace";
/// The deepest real packets have about 15.
constexpr std::size_t deepest = 100;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool ends_name(char c) {
    return is_blank(c) || c == '/' || c == '>' || c == '=' || c == '<' || c == '"' || c == '\'';
}

void append_utf8(std::string& text, unsigned code) {
    const auto put = [&](unsigned byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

/// Appends what "&name;" means; false for what XML does not know by itself.
bool append_entity(std::string& text, std::string_view name) {
    static constexpr std::pair<std::string_view, char> known[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (const auto& [word, character] : known)
        if (name == word) {
            text += character;
            return true;
        }
    if (!name.starts_with('#'))
        return false;
    const bool hexadecimal = name.starts_with("#x");
    name.remove_prefix(hexadecimal ? 2 : 1);
    unsigned code = 0;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), code, hexadecimal ? 16 : 10);
    if (problem != std::errc{} || end != name.data() + name.size() || code == 0 || code > 0x10FFFF)
        return false;
    append_utf8(text, code);
    return true;
}

std::string unescaped(std::string_view written) {
    std::string text;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const std::size_t end = written[i] == '&' ? written.find(';', i) : std::string_view::npos;
        if (end != std::string_view::npos && append_entity(text, written.substr(i + 1, end - i - 1)))
            i = end;
        else
            text += written[i];
    }
    return text;
}

} // namespace

XmpPacketParser::XmpPacketParser(std::string text, std::string_view name)
    : name_(name)
    , text_(packet_.text_) {
    packet_.text_ = std::move(text);
}

bool XmpPacketParser::fail(std::string what) {
    problem_ = std::move(what);
    return false;
}

void XmpPacketParser::skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_]))
        ++at_;
}

bool XmpPacketParser::skip_past(std::string_view ending) {
    const std::size_t found = text_.find(ending, at_);
    if (found == std::string::npos)
        return fail("ends in the middle");
    at_ = found + ending.size();
    return true;
}

Result<XmpPacket> XmpPacketParser::parse() {
    const auto refuse = [&](ErrorCode code, const std::string& what) {
        return failure(code, name_, what, "open it with the program that made it, and save it again");
    };
    if (text_.size() > largest_packet)
        return refuse(ErrorCode::TooLarge, "is larger than any sidecar");
    if (!is_valid_utf8(text_))
        return refuse(ErrorCode::Damaged, "is not UTF-8, as sidecars are");
    while (at_ < text_.size()) {
        const std::size_t markup = text_.find('<', at_);
        if (markup == std::string::npos)
            break;
        at_ = markup;
        if (!read_markup())
            return refuse(ErrorCode::Damaged, problem_);
    }
    if (!open_.empty())
        return refuse(ErrorCode::Damaged, "ends before <" + open_.back().tag + "> does");
    if (!saw_rdf_)
        return refuse(ErrorCode::Damaged, "holds no XMP");
    return std::move(packet_);
}

bool XmpPacketParser::read_markup() {
    const std::string_view rest = std::string_view(text_).substr(at_);
    const auto starts = [&](std::string_view word) { return rest.starts_with(word); };
    if (starts("<!--"))
        return skip_past("-->");
    if (starts("<?"))
        return skip_past("?>");
    if (starts("<![CDATA[")) {
        // Its text would have to be read otherwise than any other: such a value is left alone.
        if (!open_.empty())
            open_.back().has_children = true;
        return skip_past("]]>");
    }
    if (starts("<!"))
        return fail("has a document type, which sidecars do not have");
    return starts("</") ? close_tag() : open_tag();
}

bool XmpPacketParser::open_tag() {
    Element element;
    element.begin = at_++;
    const std::size_t name = at_;
    while (at_ < text_.size() && !ends_name(text_[at_]))
        ++at_;
    element.tag = text_.substr(name, at_ - name);
    if (element.tag.empty())
        return fail("has a tag without a name");
    if (open_.size() >= deepest)
        return fail("is nested deeper than any sidecar");
    std::vector<Attribute> attributes;
    bool is_empty = false;
    if (!read_attributes(attributes, is_empty))
        return false;
    const std::size_t attributes_end = attributes.empty() ? name + element.tag.size() : attributes.back().end;
    const std::size_t tail = at_ - (is_empty ? 2 : 1);
    element.content = at_;
    element.prefixes = prefixes_.size();
    for (const Attribute& attribute : attributes) {
        const std::string value = unescaped(
            std::string_view(text_).substr(attribute.value_begin, attribute.value_end - attribute.value_begin));
        if (attribute.tag == "xmlns")
            prefixes_.emplace_back("", value);
        else if (attribute.tag.starts_with("xmlns:"))
            prefixes_.emplace_back(attribute.tag.substr(6), value);
    }
    if (!has_known_names(element.tag, attributes))
        return false;
    if (!enter(std::move(element), attributes, attributes_end))
        return false;
    return !is_empty || leave(tail, at_);
}

/// A prefix that was never declared may be declared by a change, and would then mean something; of two attributes with
/// one name other readers see nothing at all.
bool XmpPacketParser::has_known_names(std::string_view element, const std::vector<Attribute>& attributes) {
    const auto is_known = [&](std::string_view tag) {
        const std::string_view prefix = tag.substr(0, std::min(tag.find(':'), tag.size()));
        if (tag.find(':', prefix.size() + 1) != std::string_view::npos || tag.ends_with(':'))
            return false; // a prefix and a name, both with letters: no more
        return prefix.size() == tag.size() || prefix == "xml" || prefix == "xmlns" ||
               std::any_of(prefixes_.begin(), prefixes_.end(),
                           [&](const auto& known) { return known.first == prefix; });
    };
    if (!is_known(element))
        return fail("uses a prefix without saying what it means: " + std::string(element));
    std::set<std::string_view> names;
    for (const Attribute& attribute : attributes) {
        if (!is_known(attribute.tag))
            return fail("uses a prefix without saying what it means: " + attribute.tag);
        if (!names.insert(attribute.tag).second)
            return fail("has the attribute " + attribute.tag + " twice");
    }
    return true;
}

bool XmpPacketParser::read_attributes(std::vector<Attribute>& attributes, bool& is_empty) {
    for (;;) {
        skip_blanks();
        if (at_ >= text_.size())
            return fail("ends in the middle of a tag");
        if (text_[at_] == '>') {
            ++at_;
            return true;
        }
        if (text_.compare(at_, 2, "/>") == 0) {
            at_ += 2;
            is_empty = true;
            return true;
        }
        Attribute attribute;
        attribute.begin = at_;
        while (at_ < text_.size() && !ends_name(text_[at_]))
            ++at_;
        attribute.tag = text_.substr(attribute.begin, at_ - attribute.begin);
        skip_blanks();
        if (attribute.tag.empty() || at_ >= text_.size() || text_[at_] != '=')
            return fail("has an attribute without a value");
        ++at_;
        skip_blanks();
        const char quote = at_ < text_.size() ? text_[at_] : '\0';
        if (quote != '"' && quote != '\'')
            return fail("has an attribute without quotes");
        attribute.value_begin = ++at_;
        at_ = text_.find(quote, at_);
        if (at_ == std::string::npos)
            return fail("ends in the middle of a tag");
        attribute.value_end = at_++;
        attribute.end = at_;
        if (text_.find('<', attribute.value_begin) < attribute.value_end)
            return fail("has a '<' in an attribute");
        attributes.push_back(std::move(attribute));
    }
}

bool XmpPacketParser::enter(Element element, const std::vector<Attribute>& attributes, std::size_t attributes_end) {
    const auto [space, local] = resolve(element.tag, false);
    const Role around = open_.empty() ? Role::Other : open_.back().role;
    if (!open_.empty())
        open_.back().has_children = true;
    if (around == Role::Rdf && space == rdf_namespace && local == "Description") {
        element.role = Role::Description;
        enter_description(attributes, element.begin, attributes_end);
    } else if (around == Role::Description) {
        element.role = Role::Property;
        element.property = packet_.properties_.size();
        XmpProperty property;
        property.space = space;
        property.name = local;
        property.begin = element.begin;
        property.description = packet_.descriptions_.size() - 1;
        property.tag = element.tag;
        // xml:lang, rdf:parseType and the like make it more than a text.
        property.is_text = std::all_of(attributes.begin(), attributes.end(),
                                       [](const Attribute& attribute) { return attribute.tag.starts_with("xmlns"); });
        packet_.properties_.push_back(std::move(property));
    } else if (space == rdf_namespace && local == "RDF") {
        if (saw_rdf_)
            return fail("holds more than one XMP packet");
        saw_rdf_ = true;
        element.role = Role::Rdf;
        packet_.rdf_tag_ = element.tag;
        packet_.rdf_prefix_ = element.tag.substr(0, element.tag.size() - local.size());
    }
    open_.push_back(std::move(element));
    return true;
}

void XmpPacketParser::enter_description(const std::vector<Attribute>& attributes, std::size_t begin,
                                        std::size_t attributes_end) {
    XmpPacket::Description description;
    description.begin = begin;
    description.attributes_end = attributes_end;
    for (const auto& [prefix, space] : prefixes_)
        description.prefixes[prefix] = space;
    for (const Attribute& attribute : attributes) {
        if (attribute.tag.starts_with("xmlns"))
            continue;
        const auto [space, local] = resolve(attribute.tag, true);
        const std::string written = text_.substr(attribute.value_begin, attribute.value_end - attribute.value_begin);
        if (local == "about" && (space == rdf_namespace || space.empty())) {
            description.about = written;
            continue;
        }
        if (space == rdf_namespace || space == xml_namespace)
            continue;
        packet_.properties_.push_back({space, local, true, true, unescaped(written), attribute.begin, attribute.end,
                                       attribute.value_begin, attribute.value_end, packet_.descriptions_.size(),
                                       attribute.tag});
    }
    packet_.descriptions_.push_back(std::move(description));
}

bool XmpPacketParser::close_tag() {
    const std::size_t begin = at_;
    at_ += 2;
    const std::size_t name = at_;
    while (at_ < text_.size() && !ends_name(text_[at_]))
        ++at_;
    const std::string tag = text_.substr(name, at_ - name);
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != '>')
        return fail("ends in the middle of a tag");
    ++at_;
    if (open_.empty() || open_.back().tag != tag)
        return fail("closes <" + tag + ">, which is not open");
    return leave(begin, at_);
}

bool XmpPacketParser::leave(std::size_t begin, std::size_t end) {
    const Element element = std::move(open_.back());
    open_.pop_back();
    prefixes_.resize(element.prefixes);
    if (element.role == Role::Rdf) {
        packet_.rdf_close_ = begin;
        packet_.rdf_is_empty_element_ = text_[begin] == '/';
    } else if (element.role == Role::Description) {
        packet_.descriptions_.back().end = end;
    } else if (element.role == Role::Property) {
        XmpProperty& property = packet_.properties_[element.property];
        property.end = end;
        const bool is_empty = text_[begin] == '/';
        property.is_text = property.is_text && !element.has_children;
        property.value_begin = is_empty ? begin : element.content;
        property.value_end = begin;
        if (property.is_text && !is_empty)
            property.value = unescaped(std::string_view(text_).substr(element.content, begin - element.content));
    }
    return true;
}

std::pair<std::string, std::string> XmpPacketParser::resolve(std::string_view tag, bool is_attribute) const {
    const std::size_t colon = tag.find(':');
    const std::string_view prefix = colon == std::string_view::npos ? std::string_view() : tag.substr(0, colon);
    const std::string local(colon == std::string_view::npos ? tag : tag.substr(colon + 1));
    if (prefix == "xml")
        return {std::string(xml_namespace), local};
    if (prefix.empty() && is_attribute)
        return {"", local};
    const auto found =
        std::find_if(prefixes_.rbegin(), prefixes_.rend(), [&](const auto& known) { return known.first == prefix; });
    return {found == prefixes_.rend() ? std::string() : found->second, local};
}

Result<XmpPacket> XmpPacket::parse(std::string text, std::string_view name) {
    return XmpPacketParser(std::move(text), name).parse();
}

} // namespace touchstone::metadata
