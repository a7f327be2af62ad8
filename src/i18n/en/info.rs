use super::super::texts::{
    Article,
    Block::{Keys, Link, List, Text},
    Info, Section,
};
use super::dialogs::KEYS;
use crate::routes;

pub(super) const INFO: Info = Info {
    footer: "About this site",
    not_found_more: "If you have a meeting’s code or link, write it here.",
    offline_title: "You are offline",
    offline_text: "Charlaton’s server cannot be reached, so this page cannot be shown now. Check your connection: as \
                   soon as it is back, the page opens by itself.",
    new_version: "A new version of Charlaton is ready.",
    reload: "Reload",
    later: "Later",
    about: Article {
        link: "About",
        title: "About Charlaton",
        lead: "A meeting room in the browser for small groups: two to eight people see, hear and write to each other.",
        sections: &[
            Section {
                title: "What it does",
                blocks: &[List(&[
                    "Voice and video between all who are in a meeting, and a chat beside them.",
                    "Nothing to install: a link is enough, on a computer or a phone. Who likes can put it among their \
                     apps.",
                    "Everybody who comes has an account, so that the names are those of people.",
                    "It goes on when the network changes or the server is away for a while: who is connected stays \
                     connected.",
                ])],
            },
            Section {
                title: "How it works",
                blocks: &[
                    Text(
                        "The browsers of a meeting connect to each other directly, each with each. Sound and pictures do \
                         not pass through Charlaton’s server. It introduces the browsers to each other, and keeps \
                         accounts, rooms and the chat.",
                    ),
                    Text(
                        "That is why it is for small groups: every further person is one more connection for everybody. \
                         When yours cannot carry it all, pictures become smaller first; the voice is never given up.",
                    ),
                ],
            },
            Section {
                title: "What it does not do",
                blocks: &[List(&[
                    "It does not record meetings, and writes nothing down of what is said.",
                    "It has no advertisements and counts no visitors.",
                ])],
            },
            Section {
                title: "Whose it is",
                blocks: &[Text(
                    "Charlaton is open source, under the MIT licence or the Apache licence 2.0, as you choose. Anybody may \
                     run it; who runs this site decides how long it is there and what else it asks of you.",
                )],
            },
        ],
    },
    help: Article {
        link: "Help",
        title: "Help",
        lead: "How to meet, what the keys do, and what to try when something does not work.",
        sections: &[
            Section {
                title: "Start a meeting",
                blocks: &[List(&[
                    "Log in, and press “Start now” under “My rooms”.",
                    "Choose your microphone and camera, and join.",
                    "Copy the link, and send it to whoever shall come.",
                ])],
            },
            Section {
                title: "Join a meeting",
                blocks: &[Text(
                    "Open the link you were sent, or write the code, like abc-xyz, on the first page. You are asked for \
                     your microphone and camera before you go in; without them you can still listen and write.",
                )],
            },
            Section {
                title: "Keys in a meeting",
                blocks: &[
                    Keys(KEYS),
                    Text(
                        "While you write, keys only write. Those of one letter or sign can be turned off under “More”.",
                    ),
                ],
            },
            Section {
                title: "When something does not work",
                blocks: &[
                    Text("The check tries everything a meeting needs, one by one, and says what to do."),
                    Link(routes::CHECK, "Check the connection"),
                    List(&[
                        "Nobody hears you: see whether your microphone is on, in the meeting and on the device itself, \
                         and whether the right one is chosen.",
                        "You hear nobody: press anywhere on the page, since browsers hold sound back until then, and \
                         turn the volume up.",
                        "The browser does not ask for your microphone: it was refused before. Press the icon beside \
                         the address, allow it, and load the page again.",
                        "Another program has the camera: close it, and turn the camera on again.",
                        "You hear yourself: somebody’s loudspeaker is too near to their microphone. Headphones help.",
                        "Pictures are small or stand still: your connection carries no more. Go nearer to the router, \
                         use a cable, or turn your camera off.",
                        "It says that there is no connection to somebody: one of the two networks lets nobody connect \
                         directly. Try another network, a phone’s for instance.",
                    ]),
                ],
            },
            Section {
                title: "Which browsers",
                blocks: &[Text(
                    "The present versions of Chrome, Edge, Firefox and Safari. The address must begin with https, since \
                     browsers give microphone and camera only there.",
                )],
            },
        ],
    },
    privacy: Article {
        link: "Privacy",
        title: "Privacy",
        lead: "What is kept about you, where, and who gets it. This describes the program; who runs this site is \
               responsible for the server, and can tell you more.",
        sections: &[
            Section {
                title: "What the server keeps",
                blocks: &[List(&[
                    "Your account: e-mail, name, age, the date, and your password as a hash that does not tell it. Where \
                     Firebase keeps the accounts, Google has your e-mail and password.",
                    "The devices you logged in on, each as a random number.",
                    "Your rooms: name, date, whether they are private, and who was in them from when to when.",
                    "The chat: every message with its author and time, those to one person as well. They are not encrypted \
                     against whoever runs the server.",
                ])],
            },
            Section {
                title: "What it does not get",
                blocks: &[Text(
                    "Sound and pictures. They go from browser to browser, encrypted; where that is impossible, through a \
                     relay that passes them on and cannot open them. Nothing is recorded.",
                )],
            },
            Section {
                title: "What others learn",
                blocks: &[List(&[
                    "Who is in a meeting with you sees your name and, on some servers, your e-mail address; and the network \
                     address of your device, unless this site connects everybody through a relay.",
                    "Who has an account here may be able to look up the names and addresses of others: some of the servers \
                     that this page works with answer such questions.",
                    "To find out how your network looks from outside, your browser asks a STUN server, which sees its \
                     address. Unless this site has chosen another one, it is Google’s.",
                    "If you continue with Google or GitHub, your browser loads their window, and they learn that you log in \
                     here. Only then.",
                ])],
            },
            Section {
                title: "What is kept in your browser",
                blocks: &[
                    List(&[
                        "Cookies AccessToken and RefreshToken: that you are logged in, for a week at most.",
                        "Cookie deviceId: a random number for this device, for a year.",
                        "In the site’s storage: language, theme, the chosen microphone and camera, how you like to be read \
                         to, who was logged in, and where Firebase is used its session.",
                        "While the tab is open: the rooms you have just made.",
                        "The program itself, so that it starts faster and says so when you are offline. No answer of the \
                         server is kept with it.",
                    ]),
                    Text("None of it follows you to other sites, so you are not asked about cookies."),
                ],
            },
            Section {
                title: "Reading aloud",
                blocks: &[Text(
                    "Voices are those of your browser and system. Some of them speak on the servers of whoever made them, \
                     and then these get the text that is read.",
                )],
            },
            Section {
                title: "Getting rid of it",
                blocks: &[
                    Text(
                        "You can change your name and delete your account in your profile. Messages you wrote and rooms you \
                         made stay, without your account. For those, and for a copy of what is kept, ask whoever runs this \
                         site. What is in your browser goes when you delete the site’s data there.",
                    ),
                    Link(routes::PROFILE, "To my profile"),
                ],
            },
        ],
    },
    terms: Article {
        link: "Terms",
        title: "Terms",
        lead: "What you may expect here, and what is expected of you. Who runs this site may have rules of their own \
               besides.",
        sections: &[
            Section {
                title: "What you may expect",
                blocks: &[List(&[
                    "The program as it is, with its source. It comes without any warranty, as its licences say.",
                    "No promise that the site is always there, nor that a meeting is never interrupted. Do not use it where \
                     that would bring somebody into danger: it makes no emergency calls.",
                    "It costs nothing here. Your own network may charge for what a meeting carries.",
                ])],
            },
            Section {
                title: "What is expected of you",
                blocks: &[List(&[
                    "Do to the others in a meeting only what you would do if they sat beside you.",
                    "Record others, with whatever, only if they know and agree; the law of most countries asks for that.",
                    "Share only what you may share.",
                    "Keep your password to yourself. What is done with your account is done by you.",
                    "Do not try to break the site, to get into meetings you were not invited to, or to find out about \
                     people what they do not want to tell.",
                ])],
            },
            Section {
                title: "Hosts",
                blocks: &[Text(
                    "Who made a room can end the meeting for everybody. A private room lets in whom the host has let in, \
                     where the server can do that; not every server this page works with can.",
                )],
            },
            Section {
                title: "The end",
                blocks: &[Text(
                    "You can delete your account at any time. Who runs the site can close accounts, and the site.",
                )],
            },
        ],
    },
    accessibility: Article {
        link: "Accessibility",
        title: "Accessibility",
        lead: "Charlaton is made to be used by everybody. It aims at WCAG 2.2, level AA.",
        sections: &[
            Section {
                title: "What is done for it",
                blocks: &[
                    List(&[
                        "Everything works by keyboard; the focus is always visible, and goes where reading goes on.",
                        "Screen readers get a name and a state for every control, and hear what happens: who comes and \
                         goes, new messages, lost connections.",
                        "Text has a contrast of at least 4.5 to 1 in both themes; colours of the system are respected, and so \
                         is the wish for less motion.",
                        "Pages fit a width of 320 pixels, and an enlargement to 200 %.",
                        "What can be pressed is at least 44 pixels high.",
                        "Every page can be read aloud: press “Read aloud”.",
                        "Spanish and English, which can be switched at once.",
                    ]),
                    Link(routes::HELP, "The keys"),
                ],
            },
            Section {
                title: "How it is checked",
                blocks: &[Text(
                    "With every change, axe looks at each page in both themes, tests go through the site by keyboard alone, \
                     and the contrast of all colours is measured. No test replaces people who use it every day: tell whoever \
                     runs this site what is in your way.",
                )],
            },
            Section {
                title: "What is missing",
                blocks: &[List(&[
                    "There are no captions of what is said in a meeting.",
                    "How well a page is read aloud depends on the voices of your browser and system; some have none.",
                    "What others show in their pictures and on their screens has no description.",
                ])],
            },
        ],
    },
};
