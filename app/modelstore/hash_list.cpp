// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/modelstore/hash_list.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>

#include "engine/base/descriptor.h"
#include "engine/base/files.h"

namespace touchstone {

namespace {

constexpr std::size_t hash_digits = 64;
constexpr std::uint64_t max_list_bytes = std::uint64_t{1} << 20;

std::string list_path(const std::string& folder) {
    return folder + "/SHA256SUMS";
}

bool is_hash(const std::string& text) {
    return text.size() == hash_digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

} // namespace

Result<HashList> HashList::read(const std::string& folder) {
    HashList list;
    const Result<Bytes> bytes = read_file(list_path(folder), max_list_bytes);
    if (!bytes) {
        const ErrorCode code = bytes.error().code;
        if (code == ErrorCode::NotFound || code == ErrorCode::EmptyFile)
            return list;
        return tl::unexpected(bytes.error());
    }
    std::istringstream lines(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
    for (std::string line; std::getline(lines, line);) {
        // "HASH  NAME", or "HASH *NAME" when it was made in binary mode
        if (line.size() > hash_digits + 2 && is_hash(line.substr(0, hash_digits)))
            list.set(line.substr(hash_digits + 2), line.substr(0, hash_digits));
    }
    return list;
}

std::optional<std::string> HashList::find(const std::string& file_name) const {
    const auto found = hashes_.find(file_name);
    return found == hashes_.end() ? std::nullopt : std::optional(found->second);
}

Result<void> HashList::write(const std::string& folder) const {
    std::string text;
    for (const auto& [name, hash] : hashes_)
        text += hash + "  " + name + "\n";
    return write_file_atomically(list_path(folder), text);
}

Result<void> HashList::change(const std::string& folder, const std::function<void(HashList&)>& change) {
    // The folder itself: a lock file would have to be cleaned up, and the list is replaced with every change.
    const Descriptor lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    int locked = -1;
    while (lock.ok() && (locked = ::flock(lock.get(), LOCK_EX)) != 0 && errno == EINTR) {
    }
    if (locked != 0)
        return failure(ErrorCode::WriteFailed, folder, std::string("cannot be locked: ") + std::strerror(errno));
    Result<HashList> list = read(folder);
    if (!list)
        return tl::unexpected(list.error());
    change(*list);
    return list->write(folder);
}

} // namespace touchstone
