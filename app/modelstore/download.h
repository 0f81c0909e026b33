// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/base/error.h"

namespace touchstone {

struct DownloadRequest {
    std::string url;
    std::string file;                                 ///< path of the whole file, bytes; what is not whole is FILE.part
    std::uint64_t max_bytes = std::uint64_t{4} << 30; ///< more is refused
    std::optional<std::uint64_t> expected_bytes;      ///< another size is an error
    bool plain_http = false; ///< http is allowed; without it only https, and http on this machine
    int stall_ms = 60'000;   ///< a server that sends nothing for so long has given up
    int attempts = 5;  ///< a transfer that breaks off is continued so many times, as long as each brings some bytes
    int redirects = 8; ///< as many are followed; never from https to http
};

/// Bytes that are here, and all there will be where the server says so.
using DownloadProgress = std::function<void(std::uint64_t received, std::optional<std::uint64_t> total)>;

/// Fetches a file with the system's proxy settings. Runs an event loop in the calling thread until it is done, so there
/// has to be a QCoreApplication; any thread. What came before a failure or a stop stays in FILE.part with its address
/// and version beside it, and the next call for the same address goes on there if the server still has that version.
/// Errors name the address: NotFound, PermissionDenied, ReadFailed (server, network), TimeLimit, TooLarge, Truncated,
/// UnsupportedFormat (a web page instead of a file), WriteFailed (disk full), BadInput (an address that is not
/// allowed), Cancelled.
Result<void> download(const DownloadRequest& request, const DownloadProgress& progress, std::stop_token stop);

/// Whether a file may come from there: https, http on this machine, any http when `plain_http` is set.
bool is_allowed_address(const std::string& url, bool plain_http);

} // namespace touchstone
