//! Views that know only their props. Texts come from the language in force, colours from the tokens.

pub mod beside;
pub mod button;
pub mod control;
pub mod copy_link;
pub mod dialog;
pub mod download;
pub mod el;
pub mod field;
pub mod icon;
pub mod join_form;
pub mod link;
pub mod menu;
pub mod moment;
pub mod mounted;
pub mod page;
pub mod problem;
pub mod submit;
pub mod theme;
pub mod toast;
pub mod video_tile;
