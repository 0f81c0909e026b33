// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/decoder/sandbox_setup.h"

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include <unistd.h>

#include "app/metadata/facts_elsewhere.h"
#include "engine/imaging/file_decoder.h"
#ifdef TOUCHSTONE_WITH_SANDBOX
#include "engine/imaging/sandbox/decoder_pool.h"
#endif

namespace touchstone {

std::string decoder_program() {
    namespace fs = std::filesystem;
    std::error_code ignored;
    const fs::path here = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    // Only relative to the running program: a fixed folder might belong to somebody else.
    for (const char* place : {TOUCHSTONE_DECODER_FROM_BIN, "touchstone-decoder", "../decoder/touchstone-decoder",
                              "../app/decoder/touchstone-decoder"}) {
        const fs::path program = (here / place).lexically_normal();
        if (fs::is_regular_file(program, ignored) && ::access(program.c_str(), X_OK) == 0)
            return program.string();
    }
    return {};
}

#ifdef TOUCHSTONE_WITH_SANDBOX

namespace {

Result<metadata::FileFacts> read_facts(imaging::sandbox::DecoderPool& pool, const std::string& path) {
    const Result<std::string> text = pool.read_facts(path, metadata::largest_file_with_facts);
    if (!text && text.error().code == ErrorCode::TooLarge)
        return metadata::FileFacts{};
    if (!text)
        return tl::unexpected(text.error());
    if (const auto facts = metadata::facts_from_text(*text))
        return *facts;
    return failure(ErrorCode::Damaged, path, "its metadata make no sense");
}

Result<std::optional<metadata::XmpMarks>> read_marks(imaging::sandbox::DecoderPool& pool, const std::string& path) {
    const Result<std::string> text = pool.read_marks(path, metadata::largest_file_with_facts);
    if (!text)
        return tl::unexpected(text.error());
    auto marks = metadata::marks_from_text(*text);
    if (!marks)
        marks.error().file = path;
    return marks;
}

} // namespace

SandboxState set_up_sandbox(bool wanted) {
    const char* choice = std::getenv("TOUCHSTONE_SANDBOX");
    if (!wanted || (choice != nullptr && std::string_view(choice) == "off"))
        return {};
    const std::string unprotected = "Photos are decoded without the sandbox, because ";
    imaging::sandbox::PoolOptions options;
    options.program = decoder_program();
    if (options.program.empty())
        return {false, {unprotected + "touchstone-decoder was not found beside this program. Install it again."}};
    auto pool = imaging::sandbox::DecoderPool::start(options);
    if (!pool)
        return {false, {unprotected + pool.error().message() + "."}};
    SandboxState state{.active = true, .notes = {}};
    if (const auto missing = (*pool)->missing_protections(); !missing.empty()) {
        std::string note = "The sandbox of the decoder is weaker here than it could be; the system refuses: ";
        for (std::size_t i = 0; i < missing.size(); ++i)
            note += (i == 0 ? "" : "; ") + missing[i];
        state.notes.push_back(note + ".");
    }
    metadata::set_facts_reader([shared = *pool](const std::string& path) { return read_facts(*shared, path); });
    metadata::set_marks_reader([shared = *pool](const std::string& path) { return read_marks(*shared, path); });
    imaging::set_file_decoder(std::move(*pool));
    return state;
}

#else

SandboxState set_up_sandbox(bool) {
    return {};
}

#endif

} // namespace touchstone
