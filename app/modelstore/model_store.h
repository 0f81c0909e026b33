// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/modelstore/model_folders.h"
#include "engine/base/error.h"
#include "engine/nn/model_card.h"

namespace touchstone {

enum class ModelPlace { Shipped, Store };

/// One model file of a folder. A damaged one is listed too, with its error, so that it can be seen and removed.
struct InstalledModel {
    std::string path;
    ModelPlace place = ModelPlace::Shipped;
    bool runs_by_default = false;
    Result<ModelCard> card; ///< without the SHA-256

    std::string id() const; ///< the card's, or the file's name without suffix when there is no readable card
};

struct ImportOptions {
    std::string architecture;  ///< empty = found out from the file
    std::string preprocessing; ///< MUSIQ: "google" or "pyiqa"; empty = the card's, else google
    std::string id;            ///< empty = from the file's name
    std::string output;        ///< empty = into the store; else only this file is written
    /// For a TorchScript network, which says nothing of these by itself: as ScriptColumn's (engine/scoring).
    struct Script {
        std::string input;                              ///< "rgb01" or "imagenet"
        int side = 0;                                   ///< 0 = the photo's own size
        std::string output;                             ///< "scalar" or "distribution"
        std::optional<std::pair<double, double>> range; ///< empty = unknown, or 1 to the number of grades
        bool higher_is_better = true;
    };
    std::optional<Script> script;
    std::function<void(ModelCard&)> describe; ///< may complete the card before it is written; may be empty
};

/// What a check of one model found.
struct VerifiedModel {
    std::string id;
    std::string path;
    std::string sha256;                  ///< empty when the file cannot be read
    std::optional<std::string> recorded; ///< the hash written down when it was shipped or imported
    std::optional<Error> error;          ///< empty: whole, equal to the record and loads
};

/// The models this person can use: those that ship and those imported. Reads folders at every call and keeps no state;
/// safe on any thread, though two imports of one id at once are the caller's mistake.
class ModelStore {
public:
    explicit ModelStore(ModelFolders folders = ModelFolders::standard());

    const ModelFolders& folders() const { return folders_; }

    /// Shipped models first, each place sorted by file name; of two with one id the first is kept. By default run those
    /// that set_defaults() chose, as far as they are installed; else those that ship.
    std::vector<InstalledModel> list() const;

    /// Files of the models that run when none is named, in the chosen order; a Re-IQA encoder, which has no score by
    /// itself, is none of them. BadModel when there is none.
    Result<std::vector<std::string>> default_models() const;

    /// The file behind an id or a file name. A word with a '/' or the suffix .safetensors is tried as a file first.
    /// NotFound names the ids that exist.
    Result<std::string> resolve(const std::string& id_or_file) const;

    /// The installed file with this SHA-256: how a Re-IQA regressor's encoders are found (ScorerOptions::find_model).
    /// Looks at the records first; only encoders without a record are hashed.
    std::optional<std::string> find_by_hash(const std::string& sha256) const;

    /// Turns another program's checkpoint into a model file, or copies a model file, and checks that it loads. The card
    /// that comes back names the written file and its hash.
    Result<ModelCard> import(const std::string& file, const ImportOptions& options) const;

    /// Hashes the file again, compares with the record where there is one, and loads the network.
    VerifiedModel verify(const std::string& path) const;

    /// Only imported models can be removed, and an encoder only when no installed regressor was fitted on it: BadInput
    /// names that regressor.
    Result<void> remove(const std::string& id) const;

    std::optional<InstalledModel> find(const std::string& id) const;

    /// Which models run when none is named, in this order; kept in the store. An empty list: the shipped ones again.
    /// NotFound for an id that is not installed, NoRegressor for an encoder.
    Result<void> set_defaults(const std::vector<std::string>& ids) const;

private:
    Result<void> check_not_needed(const InstalledModel& encoder) const;

    ModelFolders folders_;
};

} // namespace touchstone
