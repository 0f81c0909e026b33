// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <utility>

namespace touchstone {

/// A file on its way to its place: a reader sees the old one or the whole new one. Until it is whole it has no name
/// (O_TMPFILE), so that a program that is killed leaves nothing behind; where the file system knows no such files it
/// has a hidden name, which the destructor removes. Any thread, one at a time.
class UnfinishedFile {
public:
    /// `target`: the file itself, not a link to it.
    explicit UnfinishedFile(std::string target)
        : target_(std::move(target)) {}
    ~UnfinishedFile();
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    /// A descriptor for reading and writing, which the caller closes; −1 and errno.
    int open(unsigned mode);
    /// Syncs and takes the target's place, while the descriptor is open. 0, or an errno: then nothing has changed.
    int put_in_place(int descriptor);

private:
    std::string target_;
    std::string name_; ///< empty: it has none, or is in its place
};

} // namespace touchstone
