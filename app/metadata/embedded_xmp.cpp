// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/metadata/embedded_xmp.h"

#include <algorithm>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include <exiv2/exiv2.hpp>

#include "app/metadata/facts_elsewhere.h"
#include "app/metadata/values.h"
#include "engine/base/open_file.h"

namespace touchstone::metadata {

namespace {

constexpr const char* own_group = "touchstone";

/// Exiv2's errors as ours.
template <class Work>
auto guarded(std::string_view file, Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, file, "its metadata ask for more memory than there is");
    } catch (const std::exception& problem) {
        return failure(ErrorCode::Damaged, file, std::string("its metadata cannot be read: ") + problem.what());
    } catch (...) {
        return failure(ErrorCode::Damaged, file, "its metadata cannot be read");
    }
}

std::string xmp_text(const Exiv2::XmpData& xmp, const char* key) {
    const auto found = xmp.findKey(Exiv2::XmpKey(key));
    return found == xmp.end() ? std::string() : found->toString();
}

std::optional<int> rating_of(const std::string& text) {
    const std::optional<double> number = number_of(text);
    if (!number || *number < -1 || *number > 5)
        return std::nullopt;
    return static_cast<int>(*number);
}

/// What is longer is no label of a person and no date.
std::string short_text(const std::string& text) {
    return text.size() > longest_mark_text ? std::string() : to_valid_utf8(text);
}

std::optional<XmpMarks> marks_inside(Exiv2::Image& image) {
    image.readMetadata();
    const Exiv2::XmpData& xmp = image.xmpData();
    XmpMarks marks;
    marks.rating = rating_of(xmp_text(xmp, "Xmp.xmp.Rating"));
    const Exiv2::ExifData& exif = image.exifData();
    if (const auto found = exif.findKey(Exiv2::ExifKey("Exif.Image.Rating")); !marks.rating && found != exif.end())
        marks.rating = rating_of(found->toString());
    marks.label = short_text(xmp_text(xmp, "Xmp.xmp.Label"));
    if (!marks.label.empty())
        marks.colour = colour_of_label(marks.label);
    marks.dated = short_text(xmp_text(xmp, "Xmp.xmp.MetadataDate"));
    // Cameras write a rating of 0 into every photo.
    return marks.says_anything() ? std::optional(marks) : std::nullopt;
}

Result<std::optional<XmpMarks>> marks_inside(const std::string& photo) {
    // A name like "http:photo.jpg" or "-" would be taken for an address or for standard input.
    const std::string name = photo.starts_with('/') ? photo : "./" + photo;
    if (Exiv2::ImageFactory::getType(name) == Exiv2::ImageType::none)
        return std::nullopt;
    const auto image = Exiv2::ImageFactory::open(name);
    return image.get() == nullptr ? std::nullopt : marks_inside(*image);
}

Result<std::optional<XmpMarks>> marks_inside(std::span<const std::byte> file) {
    const auto* data = reinterpret_cast<const Exiv2::byte*>(file.data());
    const auto size = static_cast<long>(file.size());
    if (Exiv2::ImageFactory::getType(data, size) == Exiv2::ImageType::none)
        return std::nullopt;
    const auto image = Exiv2::ImageFactory::open(data, size);
    return image.get() == nullptr ? std::nullopt : marks_inside(*image);
}

MarksReader reader_elsewhere;

bool is_ours(const Exiv2::Xmpdatum& datum) {
    if (datum.groupName() == own_group)
        return true;
    return datum.groupName() == "xmp" &&
           (datum.tagName() == "Rating" || datum.tagName() == "Label" || datum.tagName() == "MetadataDate");
}

struct Seen {
    std::string key, type, value;
    friend auto operator<=>(const Seen&, const Seen&) = default;
};

/// A text as Exiv2 sees it.
struct SeenPacket {
    std::vector<Seen> foreign; ///< sorted
    Exiv2::XmpData all;

    std::optional<std::string> value(const std::string& key) const {
        const auto found = all.findKey(Exiv2::XmpKey(key));
        return found == all.end() ? std::nullopt : std::optional(found->toString());
    }
};

Result<SeenPacket> look_at(const std::string& text, std::string_view name) {
    return guarded(name, [&]() -> Result<SeenPacket> {
        SeenPacket packet;
        if (Exiv2::XmpParser::decode(packet.all, text) != 0)
            return failure(ErrorCode::Damaged, name, "is no XMP that Exiv2 can read",
                           "open it with the program that made it, and save it again");
        for (const Exiv2::Xmpdatum& datum : packet.all)
            if (!is_ours(datum))
                packet.foreign.push_back({datum.key(), datum.typeName() ? datum.typeName() : "", datum.toString()});
        std::sort(packet.foreign.begin(), packet.foreign.end());
        return packet;
    });
}

} // namespace

void set_marks_reader(MarksReader reader) {
    reader_elsewhere = std::move(reader);
}

Result<std::optional<XmpMarks>> marks_of_bytes(std::span<const std::byte> file) {
    return guarded({}, [&] { return marks_inside(file); });
}

Result<std::optional<XmpMarks>> read_embedded_marks(const std::string& photo) {
    if (reader_elsewhere)
        return reader_elsewhere(photo);
    const Result<OpenFile> file = open_file(photo, largest_file_with_facts);
    if (!file)
        return tl::unexpected(file.error());
    return guarded(photo, [&] { return marks_inside(photo); });
}

Result<void> check_edit(const std::string& before, const std::string& after, const std::vector<ExpectedValue>& expected,
                        std::string_view name) {
    const auto old_packet = look_at(before, name);
    if (!old_packet)
        return tl::unexpected(old_packet.error());
    const auto new_packet = look_at(after, name);
    if (!new_packet)
        return tl::unexpected(new_packet.error());
    const auto refuse = [&](const std::string& what) {
        return failure(ErrorCode::Internal, name, "is left as it is: " + what, "report this with a copy of the file");
    };
    for (const ExpectedValue& wanted : expected)
        if (new_packet->value(wanted.key) != wanted.value)
            return refuse("other programs would not find " + wanted.key + " in it");
    const auto &old_ones = old_packet->foreign, &new_ones = new_packet->foreign;
    if (old_ones == new_ones)
        return {};
    const auto [old_one, new_one] = std::mismatch(old_ones.begin(), old_ones.end(), new_ones.begin(), new_ones.end());
    return refuse("writing would have changed " + (old_one != old_ones.end() ? old_one->key : new_one->key));
}

} // namespace touchstone::metadata
