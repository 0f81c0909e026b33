// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <string>

#include "engine/imaging/sandbox/protocol.h"

using namespace touchstone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace imaging::sandbox;
    const std::string packet(reinterpret_cast<const char*>(data), size);
    Task photo, thumbnail, facts, marks, first_paint;
    thumbnail.edge = 256;
    facts.kind = Task::Kind::Facts;
    marks.kind = Task::Kind::Marks;
    first_paint.kind = Task::Kind::ExifThumbnail;
    first_paint.edge = 256;
    for (const Task& task : {photo, thumbnail, facts, marks, first_paint})
        if (const auto answer = read_answer(packet, task))
            if (const auto* made = std::get_if<PhotoAnswer>(&answer->content))
                if (made->photo.image.size.pixels() > task.options.limits.max_pixels)
                    __builtin_trap();
    (void)read_claim(packet);
    (void)read_ready(packet);
    (void)read_task(packet);
    return 0;
}
