//! Who somebody is: tokens, passwords, cookies, and the keys behind them.

pub(crate) mod cookies;
pub(crate) mod passwords;
pub(crate) mod secrets;
pub(crate) mod tokens;
