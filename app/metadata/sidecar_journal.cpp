// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/metadata/sidecar_journal.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/metadata/sidecar_file.h"
#include "engine/base/files.h"

namespace touchstone::metadata {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::string_view undone_suffix = ".undone.jsonl";
constexpr std::string_view suffix = ".jsonl";

tl::unexpected<Error> cannot_write(const std::string& path, int number) {
    return failure(ErrorCode::WriteFailed, path,
                   std::string("the journal of sidecars cannot be written: ") + std::strerror(number),
                   number == ENOSPC ? "free some space" : "make the library's folder writable");
}

std::string file_name(std::int64_t id, bool undone) {
    char name[40];
    std::snprintf(name, sizeof name, "%08lld", static_cast<long long>(id));
    return std::string(name) + std::string(undone ? undone_suffix : suffix);
}

/// Paths are bytes; JSON is text.
std::string bytes_of(const json& text) {
    const std::string& encoded = text.get_ref<const std::string&>();
    std::string bytes;
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        unsigned value = 0;
        const char* digits = encoded.data() + i + 1;
        if (encoded[i] == '%' && i + 2 < encoded.size() &&
            std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
            bytes += static_cast<char>(value);
            i += 2;
        } else {
            bytes += encoded[i];
        }
    }
    return bytes;
}

struct BatchFile {
    JournalBatch batch;
    std::vector<JournalRecord> records;
};

/// The last line of a killed program's file may be half a line: what it announced was never begun.
Result<BatchFile> read_batch(const std::string& path, bool with_records) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return failure(ErrorCode::ReadFailed, path, "the journal of sidecars cannot be read");
    BatchFile read;
    for (std::string line; std::getline(file, line);) {
        const json object = json::parse(line, nullptr, false);
        if (object.is_discarded() || !object.is_object())
            break;
        try {
            if (object.contains("at"))
                read.batch.at = object.at("at").get<std::string>();
            if (object.contains("end"))
                read.batch.whole = true;
            if (!object.contains("sidecar"))
                continue;
            ++read.batch.sidecars;
            if (with_records)
                read.records.push_back({bytes_of(object.at("photo")), bytes_of(object.at("sidecar")),
                                        object.at("before").is_null()
                                            ? std::nullopt
                                            : std::optional(object.at("before").get<std::string>()),
                                        object.at("after").get<std::string>()});
        } catch (const json::exception& problem) {
            return failure(ErrorCode::Damaged, path,
                           std::string("the journal of sidecars is damaged: ") + problem.what());
        }
    }
    return read;
}

std::vector<JournalBatch> batches_in(const std::string& folder) {
    std::vector<JournalBatch> batches;
    std::error_code problem; // no folder, no batches
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        JournalBatch batch;
        const auto [stop, bad] = std::from_chars(name.data(), name.data() + name.size(), batch.id);
        const std::string_view rest(stop, static_cast<std::size_t>(name.data() + name.size() - stop));
        if (bad != std::errc{} || (rest != suffix && rest != undone_suffix))
            continue;
        batch.undone = rest == undone_suffix;
        batches.push_back(batch);
    }
    std::sort(batches.begin(), batches.end(), [](const JournalBatch& a, const JournalBatch& b) { return a.id < b.id; });
    return batches;
}

} // namespace

std::string sidecar_journal_folder(const std::string& catalogue_folder) {
    return catalogue_folder + "/sidecar-journal";
}

Result<SidecarJournal> SidecarJournal::open(const std::string& folder, int kept) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        return cannot_write(folder, problem.value());
    Descriptor lock(::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!lock.ok())
        return cannot_write(folder, errno);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        return failure(ErrorCode::WriteFailed, folder, "another program is writing sidecars", "wait until it is done");
    return SidecarJournal(folder, kept, std::move(lock));
}

Result<std::vector<JournalBatch>> SidecarJournal::list(const std::string& folder) {
    std::vector<JournalBatch> batches = batches_in(folder);
    for (JournalBatch& batch : batches) {
        const auto read = read_batch(folder + "/" + file_name(batch.id, batch.undone), false);
        if (!read)
            return tl::unexpected(read.error());
        const bool undone = batch.undone;
        const std::int64_t id = batch.id;
        batch = read->batch;
        batch.id = id;
        batch.undone = undone;
    }
    return batches;
}

Result<std::vector<JournalRecord>> SidecarJournal::read(const std::string& folder, std::int64_t id) {
    for (const bool undone : {false, true}) {
        const std::string path = folder + "/" + file_name(id, undone);
        std::error_code problem;
        if (!fs::exists(path, problem))
            continue;
        auto batch = read_batch(path, true);
        if (!batch)
            return tl::unexpected(batch.error());
        return std::move(batch->records);
    }
    return failure(ErrorCode::NotFound, {}, "there is no batch " + std::to_string(id) + " of written sidecars",
                   "see the list");
}

void SidecarJournal::clear_leftovers(const std::vector<JournalBatch>& batches) const {
    if (batches.empty())
        return;
    const JournalBatch& last = batches.back();
    const auto file = read_batch(folder_ + "/" + file_name(last.id, last.undone), true);
    if (!file || file->batch.whole)
        return;
    std::set<std::string> folders;
    for (const JournalRecord& record : file->records)
        folders.insert(fs::path(record.sidecar).parent_path().string());
    for (const std::string& folder : folders)
        remove_leftovers(folder.empty() ? "." : folder);
}

void SidecarJournal::prune(const std::vector<JournalBatch>& batches) const {
    for (std::size_t i = 0; i + static_cast<std::size_t>(kept_) < batches.size() + 1; ++i)
        ::unlink((folder_ + "/" + file_name(batches[i].id, batches[i].undone)).c_str());
}

Result<std::int64_t> SidecarJournal::begin() {
    const std::vector<JournalBatch> batches = batches_in(folder_);
    clear_leftovers(batches);
    const std::int64_t id = batches.empty() ? 1 : batches.back().id + 1;
    file_path_ = folder_ + "/" + file_name(id, false);
    file_ = Descriptor(::open(file_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600));
    if (!file_.ok())
        return cannot_write(file_path_, errno);
    if (const Result<void> written = write(json{{"touchstone", "sidecars"}, {"at", moment_now()}}.dump() + "\n");
        !written)
        return tl::unexpected(written.error());
    const Descriptor handle(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.ok())
        ::fsync(handle.get());
    prune(batches);
    return id;
}

Result<void> SidecarJournal::write(const std::string& text) {
    std::string_view rest = text;
    while (!rest.empty()) {
        const ssize_t written = ::write(file_.get(), rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return cannot_write(file_path_, errno);
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fdatasync(file_.get()) != 0)
        return cannot_write(file_path_, errno);
    return {};
}

Result<void> SidecarJournal::note(std::span<const SidecarEdit> edits) {
    std::string text;
    for (const SidecarEdit& edit : edits)
        text += json{{"photo", percent_encode_path(edit.photo)},
                     {"sidecar", percent_encode_path(edit.sidecar)},
                     {"before", edit.before ? json(*edit.before) : json()},
                     {"after", edit.after}}
                    .dump() +
                "\n";
    return write(text);
}

Result<void> SidecarJournal::end() {
    const Result<void> written = write(json{{"end", true}}.dump() + "\n");
    file_.close();
    return written;
}

Result<void> SidecarJournal::set_undone(std::int64_t id) {
    const std::string from = folder_ + "/" + file_name(id, false), to = folder_ + "/" + file_name(id, true);
    if (::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT)
        return cannot_write(from, errno);
    return {};
}

Result<WriteReport> write_sidecars(SidecarJournal& journal, const EditSource& next,
                                   const std::function<void(const WriteReport&)>& progress, std::stop_token stop) {
    constexpr std::size_t at_once = 64;
    WriteReport report;
    std::vector<SidecarEdit> waiting;
    const auto write_waiting = [&]() -> Result<void> {
        if (waiting.empty())
            return {};
        if (report.batch == 0) {
            const Result<std::int64_t> batch = journal.begin();
            if (!batch)
                return tl::unexpected(batch.error());
            report.batch = *batch;
        }
        if (const Result<void> noted = journal.note(waiting); !noted)
            return noted;
        for (const SidecarEdit& edit : waiting) {
            const Result<void> put = put_sidecar(edit.sidecar, edit.before, edit.after);
            if (put) {
                ++report.written;
            } else {
                report.foreign += put.error().what == changed_meanwhile(edit.sidecar).what ? 1 : 0;
                report.failures.push_back(put.error());
            }
            progress(report);
        }
        waiting.clear();
        return {};
    };
    bool more = true;
    while (more) {
        report.stopped = stop.stop_requested();
        std::optional<Result<SidecarEdit>> edit = report.stopped ? std::nullopt : next();
        more = edit.has_value();
        if (edit && !*edit) {
            report.failures.push_back(edit->error());
        } else if (edit && (*edit)->changes.empty()) {
            ++report.unchanged;
        } else if (edit) {
            waiting.push_back(std::move(**edit));
        }
        if (!more || waiting.size() >= at_once) {
            if (const Result<void> written = write_waiting(); !written)
                return tl::unexpected(written.error());
        } else {
            progress(report);
        }
    }
    if (report.batch != 0)
        if (const Result<void> ended = journal.end(); !ended)
            return tl::unexpected(ended.error());
    return report;
}

namespace {

/// Puts one sidecar back; counts it in the report.
void undo_record(const JournalRecord& record, bool dry_run, UndoReport& report) {
    const Result<std::optional<std::string>> now = sidecar_text(record.sidecar);
    if (!now) {
        report.failures.push_back(now.error());
        return;
    }
    if (*now == record.before) {
        ++report.untouched;
        return;
    }
    if (*now != record.after) {
        report.failures.push_back(changed_meanwhile(record.sidecar));
        return;
    }
    if (!dry_run) {
        const Result<void> done = record.before ? put_sidecar(record.sidecar, record.after, *record.before)
                                                : remove_sidecar(record.sidecar, record.after);
        if (!done) {
            report.failures.push_back(done.error());
            return;
        }
    }
    ++(record.before ? report.restored : report.removed);
}

} // namespace

Result<UndoReport> undo_batch(SidecarJournal& journal, std::int64_t id, bool dry_run) {
    const auto records = SidecarJournal::read(journal.folder(), id);
    if (!records)
        return tl::unexpected(records.error());
    UndoReport report;
    for (auto record = records->rbegin(); record != records->rend(); ++record)
        undo_record(*record, dry_run, report);
    if (!dry_run)
        if (const Result<void> marked = journal.set_undone(id); !marked)
            return tl::unexpected(marked.error());
    return report;
}

} // namespace touchstone::metadata
