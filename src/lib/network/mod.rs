//! When the device may have another network than before.

mod browser;

pub use browser::NetworkChange;
