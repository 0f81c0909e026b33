-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: 2026 The Touchstone authors
-- What was done to marks, so that a slip of the hand over a thousand photos can be looked up; and groups of photos.

CREATE TABLE journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  photos INTEGER NOT NULL,
  size INTEGER NOT NULL,
  acts TEXT NOT NULL
);

-- Bursts and near-duplicates. A photo is in one group at most.
CREATE TABLE photo_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL
);

CREATE TABLE group_member (
  photo INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
  photo_group INTEGER NOT NULL REFERENCES photo_group ON DELETE CASCADE
);

CREATE INDEX group_member_group ON group_member (photo_group);
