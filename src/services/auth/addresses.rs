//! The forms in which one address is stored.

/// Under which an account may be stored: as typed, then as sign-up stores those of Gmail, without dots and without what
/// follows a plus. Login does not do that by itself.
pub(super) fn stored(address: &str) -> Vec<String> {
    let mut addresses = vec![address.to_owned()];
    let at_sign_up = at_sign_up(address);
    if at_sign_up != address {
        addresses.push(at_sign_up);
    }
    addresses
}

/// As the REST service stores it at sign-up.
pub(super) fn at_sign_up(address: &str) -> String {
    match address.split_once('@') {
        Some((local, "gmail.com" | "googlemail.com")) => {
            let local = local.split('+').next().unwrap_or(local).replace('.', "");
            format!("{local}@gmail.com")
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn gmail_addresses_are_tried_as_sign_up_stores_them() {
        assert_eq!(stored("a.l+1@gmail.com"), ["a.l+1@gmail.com", "al@gmail.com"]);
        assert_eq!(stored("al@gmail.com"), ["al@gmail.com"]);
        assert_eq!(stored("a.l@example.com"), ["a.l@example.com"]);
    }
}
