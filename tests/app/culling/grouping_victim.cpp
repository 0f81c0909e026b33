// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Makes and dissolves groups of a library until it is killed.
#include <cstdio>

#include <unistd.h>

#include <QCoreApplication>

#include "app/library/catalogue/catalogue.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

void say(const std::string& line) {
    const std::string whole = line + '\n';
    if (::write(STDOUT_FILENO, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
        _exit(3);
}

/// Turn by turn, pairs and triples of photos 1 … 600.
Result<void> regroup(CatalogueWriter& writer, const std::vector<std::int64_t>& dissolved, int size,
                     std::vector<std::int64_t>& made) {
    std::vector<PhotoGroup> groups;
    for (PhotoId first = 1; first <= 600; first += size) {
        groups.push_back({0, size == 2 ? GroupKind::Burst : GroupKind::Similar, {}});
        for (PhotoId id = first; id < first + size; ++id)
            groups.back().members.push_back(id);
    }
    auto ids = writer.changeGroups(dissolved, groups);
    if (!ids)
        return tl::unexpected(ids.error());
    made = std::move(*ids);
    return {};
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc != 2)
        return 2;
    CatalogueOptions options;
    options.folder = argv[1];
    const auto catalogue = Catalogue::open(options);
    if (catalogue->state() != Catalogue::State::Open)
        return 4;
    std::vector<std::int64_t> groups;
    const auto reader = catalogue->reader();
    const auto known = (*reader)->groups();
    if (!known)
        return 5;
    for (const PhotoGroup& group : *known)
        groups.push_back(group.id);
    say("open");
    for (int turn = 0;; ++turn) {
        std::vector<std::int64_t> made;
        const auto done = catalogue->writeNow(
            [&](CatalogueWriter& writer) { return regroup(writer, groups, turn % 2 == 0 ? 2 : 3, made); });
        if (!done) {
            std::fprintf(stderr, "%s\n", done.error().message().c_str());
            return 6;
        }
        groups = std::move(made);
        say("turn");
    }
}
