//! The forms in which one address is stored.

use charlaton_contract::email::normalized;

/// Under which an account may be stored: as typed, then as sign-up stores it, without what its provider ignores. Login of
/// the existing service does not do that by itself.
pub(super) fn stored(address: &str) -> Vec<String> {
    let mut addresses = vec![address.to_owned()];
    let at_sign_up = normalized(address);
    if at_sign_up != address {
        addresses.push(at_sign_up);
    }
    addresses
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_tried_as_sign_up_stores_them() {
        assert_eq!(stored("a.l+1@gmail.com"), ["a.l+1@gmail.com", "al@gmail.com"]);
        assert_eq!(stored("a-l-1@yahoo.com"), ["a-l-1@yahoo.com", "a-l@yahoo.com"]);
        assert_eq!(stored("al@gmail.com"), ["al@gmail.com"]);
        assert_eq!(stored("a.l@example.com"), ["a.l@example.com"]);
    }
}
