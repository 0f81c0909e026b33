// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/regression/splits.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

namespace touchstone::training {

namespace {

/// std::shuffle and the library's distributions differ between machines; the engine itself does not.
void shuffle(std::vector<std::size_t>& order, std::mt19937_64& random) {
    for (std::size_t i = order.size(); i > 1; --i) {
        const std::uint64_t limit = random.max() - random.max() % i; // what is left over would favour small numbers
        std::uint64_t drawn = random();
        while (drawn >= limit)
            drawn = random();
        std::swap(order[i - 1], order[drawn % i]);
    }
}

std::size_t find_root(std::vector<std::size_t>& parent, std::size_t row) {
    while (parent[row] != row) {
        parent[row] = parent[parent[row]];
        row = parent[row];
    }
    return row;
}

/// Takes whole groups from the front of `order` while that brings the part nearer to its share, at least one.
std::size_t fill(Split& split, SplitPart part, double wanted, const std::vector<std::vector<std::size_t>>& members,
                 const std::vector<std::size_t>& order, std::size_t next) {
    double taken = 0;
    for (const std::size_t first = next; next < order.size(); ++next) {
        const auto size = static_cast<double>(members[order[next]].size());
        if (next > first && std::abs(taken + size - wanted) > std::abs(taken - wanted))
            break;
        for (const std::size_t row : members[order[next]])
            split.parts[row] = part;
        taken += size;
    }
    return next;
}

Split draw(const std::vector<std::vector<std::size_t>>& members, std::size_t rows, std::mt19937_64& random) {
    std::vector<std::size_t> order(members.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    shuffle(order, random);
    Split split{std::vector<SplitPart>(rows, SplitPart::Learn)};
    const auto n = static_cast<double>(rows);
    const std::size_t after_test = fill(split, SplitPart::Test, 0.2 * n, members, order, 0);
    fill(split, SplitPart::Validation, 0.1 * n, members, order, after_test);
    return split;
}

} // namespace

std::vector<std::size_t> Split::members(SplitPart part) const {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < parts.size(); ++row)
        if (parts[row] == part)
            rows.push_back(row);
    return rows;
}

std::string Split::letters() const {
    std::string text;
    for (const SplitPart part : parts)
        text += static_cast<char>(part);
    return text;
}

std::vector<std::size_t> joined_groups(std::size_t rows, const std::vector<std::vector<std::string>>& key_columns) {
    std::vector<std::size_t> parent(rows);
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    for (const std::vector<std::string>& keys : key_columns) {
        std::map<std::string, std::size_t> first;
        for (std::size_t row = 0; row < keys.size(); ++row) {
            if (keys[row].empty())
                continue;
            const auto [known, added] = first.emplace(keys[row], row);
            if (!added)
                parent[find_root(parent, row)] = find_root(parent, known->second);
        }
    }
    std::map<std::size_t, std::size_t> number;
    std::vector<std::size_t> groups;
    for (std::size_t row = 0; row < rows; ++row)
        groups.push_back(number.emplace(find_root(parent, row), number.size()).first->second);
    return groups;
}

Result<std::vector<Split>> make_splits(const std::vector<std::size_t>& groups, std::size_t count, std::uint64_t seed) {
    if (groups.size() < least_photos)
        return failure(ErrorCode::BadInput, {},
                       std::to_string(groups.size()) + " photos are too few to split: " +
                           std::to_string(least_photos - groups.size()) + " are missing",
                       "label at least " + std::to_string(least_photos) + " photos");
    const std::size_t group_count = *std::max_element(groups.begin(), groups.end()) + 1;
    if (group_count < least_groups)
        return failure(ErrorCode::BadInput, {},
                       "the photos form only " + std::to_string(group_count) + " groups, and none may be split",
                       "label photos of at least " + std::to_string(least_groups) + " groups");
    std::vector<std::vector<std::size_t>> members(group_count);
    for (std::size_t row = 0; row < groups.size(); ++row)
        members[groups[row]].push_back(row);

    std::mt19937_64 random(seed);
    std::vector<Split> splits;
    for (std::size_t attempts = 0; splits.size() < count; ++attempts) {
        // A few large groups can leave next to nothing to learn from; another order may do better.
        if (attempts > 20 * count + 100)
            return failure(ErrorCode::BadInput, {}, "the groups are too uneven to be split 70/10/20",
                           "cut the largest groups, or leave some of their photos out");
        Split split = draw(members, groups.size(), random);
        if (2 * split.members(SplitPart::Learn).size() >= groups.size())
            splits.push_back(std::move(split));
    }
    return splits;
}

} // namespace touchstone::training
