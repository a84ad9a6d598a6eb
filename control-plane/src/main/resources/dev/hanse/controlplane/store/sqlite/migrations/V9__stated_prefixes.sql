-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- Which of its pod prefixes the cluster's token stated, separated by blanks: these may have addresses of others. Empty: none, or it joined before this was kept.
ALTER TABLE cluster ADD COLUMN stated_prefixes TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 9;
