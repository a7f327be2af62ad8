//! What a person finds under each address: `meeting` and `site` are a program each.

mod account;
mod created;
mod dashboard;
mod errors;
mod home;
mod left;
mod login;
pub mod meeting;
mod not_found;
mod require_user;
mod signup;
pub mod site;
mod site_page;
mod start;
