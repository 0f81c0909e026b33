// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/metadata/xmp_packet.h"

namespace touchstone::metadata {

/// Walks through the text once and notes where the photo's properties stand. Knows as much of XML as XMP needs:
/// elements, attributes, namespaces, comments, CDATA and processing instructions; no document types.
class XmpPacketParser {
public:
    XmpPacketParser(std::string text, std::string_view name);
    Result<XmpPacket> parse();

private:
    struct Attribute {
        std::string tag;                            ///< as written
        std::size_t begin = 0, end = 0;             ///< name="value"
        std::size_t value_begin = 0, value_end = 0; ///< between the quotes
    };
    enum class Role { Other, Rdf, Description, Property };
    struct Element {
        std::string tag;
        std::size_t begin = 0, content = 0;
        Role role = Role::Other;
        std::size_t property = 0; ///< index, for Role::Property
        bool has_children = false;
        std::size_t prefixes = 0; ///< how many declarations were in force outside
    };

    bool skip_past(std::string_view ending);
    bool read_markup();
    bool open_tag();
    bool close_tag();
    bool read_attributes(std::vector<Attribute>& attributes, bool& is_empty);
    bool has_known_names(std::string_view element, const std::vector<Attribute>& attributes);
    bool enter(Element element, const std::vector<Attribute>& attributes, std::size_t attributes_end);
    void enter_description(const std::vector<Attribute>& attributes, std::size_t begin, std::size_t attributes_end);
    bool leave(std::size_t begin, std::size_t end);
    /// Namespace and local name; the default namespace holds for elements only.
    std::pair<std::string, std::string> resolve(std::string_view tag, bool is_attribute) const;
    bool fail(std::string what);
    void skip_blanks();

    std::string_view name_;
    XmpPacket packet_;
    const std::string& text_;
    std::size_t at_ = 0;
    std::vector<Element> open_;
    std::vector<std::pair<std::string, std::string>> prefixes_; ///< innermost last
    bool saw_rdf_ = false;
    std::string problem_;
};

} // namespace touchstone::metadata
