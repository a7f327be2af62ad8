//! The signing keys: given by the operator, or generated once and kept.

use std::{fs, io, path::Path};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// 32 random bytes as text: a key, or a token that is mailed.
pub(crate) fn random() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What is stored of a mailed token, so that the database alone does not open an account.
pub(crate) fn fingerprint(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// The key of this name: `given`, else the one kept in the data folder, else a new one that is kept from now on.
pub(crate) fn load(data: &Path, name: &str, given: Option<&str>) -> io::Result<String> {
    if let Some(given) = given.filter(|given| !given.is_empty()) {
        return Ok(given.to_owned());
    }
    let path = data.join(name);
    match fs::read_to_string(&path) {
        Ok(kept) if !kept.trim().is_empty() => return Ok(kept.trim().to_owned()),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let fresh = random();
    write_private(&path, &fresh)?;
    Ok(fresh)
}

/// Writes a file only its owner can read.
pub(crate) fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    io::Write::write_all(&mut options.open(path)?, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_key_is_kept_and_a_given_one_wins() {
        let data = tempfile::tempdir().unwrap();
        let first = load(data.path(), "access.key", None).unwrap();
        assert_eq!(first.len(), 43);
        assert_eq!(load(data.path(), "access.key", Some("")).unwrap(), first);
        assert_eq!(load(data.path(), "access.key", Some("given")).unwrap(), "given");
        assert_ne!(load(data.path(), "refresh.key", None).unwrap(), first);
    }
}
