-- What the Firebase emulator keeps. These accounts are a provider's: the people of the REST API are in `users`.
-- `era` counts the changes of the password; a refresh token names the one it was made in.
CREATE TABLE firebase_accounts (
    uid                 TEXT PRIMARY KEY,
    email               TEXT UNIQUE,
    email_verified      INTEGER NOT NULL DEFAULT 0,
    display_name        TEXT,
    photo_url           TEXT,
    password_hash       TEXT,
    password_updated_at INTEGER,
    disabled            INTEGER NOT NULL DEFAULT 0,
    created_at          INTEGER NOT NULL,
    last_login_at       INTEGER NOT NULL,
    last_refresh_at     INTEGER NOT NULL,
    valid_since         INTEGER NOT NULL,
    era                 INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One account of another provider (google.com, github.com) behind an account.
CREATE TABLE firebase_links (
    provider     TEXT NOT NULL,
    raw_id       TEXT NOT NULL,
    uid          TEXT NOT NULL REFERENCES firebase_accounts (uid) ON DELETE CASCADE,
    email        TEXT,
    display_name TEXT,
    photo_url    TEXT,
    screen_name  TEXT,
    PRIMARY KEY (provider, raw_id),
    UNIQUE (uid, provider)
) STRICT, WITHOUT ROWID;

-- Codes that would have been mailed. `seq` is the order in which they were asked for.
CREATE TABLE firebase_codes (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    code       TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    email      TEXT NOT NULL,
    new_email  TEXT,
    link       TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
