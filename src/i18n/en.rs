mod bar;
mod chat;
mod dialogs;
mod doctor;
mod info;
mod knock;
mod people;
mod reader;
mod stage;
mod welcome;

use super::{planning, texts::*};

/// English.
pub(super) static TEXTS: Texts = Texts {
    tag: "en",
    name: "English",
    people_count: |n| if n == 1 { "1 person".into() } else { format!("{n} people") },
    common: Common {
        product: "Charlaton",
        skip_to_content: "Skip to content",
        main_menu: "Main menu",
        language: "Language",
        theme_to_light: "Switch to the light theme",
        theme_to_dark: "Switch to the dark theme",
        log_in: "Log in",
        log_out: "Log out",
        my_rooms: "My rooms",
        close: "Close",
        cancel: "Cancel",
        loading: "Loading…",
        try_again: "Try again",
        to_home: "Back to the start",
        copy_link: "Copy link",
        copied: "Copied",
        copy_failed: |link| format!("Your browser did not allow copying. This is the link: {link}"),
        notifications: "Notifications",
        not_found_title: "There is nothing at this address",
        not_found_text: "Check the link: a meeting link ends in a code like abc-xyz.",
        read_aloud: "Read aloud",
        config_title: "Charlaton is not set up correctly",
        config_text: "The site's configuration has a mistake. Please show this to whoever runs the site:",
    },
    lobby: Lobby {
        title: "Ready to join?",
        inside: |names| format!("Already inside: {names}"),
        nobody_inside: "Nobody is inside yet",
        why_permission: "So that the others can hear and see you, your browser will ask whether Charlaton may use \
                         your microphone and camera. You can switch both off at any time.",
        allow: "Use microphone and camera",
        asking: "Answer your browser’s question…",
        microphone: "Microphone",
        camera: "Camera",
        level: "Microphone level",
        preview: "Your picture",
        camera_is_off: "Your camera is off",
        join: "Join",
        join_listening: "Join without microphone and camera",
        speaker: "Speaker",
        test_sound: "Play a test sound",
        join_muted: "In this room one comes in with the microphone off. You can turn it on.",
        unnamed_device: |n| format!("Device {n}"),
    },
    meeting: Meeting {
        joining: "Joining the meeting…",
        refused: "The server does not accept your sign-in. We keep trying; if it lasts, log in again.",
        behind: "You are in this meeting on another device. Sound and picture come here when you leave there.",
        controls: "Meeting controls",
        mic_on: "Turn microphone on",
        mic_off: "Turn microphone off",
        camera_on: "Turn camera on",
        camera_off: "Turn camera off",
        chat: "Chat",
        unread: |n| if n == 1 { "1 unread message".into() } else { format!("{n} unread messages") },
        people: "People",
        leave: "Leave",
        leave_title: "Leave the meeting?",
        leave_only: "Leave",
        end_for_all: "End for everybody",
        end_text: "You are the host. If you just leave, the others can go on without you.",
        you: "You",
        host: "Host",
        stage: "Participants’ pictures",
        muted: "microphone off",
        unmuted: "microphone on",
        video_stopped: "camera off",
        video_live: "camera on",
        joined: |name| format!("{name} joined"),
        left: |name| format!("{name} left"),
        connecting: "Connecting…",
        reconnecting: "Reconnecting…",
        pair_failed: "No connection to them yet; trying again",
        unheard: "Their microphone is on, but no sound arrives here",
        server_lost: "Connection to the server lost; reconnecting. The call goes on.",
        server_back: "Connected to the server again",
        alone: "You are the only one here. Send the link to invite others.",
        code: "Meeting code",
        click_to_hear: "Your browser holds the sound back. Press here to hear the others.",
        room_is_full: |n| format!("More than {n} people are here. Picture and sound may suffer."),
        hold_to_talk: "Turn microphone on, or hold the space bar while you talk",
        interrupted: "Interrupted: another call or program has their device",
        device_interrupted: |device| {
            format!(
                "A call or another program interrupts your {device}. The others know; it goes on by itself."
            )
        },
        took_over: |lost, now| format!("“{lost}” was disconnected. Now in use: “{now}”."),
        device_in_use: |now| format!("Now in use: “{now}”."),
        device_came: |name| format!("“{name}” was connected."),
        device_use: "Use it",
    },
    people: people::PEOPLE,
    bar: bar::BAR,
    stage: stage::STAGE,
    quality: Quality {
        clear: "Your connection carries sound and clear pictures.",
        small: "Your connection carries sound and small pictures.",
        sound: "Your connection carries sound only, at least to some. Everybody hears you.",
        spared: "Your device is busy, so your picture is smaller for a minute.",
        chosen: "Sound only: no pictures are sent or received.",
        sound_only: "Sound only",
        speaking: "speaking",
        direct: "direct",
        relayed: "relayed",
        round_trip: |ms| format!("{ms} ms there and back"),
        lost: |percent| format!("{percent} % lost"),
        sent: |kbits, lines| format!("sent {kbits} kbit/s, {lines} lines"),
        received: |kbits, lines| format!("received {kbits} kbit/s, {lines} lines"),
        by_processor: "limited by your device",
        by_connection: "limited by the connection",
        hidden: "your picture is not looked at",
        copy_report: "Copy report",
        report_failed: "Your browser did not allow copying.",
    },
    chat: chat::CHAT,
    left: Left {
        left_title: "You left the meeting",
        ended_title: "The meeting has ended",
        ended_text: "The host ended it for everybody.",
        removed_title: "The host removed you from the meeting",
        lasted: |minutes| match minutes {
            0 => "You were in it for less than a minute.".into(),
            1 => "You were in it for 1 minute.".into(),
            n => format!("You were in it for {n} minutes."),
        },
        rejoin: "Rejoin",
        to_rooms: "Back to my rooms",
    },
    password: Password {
        title: "This meeting has a password",
        label: "Password of the meeting",
        wrong: "That is not the password of this meeting",
    },
    knock: knock::KNOCK,
    errors: Errors {
        session_over: "Your session is over. Log in again to go on.",
        unreachable: "The server cannot be reached. Check your connection and try again.",
        timed_out: "The server did not answer in time. Try again in a moment.",
        sign_in: "Please log in again.",
        no_socket_token: "This server gives meetings no sign-in that this site can use. Whoever runs the site must configure \
                          Firebase.",
        cookies_blocked: "Your browser keeps no cookies of this site’s server, so you cannot stay logged in. Allow cookies of \
                          other sites (in Safari: turn off “Prevent cross-site tracking”), or use another browser or a \
                          window that is not private.",
        server: "Something went wrong at the server. Try again in a moment.",
        malformed: "The server answered something unexpected. Try again in a moment.",
        room_unknown: "There is no such meeting",
        room_unknown_text: "Check the code, or ask for the link again.",
        room_ended: "This meeting has ended",
        room_ended_text: "It cannot be entered any more. You can start a new one.",
        second_tab: "You are in this meeting in another tab",
        second_tab_text: "A meeting can be open in one tab at a time. Close the other one, or go on here.",
        use_here: "Go on here",
        chat_unreachable_text: "We keep trying. Check your connection meanwhile.",
        join_failed: "The meeting could not be joined",
        end_failed: "The meeting could not be ended. Try again.",
        denied: |device| {
            format!(
                "Your browser does not let Charlaton use the {device}. Allow it by the icon beside the address, then try again. If that does not help, load the page again."
            )
        },
        denied_by_system: |device| {
            format!(
                "Your system keeps the {device} from the browser. Allow it in the system’s privacy settings, then try again."
            )
        },
        dismissed: |device| {
            format!("Your browser’s question about the {device} was closed. Try again and allow it.")
        },
        busy: |device| format!("Another program is using the {device}. Close it and try again."),
        stopped: |device| {
            format!(
                "The {device} was stopped, by your browser or by another program. You can turn it on again."
            )
        },
        missing: |device| format!("No {device} was found. Connect one and try again."),
        insecure: "Browsers give microphone and camera only to secure pages. Open this page by https.",
        device_other: |device| {
            format!("The {device} could not be started. Try again, or choose another one.")
        },
        message_not_sent: "The message was not sent.",
    },
};

/// Those of the pages around meetings.
pub(super) static SITE: SiteTexts = SiteTexts {
    home: Home {
        title: "Meet in your browser",
        lead: "Video meetings for two to eight people. Nothing to install, and your picture and voice go straight \
               to the others.",
        new_meeting: "New meeting",
        join_label: "Code or link",
        join_hint: "For example abc-xyz",
        join: "Join",
        bad_code: "That is not a meeting code or link. A code looks like abc-xyz.",
        steps_title: "How it works",
        steps: [
            ("Create a meeting", "Sign up with your e-mail and press “New meeting”."),
            ("Send the link", "Copy it from the meeting and send it to whoever should come."),
            ("Talk", "Everybody chooses microphone and camera, and joins."),
        ],
    },
    account: Account {
        log_in_title: "Log in",
        log_in_lead: "Good to see you again.",
        sign_up_title: "Create your account",
        sign_up_lead: "One minute, and you can meet.",
        sign_up: "Create account",
        to_sign_up: "No account yet? Create one",
        to_log_in: "Have an account? Log in",
        email: "E-mail",
        password: "Password",
        password_rule: "At least 6 characters",
        show_password: "Show password",
        hide_password: "Hide password",
        name: "Your name",
        name_hint: "As the others will see it",
        age: "Age",
        bad_email: "Write an e-mail address like ana@example.com",
        bad_password: "The password needs at least 6 characters",
        bad_age: "Write your age in years, from 1 to 120",
        bad_name: "The name needs 2 to 200 characters",
        email_taken: "There is an account with this e-mail already. Log in instead?",
        missing_password: "Write your password",
        stored_email: |email| format!("Your account is stored as {email}. Log in with that address."),
        wrong_credentials: "E-mail or password is wrong",
        signing_in: "Logging in…",
        signing_up: "Creating your account…",
    },
    rooms: Rooms {
        greeting: |name| format!("Hello, {name}"),
        start_title: "Start a meeting",
        start_text: "You get a link to send to the others.",
        start: "Start now",
        starting: "Creating the room…",
        room_name: "Name of the meeting",
        default_name: |name| format!("{name}’s meeting"),
        join_title: "Join a meeting",
        mine: "My rooms",
        none: "You have not made a room yet. The first one will be listed here.",
        open: "Open",
        minutes: |n| format!("{n} min"),
        more: "Show more",
    },
    sign_in: SignIn {
        to_recovery: "Forgot your password?",
        weak_password: "This password is too easy to guess. Choose another one.",
        or: "or",
        continue_with: |provider| format!("Continue with {provider}"),
        window_open: "Continue in the window that opened…",
        window_lost: "Signing in… If you closed the window or cannot find it, press again.",
        too_many: "That was tried too often. Wait some minutes, then try again.",
        disabled: "This account is closed. Ask whoever runs the site.",
        needs_recent_login: "For this you must have logged in a moment ago. Log out and in, then try again.",
        other_provider: "There is an account with this e-mail that signs in in another way. Use that one.",
        not_offered: "This way to sign in is not set up here. Use another one.",
        popup_blocked: "Your browser blocked the window. Press again, or allow windows for this page.",
        popup_closed: "The window was closed before you were signed in.",
    },
    recovery: Recovery {
        title: "Get a new password",
        lead: "Write your e-mail, and a link to a new password is sent to it.",
        send: "Send link",
        sending: "Sending…",
        sent_title: "Check your mail",
        sent: |email| {
            format!(
                "If there is an account for {email}, a link is on its way there. Look into the spam folder as well."
            )
        },
        reset_title: "Choose a new password",
        checking: "Checking the link…",
        reset_for: |email| format!("For the account of {email}."),
        new_password: "New password",
        again: "The new password again",
        strong_rule: "At least 8 characters, with a small and a capital letter, a digit, and one of @$!%*?&#. and \
                      no other signs",
        differ: "This is not the same password",
        save: "Save password",
        saving: "Saving…",
        done_title: "Your password is changed",
        done: "Log in with the new one.",
        other_mail: "If that does not work, follow the link in the other mail as well, and choose the same password.",
        bad_link: "This link was used already, or is too old.",
        new_link: "Get a new link",
    },
    profile: Profile {
        link: "Profile",
        title: "Your profile",
        save_name: "Save changes",
        name_saved: "Your changes are saved",
        password_title: "Change your password",
        present: "Present password",
        wrong_present: "That is not your present password",
        password_saved: "Your password is changed",
        no_password: "You sign in with Google or GitHub, so there is no password here to change.",
        delete_title: "Delete your account",
        delete_text: "You are signed out everywhere, and the account cannot be brought back.",
        delete_open: "Delete account",
        prove_by_password: "Your password, so that we know it is you",
        prove_by_email: "Write your e-mail, so that we know you mean it",
        wrong_email: "That is not the e-mail of this account",
        delete: "Delete for good",
        deleting: "Deleting…",
        deleted: "Your account is deleted",
    },
    // Planning and summaries.
    planning: planning::en::PLANNING,
    summaries: planning::en::SUMMARIES,
    // Pages to read, the check of the connection, reading aloud.
    info: info::INFO,
    doctor: doctor::DOCTOR,
    reader: reader::READER,
    welcome: welcome::WELCOME,
    dialogs: dialogs::DIALOGS,
};
