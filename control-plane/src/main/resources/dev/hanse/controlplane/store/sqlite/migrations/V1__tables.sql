-- SPDX-FileCopyrightText: The Hanse authors
-- SPDX-License-Identifier: Apache-2.0

-- Times are text of java.time.Instant, but milliseconds since 1970 where they are compared.
CREATE TABLE cluster (id TEXT PRIMARY KEY, pod_prefixes TEXT NOT NULL, service_prefixes TEXT NOT NULL,
  registered_at TEXT NOT NULL) STRICT;

CREATE TABLE gateway (cluster TEXT NOT NULL, name TEXT NOT NULL, joined_at TEXT NOT NULL,
  certificate_expires_at TEXT NOT NULL, last_seen TEXT, software_version TEXT NOT NULL, tunnel BLOB,
  PRIMARY KEY (cluster, name)) STRICT;

CREATE TABLE certificate (serial TEXT PRIMARY KEY, identity TEXT NOT NULL, issued_at TEXT NOT NULL,
  expires_at INTEGER NOT NULL, revoked_at TEXT) STRICT;

CREATE TABLE token (id TEXT PRIMARY KEY, secret_hash TEXT NOT NULL UNIQUE, cluster TEXT NOT NULL,
  additional_gateway INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at TEXT) STRICT;

CREATE TABLE contribution (cluster TEXT NOT NULL, gateway TEXT NOT NULL, namespace TEXT NOT NULL,
  service TEXT NOT NULL, slice TEXT NOT NULL, stamp INTEGER NOT NULL, item BLOB, refusal_reason TEXT,
  refusal_message TEXT, PRIMARY KEY (cluster, gateway, namespace, service, slice)) STRICT;

CREATE TABLE export_position (cluster TEXT NOT NULL, gateway TEXT NOT NULL, epoch TEXT NOT NULL,
  version INTEGER NOT NULL, PRIMARY KEY (cluster, gateway)) STRICT;

CREATE TABLE first_seen (cluster TEXT NOT NULL, namespace TEXT NOT NULL, service TEXT NOT NULL,
  at TEXT NOT NULL, PRIMARY KEY (cluster, namespace, service)) STRICT;

CREATE TABLE view (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL, revision INTEGER NOT NULL,
  shared_changed_at INTEGER NOT NULL) STRICT;

CREATE TABLE gateway_view (cluster TEXT NOT NULL, gateway TEXT NOT NULL, changed_at INTEGER NOT NULL,
  PRIMARY KEY (cluster, gateway)) STRICT;

CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor TEXT NOT NULL,
  action TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL) STRICT;

PRAGMA user_version = 1;
