//! HTTPS on this machine, with a certificate nobody has signed.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
        version::TLS13,
    },
};

use crate::Result;

/// Stands before a plain service as a proxy with a certificate does in production.
#[derive(Debug)]
pub(crate) struct Terminator {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Terminator {
    /// Hands on whatever comes to a free port to `service`, which may be away at times.
    pub(crate) async fn start(on: Ipv4Addr, service: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((on, 0)).await?;
        let address = listener.local_addr()?;
        let acceptor = acceptor()?;
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    // A connection that breaks on either side is broken for both.
                    if let (Ok(mut client), Ok(mut server)) =
                        (acceptor.accept(client).await, TcpStream::connect(service).await)
                    {
                        let _ = server.set_nodelay(true);
                        let _ = copy_bidirectional(&mut client, &mut server).await;
                    }
                });
            }
        });
        Ok(Self { address, serving })
    }

    /// The service's origin as browsers see it.
    pub(crate) fn origin(&self) -> String {
        super::origin(self.address)
    }

    /// The same by another name, which makes it another site than the page's: as Firebase's domains are.
    pub(crate) fn foreign_origin(&self) -> String {
        format!("https://{}", self.address)
    }
}

impl Drop for Terminator {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

pub(super) fn acceptor() -> Result<TlsAcceptor> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&TLS13])?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
