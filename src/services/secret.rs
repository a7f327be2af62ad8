//! A text that nobody can guess.

/// 128 random bits, four a letter.
pub(super) fn random() -> String {
    let mut bytes = [0; 32];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        // It fails only for thousands of bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().map(|byte| char::from(b'a' + byte % 16)).collect()
}
