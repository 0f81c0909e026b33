// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cstring>
#include <memory>

#include <openjpeg.h>

#include "engine/imaging/decode.h"
#include "engine/imaging/distortions/distortions.h"
#include "engine/imaging/encode.h"

namespace touchstone::imaging {

namespace {

Result<RgbImage> through_jpeg(const RgbImage& photo, int quality) {
    const auto bytes = encode_jpeg(photo, quality);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto decoded = decode(*bytes, {}, {});
    if (!decoded)
        return tl::unexpected(decoded.error());
    return std::move(decoded->image);
}

/// A codestream in memory that OpenJPEG writes to and reads from.
struct Codestream {
    std::vector<std::uint8_t> bytes;
    std::size_t at = 0;

    static OPJ_SIZE_T write(void* from, OPJ_SIZE_T count, void* self) {
        auto* stream = static_cast<Codestream*>(self);
        if (stream->at + count > stream->bytes.size())
            stream->bytes.resize(stream->at + count);
        std::memcpy(stream->bytes.data() + stream->at, from, count);
        stream->at += count;
        return count;
    }
    static OPJ_SIZE_T read(void* to, OPJ_SIZE_T count, void* self) {
        auto* stream = static_cast<Codestream*>(self);
        const std::size_t there = std::min<std::size_t>(count, stream->bytes.size() - stream->at);
        if (there == 0)
            return static_cast<OPJ_SIZE_T>(-1); // its word for the end
        std::memcpy(to, stream->bytes.data() + stream->at, there);
        stream->at += there;
        return there;
    }
    static OPJ_OFF_T skip(OPJ_OFF_T count, void* self) {
        auto* stream = static_cast<Codestream*>(self);
        stream->at = std::min(stream->bytes.size(), stream->at + static_cast<std::size_t>(count));
        return count;
    }
    static OPJ_BOOL seek(OPJ_OFF_T to, void* self) {
        auto* stream = static_cast<Codestream*>(self);
        stream->at = std::min(stream->bytes.size(), static_cast<std::size_t>(to));
        return OPJ_TRUE;
    }
};

struct Deleter {
    void operator()(opj_image_t* image) const { opj_image_destroy(image); }
    void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
using Image = std::unique_ptr<opj_image_t, Deleter>;
using Codec = std::unique_ptr<opj_codec_t, Deleter>;
using Stream = std::unique_ptr<opj_stream_t, void (*)(opj_stream_t*)>;

Stream open_stream(Codestream& data, bool for_reading) {
    Stream stream(opj_stream_default_create(for_reading ? OPJ_TRUE : OPJ_FALSE), opj_stream_destroy);
    if (!stream)
        return stream;
    opj_stream_set_user_data(stream.get(), &data, nullptr);
    opj_stream_set_user_data_length(stream.get(), data.bytes.size());
    opj_stream_set_write_function(stream.get(), Codestream::write);
    opj_stream_set_read_function(stream.get(), Codestream::read);
    opj_stream_set_skip_function(stream.get(), Codestream::skip);
    opj_stream_set_seek_function(stream.get(), Codestream::seek);
    return stream;
}

Image image_of(const RgbImage& photo) {
    std::array<opj_image_cmptparm_t, 3> planes{};
    for (opj_image_cmptparm_t& plane : planes) {
        plane.dx = plane.dy = 1;
        plane.w = static_cast<OPJ_UINT32>(photo.size.width);
        plane.h = static_cast<OPJ_UINT32>(photo.size.height);
        plane.prec = 8;
    }
    Image image(opj_image_create(3, planes.data(), OPJ_CLRSPC_SRGB));
    if (!image)
        return image;
    image->x1 = planes[0].w;
    image->y1 = planes[0].h;
    for (std::size_t i = 0; i < photo.pixels.size(); ++i)
        image->comps[i % 3].data[i / 3] = photo.pixels[i];
    return image;
}

bool compress(const RgbImage& photo, double ratio, Codestream& data) {
    opj_cparameters_t wanted;
    opj_set_default_encoder_parameters(&wanted);
    wanted.tcp_numlayers = 1;
    wanted.tcp_rates[0] = static_cast<float>(ratio);
    wanted.cp_disto_alloc = 1;
    wanted.irreversible = 1;
    wanted.tcp_mct = 1;
    // A photo that is smaller than 2^resolutions cannot be halved that often.
    for (int side = std::min(photo.size.width, photo.size.height); wanted.numresolution > 1;)
        if (side >> (wanted.numresolution - 1) > 0)
            break;
        else
            --wanted.numresolution;
    const Image image = image_of(photo);
    const Codec codec(opj_create_compress(OPJ_CODEC_J2K));
    const Stream stream = open_stream(data, false);
    return image && codec && stream && opj_setup_encoder(codec.get(), &wanted, image.get()) &&
           opj_start_compress(codec.get(), image.get(), stream.get()) && opj_encode(codec.get(), stream.get()) &&
           opj_end_compress(codec.get(), stream.get());
}

Image decompress(Codestream& data) {
    data.at = 0;
    opj_dparameters_t wanted;
    opj_set_default_decoder_parameters(&wanted);
    const Codec codec(opj_create_decompress(OPJ_CODEC_J2K));
    const Stream stream = open_stream(data, true);
    opj_image_t* read = nullptr;
    const bool begun =
        codec && stream && opj_setup_decoder(codec.get(), &wanted) && opj_read_header(stream.get(), codec.get(), &read);
    Image image(read);
    if (!begun || !opj_decode(codec.get(), stream.get(), image.get()) || !opj_end_decompress(codec.get(), stream.get()))
        return nullptr;
    return image;
}

Result<RgbImage> through_jpeg2000(const RgbImage& photo, double ratio) {
    Codestream data;
    if (!compress(photo, ratio, data))
        return failure(ErrorCode::Internal, {}, "OpenJPEG could not compress the photo");
    const Image image = decompress(data);
    if (!image || image->numcomps != 3)
        return failure(ErrorCode::Internal, {}, "OpenJPEG could not read back what it wrote");
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < result.pixels.size(); ++i)
        result.pixels[i] = static_cast<std::uint8_t>(std::clamp(image->comps[i % 3].data[i / 3], 0, 255));
    return result;
}

} // namespace

Result<RgbImage> distort(const RgbImage& photo, Distortion kind, int level, DistortionBank bank,
                         const RandomNumbers& numbers) {
    auto result = distort_pixels(photo, kind, level, bank, numbers);
    if (result || result.error().code != ErrorCode::UnsupportedFormat)
        return result;
    const double strength = distortion_strength(kind, level, bank);
    return kind == Distortion::Jpeg ? through_jpeg(photo, static_cast<int>(strength))
                                    : through_jpeg2000(photo, strength);
}

} // namespace touchstone::imaging
