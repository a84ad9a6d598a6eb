-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- Which object asked for the export that was refused; empty: not known, or it is no export.
ALTER TABLE contribution ADD COLUMN refused_uid TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 8;
