-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- What was refused is counted apart from what was done, so that refusals push out nothing but refusals. place is the order of lines over both.
ALTER TABLE audit ADD COLUMN at_millis INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
UPDATE audit SET place = id, at_millis = CAST(round(unixepoch(at, 'subsec') * 1000) AS INTEGER);

CREATE TABLE refusal (actor TEXT NOT NULL, action TEXT NOT NULL, outcome TEXT NOT NULL, has_identity INTEGER NOT NULL,
  subject TEXT NOT NULL, detail TEXT NOT NULL, count INTEGER NOT NULL, at TEXT NOT NULL, first_at TEXT NOT NULL,
  at_millis INTEGER NOT NULL, first_millis INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (actor, action, outcome)) STRICT;

INSERT INTO refusal (actor, action, outcome, has_identity, subject, detail, count, at, first_at, at_millis, first_millis, place)
  SELECT newest.actor, newest.action, newest.outcome, newest.actor LIKE 'spiffe://%', newest.subject, newest.detail, many.count,
    newest.at, oldest.at, newest.at_millis, oldest.at_millis, newest.place
  FROM (SELECT max(id) AS newest, min(id) AS oldest, count(*) AS count FROM audit WHERE outcome NOT IN ('granted', 'noticed')
      GROUP BY actor, action, outcome) AS many
    JOIN audit AS newest ON newest.id = many.newest JOIN audit AS oldest ON oldest.id = many.oldest;
DELETE FROM audit WHERE outcome NOT IN ('granted', 'noticed');

CREATE INDEX audit_place ON audit (place);
CREATE INDEX refusal_place ON refusal (place);
CREATE INDEX refusal_place_by_kind ON refusal (has_identity, place);
PRAGMA user_version = 5;
