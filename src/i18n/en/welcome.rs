use super::super::texts::Welcome;

pub(super) const WELCOME: Welcome = Welcome {
    drawn: ["Ana", "Luis", "Eva", "Hugo"],
    drawn_meeting: "Weekly planning",
    drawn_message: "Good morning! Shall we begin?",
    features_title: "Made for meeting, and for nothing else",
    features: [
        (
            "lock",
            "Between you",
            "Picture and voice go encrypted from browser to browser. Nothing is recorded.",
        ),
        (
            "rotate-cw",
            "It goes on",
            "Another network, a server that is away: whoever is connected stays connected.",
        ),
        ("calendar", "Plan ahead", "Name and time, a password or a closed door, and a link to send before."),
        (
            "message-square",
            "Written words stay",
            "The chat of a meeting can be read again afterwards, and saved as a file.",
        ),
        (
            "volume-2",
            "For everybody",
            "By keyboard, by screen reader, enlarged or read aloud. In Spanish and English.",
        ),
        ("info", "It says what is wrong", "A check tries everything a meeting needs, and names what helps."),
    ],
    questions_title: "Questions",
    questions: [
        ("What does it cost?", "Nothing here. Your own network may charge for what a meeting carries."),
        (
            "What do I need?",
            "A present version of Chrome, Edge, Firefox or Safari, on a computer or a phone. Without \
          microphone and camera you can still listen and write.",
        ),
        (
            "How many can come?",
            "Meetings are made for two to eight people. More get in, but then picture and sound may \
          suffer.",
        ),
        (
            "Does everybody need an account?",
            "Yes, so that the names in a meeting are those of people. It takes a minute, \
          and the link leads on into the meeting afterwards.",
        ),
        (
            "Who can listen?",
            "Whoever is in the meeting, and nobody else: sound and pictures are encrypted all the way. \
          The chat is kept by the server.",
        ),
        (
            "And with a weak connection?",
            "Pictures become smaller first; the voice is never given up. “Sound only” does \
          without them.",
        ),
    ],
    more_help: "More help",
    account_made: |name| format!("Welcome, {name}"),
    account_made_text: "Your account is ready. Start a meeting now, or try your microphone and camera first.",
    member_since: "Here since",
};
