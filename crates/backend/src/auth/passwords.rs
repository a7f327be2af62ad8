//! Passwords: hashing, checking, and the rule for new ones.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::config::PasswordCost;

/// Longer ones are refused where they enter, so that hashing stays cheap for us.
pub(crate) const MAX_BYTES: usize = 256;

/// How many hashes may be computed at once. Each takes its own 19 MiB and one core for tens of milliseconds.
const PARALLEL: usize = 2;

#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    #[error("password hash: {0}")]
    Hash(String),
    #[error("password work did not finish")]
    Worker,
}

/// Argon2id on the blocking pool.
#[derive(Debug, Clone)]
pub(crate) struct Passwords {
    argon2: Argon2<'static>,
    turn: Arc<Semaphore>,
    /// A hash of nobody's password. Checked for an unknown address, which must not answer faster than a known one.
    decoy: String,
}

impl Passwords {
    pub(crate) fn new(cost: PasswordCost) -> Result<Self, PasswordError> {
        let params = match cost {
            PasswordCost::Recommended => Params::new(19 * 1024, 2, 1, None),
            PasswordCost::Least => Params::new(Params::MIN_M_COST, 1, 1, None),
        };
        let params = params.map_err(|error| PasswordError::Hash(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash_now(&argon2, "nobody")?;
        Ok(Self { argon2, turn: Arc::new(Semaphore::new(PARALLEL)), decoy })
    }

    pub(crate) async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let argon2 = self.argon2.clone();
        self.work(move || hash_now(&argon2, &password)).await?
    }

    /// Whether `password` is the one behind `hash`; without a hash it takes as long and is never right.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, PasswordError> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.clone());
        let argon2 = self.argon2.clone();
        let right = self
            .work(move || {
                PasswordHash::new(&hash)
                    .is_ok_and(|hash| argon2.verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(known && right)
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _turn = self.turn.acquire().await.map_err(|_| PasswordError::Worker)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Worker)
    }
}

fn hash_now(argon2: &Argon2<'_>, password: &str) -> Result<String, PasswordError> {
    argon2
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError::Hash(error.to_string()))
}

/// The rule for a password that replaces a forgotten one; the text says what is missing.
pub(crate) fn check_strength(password: &str) -> Result<(), &'static str> {
    const SIGNS: &str = "@$!%*?&#.";
    let has = |wanted: fn(&char) -> bool| password.chars().any(|c| wanted(&c));
    if password.chars().count() < 8 || password.len() > MAX_BYTES {
        Err("La contraseña debe tener al menos 8 caracteres")
    } else if !has(char::is_ascii_lowercase) || !has(char::is_ascii_uppercase) {
        Err("La contraseña debe incluir mayúsculas y minúsculas")
    } else if !has(char::is_ascii_digit) {
        Err("La contraseña debe incluir un número")
    } else if !password.chars().any(|c| SIGNS.contains(c)) {
        Err("La contraseña debe incluir un carácter especial (@$!%*?&#.)")
    } else if !password.chars().all(|c| c.is_ascii_alphanumeric() || SIGNS.contains(c)) {
        Err("La contraseña solo puede incluir letras, números y @$!%*?&#.")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let passwords = Passwords::new(PasswordCost::Least).unwrap();
        let hash = passwords.hash("secreto".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(passwords.verify("secreto".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("Secreto".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("nobody".into(), None).await.unwrap(), "the decoy opens nothing");
        assert!(!passwords.verify("x".into(), Some("GOOGLE_OAUTH_USER".into())).await.unwrap());
    }

    #[test]
    fn the_rule_names_what_is_missing() {
        assert_eq!(check_strength("Abcdef1."), Ok(()));
        for weak in ["Abc1.", "abcdef1.", "ABCDEF1.", "Abcdefg.", "Abcdefg1", "Abcdef1. ", "Abcdef1.ñ"] {
            assert!(check_strength(weak).is_err(), "{weak}");
        }
    }
}
