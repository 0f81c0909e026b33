// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/base/error.h"

namespace touchstone {

std::string_view code_name(ErrorCode code) {
    switch (code) {
    case ErrorCode::NotFound:
        return "not-found";
    case ErrorCode::Vanished:
        return "vanished";
    case ErrorCode::PermissionDenied:
        return "permission-denied";
    case ErrorCode::IsDirectory:
        return "is-directory";
    case ErrorCode::EmptyFile:
        return "empty-file";
    case ErrorCode::ReadFailed:
        return "read-failed";
    case ErrorCode::WriteFailed:
        return "write-failed";
    case ErrorCode::UnsupportedFormat:
        return "unsupported-format";
    case ErrorCode::Truncated:
        return "truncated";
    case ErrorCode::Damaged:
        return "damaged";
    case ErrorCode::TooLarge:
        return "too-large";
    case ErrorCode::TimeLimit:
        return "time-limit";
    case ErrorCode::OutOfMemory:
        return "out-of-memory";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::BadModel:
        return "bad-model";
    case ErrorCode::UnsafeModel:
        return "unsafe-model";
    case ErrorCode::NoDevice:
        return "no-device";
    case ErrorCode::NoRegressor:
        return "no-regressor";
    case ErrorCode::BadInput:
        return "bad-input";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

std::string Error::message() const {
    std::string text;
    if (!file.empty())
        text += file + ": ";
    text += what;
    if (!remedy.empty())
        text += " (" + remedy + ")";
    // A name may hold a line break; a message is one line, whatever the file is called.
    for (char& c : text)
        if (c == '\n' || c == '\r')
            c = ' ';
    return text;
}

} // namespace touchstone
