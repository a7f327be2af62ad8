use super::super::texts::Reader;

pub(super) const READER: Reader = Reader {
    title: "Read aloud",
    play: "Read this page",
    pause: "Pause",
    go_on: "Go on",
    stop: "Stop",
    voice: "Voice",
    own_voice: "The browser’s own",
    rate: "Speed",
    pitch: "Pitch",
    other_side: "To the other side",
    reading: "Reading…",
    paused: "Paused",
    ended: "Nothing is being read",
    nothing: "There is nothing to read here",
    failed: "Your browser could not speak. Try another voice.",
    unsupported: "Your browser cannot read aloud.",
};
