use super::super::texts::Bar;

pub(super) const BAR: Bar = Bar {
    time: "Time in the meeting:",
    invite: "Invite",
    choose_microphone: "Choose microphone",
    choose_camera: "Choose camera",
    more: "More",
    full_screen: "Full screen",
    on_top: "Picture in picture",
    sounds: "Sounds",
    notices_refused: "Your browser does not let Charlaton notify you. Allow it by the icon beside the address.",
    keys: "Keys",
    letters: "One-letter keys",
};
