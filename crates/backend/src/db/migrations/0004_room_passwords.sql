-- What the password of a room is checked against. `password` itself is kept only with the old services' way of showing it.
ALTER TABLE rooms ADD COLUMN password_hash TEXT;
