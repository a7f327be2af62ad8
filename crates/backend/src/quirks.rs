//! What the existing Node services do and this back-end does not, unless it is asked to (`--quirks`): a client that
//! is to live with them is tested against it. Each quirk is one item, named as on the command line, with the section
//! of the contract that describes it.
//!
//! Two defects are holes and no ways to be lived with, and are nowhere here: the fixed text that opens every account
//! made by an identity provider (section 6, row 23), and the password hash in the reply of an OAuth log-in (1.4).

use std::{fmt::Write as _, str::FromStr};

use clap::ValueEnum;

/// One way of the old services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Quirk {
    // REST
    /// 1.1: JSON that does not parse, or beyond 100 kB, is answered by a page of HTML with a stack
    HtmlErrors,
    /// 1.1: a page of another origin gets 500 and HTML, without CORS headers
    HtmlOriginRefusal,
    /// 1.1: where no origin is named, pages of `localhost` are let in, and those of 127.0.0.1 are not
    LocalhostOnly,
    /// 1.1: a request without a body fails with 500 where fields of the body are read
    BodylessRequestsFail,
    /// 1.1: nobody owns anything: whom path or body name is who acts
    TrustedIds,
    /// 1.1: an access token is good until it expires, whether its account was deleted or not
    UncheckedTokens,
    /// 1.2: no script can read the access token, which lives 15 minutes in a cookie of 24 hours
    HttpOnlyCookies,
    /// 1.4: an address is kept and looked for as it comes; only signing up makes the normalised one of it
    ExactAddresses,
    /// 1.4: a new password ends no session; only logging out does
    SessionsOutlivePasswords,
    /// 1.4: a bad token of an identity provider is 500, not 401
    OauthFailures,
    /// 1.4: the log-in of an identity provider answers with a document that does not name its own id
    OauthDocument,
    /// 1.4: that document has the person's `name`, and the account no nickname
    OauthNames,
    /// 1.5: the list of all users needs no log-in
    PublicUsers,
    /// 1.5: `GET /user/:id` is five minutes old; only PUT makes it new
    CachedUsers,
    /// 1.5: a new password that is not there is 500
    MissingPasswordFails,
    /// 1.6: a room without `name` or `creatorId` is 500
    IncompleteRoomFails,
    /// 1.6: a change of a room that changes nothing is 500
    EmptyRoomUpdateFails,
    /// 1.6: deleting an unknown room is 500
    UnknownRoomDeletionFails,
    /// 1.6: everybody sees the codes and settings of everybody's rooms
    EverybodysRooms,
    /// 1.6: everybody sees the passwords of rooms, and no server asks for them
    ListedPasswords,
    /// 1.6: who was in a room is told by id alone
    BareStays,
    /// 1.6: nobody can want that people come in with the microphone off
    PlainRooms,
    /// 1.6: ending a meeting over REST tells no socket
    UnheardEnd,
    /// 1.6: the end of a room over REST ends nobody's presence in it
    StaysOutliveRooms,
    /// 1.6: adding an admin drops all others, the creator too, who is then asked for access no more and can give none over
    /// REST; the answer is the room as it was before
    AdminsReplaced,
    /// 1.6: removing an admin removes nobody
    AdminsKept,
    /// 1.6: a person's meetings are three minutes old
    CachedMeetings,
    /// 1.6: a person's meetings are ordered by id
    MeetingsById,
    /// 1.6: a person's numbers are five minutes old
    CachedStats,
    /// 1.6: everybody who ever was in any room is a contact
    EverybodyAContact,
    /// 1.7: a presence record needs no room that exists, goes on, or lets one in, and everybody sees it
    ConnectionsAnywhere,
    /// 1.7: leaving a room where one is not is 500
    SecondDepartureFails,
    /// 1.8: history is the oldest 50, and `offset` nothing
    OldestMessages,
    /// 1.8: everybody reads everybody's private messages, and reads and writes in private rooms
    EveryonesMessages,
    /// 1.8: a stored message has no `user`, and only `createAt`, as seconds and nanoseconds
    BareMessages,
    /// 1.9: `GET /access/verify/user` never answers
    VerifyHangs,
    /// 1.9: ids of grants are numbers: any other text is NaN, and NaN is everybody
    NumericGrants,
    // Sockets
    /// 2.1: a page of any origin gets a WebSocket
    SocketsOfAnyOrigin,
    /// 2.2: a token is enough, whether its account exists or not
    AnyGoodToken,
    /// 2.2: people have the address in their token, whatever their account's is by now
    TokenAddresses,
    /// 2.3: some events name people by the id of the token, others by that of the account, which is looked for at each
    /// join
    TokenIds,
    /// 2.4: a payload that is no room's name ends in an error and a disconnection
    BadJoinsKick,
    /// 2.4: who may not enter a private room is disconnected
    PrivateRoomsKick,
    /// 2.4: one may join what has ended or was deleted
    EndedRoomsOpen,
    /// 2.4: everybody may ask who is in any room
    OpenRoomLists,
    /// 2.4: signals reach only the first socket of a user in the room, on the chat server also the one they come from
    FirstSocketRelays,
    /// 2.4: signals are taken from those who are not in the room
    OutsiderRelays,
    /// 2.4: signals without anything in them are relayed too
    EmptyRelays,
    /// 2.4: only the creator grants access, admins do not
    CreatorGrants,
    /// 2.4: access granted is said only to those who are inside already
    UnheardGrants,
    /// 2.4: access is said to be granted even when that was not stored
    UncheckedGrants,
    /// 2.4: no host can put anybody out of a meeting
    NobodyRemoved,
    /// 2.4: everybody may end a meeting, which is then not recorded as ended
    AnybodyEnds,
    /// 2.5: payloads have no names, and nothing that the old services do not send
    BarePayloads,
    /// 2.6: nothing answers who speaks before a join or in a room that is empty
    UnheardOutsiders,
    /// 2.6: who has no active presence record may not speak
    ActiveConnections,
    /// 2.6: messages of any length; a target must be an object, others are nobody
    LooseMessages,
    /// 2.6: the sender of a private message does not get it, and nobody learns its target
    NoPrivateEcho,
    /// 2.6: a message that could not be stored is an error for the others, not for the sender
    ErrorsToOthers,
    /// 2.7: joins take their time, and further ones of the same user and room are dropped meanwhile
    DroppedJoins,
    /// 2.8: a socket remembers the room it left, and leaves it again
    RememberedRooms,
    /// 2.8: closing one of two tabs is announced as a departure
    TabDepartures,
    /// 2.8: joining another room does not leave the first
    PiledUpRooms,
    // The second signaling server
    /// 3: people are named by the id of the token
    SignalingTokenIds,
    /// 3.1: `join_room_success` does not name the room
    UnnamedJoins,
    /// 3.1: nobody looks whether a room is private or has ended
    UnguardedSignaling,
    /// 3.1: a refused join overwrites the remembered room
    RefusedJoinsOverwrite,
    /// 3.3: a signal must name its room; who is in none is not in that
    SignalsNameTheirRoom,
    /// 3.3: the end of candidates is lost
    LostEndOfCandidates,
}

impl Quirk {
    /// As on the command line.
    #[must_use]
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    const fn bit(self) -> u128 {
        1 << self as u128
    }
}

/// Which of them are on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quirks(u128);

impl Quirks {
    /// Every one.
    #[must_use]
    pub fn all() -> Self {
        Self::only(Quirk::value_variants())
    }

    /// Just these.
    #[must_use]
    pub fn only(quirks: &[Quirk]) -> Self {
        Self(quirks.iter().fold(0, |bits, quirk| bits | quirk.bit()))
    }

    pub(crate) const fn has(self, quirk: Quirk) -> bool {
        self.0 & quirk.bit() != 0
    }

    pub(crate) fn any(self) -> bool {
        self.0 != 0
    }
}

impl FromStr for Quirks {
    type Err = String;

    /// `all`, or names with commas between them; nothing is none.
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self::all());
        }
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        let one =
            |name: &str| Quirk::from_str(name, false).map_err(|_| format!("there is no quirk `{name}`"));
        Ok(Self::only(&names.map(one).collect::<Result<Vec<_>, _>>()?))
    }
}

/// The long help of `--quirks`: all of them.
pub(crate) fn help() -> String {
    let mut text =
        "Do what the existing Node services do: everything, or (`--quirks=a,b`) just the named. For tests \
                    of a client, never for people: nobody owns anything any more.\n"
            .to_owned();
    for quirk in Quirk::value_variants() {
        let value = quirk.to_possible_value();
        let words = value.as_ref().and_then(|value| value.get_help()).map(ToString::to_string);
        // Writing to a text does not fail.
        let _ = write!(text, "\n- {}: {}", quirk.name(), words.unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_read_by_name() {
        let two: Quirks = "html-errors, lost-end-of-candidates".parse().unwrap();
        assert_eq!(two, Quirks::only(&[Quirk::HtmlErrors, Quirk::LostEndOfCandidates]));
        assert!(two.has(Quirk::HtmlErrors) && !two.has(Quirk::TrustedIds));
        assert_eq!(("".parse(), "all".parse()), (Ok(Quirks::default()), Ok(Quirks::all())));
        assert_eq!("html-errors,x".parse::<Quirks>(), Err("there is no quirk `x`".into()));
    }

    #[test]
    fn every_quirk_has_a_bit_and_a_section() {
        let all = Quirk::value_variants();
        assert_eq!(Quirks::all().0.count_ones() as usize, all.len());
        for line in help().lines().filter(|line| line.starts_with("- ")) {
            let (_, words) = line.split_once(": ").unwrap();
            assert!(words.starts_with(|c: char| c.is_ascii_digit()), "{line}");
        }
    }
}
