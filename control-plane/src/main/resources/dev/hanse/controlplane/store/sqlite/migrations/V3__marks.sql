-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- What the store remembers of itself: StoreMark.
CREATE TABLE mark (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

PRAGMA user_version = 3;
