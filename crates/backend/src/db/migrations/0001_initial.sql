-- Times are milliseconds since 1970, UTC. Ids are texts: some clients bring their own for a user.
CREATE TABLE users (
    id            TEXT PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE,
    nickname      TEXT,
    age           INTEGER,
    role          TEXT NOT NULL DEFAULT 'user',
    password_hash TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;

-- One per user and device; a refresh token names the row, so revoking is one update.
CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device_id  TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    UNIQUE (user_id, device_id)
) STRICT;

CREATE TABLE password_resets (
    token_hash TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE rooms (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    creator_id     TEXT NOT NULL,
    password       TEXT,
    parent_room_id TEXT,
    private        INTEGER NOT NULL DEFAULT 0,
    schedule_at    TEXT,
    created_at     INTEGER NOT NULL,
    ended_at       INTEGER,
    deleted_at     INTEGER
) STRICT;
CREATE INDEX rooms_by_creator ON rooms (creator_id, created_at DESC);
CREATE INDEX rooms_by_parent ON rooms (parent_room_id);

CREATE TABLE room_admins (
    room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE connections (
    id           TEXT PRIMARY KEY,
    room_id      TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id      TEXT NOT NULL,
    firebase_uid TEXT,
    joined_at    INTEGER NOT NULL,
    left_at      INTEGER
) STRICT;
CREATE UNIQUE INDEX connections_active ON connections (room_id, user_id) WHERE left_at IS NULL;
CREATE INDEX connections_by_user ON connections (user_id);

-- `seq` is the order of the chat; `id` is what travels.
CREATE TABLE messages (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    room_id    TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id    TEXT NOT NULL,
    content    TEXT NOT NULL,
    private    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER
) STRICT;
CREATE INDEX messages_by_room ON messages (room_id, seq);

CREATE TABLE message_targets (
    message_seq INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
    user_id     TEXT NOT NULL,
    PRIMARY KEY (message_seq, user_id)
) STRICT, WITHOUT ROWID;

-- Who may enter a private room besides its creator and admins.
CREATE TABLE access_grants (
    id         TEXT NOT NULL UNIQUE,
    room_id    TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id    TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
