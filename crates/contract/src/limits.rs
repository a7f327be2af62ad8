//! Limits both sides keep.

/// Characters of one chat message.
pub const MESSAGE_CHARS: usize = 4_000;

/// Characters of a name, of a person or a room.
pub const NAME_CHARS: usize = 200;

/// The shortest password that sign-up takes.
pub const PASSWORD_CHARS: usize = 6;

/// People a room is made for.
pub const ROOM_PEOPLE: usize = 8;
