// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace touchstone {

/// Every expected failure of the engine. `code_name` gives the word that stands in the command line's output.
enum class ErrorCode {
    NotFound,          ///< no such file
    Vanished,          ///< it was there when listed, and is gone now
    PermissionDenied,  ///< exists, may not be read or written
    IsDirectory,       ///< a folder where a file was expected
    EmptyFile,         ///< zero bytes
    ReadFailed,        ///< the disk or network gave up while reading
    WriteFailed,       ///< could not be written (full disk, read-only place)
    UnsupportedFormat, ///< not a picture or model of a kind this build reads
    Truncated,         ///< ends before its data do
    Damaged,           ///< the bytes contradict themselves
    TooLarge,          ///< over a limit of pixels, bytes or tensor elements
    TimeLimit,         ///< took longer than allowed
    OutOfMemory,
    Cancelled,
    BadModel,    ///< a model file whose tensors or card do not fit
    UnsafeModel, ///< a checkpoint that would have to execute something
    NoDevice,    ///< the asked-for device or precision is not there
    NoRegressor, ///< an encoder alone has no score
    BadInput,    ///< a setting or table that makes no sense
    Internal,    ///< a library failed in a way that has no name; the text carries what it said
};

/// Stable lower-case word with hyphens, for example "permission-denied". Part of the command-line contract.
std::string_view code_name(ErrorCode code);

/// One failure: which file, what happened, what the person can do. A value, never thrown across a room's border.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string file;   ///< as the caller named it; may be empty; bytes, not necessarily UTF-8
    std::string what;   ///< one clause without the file name, "ends before its data do"
    std::string remedy; ///< one clause, "copy it again from the camera"; may be empty

    /// "FILE: what (remedy)". One line.
    std::string message() const;
};

template <class T>
using Result = tl::expected<T, Error>;

/// `return failure(ErrorCode::Truncated, file, "ends early", "copy it again");`
inline tl::unexpected<Error> failure(ErrorCode code, std::string_view file, std::string what, std::string remedy = {}) {
    return tl::unexpected<Error>(Error{code, std::string(file), std::move(what), std::move(remedy)});
}

} // namespace touchstone
