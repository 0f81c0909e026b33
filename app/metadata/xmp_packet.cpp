// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/metadata/xmp_packet.h"

#include <algorithm>
#include <cassert>

namespace touchstone::metadata {

namespace {

constexpr const char* empty_packet = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Touchstone\">\n"
                                     " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                                     "  <rdf:Description rdf:about=\"\"/>\n"
                                     " </rdf:RDF>\n"
                                     "</x:xmpmeta>\n";

} // namespace

std::string xml_escaped(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&apos;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

XmpPacket XmpPacket::empty() {
    Result<XmpPacket> packet = parse(empty_packet, {});
    assert(packet);
    return std::move(*packet);
}

std::optional<std::string> XmpPacket::value(std::string_view space, std::string_view name) const {
    for (const XmpProperty& property : properties_)
        if (property.is_text && property.space == space && property.name == name)
            return property.value;
    return std::nullopt;
}

std::string XmpPacket::apply(std::vector<Splice> splices) const {
    std::stable_sort(splices.begin(), splices.end(),
                     [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
    std::string text;
    std::size_t at = 0;
    for (const Splice& splice : splices) {
        assert(splice.begin >= at);
        text.append(text_, at, splice.begin - at);
        text += splice.text;
        at = splice.end;
    }
    return text.append(text_, at);
}

XmpPacket::Splice XmpPacket::removal(const XmpProperty& property) const {
    // With the blanks before it, so that no empty line stays.
    std::size_t begin = property.begin;
    while (begin > 0 && std::string_view(" \t\r\n").find(text_[begin - 1]) != std::string_view::npos)
        --begin;
    return {begin, property.end, {}};
}

std::string XmpPacket::with(const std::vector<XmpChange>& changes) const {
    std::vector<Splice> splices;
    std::map<std::string, std::string> declared; // namespace → prefix that an earlier change made
    for (const XmpChange& change : changes) {
        bool is_placed = !change.value;
        for (const XmpProperty& property : properties_) {
            if (property.space != change.space || property.name != change.name)
                continue;
            // It is to go; or it is a second one that would contradict the first; or it is no text (a list, something
            // with a qualifier), which a text cannot stand in for.
            if (is_placed || !property.is_text) {
                splices.push_back(removal(property));
                continue;
            }
            is_placed = true;
            const std::string value = xml_escaped(*change.value);
            const bool is_empty_element = !property.is_attribute && text_.compare(property.value_begin, 2, "/>") == 0;
            if (is_empty_element)
                splices.push_back({property.value_begin, property.end, ">" + value + "</" + property.tag + ">"});
            else
                splices.push_back({property.value_begin, property.value_end, value});
        }
        if (!is_placed)
            insert(change, splices, declared);
    }
    return apply(std::move(splices));
}

/// The one that the packet uses further inside, such as Photoshop's old "xap": Exiv2 reads no packet that calls one
/// namespace by two names.
std::string XmpPacket::usual_prefix(const XmpChange& change) const {
    for (const XmpProperty& property : properties_)
        if (property.space == change.space && property.tag.find(':') != std::string::npos)
            return property.tag.substr(0, property.tag.find(':'));
    return change.prefix;
}

void XmpPacket::insert(const XmpChange& change, std::vector<Splice>& splices,
                       std::map<std::string, std::string>& declared) const {
    static const std::map<std::string, std::string> none;
    const std::map<std::string, std::string>& known = descriptions_.empty() ? none : descriptions_.front().prefixes;
    std::string prefix, declaration;
    for (const auto& [word, space] : known)
        if (space == change.space && !word.empty())
            prefix = word;
    if (const auto made = declared.find(change.space); prefix.empty() && made != declared.end())
        prefix = made->second;
    if (prefix.empty()) {
        prefix = usual_prefix(change);
        while (known.contains(prefix)) // somebody calls another namespace so
            prefix += '_';
        declaration = " xmlns:" + prefix + "=\"" + change.space + "\"";
        declared[change.space] = prefix;
    }
    const std::string attribute =
        declaration + " " + prefix + ":" + change.name + "=\"" + xml_escaped(*change.value) + "\"";
    if (descriptions_.empty())
        splices.push_back(new_description(attribute, {}));
    else
        splices.push_back({descriptions_.front().attributes_end, descriptions_.front().attributes_end, attribute});
}

XmpPacket::Splice XmpPacket::new_description(const std::string& attributes, std::string_view elements) const {
    const std::string about = descriptions_.empty() ? std::string() : descriptions_.front().about;
    const std::string tag = rdf_prefix_ + "Description";
    std::string text = "<" + tag + " " + rdf_prefix_ + "about=\"" + about + "\"" + attributes;
    text += elements.empty() ? "/>" : ">\n" + std::string(elements) + "  </" + tag + ">";
    if (rdf_is_empty_element_)
        return {rdf_close_, rdf_close_ + 2, ">" + text + "</" + rdf_tag_ + ">"};
    // Behind the last one, on a line of its own; what stood between it and the end stays behind it.
    const std::size_t place = descriptions_.empty() ? rdf_close_ : descriptions_.back().end;
    return {place, place, "\n  " + text};
}

std::string XmpPacket::with_namespace(std::string_view space, std::string_view prefix,
                                      std::string_view elements) const {
    std::vector<Splice> splices;
    for (std::size_t i = 0; i < descriptions_.size(); ++i) {
        const auto is_here = [&](const XmpProperty& property) { return property.description == i; };
        const auto is_ours = [&](const XmpProperty& property) { return is_here(property) && property.space == space; };
        const auto here = std::count_if(properties_.begin(), properties_.end(), is_here);
        const auto ours = std::count_if(properties_.begin(), properties_.end(), is_ours);
        if (ours > 0 && ours == here && i > 0) { // a description that this program made
            XmpProperty whole;
            whole.begin = descriptions_[i].begin;
            whole.end = descriptions_[i].end;
            splices.push_back(removal(whole));
            continue;
        }
        for (const XmpProperty& property : properties_)
            if (is_ours(property))
                splices.push_back(removal(property));
    }
    if (!elements.empty())
        splices.push_back(
            new_description(" xmlns:" + std::string(prefix) + "=\"" + std::string(space) + "\"", elements));
    return apply(std::move(splices));
}

} // namespace touchstone::metadata
