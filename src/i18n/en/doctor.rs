use super::super::texts::Doctor;

pub(super) const DOCTOR: Doctor = Doctor {
    link: "Check the connection",
    title: "Check the connection",
    lead: "Tries everything a meeting needs, one by one, and says what to do where something is wrong.",
    start: "Start the check",
    again: "Check again",
    devices_title: "Microphone and camera",
    devices_why: "For these your browser asks you first. Nothing of what they pick up leaves this page.",
    devices: "Check microphone and camera",
    running: "Checking…",
    all_well: "Everything is fine.",
    no_problem: "No problem was found. Read the notes.",
    to_do: |n| {
        if n == 1 { "1 line needs your attention.".into() } else { format!("{n} lines need your attention.") }
    },
    copy: "Copy as text",
    results: "Results",
    preview: "Your picture",
    report_at: "Connection check",
    browser: "Browser",
    waiting: "not checked yet",
    checking: "checking…",
    well: "fine",
    notable: "note",
    ill: "problem",
    secure: "Secure page",
    rest: "Charlaton’s server",
    session: "Your session",
    websocket: "Chat server by WebSocket",
    polling: "Chat server by polling",
    microphone: "Microphone",
    camera: "Camera",
    host: "Addresses of this device",
    reflexive: "Address seen from outside (STUN)",
    relay: "Relay (TURN)",
    call: "A call within this page",
    secure_yes: "The page came securely, so browsers give it microphone and camera.",
    secure_no: (
        "The page did not come securely.",
        "Open it with https:// at the beginning of the address. Browsers give microphone and camera to no other page.",
    ),
    answers_in: |ms| format!("It answers, in {ms} ms."),
    cors: ("It is there, but does not let this page read its answers.", |origin| {
        format!("Who runs the site must allow {origin} at the server (CORS, with cookies).")
    }),
    unreachable: (
        "It cannot be reached.",
        "See whether other sites open. If they do, a firewall may be in the way, or the server is down: tell whoever runs \
         the site.",
    ),
    timed_out: (
        "It does not answer in time.",
        "Your connection may be very slow, or the server is overloaded. Try again in a minute.",
    ),
    something_else: (
        "Something answers, but it is not Charlaton’s server.",
        "A network that asks for a login, as in hotels, does so: open another site first. If that is not it, the site’s \
         configuration names a wrong address.",
    ),
    server_error: (
        |status| format!("It answers with the error {status}."),
        "Try again in a minute. If it stays so, tell whoever runs the site.",
    ),
    signed_in: |minutes| match minutes {
        0 => "You are logged in. Your pass is being renewed.".into(),
        1 => "You are logged in. Your pass is valid for 1 more minute, and is renewed by itself.".into(),
        n => format!("You are logged in. Your pass is valid for {n} more minutes, and is renewed by itself."),
    },
    signed_in_hidden: "You are logged in. Your browser keeps the pass where this page cannot read it.",
    signed_in_unheard: "You have logged in, but the server never gets to see your pass.",
    signed_out: ("You are not logged in.", "Log in to enter meetings. The rest can be checked all the same."),
    session_unknown: (
        "Whether you are logged in cannot be found out.",
        "See the line of Charlaton’s server.",
    ),
    round_trip: |ms| format!("It lets you in; there and back takes {ms} ms."),
    refused_signed_out: "It can be reached. It lets nobody in who is not logged in.",
    refused: (
        |words| format!("It can be reached, but does not let you in: “{words}”."),
        "Log out and in again. If it stays so, tell whoever runs the site.",
    ),
    websocket_fails: (
        "No connection by WebSocket.",
        "If polling works, meetings work too, more slowly. A firewall, a proxy or a virus scanner often is the reason.",
    ),
    polling_fails: (
        "No connection by polling.",
        "If WebSocket works, meetings work too. If neither does, the server is down or a firewall is in the way.",
    ),
    not_asked: ("Not checked.", "Press “Check microphone and camera”."),
    heard: |name| format!("“{name}” works: something is heard."),
    silent: (
        |name| format!("“{name}” is open, but nothing is heard."),
        "See whether it is muted on the device or in the system’s settings, say something, and check again.",
    ),
    speak: "Say something…",
    sees: |name, width, height| format!("“{name}” works: {width} × {height}."),
    blind: (
        |name| format!("“{name}” is open, but gives no picture."),
        "See whether it has a cover or a switch, close other programs that use it, and check again.",
    ),
    media_refused: ("It cannot be used.", "Then check again."),
    candidates: |list| format!("Found: {list}."),
    no_host: (
        "None was found.",
        "An extension or a setting of the browser keeps WebRTC from working: switch it off for this site.",
    ),
    no_stun: "The site has no STUN server set up. People in the same network can meet without.",
    no_reflexive: (
        "None was found.",
        "Your network lets no UDP through. Without a relay you can only meet people in the same network: try another one, a \
         phone’s for instance.",
    ),
    no_turn: (
        "The site has no relay set up.",
        "Most connections need none. From strict networks, of companies for instance, some people cannot be reached without.",
    ),
    no_relay: (
        "The relay gives no address.",
        "Its password may be over, or a firewall is in the way: log in, check again, and tell whoever runs the site.",
    ),
    server_said: |words| format!("It said: {words}."),
    flows: |packets, pictures| {
        format!("Sound and pictures flow: {packets} packets of sound, {pictures} pictures.")
    },
    no_call: (
        "Two ends within this page cannot connect.",
        "An extension or a setting of the browser keeps WebRTC from working: switch it off for this site.",
    ),
    no_sound: (
        "They connect, but no sound arrives.",
        "Load the page again. If it stays so, try another browser.",
    ),
    no_picture: (
        "They connect, but no pictures arrive.",
        "Load the page again. If it stays so, try another browser.",
    ),
    unsupported: (
        "This browser cannot make calls.",
        "Use a present version of Chrome, Edge, Firefox or Safari.",
    ),
};
