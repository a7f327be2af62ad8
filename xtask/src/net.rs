//! Ports of this machine: which are free, and whether somebody answers.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use crate::failure::{Failure, Outcome};

const TIMEOUT: Duration = Duration::from_secs(2);

/// Nobody listens on it, under either address of localhost.
pub(crate) fn is_free(port: u16) -> bool {
    let here: [SocketAddr; 2] = [(Ipv4Addr::LOCALHOST, port).into(), (Ipv6Addr::LOCALHOST, port).into()];
    let taken = |address: &SocketAddr| match TcpListener::bind(address) {
        Ok(_) => false,
        // A machine without IPv6 has nobody there either.
        Err(error) => error.kind() == std::io::ErrorKind::AddrInUse,
    };
    !here.iter().any(taken)
}

/// Ports that are free at this moment, all different.
pub(crate) fn free_ports<const N: usize>() -> Outcome<[u16; N]> {
    let failure = |error| Failure::io("no free port")(error);
    // All are held until all are known.
    let mut held = Vec::with_capacity(N);
    let mut ports = [0; N];
    for port in &mut ports {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failure)?;
        *port = listener.local_addr().map_err(failure)?.port();
        held.push(listener);
    }
    Ok(ports)
}

/// Whether `GET path` on this port answers 200.
pub(crate) fn answers(port: u16, path: &str) -> bool {
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, port).into(), TIMEOUT)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut start = vec![0; "HTTP/1.1 200".len()];
        stream.read_exact(&mut start)?;
        Ok(start)
    };
    ask().is_ok_and(|start| start.ends_with(b" 200"))
}

#[cfg(test)]
mod tests {
    use super::{answers, free_ports, is_free};
    use std::io::{Read, Write};
    use std::net::TcpListener;

    #[test]
    fn a_port_with_a_listener_is_taken() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        assert!(!is_free(port));
    }

    #[test]
    fn free_ports_differ() {
        let [one, two, three] = free_ports().unwrap();
        assert!(one != two && two != three && one != three);
    }

    #[test]
    fn only_a_200_is_an_answer() {
        for (reply, expected) in
            [("HTTP/1.1 200 OK\r\n\r\n", true), ("HTTP/1.1 503 No\r\n\r\n", false), ("", false)]
        {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = listener.local_addr().unwrap().port();
            let server = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                // To its end: closing with something unread would reset the connection, and the reply with it.
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    stream.read_exact(&mut byte).unwrap();
                    request.extend(byte);
                }
                stream.write_all(reply.as_bytes()).unwrap();
            });
            assert_eq!(answers(port, "/health"), expected, "{reply:?}");
            server.join().unwrap();
        }
    }
}
