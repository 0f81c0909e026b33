// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

/// Changing single properties in the text of an XMP packet. Everything else stays as it is, byte for byte: order,
/// indentation, comments, qualifiers and what no library of this program has ever heard of. Pure; any thread.
namespace touchstone::metadata {

inline constexpr std::string_view xmp_namespace = "http://ns.adobe.com/xap/1.0/";
/// This program's own, for scores; a name, not an address, so it is of a domain that cannot exist. Registered with
/// Exiv2 as "touchstone" by initialise().
inline constexpr std::string_view own_namespace = "http://ns.touchstone.invalid/scores/1.0/";

/// Larger sidecars are refused; darktable's with many drawn masks have some hundred kilobytes.
inline constexpr std::size_t largest_packet = std::size_t{16} << 20;

/// A property of the photo as the packet's text has it.
struct XmpProperty {
    std::string space; ///< namespace, the whole address
    std::string name;  ///< without prefix
    bool is_attribute = false;
    bool is_text = false;                       ///< nothing but text inside: `value` is all of it
    std::string value;                          ///< entities resolved
    std::size_t begin = 0, end = 0;             ///< of all of it, in the text
    std::size_t value_begin = 0, value_end = 0; ///< of what is between the quotes or tags
    std::size_t description = 0;                ///< index of the rdf:Description that it belongs to
    std::string tag;                            ///< as written, with prefix
};

/// What is to be written: text, or nothing to remove the property.
struct XmpChange {
    std::string space, name;
    std::string prefix; ///< wanted where the namespace has none yet
    std::optional<std::string> value;
};

class XmpPacket {
public:
    /// Errors: Damaged for what is no XMP, is not whole, is no UTF-8, or has a document type (which could make a short
    /// text very long); TooLarge. `name` is only for messages.
    static Result<XmpPacket> parse(std::string text, std::string_view name);
    /// An empty one, as a new sidecar begins.
    static XmpPacket empty();

    const std::string& text() const { return text_; }
    const std::vector<XmpProperty>& properties() const { return properties_; }
    const std::string& rdf_prefix() const { return rdf_prefix_; } ///< "rdf:", as a rule
    /// The value of a text property; empty when there is none. The first where a faulty packet has several.
    std::optional<std::string> value(std::string_view space, std::string_view name) const;

    /// The text with these properties changed. A property that is there keeps its place and its form, as attribute or
    /// element; a new one becomes an attribute of the first rdf:Description.
    std::string with(const std::vector<XmpChange>& changes) const;
    /// The text without any property of that namespace, and with `elements` (the inner text of an rdf:Description)
    /// instead, when it is not empty; they use `prefix` for it and rdf_prefix() for RDF.
    std::string with_namespace(std::string_view space, std::string_view prefix, std::string_view elements) const;

private:
    friend class XmpPacketParser;
    struct Description {
        std::size_t begin = 0, end = 0;              ///< of all of it
        std::size_t attributes_end = 0;              ///< where another attribute may be put
        std::map<std::string, std::string> prefixes; ///< prefix → namespace, that hold inside its tag
        std::string about;                           ///< as written, entities and all
    };
    struct Splice {
        std::size_t begin = 0, end = 0;
        std::string text;
    };

    std::string apply(std::vector<Splice> splices) const;
    std::string usual_prefix(const XmpChange& change) const;
    Splice removal(const XmpProperty& property) const;
    void insert(const XmpChange& change, std::vector<Splice>& splices,
                std::map<std::string, std::string>& declared) const;
    Splice new_description(const std::string& attributes, std::string_view elements) const;

    std::string text_;
    std::vector<Description> descriptions_;
    std::vector<XmpProperty> properties_;
    std::string rdf_prefix_;    ///< "rdf:", as a rule
    std::size_t rdf_close_ = 0; ///< where "</rdf:RDF>", or the "/>" of an empty one, begins
    bool rdf_is_empty_element_ = false;
    std::string rdf_tag_;
};

/// `&`, `<`, `>` and quotes as entities, for attributes and text alike.
std::string xml_escaped(std::string_view text);

} // namespace touchstone::metadata
