//! A Socket.IO 5 client over Engine.IO 4.
