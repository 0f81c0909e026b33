// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/fuzz/hostile_reading.h"

#include <cmath>
#include <memory>
#include <numeric>
#include <vector>

#include "app/culling/grouping.h"
#include "app/culling/grouping_run.h"
#include "app/library/catalogue/rules.h"
#include "app/library/catalogue/sqlite_reader.h"
#include "app/library/query/photo_filter.h"
#include "app/library/query/photo_order.h"

namespace touchstone::fuzz {

using namespace touchstone::library;

namespace {

/// What a reader gave that lists could not take.
struct Broken {
    const char* what;
};

#define EXPECT(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            throw Broken{#condition};                                                                                  \
    } while (false)

bool is_sane(Size size) {
    return size.width >= 0 && size.height >= 0 && size.width <= (1 << 24) && size.height <= (1 << 24);
}

/// What lists, bars and painters take for granted.
void check(const PhotoEntry& photo) {
    EXPECT(photo.marks.rating >= 0 && photo.marks.rating <= 5 && photo.marks.label <= Label::Purple &&
           photo.marks.flag <= Flag::Reject);
    EXPECT(is_sane(photo.pixel_size) && photo.id != no_photo);
    EXPECT(!photo.sharpness || std::isfinite(*photo.sharpness));
    for (const ScoreRecord& score : photo.scores) {
        EXPECT(std::isfinite(score.score.value) && is_sane(score.scored_size));
        EXPECT(!score.score.standard_deviation || std::isfinite(*score.score.standard_deviation));
        for (const double part : score.score.distribution)
            EXPECT(std::isfinite(part));
    }
}

std::vector<ModelCard> cards_of(const std::vector<ModelRow>& rows) {
    std::vector<ModelCard> cards;
    for (const ModelRow& row : rows) {
        ModelCard card;
        card.id = row.recipe.model;
        card.higher_is_better = row.higher_is_better;
        EXPECT(!row.range || (std::isfinite(row.range->first) && std::isfinite(row.range->second)));
        cards.push_back(card);
    }
    return cards;
}

const std::vector<PhotoFilter>& usual_filters() {
    static const std::vector<PhotoFilter> filters = [] {
        std::vector<PhotoFilter> made;
        for (const char* text : {"score>=60 percentile>=50 disagreement>1", "rating:1.. size>1kB width>1 megapixels>0",
                                 "date:2024 | modified:2023-05 | sharpness<1", "label:red | is:picked | is:burst",
                                 "name:a camera:c lens:l folder:/p format:raw"})
            made.push_back(PhotoFilter::parse(QLatin1String(text)).value());
        return made;
    }();
    return filters;
}

void list(const std::vector<PhotoEntry>& entries, std::vector<ModelCard> cards,
          const std::vector<CollectionRow>& collections) {
    PhotoValues values(entries);
    values.setModels(std::move(cards));
    values.setCurrentModel("m1");
    values.rebuild();
    NameRanks names;
    for (const PhotoEntry& entry : entries)
        names.append(entry);
    std::vector<int> places(entries.size());
    std::iota(places.begin(), places.end(), 0);
    std::vector<SortOrder> orders;
    for (int key = 0; key <= static_cast<int>(SortKey::Distance); ++key)
        for (const bool reversed : {false, true})
            orders.push_back({static_cast<SortKey>(key), reversed});
    for (const CollectionRow& collection : collections)
        if (const auto order = SortOrder::parse(collection.order))
            orders.push_back(*order);
    for (const SortOrder& order : orders) {
        sort_places(places, order, entries, values, names);
        EXPECT(is_sorted(places, order, entries, values, names));
    }
    std::vector<PhotoFilter> filters = usual_filters();
    for (const CollectionRow& collection : collections)
        filters.push_back(PhotoFilter::parseTyped(collection.filter).filter);
    for (const PhotoFilter& filter : filters)
        for (std::size_t place = 0; place < entries.size(); ++place)
            (void)filter.accepts(entries[place], place, values);
}

void group(SqliteReader& reader) {
    std::vector<culling::Shot> shots;
    (void)reader.shots({}, [&](ShotRow&& row) {
        shots.push_back(culling::shot_of(row));
        return true;
    });
    std::vector<ContentHash> contents;
    for (const culling::Shot& shot : shots)
        contents.push_back(shot.content.value_or(ContentHash{}));
    const auto signatures = reader.signatures(culling::signature_method, contents);
    for (std::size_t i = 0; signatures && i < shots.size(); ++i)
        if ((*signatures)[i])
            if (const auto signature = culling::Signature::of_bytes(*(*signatures)[i]))
                shots[i].look = std::make_shared<culling::Look>(culling::look_of(*signature));
    (void)culling::group(shots);
}

void read_everything(SqliteReader& reader) {
    const auto models = reader.models();
    const auto collections = reader.collections();
    const auto roots = reader.roots();
    std::vector<Scope> scopes{Scope{Scope::Kind::Ids, 0, {}, {1, 2, 3, 4, -1, INT64_MAX}, true}, Scope{}};
    if (roots && !roots->empty()) {
        scopes.push_back({Scope::Kind::Folder, roots->front().id, "a", {}, false});
        (void)reader.folders(roots->front().id);
        (void)reader.files(roots->front().id);
    }
    const std::vector<WantedScores> wanted{{"r1", "m1"}, {"r2", "m2"}};
    for (const Scope& scope : scopes) {
        std::vector<PhotoEntry> entries;
        const auto read = reader.photos(scope, wanted, [&](PhotoEntry&& entry) {
            check(entry);
            entries.push_back(std::move(entry));
            return true;
        });
        if (read && models && collections && scope.with_missing)
            list(entries, cards_of(*models), *collections);
        if (const auto best = reader.best(scope, wanted, true, 2))
            for (const PhotoEntry& entry : *best)
                check(entry);
        if (const auto values = reader.values(scope, "r1"))
            for (const double value : *values)
                EXPECT(std::isfinite(value));
    }
    ContentHash content;
    content.bytes.back() = 1;
    (void)reader.scores("r1", std::vector{content});
    (void)reader.rootOf("/p/a/b.jpg");
    (void)reader.idsOf(std::vector<std::string>{"/p/a.jpg", "/q/b/c", "/"});
    for (const PhotoId id : {1, 2, 3}) {
        (void)reader.absolutePath(id);
        (void)reader.facts(id);
    }
    (void)reader.withoutFacts(10);
    (void)reader.withoutContent(10);
    (void)reader.groups();
    (void)reader.declined();
    (void)reader.counts();
    group(reader);
}

} // namespace

std::string read_hostile_rows(const std::string& database) {
    auto connection = Connection::open(database, Connection::Mode::Read);
    if (!connection)
        return {};
    (void)broken_rules(**connection);
    SqliteReader reader(std::move(*connection));
    try {
        read_everything(reader);
    } catch (const Broken& broken) {
        return broken.what;
    }
    return {};
}

} // namespace touchstone::fuzz
