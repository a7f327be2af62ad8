-- What an identity provider calls the person. Kept only with the old services' way of having it beside the nickname.
ALTER TABLE users ADD COLUMN name TEXT;
