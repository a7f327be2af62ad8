-- People come in with the microphone off.
ALTER TABLE rooms ADD COLUMN join_muted INTEGER NOT NULL DEFAULT 0;
