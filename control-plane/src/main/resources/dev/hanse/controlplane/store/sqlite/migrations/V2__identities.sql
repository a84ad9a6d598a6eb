-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- Whom a token replaces; NULL: nobody. By whom and for which key it was redeemed; NULL: that was not kept yet.
ALTER TABLE token ADD COLUMN gateway TEXT;
ALTER TABLE token ADD COLUMN redeemed_by TEXT;
ALTER TABLE token ADD COLUMN redeemed_key TEXT;

-- Since when the keys of its pairs hold; NULL: since it joined. The tunnel key that it is to give up; NULL: none.
ALTER TABLE gateway ADD COLUMN keyed_at TEXT;
ALTER TABLE gateway ADD COLUMN retired_key BLOB;

PRAGMA user_version = 2;
