// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/metadata/sidecar_journal.h"

using namespace touchstone;
using namespace touchstone::metadata;

/// The journal of written sidecars, as undo reads it. Reads only: what it names is on the person's disk.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const struct Folder {
        std::string path = (std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp") + std::string("/fuzz-XXXXXX");
        Folder() {
            if (::mkdtemp(path.data()) == nullptr)
                std::abort();
        }
        ~Folder() { std::filesystem::remove_all(path); }
    } folder;
    std::ofstream(folder.path + "/00000001.jsonl", std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    const auto batches = SidecarJournal::list(folder.path);
    const auto records = SidecarJournal::read(folder.path, 1);
    if (batches && records && (batches->size() != 1 || batches->front().sidecars != records->size()))
        __builtin_trap();
    return 0;
}
