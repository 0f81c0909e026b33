// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "engine/base/files.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/distortions/distortions.h"
#include "engine/imaging/encode.h"
#include "engine/imaging/resample.h"
#include "engine/imaging/text.h"

namespace touchstone::cli {

namespace {

using imaging::Distortion;
using imaging::DistortionBank;

constexpr int sheet_cell = 160, sheet_gap = 8, sheet_text = 16;

std::optional<std::uint64_t> read_number(const std::string& text) {
    if (text.empty() || text.size() > 19 ||
        !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    return std::stoull(text);
}

std::string kinds_of(DistortionBank bank) {
    std::string names;
    for (const Distortion kind : imaging::distortion_kinds(bank))
        names += (names.empty() ? "" : ", ") + std::string(imaging::distortion_name(kind));
    return names;
}

/// The middle of the photo in a square cell, half-size at most, so that single pixels can be told apart.
RgbImage cell_of(const RgbImage& photo) {
    RgbImage source = imaging::shrink_area_average(photo, std::max(sheet_cell, photo.size.long_side() / 2));
    RgbImage cell(Size{std::min(sheet_cell, source.size.width), std::min(sheet_cell, source.size.height)});
    const int left = (source.size.width - cell.size.width) / 2, top = (source.size.height - cell.size.height) / 2;
    for (int y = 0; y < cell.size.height; ++y)
        std::copy_n(source.row(top + y) + std::ptrdiff_t{3} * left, 3 * cell.size.width, cell.row(y));
    return cell;
}

void paste(RgbImage& sheet, const RgbImage& cell, int left, int top) {
    for (int y = 0; y < cell.size.height; ++y)
        std::copy_n(cell.row(y), 3 * cell.size.width, sheet.row(top + y) + std::ptrdiff_t{3} * left);
}

/// All kinds below each other, levels 1 to 5 from left to right, after the photo itself.
Result<RgbImage> contact_sheet(const RgbImage& photo, DistortionBank bank, std::uint64_t seed, std::stop_token stop) {
    const RgbImage original = cell_of(photo);
    const auto kinds = imaging::distortion_kinds(bank);
    const int step_x = sheet_cell + sheet_gap, step_y = sheet_cell + sheet_gap + sheet_text + sheet_gap / 2;
    RgbImage sheet(Size{6 * step_x + sheet_gap, static_cast<int>(kinds.size()) * step_y + sheet_gap});
    std::fill(sheet.pixels.begin(), sheet.pixels.end(), std::uint8_t{255});
    for (std::size_t row = 0; row < kinds.size(); ++row) {
        const int top = static_cast<int>(row) * step_y + sheet_gap;
        const std::string name(imaging::distortion_name(kinds[row]));
        if (auto drawn = imaging::draw_text(sheet, name, sheet_gap, top, sheet_text); !drawn)
            return tl::unexpected(drawn.error());
        paste(sheet, original, sheet_gap, top + sheet_text + sheet_gap / 2);
        for (int level = 1; level <= 5; ++level) {
            if (stop.stop_requested())
                return failure(ErrorCode::Cancelled, {}, "was stopped");
            const auto worse = imaging::distort(original, kinds[row], level, bank, imaging::SeededNumbers(seed));
            if (!worse)
                return tl::unexpected(worse.error());
            paste(sheet, *worse, sheet_gap + level * step_x, top + sheet_text + sheet_gap / 2);
        }
    }
    return sheet;
}

Result<Bytes> encode_for(const std::string& file, const RgbImage& image) {
    const auto ends_with = [&](std::string_view suffix) {
        return file.size() >= suffix.size() &&
               std::equal(suffix.rbegin(), suffix.rend(), file.rbegin(),
                          [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b); });
    };
    if (ends_with(".jpg") || ends_with(".jpeg"))
        return imaging::encode_jpeg(image, 95);
    return imaging::encode_png(image);
}

} // namespace

CommandSpec distort_command() {
    CommandSpec command;
    command.name = "distort";
    command.summary = "Makes a photo worse in a known way.";
    command.description =
        "One kind and level of the distortion bank that Re-IQA's quality expert is trained with; or with --sheet a "
        "contact "
        "sheet of all kinds, the photo first, then levels 1 to 5. The same seed gives the same bytes everywhere. "
        "Written "
        "as PNG, or as JPEG of quality 95 when FILE ends in .jpg.\n\n"
        "Bank kadid: " +
        kinds_of(DistortionBank::Kadid) +
        ".\n\nBank published, with the quirks of the released code: " + kinds_of(DistortionBank::Published) + ".";
    command.operands = {{"PHOTO", "The photo.", true, false, {}}};
    command.options = {{"kind", "NAME", "Kind of distortion; the banks' names are above.", {}, false, false},
                       {"level", "N", "Strength, 1 (slight) to 5 (gross).", {}, false, false},
                       {"bank",
                        "",
                        "kadid (default) as the paper says, published as the released code has it.",
                        {"kadid", "published"},
                        false,
                        false},
                       {"seed", "N", "Start of the random numbers. Default: 0.", {}, false, false},
                       {"sheet", "", "A contact sheet of the whole bank instead of one kind.", {}, false, false},
                       {"output", "FILE", "Where the picture goes.", {}, false, true}};
    command.examples = {"touchstone-cli distort lake.jpg --kind jpeg2000 --level 4 --output lake-worse.png",
                        "touchstone-cli distort lake.jpg --sheet --output bank.png"};
    command.run = run_distort;
    return command;
}

int run_distort(const Arguments& arguments, Interruption& interruption) {
    Console console("distort");
    const auto refuse = [&](const Error& error, int code) {
        console.error(error);
        return interruption.requested() ? int{exit_interrupted} : code;
    };
    const auto misuse = [&](const std::string& what) {
        console.message(what);
        return int{exit_usage};
    };
    const DistortionBank bank = *imaging::bank_from_name(arguments.value("bank", "kadid"));
    const auto seed = read_number(arguments.value("seed", "0"));
    if (!seed)
        return misuse("--seed is a whole number from 0 on");
    const bool sheet = arguments.has("sheet");
    if (sheet == arguments.has("kind") || sheet == arguments.has("level"))
        return misuse("give --kind and --level, or --sheet alone");
    const auto kind = imaging::distortion_from_name(arguments.value("kind"));
    const auto level = read_number(arguments.value("level", "1"));
    if (!sheet && !kind)
        return misuse("there is no distortion \"" + printable(arguments.value("kind")) +
                      "\": see touchstone-cli distort --help");
    if (!level || *level < 1 || *level > 5)
        return misuse("--level is 1 to 5");
    const std::string& path = arguments.operands.front();
    const Result<Photo> photo = imaging::decode_file(path, {});
    if (!photo)
        return refuse(photo.error(), exit_some_failed);
    Result<RgbImage> made =
        sheet ? contact_sheet(photo->image, bank, *seed, interruption.token())
              : imaging::distort(photo->image, *kind, static_cast<int>(*level), bank, imaging::SeededNumbers(*seed));
    if (!made)
        return refuse(made.error(), made.error().code == ErrorCode::BadInput ? exit_usage : exit_some_failed);
    const std::string output = arguments.value("output");
    const Result<Bytes> bytes = encode_for(output, *made);
    if (!bytes)
        return refuse(bytes.error(), exit_some_failed);
    if (const Result<void> written = write_file_atomically(output, *bytes); !written)
        return refuse(written.error(), exit_some_failed);
    return interruption.requested() ? exit_interrupted : exit_done;
}

} // namespace touchstone::cli
