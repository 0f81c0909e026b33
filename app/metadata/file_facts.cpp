// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/metadata/file_facts.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <exception>
#include <mutex>
#include <sstream>
#include <utility>

#include <exiv2/exiv2.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/metadata/facts_elsewhere.h"
#include "app/metadata/values.h"
#include "app/metadata/xmp_packet.h"

namespace touchstone::metadata {

namespace {

constexpr auto largest_file = static_cast<std::int64_t>(largest_file_with_facts);
constexpr long largest_value = 64 << 10;

void lock_xmp(void* data, bool lock) {
    auto* mutex = static_cast<std::recursive_mutex*>(data);
    lock ? mutex->lock() : mutex->unlock();
}

/// Exif and XMP of one photo, asked by name. Whatever a value holds, asking never fails.
class Tags {
public:
    Tags(Exiv2::ExifData& exif, Exiv2::XmpData& xmp, Exiv2::IptcData& iptc)
        : exif_(exif)
        , xmp_(xmp)
        , iptc_(iptc) {}

    std::string exif_text(const char* key) const {
        const auto found = exif_.findKey(Exiv2::ExifKey(key));
        return found != exif_.end() && sane(*found) ? found->toString() : std::string();
    }
    std::optional<double> exif_number(const char* key) const {
        const auto found = exif_.findKey(Exiv2::ExifKey(key));
        if (found == exif_.end() || !sane(*found) || found->count() == 0)
            return std::nullopt;
        // Not toFloat(): float is too short for exact fractions, and one part of an unsigned one may not fit an int.
        if (const auto* fraction = dynamic_cast<const Exiv2::URationalValue*>(&found->value()))
            return quotient(fraction->value_);
        if (const auto* fraction = dynamic_cast<const Exiv2::RationalValue*>(&found->value()))
            return quotient(fraction->value_);
        return number_of(found->toString().substr(0, found->toString().find(' ')));
    }
    std::string xmp_text(const char* key) const {
        const auto found = xmp_.findKey(Exiv2::XmpKey(key));
        return found != xmp_.end() && sane(*found) ? found->toString() : std::string();
    }
    std::string iptc_text(const char* key) const {
        const auto found = iptc_.findKey(Exiv2::IptcKey(key));
        return found != iptc_.end() && sane(*found) ? found->toString() : std::string();
    }
    /// As Exiv2's tables name a lens that maker notes know by a number.
    std::string lens_of_maker_notes() const {
        const auto found = Exiv2::lensName(exif_);
        if (found == exif_.end() || !sane(*found))
            return {};
        std::ostringstream text;
        found->write(text, &exif_);
        return text.str();
    }
    /// Extended sensitivities that an Exif short cannot hold stand elsewhere.
    std::optional<double> maker_notes_iso() const {
        const auto found = Exiv2::isoSpeed(exif_);
        if (found == exif_.end() || !sane(*found))
            return std::nullopt;
        std::ostringstream text;
        found->write(text, &exif_);
        return number_of(text.str());
    }

private:
    template <class Datum>
    static bool sane(const Datum& datum) {
        return static_cast<long>(datum.size()) <= largest_value;
    }
    template <class Fractions>
    static std::optional<double> quotient(const Fractions& values) {
        if (values.empty() || values.front().second == 0)
            return std::nullopt;
        return static_cast<double>(values.front().first) / static_cast<double>(values.front().second);
    }

    Exiv2::ExifData& exif_;
    Exiv2::XmpData& xmp_;
    Exiv2::IptcData& iptc_;
};

std::optional<double> within(std::optional<double> value, double lowest, double highest) {
    return value && std::isfinite(*value) && *value >= lowest && *value <= highest ? value : std::nullopt;
}

/// The first that makes sense.
template <class... Readers>
auto first_of(const Readers&... readers) {
    using Value = std::common_type_t<decltype(readers())...>;
    Value value{};
    ((value = value ? value : Value(readers())), ...);
    return value;
}

std::optional<std::int64_t> capture_time(const Tags& tags) {
    const auto exif = [&](const char* key, const char* fraction) {
        return [&tags, key, fraction] { return wall_clock_ms(tags.exif_text(key), tags.exif_text(fraction)); };
    };
    const auto xmp = [&](const char* key) { return [&tags, key] { return wall_clock_ms(tags.xmp_text(key)); }; };
    const auto iptc = [&](const char* date, const char* time) {
        return [&tags, date, time]() -> std::optional<std::int64_t> {
            const std::string day = tags.iptc_text(date);
            const auto whole = wall_clock_ms(day + ' ' + tags.iptc_text(time));
            return whole ? whole : wall_clock_ms(day);
        };
    };
    return first_of(exif("Exif.Photo.DateTimeOriginal", "Exif.Photo.SubSecTimeOriginal"),
                    exif("Exif.Photo.DateTimeDigitized", "Exif.Photo.SubSecTimeDigitized"),
                    exif("Exif.Image.DateTimeOriginal", "Exif.Photo.SubSecTimeOriginal"),
                    exif("Exif.Image.DateTime", "Exif.Photo.SubSecTime"), xmp("Xmp.exif.DateTimeOriginal"),
                    xmp("Xmp.photoshop.DateCreated"), xmp("Xmp.xmp.CreateDate"),
                    iptc("Iptc.Application2.DateCreated", "Iptc.Application2.TimeCreated"),
                    iptc("Iptc.Application2.DigitizationDate", "Iptc.Application2.DigitizationTime"));
}

std::string first_text(std::string first, const std::string& second) {
    return first.empty() ? second : first;
}

std::string camera_of(const Tags& tags) {
    const std::string maker =
        first_text(clean_text(tags.exif_text("Exif.Image.Make")), clean_text(tags.xmp_text("Xmp.tiff.Make")));
    const std::string model =
        first_text(clean_text(tags.exif_text("Exif.Image.Model")), clean_text(tags.xmp_text("Xmp.tiff.Model")));
    return camera_name(maker, model);
}

std::string lens_of(const Tags& tags) {
    std::string lens = lens_name(tags.exif_text("Exif.Photo.LensModel"));
    if (lens.empty())
        lens = lens_name(tags.lens_of_maker_notes());
    if (lens.empty())
        lens = lens_name(tags.xmp_text("Xmp.exifEX.LensModel"));
    return lens.empty() ? lens_name(tags.xmp_text("Xmp.aux.Lens")) : lens;
}

std::optional<double> iso_of(const Tags& tags) {
    // 65535 means "more than fits here" (Exif 2.3, SensitivityType).
    const auto plain = [&](const char* key) {
        return [&tags, key] {
            const std::optional<double> value = within(tags.exif_number(key), 1, 1e8);
            return value && *value == 65535 ? std::nullopt : value;
        };
    };
    return first_of(
        plain("Exif.Photo.ISOSpeedRatings"), plain("Exif.Photo.ISOSpeed"), plain("Exif.Photo.RecommendedExposureIndex"),
        plain("Exif.Photo.StandardOutputSensitivity"), plain("Exif.Image.ISOSpeedRatings"),
        [&] { return within(tags.maker_notes_iso(), 1, 1e8); },
        [&] { return within(number_of(tags.xmp_text("Xmp.exif.ISOSpeedRatings")), 1, 1e8); });
}

void read_exposure(const Tags& tags, FileFacts& facts) {
    const auto number = [&](const char* exif, const char* also, const char* xmp, double lowest, double highest) {
        return first_of([&] { return within(tags.exif_number(exif), lowest, highest); },
                        [&] { return within(tags.exif_number(also), lowest, highest); },
                        [&] { return within(number_of(tags.xmp_text(xmp)), lowest, highest); });
    };
    constexpr double shortest = 1e-7;
    constexpr double longest = 7 * 86'400.0;
    facts.exposure_seconds =
        number("Exif.Photo.ExposureTime", "Exif.Image.ExposureTime", "Xmp.exif.ExposureTime", shortest, longest);
    if (const auto apex = within(tags.exif_number("Exif.Photo.ShutterSpeedValue"), -20, 24);
        apex && !facts.exposure_seconds)
        facts.exposure_seconds = std::exp2(-*apex);
    facts.f_number = number("Exif.Photo.FNumber", "Exif.Image.FNumber", "Xmp.exif.FNumber", 0.1, 1000);
    if (const auto apex = within(tags.exif_number("Exif.Photo.ApertureValue"), -4, 20); apex && !facts.f_number)
        facts.f_number = std::exp2(*apex / 2);
    facts.focal_mm = number("Exif.Photo.FocalLength", "Exif.Image.FocalLength", "Xmp.exif.FocalLength", 0.1, 1e5);
    facts.exposure_bias =
        number("Exif.Photo.ExposureBiasValue", "Exif.Image.ExposureBiasValue", "Xmp.exif.ExposureBiasValue", -30, 30);
    facts.iso = iso_of(tags);
}

/// HEIF, AVIF and JPEG XL turn pictures by boxes that Exiv2 does not read, so their size upright is not known here.
bool turns_by_boxes(Exiv2::Image& image) {
    const std::string type = image.mimeType();
    return type.find("heif") != std::string::npos || type.find("heic") != std::string::npos ||
           type.find("avif") != std::string::npos || type.find("jxl") != std::string::npos ||
           type.find("generic") != std::string::npos;
}

void read_size(Exiv2::Image& image, const Tags& tags, FileFacts& facts) {
    constexpr int widest = 1 << 24;
    const auto width = static_cast<std::int64_t>(image.pixelWidth());
    const auto height = static_cast<std::int64_t>(image.pixelHeight());
    if (turns_by_boxes(image) || width <= 0 || height <= 0 || width > widest || height > widest)
        return;
    facts.width = static_cast<int>(width);
    facts.height = static_cast<int>(height);
    const std::optional<double> orientation = tags.exif_number("Exif.Image.Orientation");
    if (orientation && *orientation >= 5 && *orientation <= 8)
        std::swap(facts.width, facts.height);
}

FileFacts facts_of(Exiv2::Image& image) {
    const Tags tags(image.exifData(), image.xmpData(), image.iptcData());
    FileFacts facts;
    facts.captured_ms = capture_time(tags);
    facts.camera = camera_of(tags);
    facts.lens = lens_of(tags);
    read_exposure(tags, facts);
    read_size(image, tags, facts);
    return facts;
}

/// The size, or why the file cannot be read; a folder or pipe is never given to Exiv2.
Result<std::int64_t> readable_size(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
            return failure(ErrorCode::NotFound, path, "no such file",
                           "check the name, or whether the disk is connected");
        if (errno == EACCES || errno == EPERM)
            return failure(ErrorCode::PermissionDenied, path, "may not be read by you", "change its permissions");
        return failure(ErrorCode::ReadFailed, path, std::string("cannot be opened: ") + std::strerror(errno));
    }
    struct stat info {};
    const bool known = ::fstat(file, &info) == 0;
    ::close(file);
    if (known && S_ISDIR(info.st_mode))
        return failure(ErrorCode::IsDirectory, path, "is a folder, not a file");
    if (!known || !S_ISREG(info.st_mode))
        return failure(ErrorCode::UnsupportedFormat, path, "is a device or pipe, not a file");
    if (info.st_size == 0)
        return failure(ErrorCode::EmptyFile, path, "has no content", "copy it again");
    return info.st_size;
}

Result<FileFacts> parse(const std::string& path) {
    // A name like "http:photo.jpg" or "-" would be taken for an address or for standard input.
    const std::string name = path.starts_with('/') ? path : "./" + path;
    if (Exiv2::ImageFactory::getType(name) == Exiv2::ImageType::none)
        return FileFacts{};
    const auto image = Exiv2::ImageFactory::open(name);
    if (image.get() == nullptr)
        return FileFacts{};
    image->readMetadata();
    return facts_of(*image);
}

Result<FileFacts> parse(std::span<const std::byte> file) {
    const auto* data = reinterpret_cast<const Exiv2::byte*>(file.data());
    const auto size = static_cast<long>(file.size());
    if (Exiv2::ImageFactory::getType(data, size) == Exiv2::ImageType::none)
        return FileFacts{};
    const auto image = Exiv2::ImageFactory::open(data, size);
    if (image.get() == nullptr)
        return FileFacts{};
    image->readMetadata();
    return facts_of(*image);
}

/// Nothing thrown gets past.
template <class Work>
Result<FileFacts> guarded(const std::string& path, const Work& work) {
    const auto damaged = [&](const std::string& what) {
        return failure(ErrorCode::Damaged, path, "its metadata cannot be read: " + what);
    };
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, path, "its metadata ask for more memory than there is");
    } catch (const std::exception& problem) { // Exiv2's own errors are among them
        return damaged(problem.what());
    } catch (...) {
        return damaged("the library gave up");
    }
}

FactsReader reader_elsewhere;

} // namespace

void initialise() {
    static std::once_flag once;
    std::call_once(once, [] {
        static std::recursive_mutex xmp_mutex;
        Exiv2::LogMsg::setHandler(nullptr); // what it has to say of every odd file is nobody's concern
        Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
        Exiv2::XmpParser::initialize(lock_xmp, &xmp_mutex);
        Exiv2::XmpProperties::registerNs(std::string(own_namespace), "touchstone");
#ifdef EXV_ENABLE_BMFF
        Exiv2::enableBMFF(true);
#endif
    });
}

void set_facts_reader(FactsReader reader) {
    reader_elsewhere = std::move(reader);
}

Result<FileFacts> facts_of_bytes(std::span<const std::byte> file) {
    return guarded({}, [&] { return parse(file); });
}

Result<FileFacts> read_facts(const std::string& path) {
    if (reader_elsewhere)
        return reader_elsewhere(path);
    const Result<std::int64_t> size = readable_size(path);
    if (!size)
        return tl::unexpected(size.error());
    if (*size > largest_file)
        return FileFacts{};
    return guarded(path, [&] { return parse(path); });
}

} // namespace touchstone::metadata
