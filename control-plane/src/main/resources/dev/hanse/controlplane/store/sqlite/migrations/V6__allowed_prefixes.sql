-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- Where the pod prefixes must lie of a cluster that joins with the token, separated by blanks; empty: anywhere.
ALTER TABLE token ADD COLUMN allowed_pod_prefixes TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 6;
