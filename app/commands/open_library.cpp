// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/open_library.h"

#include <algorithm>
#include <array>
#include <clocale>
#include <filesystem>
#include <system_error>

#include <QCoreApplication>
#include <QDateTime>

#include "app/library/cache_files.h"
#include "app/modelstore/hash_list.h"
#include "app/modelstore/model_store.h"
#include "engine/base/files.h"

namespace touchstone::cli {

namespace fs = std::filesystem;
using library::Issue;

namespace {

/// How many models a list shows at once: each is a join of the catalogue's tables.
constexpr std::size_t most_models = 20;

/// QtSql finds its driver through the application object. Made once; lives as long as the program.
void need_qt() {
    if (QCoreApplication::instance()) // reports need the one with fonts
        return;
    static int count = 1;
    static char name[] = "touchstone-cli";
    static std::array<char*, 2> words{name, nullptr};
    static QCoreApplication application(count, words.data());
    // Qt takes over the person's locale; numbers of the command line are everybody's.
    std::setlocale(LC_NUMERIC, "C");
}

void tell(const std::vector<Issue>& notices, Console& console) {
    for (const Issue& issue : notices)
        console.message((issue.file.empty() ? "" : issue.file + ": ") + issue.text.toStdString());
}

/// Cards of installed models with the hash on record; nothing is read but the cards.
std::vector<ModelCard> installed_cards(std::vector<std::string>& defaults) {
    std::vector<ModelCard> cards;
    for (const InstalledModel& model : ModelStore().list()) {
        if (!model.card)
            continue;
        ModelCard card = *model.card;
        const fs::path file(model.path);
        if (const auto hashes = HashList::read(file.parent_path().string()))
            card.sha256 = hashes->find(file.filename().string()).value_or("");
        if (model.runs_by_default)
            defaults.push_back(card.id);
        cards.push_back(std::move(card));
    }
    return cards;
}

struct Candidate {
    library::ModelRow row;
    bool usual = false;        ///< made as the installed model is used without options
    std::size_t place = 10000; ///< among the default models
};

bool is_better(const Candidate& a, const Candidate& b) {
    if (a.place != b.place)
        return a.place < b.place;
    if (a.usual != b.usual)
        return a.usual;
    if (a.row.scores != b.row.scores)
        return a.row.scores > b.row.scores;
    return a.row.id > b.row.id; // the newest
}

ModelCard card_of(const library::ModelRow& row, const std::string& id) {
    ModelCard card;
    card.id = id;
    card.title = row.title;
    card.range = row.range;
    card.higher_is_better = row.higher_is_better;
    card.sha256 = row.recipe.model_sha256;
    card.preprocessing = row.recipe.preprocessing;
    return card;
}

} // namespace

OptionSpec library_option() {
    return {"library", "FOLDER", "Folder of the library. Default: TOUCHSTONE_LIBRARY, or the one that the window uses.",
            {},        false,    false};
}

Result<OpenLibrary> open_library(const Arguments& arguments, Access access, Console& console) {
    need_qt();
    OpenLibrary opened;
    library::CatalogueOptions options;
    options.folder = arguments.has("library") ? library::absolute_path(arguments.value("library"))
                                              : library::default_catalogue_folder();
    options.read_only = access == Access::Read;
    opened.folder = options.folder;
    std::error_code ignored; // what cannot be looked at is not there for us
    opened.exists = fs::exists(fs::path(options.folder) / "catalogue.db", ignored);
    opened.catalogue = library::Catalogue::open(options);
    const std::vector<Issue> notices = opened.catalogue->notices();
    if (access == Access::Write && opened.catalogue->state() != library::Catalogue::State::Open) {
        std::string why = "cannot be written";
        if (!notices.empty()) {
            why = notices.back().text.toStdString();
            options.folder = notices.back().file;
        }
        return failure(ErrorCode::PermissionDenied, options.folder, why);
    }
    tell(notices, console);
    auto reader = opened.catalogue->reader();
    if (!reader)
        return tl::unexpected(reader.error());
    opened.reader = std::move(*reader);
    return opened;
}

Result<ListedScores> listed_scores(library::CatalogueReader& reader, const std::string& model) {
    const auto rows = reader.models();
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<std::string> defaults;
    const std::vector<ModelCard> installed = installed_cards(defaults);
    std::vector<Candidate> candidates;
    for (const library::ModelRow& row : *rows) {
        if (row.scores == 0)
            continue;
        Candidate candidate{row};
        const auto by_default = std::find(defaults.begin(), defaults.end(), row.recipe.model);
        if (by_default != defaults.end())
            candidate.place = static_cast<std::size_t>(by_default - defaults.begin());
        candidate.usual = std::any_of(installed.begin(), installed.end(), [&](const ModelCard& card) {
            return card.id == row.recipe.model && !card.sha256.empty() &&
                   library::ScoreRecipe::of(card, {}, imaging::DecodeMode::Upright).key() == row.recipe_key;
        });
        candidates.push_back(std::move(candidate));
    }
    std::sort(candidates.begin(), candidates.end(), is_better);
    ListedScores listed;
    std::vector<Candidate> others;
    std::string known;
    const auto add = [&](const library::ModelRow& row, const std::string& id) {
        known += (known.empty() ? "" : ", ") + id;
        if (listed.wanted.size() >= most_models && id != model)
            return;
        listed.wanted.push_back({row.recipe_key, id});
        listed.cards.push_back(card_of(row, id));
    };
    // The best of each model has its plain name; all others follow.
    for (Candidate& candidate : candidates) {
        const std::string& id = candidate.row.recipe.model;
        const bool taken =
            std::any_of(listed.cards.begin(), listed.cards.end(), [&](const ModelCard& card) { return card.id == id; });
        if (taken)
            others.push_back(std::move(candidate));
        else
            add(candidate.row, id);
    }
    for (const Candidate& candidate : others)
        add(candidate.row, candidate.row.recipe.model + '@' + candidate.row.recipe_key.substr(0, 8));
    if (model.empty()) {
        listed.current = listed.cards.empty() ? std::string() : listed.cards.front().id;
        return listed;
    }
    const auto wanted =
        std::find_if(listed.cards.begin(), listed.cards.end(), [&](const ModelCard& card) { return card.id == model; });
    if (wanted == listed.cards.end())
        return failure(ErrorCode::BadModel, model, "has given no scores that the library knows",
                       known.empty() ? "the library has no scores yet: use `touchstone-cli score --format jsonl` and "
                                       "`touchstone-cli library import-scores`"
                                     : "use one of " + known);
    listed.current = model;
    return listed;
}

std::string time_text(std::int64_t ms, const char* suffix) {
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    return moment.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")).toStdString() + suffix;
}

} // namespace touchstone::cli
