use super::super::texts::People;

pub(super) const PEOPLE: People = People {
    raise: "Raise hand",
    lower: "Lower hand",
    raised: "hand raised",
    raised_now: " raised a hand",
    react: "React",
    search: "Search people",
    nobody: "Nobody here is called that.",
    mute: "Mute",
    mute_all: "Mute everybody",
    stop_video: "Stop video",
    remove: "Remove from the meeting",
    remove_title: "Remove from the meeting?",
    remove_text: " leaves at once. If the meeting is private, they must be let in again to come back.",
    muted_you: " (host) muted you",
    stopped_you: " (host) turned your camera off",
    lowered_you: " (host) lowered your hand",
};
