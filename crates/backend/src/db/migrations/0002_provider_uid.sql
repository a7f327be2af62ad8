-- What an identity provider calls a person. An account that was made by a provider's log-in has an id of its own.
ALTER TABLE users ADD COLUMN uid TEXT;
CREATE UNIQUE INDEX users_by_uid ON users (uid) WHERE uid IS NOT NULL;
