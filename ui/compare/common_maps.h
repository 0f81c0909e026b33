// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include <QObject>

#include "app/library/library_session.h"

namespace touchstone::ui {

/// The maps of several photos: asked for one after the other, because a request replaces the one before it. GUI thread;
/// the session must outlive it.
class CommonMaps : public QObject {
    Q_OBJECT
public:
    explicit CommonMaps(library::LibrarySession& session, QObject* parent = nullptr);

    /// Wants the maps of these photos, those that are there already at once; of others nothing is wanted any more.
    void want(std::vector<library::PhotoId> photos);
    void forget(); ///< another model: all maps are others
    std::shared_ptr<const library::Explanation> map(library::PhotoId photo) const; ///< null when it is not there

Q_SIGNALS:
    void ready(qlonglong photo);
    void failed(qlonglong photo, const QString& why);

private:
    void next();

    library::LibrarySession& session_;
    std::vector<library::PhotoId> waiting_;
    library::PhotoId asked_ = library::no_photo;
    quint64 generation_ = 0;
    std::unordered_map<library::PhotoId, std::shared_ptr<const library::Explanation>> maps_;
};

} // namespace touchstone::ui
