//! Views that know only their props. Texts come from the language in force, colours from the tokens.

pub mod copy_link;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod join_form;
pub mod moment;
pub mod mounted;
pub mod page;
pub mod problem;
pub mod submit;
pub mod toast;
