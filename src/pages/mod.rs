//! What a person finds under each address: `meeting` and `site` are a program each.

mod account;
mod article;
mod beside;
mod check;
mod dashboard;
mod errors;
mod home;
mod invitation;
mod left;
mod login;
pub mod meeting;
mod not_found;
mod offline;
mod profile;
mod providers;
mod reader;
mod recovery;
mod require_user;
mod reset;
mod rooms;
mod signup;
pub mod site;
mod site_page;
mod start;
mod summaries;
mod task;
mod update;
