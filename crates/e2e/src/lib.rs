//! Drives real Chromium processes against the built front-end and the embedded back-end.
//!
//! - [`scene`]: one test: a back-end of its own, people who come in, and what is kept when it fails.
//! - [`Person`]: a browser with an account; says what people do ("join", "write", "leave").
//! - [`Browser`]: one Chromium with its own profile; finds things by role and name. Tests hand them on, emptied.
//! - [`media`]: what the browser knows about calls: `getStats`, tracks, pictures, sound.
//! - [`Backend`]: the real binary, which can be killed and started again.
//! - [`TurnServer`]: a real coturn, where the machine has one.
//! - [`Hosting`]: the front-end on a static host of its own, over https, with the headers of the deployment files.
//! - [`Google`]: a stand-in for the script of Google's that signing in by a window loads.
//! - [`Pages`]: pages that are not the app's: the previous front-end, and the one this harness is tested on.
//! - [`Network`]: machines of their own for browsers, whose traffic can be cut and slowed, in a [`network_scene`].
//! - [`Load`]: how busy the machine is.
//! - [`eventually`]: the only way to wait here.
//!
//! `CHARLATON_SERVERS` says which servers all of it runs against: the embedded back-end as it is (`own`), or as the
//! existing services are, with Firebase (`quirks`), and with the second server too, in either form (`broadcast`,
//! `targeted`).
//!
//! It needs `CHARLATON_DIST` (the built front-end) and `CHARLATON_BACKEND` (the back-end's binary); without them it
//! looks where `cargo xtask dist` and `cargo build` put both.

#![warn(missing_docs)]

mod axe;
mod backend;
mod browser;
mod driver;
mod failure;
mod film;
mod find;
mod home;
mod host;
mod http;
mod judge;
mod keyboard;
mod lighthouse;
mod load;
pub mod media;
mod network;
mod node;
mod pages;
mod paths;
mod person;
mod process;
mod scene;
mod screen;
mod session;
mod tools;
mod turn;
mod wait;

pub use axe::assert_accessible;
pub use backend::{Account, Backend, BackendOptions, Hosting, Rest};
pub use browser::Browser;
pub use driver::{BrowserOptions, Camera, Cookies, Permission, Program, Speaks, Voice};
pub use failure::{Context, Failure, Result};
pub use find::Find;
pub use host::Google;
pub use lighthouse::{Device, Verdict, lighthouse};
pub use load::Load;
pub use network::{Network, Seat};
pub use node::node;
pub use pages::Pages;
pub use paths::dist;
pub use person::Person;
pub use scene::{Scene, calm_scene, calm_scene_with, network_scene, scene, scene_with};
pub use screen::Screen;
pub use turn::{Turn, TurnServer};
pub use wait::{PATIENCE, eventually, eventually_within};
