//! Mails. There is no mail server in this program: a mail is a file that the operator, or a script of theirs, sends on.

use std::{io, path::Path};

use uuid::Uuid;

use crate::{auth::secrets, clock};

/// Puts a mail with a link into the outbox. Only the operator may read it: the link opens an account.
pub(crate) async fn post(outbox: &Path, to: &str, subject: &str, link: &str) -> io::Result<()> {
    let path = outbox.join(format!("{}-{}.txt", clock::now_ms(), Uuid::new_v4()));
    let text = format!("To: {to}\nSubject: {subject}\n\n{link}\n");
    let outbox = outbox.to_owned();
    let write = move || {
        std::fs::create_dir_all(outbox)?;
        secrets::write_private(&path, &text)
    };
    tokio::task::spawn_blocking(write).await.map_err(io::Error::other)?
}
