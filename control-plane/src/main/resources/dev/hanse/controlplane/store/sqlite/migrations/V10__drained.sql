-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- Whether flows are to take other gateways of the cluster.
ALTER TABLE gateway ADD COLUMN drained INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 10;
