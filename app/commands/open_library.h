// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/commands/command_line.h"
#include "app/commands/console.h"
#include "app/library/catalogue/catalogue.h"
#include "app/library/query/photo_values.h"

/// What `rank` and `library …` share: the catalogue, and which of its scores are meant.
namespace touchstone::cli {

/// --library FOLDER
OptionSpec library_option();

struct OpenLibrary {
    std::shared_ptr<library::Catalogue> catalogue;
    std::unique_ptr<library::CatalogueReader> reader;
    std::string folder;
    bool exists = false; ///< false: there is none yet, and it reads as an empty one
};

enum class Access {
    Read,  ///< changes nothing and needs no lock: works while the window is open
    Write, ///< makes the library when there is none
};

/// Opens the catalogue of --library or the person's own. What it has to tell goes to the console. Errors name what to
/// do; with Access::Write also when another program has it, or it cannot be written: the caller ends with exit_model.
Result<OpenLibrary> open_library(const Arguments& arguments, Access access, Console& console);

/// Scores of the catalogue that a list shows, the way the window names them: a model that is in use by its id, older
/// scores of it and those made otherwise as "id@" and 8 digits of their recipe.
struct ListedScores {
    std::vector<library::WantedScores> wanted;
    std::vector<ModelCard> cards; ///< beside them; id as listed. The models that run by default come first.
    std::string current;          ///< what is ranked by; empty when there are no scores at all
};
/// `model`: what --model says, an id as above; empty = the first of all. BadModel names those that exist.
Result<ListedScores> listed_scores(library::CatalogueReader& reader, const std::string& model);

/// Milliseconds since 1970 as "2024-05-31T12:00:00" with `suffix` behind it; whole seconds.
std::string time_text(std::int64_t ms, const char* suffix);

} // namespace touchstone::cli
