// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// RAW files: the camera's own preview where it is large enough, else a half-size demosaic by LibRaw. Every step opens
// its own LibRaw, because unpack() after unpack_thumb() on the same object goes wrong.
#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <libraw/libraw.h>
#ifdef TOUCHSTONE_OPENMP
#include <omp.h>
#endif

#include "engine/imaging/bytes.h"
#include "engine/imaging/job.h"
#include "engine/imaging/orient.h"

namespace touchstone::imaging {

namespace {

/// LibRaw uses OpenMP; a pool of decoding threads wants one thread each. The setting belongs to the calling thread.
class OneThread {
public:
#ifdef TOUCHSTONE_OPENMP
    OneThread()
        : before_(omp_get_max_threads()) {
        omp_set_num_threads(1);
    }
    ~OneThread() {
        omp_set_num_threads(before_);
    }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    int before_;
#endif
};

int open(LibRaw& raw, std::span<const std::byte> bytes) {
    // The interface is not const; LibRaw only reads.
    return raw.open_buffer(const_cast<std::byte*>(bytes.data()), bytes.size());
}

void note_damage(void* damaged, const char* /*file*/, const int /*offset*/) {
    *static_cast<bool*>(damaged) = true;
}

int cancel_when_late(void* deadline, LibRaw_progress /*stage*/, int /*iteration*/, int /*expected*/) {
    return static_cast<const Deadline*>(deadline)->passed() ? 1 : 0;
}

/// What the header says.
struct RawFacts {
    Size sensor;                  ///< what the picture shows
    std::uint64_t raw_pixels = 0; ///< with the masked border
    int orientation = 1;
    std::string camera;
};

int exif_orientation(int flip) {
    // LibRaw: bit 0 mirrors, bit 1 flips, bit 2 transposes.
    static constexpr int by_flip[8] = {1, 2, 4, 3, 5, 8, 6, 7};
    return by_flip[flip & 7];
}

RawFacts facts_of(const LibRaw& raw) {
    RawFacts facts;
    facts.sensor = Size{raw.imgdata.sizes.width, raw.imgdata.sizes.height};
    facts.raw_pixels = std::uint64_t{raw.imgdata.sizes.raw_width} * raw.imgdata.sizes.raw_height;
    facts.orientation = exif_orientation(raw.imgdata.sizes.flip);
    const std::string make = raw.imgdata.idata.make, model = raw.imgdata.idata.model;
    facts.camera = model.starts_with(make) ? model : make + " " + model;
    return facts;
}

struct FreeProcessed {
    void operator()(libraw_processed_image_t* image) const { LibRaw::dcraw_clear_mem(image); }
};
using Processed = std::unique_ptr<libraw_processed_image_t, FreeProcessed>;

/// 8-bit bitmap of one or three channels; an empty image for anything else.
RgbImage bitmap(const libraw_processed_image_t& from) {
    if (from.type != LIBRAW_IMAGE_BITMAP || from.bits != 8 || (from.colors != 3 && from.colors != 1))
        return {};
    RgbImage image(Size{from.width, from.height});
    if (from.data_size < image.bytes() / (from.colors == 1 ? 3 : 1))
        return {};
    for (std::size_t i = 0; i < image.bytes(); ++i)
        image.pixels[i] = from.data[from.colors == 1 ? i / 3 : i];
    return image;
}

Size pixels_of(const libraw_processed_image_t& preview) {
    if (preview.type == LIBRAW_IMAGE_BITMAP)
        return Size{preview.width, preview.height};
    const auto bytes = std::as_bytes(std::span(preview.data, preview.data_size));
    const auto size = claimed_size(FileKind::Jpeg, bytes);
    return size ? Size{static_cast<int>(size->width), static_cast<int>(size->height)} : Size{};
}

/// The camera's picture: LibRaw's choice, or a larger JPEG that lies in the file.
struct Preview {
    Processed stored;                ///< owns what `jpeg` may point into
    std::span<const std::byte> jpeg; ///< empty for a bitmap
    Size size;
};

Preview preview_by_libraw(const Job& job) {
    const auto raw = std::make_unique<LibRaw>();
    Preview preview;
    if (open(*raw, job.bytes) != LIBRAW_SUCCESS || raw->unpack_thumb() != LIBRAW_SUCCESS)
        return preview;
    int failed = 0;
    preview.stored.reset(raw->dcraw_make_mem_thumb(&failed));
    if (!preview.stored)
        return preview;
    preview.size = pixels_of(*preview.stored);
    if (preview.stored->type == LIBRAW_IMAGE_JPEG)
        preview.jpeg = std::as_bytes(std::span(preview.stored->data, preview.stored->data_size));
    return preview;
}

/// Both sides at least half of the sensor's, however either is turned.
bool covers_half(Size preview, Size sensor) {
    const auto short_side = [](Size s) { return std::min(s.width, s.height); };
    return sensor.pixels() > 0 && 2 * preview.long_side() >= sensor.long_side() &&
           2 * short_side(preview) >= short_side(sensor);
}

/// Good enough as a thumbnail: as large as asked for, or as good as the half-size demosaic would be.
bool serves(const Preview& preview, const RawFacts& facts, const Job& job) {
    const bool large = job.thumbnail() && preview.size.long_side() >= job.edge;
    return preview.size.pixels() > 0 && (large || covers_half(preview.size, facts.sensor));
}

/// LibRaw may pick a small preview, and does not open cameras newer than itself; their JPEGs can be found all the same.
Preview find_preview(const RawFacts& facts, const Job& job) {
    Preview best = preview_by_libraw(job);
    if (serves(best, facts, job))
        return best;
    constexpr std::array start_of_jpeg{std::byte{0xFF}, std::byte{0xD8}, std::byte{0xFF}};
    const std::boyer_moore_horspool_searcher search(start_of_jpeg.begin(), start_of_jpeg.end());
    for (auto at = job.bytes.begin(); at != job.bytes.end(); ++at) {
        at = std::search(at, job.bytes.end(), search);
        if (at == job.bytes.end())
            break;
        const auto jpeg = job.bytes.subspan(static_cast<std::size_t>(at - job.bytes.begin()));
        const auto size = embedded_jpeg_size(jpeg);
        if (!size || size->width * size->height <= static_cast<std::uint64_t>(best.size.pixels()))
            continue;
        best.size = Size{static_cast<int>(size->width), static_cast<int>(size->height)};
        best.jpeg = jpeg;
    }
    return best;
}

/// Cameras store previews as the sensor lies; one that stands already is not turned again.
bool stands_already(Size preview, const RawFacts& facts) {
    const bool turns = facts.orientation >= 5;
    return turns && (preview.width > preview.height) != (facts.sensor.width > facts.sensor.height);
}

Result<Photo> deliver(Photo photo, const RawFacts& facts, const Job& job) {
    photo.format = format_name(FileKind::Raw);
    photo.stored_size = facts.sensor.pixels() > 0 ? facts.sensor : photo.stored_size;
    photo.orientation = facts.orientation;
    photo.upright = job.upright();
    photo.camera = facts.camera;
    if (stands_already(photo.image.size, facts))
        photo.orientation = 1;
    return finish(std::move(photo), job);
}

Result<Photo> decode_preview(const Preview& preview, const RawFacts& facts, const Job& job) {
    Photo photo;
    if (!preview.jpeg.empty()) {
        Job inner = job;
        inner.bytes = preview.jpeg;
        inner.keep_orientation = true;
        Result<Photo> decoded = decode_with_vips(FileKind::Jpeg, inner);
        if (!decoded)
            return decoded;
        photo = std::move(*decoded);
    } else if (preview.stored) {
        photo.image = bitmap(*preview.stored);
    }
    if (photo.image.size.pixels() == 0)
        return failure(ErrorCode::Damaged, job.name, "has a preview that cannot be decoded");
    photo.source = PixelSource::RawPreview;
    photo.stored_size = preview.size;
    return deliver(std::move(photo), facts, job);
}

Error raw_error(int code, bool data_missing, const Job& job) {
    if (code == LIBRAW_CANCELLED_BY_CALLBACK || job.deadline.passed())
        return time_limit_error(job);
    if (code == LIBRAW_UNSUFFICIENT_MEMORY)
        return memory_error(job);
    if (code == LIBRAW_IO_ERROR || data_missing)
        return {ErrorCode::Truncated, std::string(job.name), "ends before its sensor data do",
                "copy it again from the camera"};
    if (code == LIBRAW_FILE_UNSUPPORTED || code == LIBRAW_NOT_IMPLEMENTED)
        return {ErrorCode::UnsupportedFormat, std::string(job.name),
                "is a RAW file of a camera that this build does not know", "convert it to DNG or JPEG first"};
    return {ErrorCode::Damaged, std::string(job.name), std::string("is a damaged RAW file: ") + libraw_strerror(code),
            "copy it again from the camera"};
}

/// LibRaw's Panasonic decoder keeps its state between files and, given a stub, makes a picture out of the file before.
/// Its formats take more than a byte a pixel; of the others, none gets below a quarter of a bit.
bool can_hold_sensor_data(const RawFacts& facts, const Job& job) {
    const bool panasonic = ByteReader(job.bytes).text(0, std::string_view("IIU\0", 4));
    return job.bytes.size() >= (panasonic ? facts.raw_pixels : facts.raw_pixels / 32);
}

Result<Photo> decode_sensor(const RawFacts& facts, const Job& job) {
    if (!can_hold_sensor_data(facts, job))
        return tl::unexpected(raw_error(LIBRAW_IO_ERROR, true, job));
    const auto raw = std::make_unique<LibRaw>();
    bool damaged = false;
    Deadline deadline = job.deadline;
    raw->set_dataerror_handler(note_damage, &damaged);
    raw->set_progress_handler(cancel_when_late, &deadline);
    auto& params = raw->imgdata.params;
    params.half_size = 1;
    params.use_camera_wb = 1;
    params.output_color = 1; // sRGB primaries
    params.output_bps = 8;
    params.gamm[0] = 1 / 2.4; // and its curve; LibRaw's own default is that of television
    params.gamm[1] = 12.92;
    params.user_flip = 0; // turned by `finish`, when asked

    int code = open(*raw, job.bytes);
    if (code == LIBRAW_SUCCESS)
        code = raw->unpack();
    // unpack() may say success although data are missing; only the handler knows.
    const bool usable = code == LIBRAW_SUCCESS && (!damaged || job.options.allow_damaged);
    if (!usable)
        return tl::unexpected(raw_error(code, damaged, job));
    code = raw->dcraw_process();
    Processed processed(code == LIBRAW_SUCCESS ? raw->dcraw_make_mem_image(&code) : nullptr);
    Photo photo;
    if (processed)
        photo.image = bitmap(*processed);
    if (photo.image.size.pixels() == 0)
        return tl::unexpected(raw_error(code == LIBRAW_SUCCESS ? LIBRAW_DATA_ERROR : code, damaged, job));
    photo.damaged = damaged;
    const bool whole = 4 * photo.image.size.long_side() >= 3 * facts.sensor.long_side();
    photo.source = whole ? PixelSource::RawFull : PixelSource::RawHalfSize;
    return deliver(std::move(photo), facts, job);
}

/// A DNG that LibRaw refuses must not be shown as the tiny preview in its TIFF part.
bool has_dng_version(std::span<const std::byte> bytes) {
    const ByteReader any(bytes);
    const ByteReader file = any.with_order(any.text(0, "MM"));
    const std::uint64_t directory = file.u32(4);
    for (std::uint64_t i = 0; i < file.u16(directory); ++i)
        if (file.u16(directory + 2 + 12 * i) == 0xC612)
            return true;
    return false;
}

} // namespace

bool is_raw(FileKind kind, std::span<const std::byte> bytes) {
    if (kind == FileKind::Raw)
        return true;
    if (kind != FileKind::Tiff)
        return false;
    if (has_dng_version(bytes))
        return true;
    const auto raw = std::make_unique<LibRaw>();
    return open(*raw, bytes) == LIBRAW_SUCCESS;
}

Result<Photo> decode_raw(const Job& job) {
    const OneThread one_thread;
    RawFacts facts;
    int opened = LIBRAW_SUCCESS;
    {
        const auto raw = std::make_unique<LibRaw>();
        opened = open(*raw, job.bytes);
        if (opened == LIBRAW_SUCCESS)
            facts = facts_of(*raw);
    }
    if (auto ok = check_size(facts.sensor.width, facts.sensor.height, job); !ok)
        return tl::unexpected(ok.error());
    if (job.deadline.passed())
        return tl::unexpected(time_limit_error(job));

    const Preview preview = find_preview(facts, job);
    if (serves(preview, facts, job))
        if (Result<Photo> photo = decode_preview(preview, facts, job))
            return photo;
    Result<Photo> photo = opened == LIBRAW_SUCCESS ? decode_sensor(facts, job)
                                                   : Result<Photo>(tl::unexpected(raw_error(opened, false, job)));
    // To look at, any preview is better than nothing; it is marked, and never scored.
    const bool for_display = job.thumbnail() || job.options.allow_damaged;
    if (photo || !for_display || preview.size.pixels() == 0)
        return photo;
    Result<Photo> shown = decode_preview(preview, facts, job);
    if (!shown)
        return photo;
    shown->damaged = true;
    return shown;
}

} // namespace touchstone::imaging
