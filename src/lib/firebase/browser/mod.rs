mod client;
mod sdk;

pub use client::Client;
pub(super) use sdk::sign_in as sdk_sign_in;
