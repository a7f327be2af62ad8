//! `/auth`: accounts and tokens. Where Firebase keeps the passwords, both ends of an account, kept in step.
//!
//! Firebase is asked first, because it is what refuses; the REST service then gives the cookies its requests need. It
//! knows people by document id, Firebase by uid: only the former leaves this module.

mod addresses;
mod error;
mod password;
mod profile;
mod session;
mod sign_in;

pub use error::AuthError;
pub use password::{change_password, check_code, is_strong, recover, reset_by_code, reset_by_token};
pub use profile::{delete_account, has_password, rename};
pub use session::{access_token, log_out, renew_token, restore, socket_proof};
pub use sign_in::{NewAccount, log_in, sign_in_by, sign_up};
