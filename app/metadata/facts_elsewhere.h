// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "app/metadata/file_facts.h"
#include "app/metadata/sidecar.h"

/// Metadata of files nobody trusts are read by a process without rights (app/decoder); this is what the two sides need.
namespace touchstone::metadata {

/// As read_facts() says of a file with this content. Errors: Damaged, OutOfMemory. Any thread.
Result<FileFacts> facts_of_bytes(std::span<const std::byte> file);

/// The facts as text and back. The text may come from anybody: what makes no sense is nothing at all.
std::string facts_text(const FileFacts& facts);
std::optional<FileFacts> facts_from_text(const std::string& text);

/// As read_embedded_marks() says of a file with this content. Errors: Damaged, OutOfMemory. Any thread.
Result<std::optional<XmpMarks>> marks_of_bytes(std::span<const std::byte> file);

/// The same for marks; no marks at all are a text too. A label's colour does not travel: the receiver works it out.
/// Error: Damaged, for what makes no sense.
std::string marks_text(const std::optional<XmpMarks>& marks);
Result<std::optional<XmpMarks>> marks_from_text(const std::string& text);

/// Who reads instead of this process; read_facts() asks it. In main(), before any thread reads metadata; empty for this
/// process.
using FactsReader = std::function<Result<FileFacts>(const std::string& path)>;
void set_facts_reader(FactsReader reader);
/// The same for read_embedded_marks().
using MarksReader = std::function<Result<std::optional<XmpMarks>>(const std::string& path)>;
void set_marks_reader(MarksReader reader);

/// Bytes of a label or date inside a photo; longer ones are passed over.
constexpr std::size_t longest_mark_text = 1000;

/// Files larger than this are passed over.
constexpr std::uint64_t largest_file_with_facts = std::uint64_t{2} << 30;

} // namespace touchstone::metadata
