// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/metadata/file_facts.h"
#include "app/metadata/sidecar_edit.h"

using namespace touchstone;
using namespace touchstone::metadata;

namespace {

/// A photo's place in a folder of its own, in memory where the system has such a folder.
const std::string& photo() {
    static const std::string path = [] {
        std::string folder = (std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp") + std::string("/fuzz-XXXXXX");
        if (::mkdtemp(folder.data()) == nullptr)
            std::abort();
        static const struct Remove {
            std::string folder;
            ~Remove() { std::filesystem::remove_all(folder); }
        } at_the_end{folder};
        initialise();
        return folder + "/a.jpg";
    }();
    return path;
}

void put(const std::string& text) {
    std::ofstream(photo() + ".xmp", std::ios::binary) << text;
}

/// What is written is read as it was meant, and leaves nothing to write.
void check_change(const XmpPacket& packet, const std::string& value) {
    const std::string text = packet.with({{std::string(xmp_namespace), "Rating", "xmp", value}});
    const auto changed = XmpPacket::parse(text, "fuzz");
    if (!changed || changed->value(xmp_namespace, "Rating") != value)
        __builtin_trap();
    const auto without =
        XmpPacket::parse(changed->with({{std::string(xmp_namespace), "Rating", "xmp", std::nullopt}}), "fuzz");
    if (!without || without->value(xmp_namespace, "Rating"))
        __builtin_trap();
}

} // namespace

/// A sidecar through everything that reads and changes one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    put(text);
    const PhotoMetadata metadata = read_photo_metadata(photo(), Embedded::PassOver);
    if (metadata.sidecars.size() + metadata.problems.size() != 1)
        __builtin_trap();
    if (metadata.sidecars.empty())
        return 0;
    (void)metadata.marks();
    const auto packet = XmpPacket::parse(text, "fuzz");
    check_change(*packet, "3");
    check_change(*packet, "<&\"'>");
    const std::vector<OwnScore> scores{{"m", std::string(64, '0'), 1.5, std::pair(0.0, 10.0), true, "reference"}};
    WantedMarks wanted;
    wanted.rating = 4;
    wanted.colour = ColourLabel::Green;
    EditOptions options;
    options.now = "2026-05-06T07:08:09Z";
    const auto edit = plan_edit(photo(), wanted, &scores, options);
    if (!edit || edit->changes.empty())
        return 0; // what Exiv2 does not understand is left alone
    put(edit->after);
    const auto again = plan_edit(photo(), wanted, &scores, options);
    if (!again || !again->changes.empty())
        __builtin_trap();
    const PhotoMetadata now = read_photo_metadata(photo(), Embedded::PassOver);
    if (now.marks().rating != 4 || now.marks().colour != ColourLabel::Green)
        __builtin_trap();
    return 0;
}
