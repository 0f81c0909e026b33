// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/modelstore/model_pull.h"

#include <filesystem>
#include <system_error>

#include <QFile>
#include <QLockFile>

#include "app/modelstore/download.h"
#include "app/modelstore/hash_list.h"
#include "engine/base/files.h"

namespace touchstone {

namespace {

namespace fs = std::filesystem;

/// One pull. Lives for the length of the call.
class Pull {
public:
    Pull(const ModelStore& store, const PublishedModel& model, const PullOptions& options, std::stop_token stop)
        : store_(store)
        , model_(model)
        , options_(options)
        , stop_(std::move(stop))
        , folder_(downloads_folder(store))
        , file_(folder_ + "/" + model.id + "." + model.format) {}

    Result<ModelCard> run() {
        if (const Result<void> allowed = check(); !allowed)
            return tl::unexpected(allowed.error());
        std::error_code problem;
        fs::create_directories(folder_, problem);
        if (problem)
            return failure(ErrorCode::WriteFailed, folder_, "cannot be made: " + problem.message(),
                           "set TOUCHSTONE_DATA_DIR to a folder you may write");
        QLockFile lock(QFile::decodeName(QByteArray::fromStdString(folder_ + "/" + model_.id + ".lock")));
        if (!lock.tryLock(0))
            return failure(ErrorCode::BadInput, folder_, "\"" + model_.id + "\" is being downloaded already",
                           "wait until that is done");
        if (const Result<void> fetched = fetch(); !fetched)
            return tl::unexpected(fetched.error());
        const Result<std::string> hash = check_hash();
        if (!hash)
            return tl::unexpected(hash.error());
        return install(*hash);
    }

private:
    Result<void> check() const {
        if (!options_.licence_accepted)
            return failure(ErrorCode::BadInput, {}, "the licence of \"" + model_.id + "\" was not accepted",
                           "read its terms, then add --accept-licence");
        if (const auto taken = store_.find(model_.id))
            return failure(ErrorCode::BadInput, taken->path, "a model \"" + model_.id + "\" is installed already",
                           "remove that one first");
        return {};
    }

    void tell(PullStep step, std::uint64_t received = 0, std::optional<std::uint64_t> total = {}) const {
        if (options_.progress)
            options_.progress({step, received, total});
    }

    Result<void> fetch() const {
        DownloadRequest request;
        request.url = model_.url;
        request.file = file_;
        request.stall_ms = options_.stall_ms;
        request.max_bytes = options_.max_bytes;
        request.expected_bytes = model_.bytes;
        return download(
            request,
            [this](std::uint64_t received, std::optional<std::uint64_t> total) {
                tell(PullStep::Downloading, received, total ? total : model_.bytes);
            },
            stop_);
    }

    /// The file's hash, when it is the one it must be.
    Result<std::string> check_hash() const {
        tell(PullStep::Checking);
        Result<std::string> hash = sha256_of_file(file_);
        if (!hash)
            return hash;
        const bool published =
            (model_.sha256.empty() || model_.sha256 == *hash) && hash->starts_with(model_.sha256_start);
        if (!published) {
            drop_file();
            return failure(ErrorCode::Damaged, model_.url,
                           "is not the file that was published: its SHA-256 is " + *hash + ", not " +
                               (model_.sha256.empty() ? model_.sha256_start + "…" : model_.sha256),
                           "try again later, or look at the model's page for what changed");
        }
        const Result<HashList> records = HashList::read(folder_);
        if (!records)
            return tl::unexpected(records.error());
        if (const auto recorded = records->find(model_.id); recorded && *recorded != *hash) {
            drop_file();
            return failure(ErrorCode::Damaged, model_.url,
                           "is another file than the one first downloaded here: its SHA-256 is " + *hash + ", not " +
                               *recorded,
                           "if its makers say that they changed it, take the line of " + model_.id + " out of " +
                               folder_ + "/SHA256SUMS");
        }
        return hash;
    }

    Result<ModelCard> install(const std::string& hash) const {
        if (stop_.stop_requested())
            return failure(ErrorCode::Cancelled, model_.url, "was stopped before it was converted", "try again");
        tell(PullStep::Converting);
        ImportOptions import;
        import.architecture = model_.architecture;
        import.preprocessing = model_.architecture == "musiq" ? model_.preprocessing : "";
        import.id = model_.id;
        import.describe = [this](ModelCard & card) { model_.describe(card);
    };
    Result<ModelCard> card = store_.import(file_, import);
    if (!card) {
        // A file in an old format can be saved again by hand; everything else is only in the way.
        if (card.error().code != ErrorCode::UnsupportedFormat)
            drop_file();
        return card;
    }
    drop_file();
    const auto record = [&](HashList& records) { records.set(model_.id, hash); };
    if (const Result<void> kept = HashList::change(folder_, record); !kept)
        return tl::unexpected(kept.error());
    return card;
}

    void drop_file() const {
    std::error_code ignored; // the next download replaces it
    fs::remove(file_, ignored);
}

const ModelStore& store_;
const PublishedModel& model_;
const PullOptions& options_;
std::stop_token stop_;
std::string folder_, file_;
}; // namespace

} // namespace touchstone

std::string downloads_folder(const ModelStore& store) {
    return store.folders().store + "/downloads";
}

Result<ModelCard> pull_model(const ModelStore& store, const PublishedModel& model, const PullOptions& options,
                             std::stop_token stop) {
    return Pull(store, model, options, std::move(stop)).run();
}

} // namespace touchstone
