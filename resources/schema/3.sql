-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: 2026 The Touchstone authors
-- What grouping needs: a coarse picture of each content, made once, and the proposals that a person declined.

-- method: how `data` was made; data of another method is made anew. Empty data: the content cannot be decoded.
CREATE TABLE signature (
  content INTEGER PRIMARY KEY REFERENCES content ON DELETE CASCADE,
  method INTEGER NOT NULL,
  data BLOB NOT NULL
);

-- Forgotten when the photo's group changes: then another question is asked.
CREATE TABLE declined (
  photo INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE
);

