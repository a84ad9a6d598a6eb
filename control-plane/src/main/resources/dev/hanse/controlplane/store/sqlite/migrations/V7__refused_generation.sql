-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- Which generation of an export was refused; 0: not known, or it is no export.
ALTER TABLE contribution ADD COLUMN refused_generation INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 7;
