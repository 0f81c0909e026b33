-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: 2026 The Touchstone authors
-- The library's base. Rules of these files: a statement ends with ';' at the end of its line; a published file never
-- changes again; the next change is the next number. Paths and names are BLOBs: a file's name is bytes, not text.

PRAGMA application_id = 1414745186;

CREATE TABLE root (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path BLOB NOT NULL,
  loose INTEGER NOT NULL DEFAULT 0,
  offline INTEGER NOT NULL DEFAULT 0,
  last_scan_ms INTEGER NOT NULL DEFAULT 0,
  UNIQUE (path, loose)
);

CREATE TABLE folder (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  root INTEGER NOT NULL REFERENCES root ON DELETE CASCADE,
  path BLOB NOT NULL,
  mtime_ns INTEGER NOT NULL DEFAULT 0,
  UNIQUE (root, path)
);

-- Cameras, lenses, devices: each name once, so that rows hold a number and equal names share their characters.
CREATE TABLE word (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
);

-- A file's bytes: what scores belong to. A photo that moves, or comes twice, meets its scores here again.
CREATE TABLE content (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE photo (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
  name BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  device INTEGER NOT NULL DEFAULT 0,
  inode INTEGER NOT NULL DEFAULT 0,
  missing INTEGER NOT NULL DEFAULT 0,
  quick BLOB,
  content INTEGER REFERENCES content,
  has_facts INTEGER NOT NULL DEFAULT 0,
  captured_ms INTEGER,
  camera INTEGER REFERENCES word,
  lens INTEGER REFERENCES word,
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  exposure_seconds REAL,
  f_number REAL,
  iso REAL,
  focal_mm REAL,
  exposure_bias REAL,
  sharpness REAL,
  paired_with INTEGER REFERENCES photo ON DELETE SET NULL,
  UNIQUE (folder, name)
);

-- Partial ones cost nothing while a scan adds rows that are not in them yet.
CREATE INDEX photo_content ON photo (content, missing, folder) WHERE content IS NOT NULL;
CREATE INDEX photo_quick ON photo (quick) WHERE quick IS NOT NULL;
CREATE INDEX photo_missing ON photo (folder) WHERE missing = 1;
CREATE INDEX photo_pair ON photo (paired_with) WHERE paired_with IS NOT NULL;
CREATE INDEX photo_without_facts ON photo (mtime_ns) WHERE has_facts = 0 AND missing = 0;
CREATE INDEX photo_without_content ON photo (mtime_ns) WHERE content IS NULL AND missing = 0;

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  recipe TEXT NOT NULL UNIQUE,
  model TEXT NOT NULL,
  model_sha256 TEXT NOT NULL,
  preprocessing TEXT NOT NULL,
  native_limit INTEGER,
  decode INTEGER NOT NULL,
  precision INTEGER NOT NULL,
  title TEXT NOT NULL,
  range_low REAL,
  range_high REAL,
  higher_is_better INTEGER NOT NULL
);

CREATE TABLE score (
  model INTEGER NOT NULL REFERENCES model,
  content INTEGER NOT NULL REFERENCES content,
  value REAL,
  missing TEXT,
  standard_deviation REAL,
  distribution BLOB,
  scored_width INTEGER NOT NULL,
  scored_height INTEGER NOT NULL,
  reduced INTEGER NOT NULL,
  device INTEGER REFERENCES word,
  seconds REAL NOT NULL,
  PRIMARY KEY (model, content),
  CHECK ((value IS NULL) = (missing IS NOT NULL))
) WITHOUT ROWID;

CREATE INDEX score_value ON score (model, value);

-- What a person said. Never in a table with what a model said.
CREATE TABLE mark (
  photo INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 0 AND 5),
  label INTEGER NOT NULL,
  flag INTEGER NOT NULL
);

CREATE TABLE failure (
  photo INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
  code TEXT NOT NULL,
  what BLOB NOT NULL,
  remedy BLOB NOT NULL
);

CREATE TABLE collection (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  filter TEXT NOT NULL,
  sort_order TEXT NOT NULL,
  built_in INTEGER NOT NULL DEFAULT 0,
  place INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
