-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- When the exporter said that the export was made; NULL where that does not count.
ALTER TABLE first_seen ADD COLUMN claimed TEXT;

PRAGMA user_version = 4;
