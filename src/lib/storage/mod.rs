//! What is kept in the browser from one page to the next: JSON texts by name.

mod browser;

pub use browser::Store;
