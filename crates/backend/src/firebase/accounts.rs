//! The emulator's accounts and the accounts of other providers behind them.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde_json::{Value, json};

use super::compact;
use crate::clock;

/// What production sends in place of a password's hash: `REDACTED`.
pub(super) const REDACTED: &str = "UkVEQUNURUQ=";
pub(super) const PASSWORD: &str = "password";

/// Times are milliseconds since 1970 as everywhere, but `valid_since`, which is compared with a token's `iat`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) uid: String,
    pub(super) email: Option<String>,
    pub(super) email_verified: bool,
    pub(super) display_name: Option<String>,
    pub(super) photo_url: Option<String>,
    pub(super) password_hash: Option<String>,
    password_updated_at: Option<i64>,
    pub(super) disabled: bool,
    created_at: i64,
    pub(super) last_login_at: i64,
    last_refresh_at: i64,
    /// Seconds since 1970. Older tokens are worth nothing.
    pub(super) valid_since: i64,
    /// Counts the changes of the password: refresh tokens of an earlier one are worth nothing.
    pub(super) era: i64,
    pub(super) links: Vec<Link>,
}

/// An account of another provider.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) provider: String,
    pub(super) raw_id: String,
    pub(super) email: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) photo_url: Option<String>,
    pub(super) screen_name: Option<String>,
}

impl Account {
    pub(super) fn new() -> Self {
        let now = clock::now_ms();
        Self {
            uid: new_uid(),
            email: None,
            email_verified: false,
            display_name: None,
            photo_url: None,
            password_hash: None,
            password_updated_at: None,
            disabled: false,
            created_at: now,
            last_login_at: now,
            last_refresh_at: now,
            valid_since: now / 1000,
            era: 0,
            links: Vec::new(),
        }
    }

    pub(super) fn signed_in(&mut self) {
        self.last_login_at = clock::now_ms();
        self.refreshed();
    }

    pub(super) fn refreshed(&mut self) {
        self.last_refresh_at = clock::now_ms();
    }

    /// Whoever was signed in by the old password is out.
    pub(super) fn set_password(&mut self, hash: String) {
        self.password_updated_at = Some(clock::now_ms());
        self.password_hash = Some(hash);
        self.revoke();
    }

    /// Makes every token worthless that was issued until now.
    pub(super) fn revoke(&mut self) {
        self.valid_since = clock::now_ms() / 1000;
        self.era += 1;
    }

    /// Puts the link in the place of an earlier one to the same provider.
    pub(super) fn link(&mut self, link: Link) {
        self.links.retain(|known| known.provider != link.provider);
        self.links.push(link);
    }

    /// The providers by which this person can sign in.
    pub(super) fn providers(&self) -> Vec<&str> {
        let others = self.links.iter().map(|link| link.provider.as_str());
        others.chain(self.has_password().then_some(PASSWORD)).collect()
    }

    fn has_password(&self) -> bool {
        self.email.is_some() && self.password_hash.is_some()
    }

    /// The object of `accounts:lookup`.
    pub(super) fn to_wire(&self) -> Value {
        compact(json!({
            "localId": self.uid,
            "email": self.email,
            "emailVerified": self.email_verified,
            "displayName": self.display_name,
            "photoUrl": self.photo_url,
            "passwordHash": self.redacted_hash(),
            "passwordUpdatedAt": self.password_updated_at,
            "validSince": self.valid_since.to_string(),
            "disabled": self.disabled.then_some(true),
            "createdAt": self.created_at.to_string(),
            "lastLoginAt": self.last_login_at.to_string(),
            "lastRefreshAt": clock::iso(self.last_refresh_at),
            "providerUserInfo": self.providers_to_wire(),
        }))
    }

    pub(super) fn redacted_hash(&self) -> Option<&'static str> {
        self.password_hash.as_ref().map(|_| REDACTED)
    }

    pub(super) fn providers_to_wire(&self) -> Vec<Value> {
        let password = self.has_password().then(|| {
            compact(json!({
                "providerId": PASSWORD,
                "email": self.email,
                "federatedId": self.email,
                "rawId": self.email,
                "displayName": self.display_name,
                "photoUrl": self.photo_url,
            }))
        });
        self.links.iter().map(Link::to_wire).chain(password).collect()
    }
}

impl Link {
    pub(super) fn to_wire(&self) -> Value {
        compact(json!({
            "providerId": self.provider,
            "rawId": self.raw_id,
            "federatedId": self.raw_id,
            "email": self.email,
            "displayName": self.display_name,
            "photoUrl": self.photo_url,
            "screenName": self.screen_name,
        }))
    }
}

/// 28 letters and digits, as Firebase's own.
fn new_uid() -> String {
    const SIGNS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    rand::random::<[u8; 28]>()
        .iter()
        .map(|byte| char::from(SIGNS[usize::from(*byte) % SIGNS.len()]))
        .collect()
}

const COLUMNS: &str = "a.uid, a.email, a.email_verified, a.display_name, a.photo_url, a.password_hash, \
     a.password_updated_at, a.disabled, a.created_at, a.last_login_at, a.last_refresh_at, a.valid_since, a.era";

fn read(row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        uid: row.get(0)?,
        email: row.get(1)?,
        email_verified: row.get(2)?,
        display_name: row.get(3)?,
        photo_url: row.get(4)?,
        password_hash: row.get(5)?,
        password_updated_at: row.get(6)?,
        disabled: row.get(7)?,
        created_at: row.get(8)?,
        last_login_at: row.get(9)?,
        last_refresh_at: row.get(10)?,
        valid_since: row.get(11)?,
        era: row.get(12)?,
        links: Vec::new(),
    })
}

fn read_link(row: &Row<'_>) -> Result<Link> {
    Ok(Link {
        provider: row.get(0)?,
        raw_id: row.get(1)?,
        email: row.get(2)?,
        display_name: row.get(3)?,
        photo_url: row.get(4)?,
        screen_name: row.get(5)?,
    })
}

pub(super) fn by_uid(connection: &Connection, uid: &str) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM firebase_accounts a WHERE a.uid = ?1");
    one(connection, &sql, &[uid])
}

pub(super) fn by_email(connection: &Connection, email: &str) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM firebase_accounts a WHERE a.email = ?1");
    one(connection, &sql, &[email])
}

/// Whose account an account of another provider is.
pub(super) fn by_link(connection: &Connection, provider: &str, raw_id: &str) -> Result<Option<Account>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM firebase_accounts a JOIN firebase_links l ON l.uid = a.uid
         WHERE l.provider = ?1 AND l.raw_id = ?2"
    );
    one(connection, &sql, &[provider, raw_id])
}

fn one(connection: &Connection, sql: &str, keys: &[&str]) -> Result<Option<Account>> {
    let found = connection.query_row(sql, rusqlite::params_from_iter(keys), read).optional()?;
    let Some(mut account) = found else { return Ok(None) };
    let sql = "SELECT provider, raw_id, email, display_name, photo_url, screen_name
               FROM firebase_links WHERE uid = ?1 ORDER BY provider";
    account.links = connection.prepare(sql)?.query_map([&account.uid], read_link)?.collect::<Result<_>>()?;
    Ok(Some(account))
}

/// Everybody who came by this provider, for the page where one is chosen.
pub(super) fn links_of(connection: &Connection, provider: &str) -> Result<Vec<Link>> {
    let sql = "SELECT provider, raw_id, email, display_name, photo_url, screen_name
               FROM firebase_links WHERE provider = ?1 ORDER BY email, raw_id";
    connection.prepare(sql)?.query_map([provider], read_link)?.collect()
}

/// Writes an account, new or not. Whether its address and its links are free was asked before, in the same work.
pub(super) fn save(connection: &mut Connection, account: &Account) -> Result<()> {
    let step = connection.transaction()?;
    step.execute(
        "INSERT INTO firebase_accounts
             (uid, email, email_verified, display_name, photo_url, password_hash, password_updated_at, disabled,
              created_at, last_login_at, last_refresh_at, valid_since, era)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (uid) DO UPDATE SET
             email = ?2, email_verified = ?3, display_name = ?4, photo_url = ?5, password_hash = ?6,
             password_updated_at = ?7, disabled = ?8, last_login_at = ?10, last_refresh_at = ?11,
             valid_since = ?12, era = ?13",
        params![
            account.uid,
            account.email,
            account.email_verified,
            account.display_name,
            account.photo_url,
            account.password_hash,
            account.password_updated_at,
            account.disabled,
            account.created_at,
            account.last_login_at,
            account.last_refresh_at,
            account.valid_since,
            account.era,
        ],
    )?;
    step.execute("DELETE FROM firebase_links WHERE uid = ?1", [&account.uid])?;
    for link in &account.links {
        step.execute(
            "INSERT INTO firebase_links (provider, raw_id, uid, email, display_name, photo_url, screen_name)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                link.provider,
                link.raw_id,
                account.uid,
                link.email,
                link.display_name,
                link.photo_url,
                link.screen_name,
            ],
        )?;
    }
    step.commit()
}

pub(crate) fn delete(connection: &Connection, uid: &str) -> Result<()> {
    connection.execute("DELETE FROM firebase_accounts WHERE uid = ?1", [uid])?;
    Ok(())
}

pub(super) fn delete_all(connection: &Connection) -> Result<()> {
    connection.execute_batch("DELETE FROM firebase_accounts; DELETE FROM firebase_codes;")
}
