//! Machines of their own for browsers: network namespaces on one bridge, whose traffic can be cut and slowed.

use std::{
    io::Write,
    net::{IpAddr, Ipv4Addr},
    process::{Command, Stdio},
};

use crate::{Context, Failure, Result};

/// What this machine is called on the bridge.
const BRIDGE: &str = "charlaton0";
const TABLE: &str = "charlaton";

/// A small network: this machine, and beside it one for each browser. Taken down when dropped.
#[derive(Debug)]
pub struct Network {
    seats: u8,
}

/// A machine of the network, by its number from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat(u8);

impl Seat {
    pub(crate) fn namespace(self) -> String {
        format!("charlaton-{}", self.0)
    }

    pub(crate) fn address(self) -> IpAddr {
        Ipv4Addr::new(10, 77, 0, 1 + self.0).into()
    }

    fn link(self) -> String {
        format!("charlaton{}", self.0)
    }
}

impl Network {
    /// This machine's address on it.
    pub(crate) const HERE: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 1);

    /// Sets it up with so many machines; there is one at a time, because its names are the system's. `None` where one may
    /// not, which `test` is told: what needs it is skipped there.
    ///
    /// # Errors
    /// When it can be set up only by half.
    pub(crate) fn of(seats: u8, test: &str) -> Result<Option<Self>> {
        // What a test left that was killed.
        take_down();
        let may = run("ip", &["link", "add", BRIDGE, "type", "bridge"])
            .and_then(|()| run("nft", &["list", "tables"]));
        if let Err(failure) = may {
            let words = "SKIPPED, because network namespaces need root, iproute2 and nftables";
            // Written past the test runner, which keeps to itself what successful tests print.
            writeln!(std::io::stderr(), "{test}: {words} ({failure})")?;
            take_down();
            return Ok(None);
        }
        let network = Self { seats };
        let here = format!("{}/24", Self::HERE);
        run("ip", &["address", "add", &here, "dev", BRIDGE])?;
        run("ip", &["link", "set", BRIDGE, "up"])?;
        network.all().try_for_each(|seat| network.connect(seat))?;
        run("nft", &["add", "table", "bridge", TABLE])?;
        run(
            "nft",
            &["add", "chain", "bridge", TABLE, "between", "{ type filter hook forward priority 0 ; }"],
        )?;
        Ok(Some(network))
    }

    /// Its machines.
    pub fn all(&self) -> impl Iterator<Item = Seat> + use<> {
        (1..=self.seats).map(Seat)
    }

    fn connect(&self, seat: Seat) -> Result {
        let (name, link) = (seat.namespace(), seat.link());
        let address = format!("{}/24", seat.address());
        run("ip", &["netns", "add", &name])?;
        run("ip", &["link", "add", &link, "type", "veth", "peer", "name", "eth0", "netns", &name])?;
        run("ip", &["link", "set", &link, "master", BRIDGE, "up"])?;
        // An IPv6 address that comes later would be a change of network to browsers, which break off what they load.
        run("ip", &["-n", &name, "link", "set", "eth0", "addrgenmode", "none"])?;
        run("ip", &["-n", &name, "address", "add", &address, "dev", "eth0"])?;
        run("ip", &["-n", &name, "link", "set", "eth0", "up"])?;
        run("ip", &["-n", &name, "link", "set", "lo", "up"])?;
        run("ip", &["-n", &name, "route", "add", "default", "via", &Self::HERE.to_string()])
    }

    /// Drops what browsers send each other; the servers stay reachable.
    ///
    /// # Errors
    /// When the rule is refused.
    pub fn cut(&self) -> Result {
        run("nft", &["add", "rule", "bridge", TABLE, "between", "ip", "protocol", "udp", "drop"])
    }

    /// Drops one of so many packets between browsers.
    ///
    /// # Errors
    /// When the rule is refused.
    pub fn lose(&self, percent: u8) -> Result {
        let percent = percent.to_string();
        let rule = ["ip", "protocol", "udp", "numgen", "random", "mod", "100", "<", &percent, "drop"];
        run("nft", &[&["add", "rule", "bridge", TABLE, "between"], &rule[..]].concat())
    }

    /// Lets everything through again.
    ///
    /// # Errors
    /// When the rules cannot be removed.
    pub fn heal(&self) -> Result {
        run("nft", &["flush", "chain", "bridge", TABLE, "between"])
    }

    /// What a machine can send, in kilobits a second; `None` takes the limit away.
    ///
    /// # Errors
    /// When the limit is refused.
    pub fn limit_uplink(&self, seat: Seat, kilobits: Option<u32>) -> Result {
        let name = seat.namespace();
        let tc = |rest: &[&str]| run("tc", &[&["-n", name.as_str(), "qdisc"], rest].concat());
        match kilobits {
            Some(kilobits) => {
                let rate = format!("{kilobits}kbit");
                tc(&[
                    "replace", "dev", "eth0", "root", "tbf", "rate", &rate, "burst", "16kb", "latency",
                    "200ms",
                ])
            }
            None => tc(&["del", "dev", "eth0", "root"]),
        }
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        take_down();
    }
}

fn take_down() {
    // Whatever of it is not there needs not be taken down.
    for seat in 1..=8 {
        let _ = run("ip", &["netns", "del", &Seat(seat).namespace()]);
        let _ = run("ip", &["link", "del", &Seat(seat).link()]);
    }
    let _ = run("ip", &["link", "del", BRIDGE]);
    let _ = run("nft", &["delete", "table", "bridge", TABLE]);
}

fn run(program: &str, arguments: &[&str]) -> Result {
    let words = || format!("{program} {}", arguments.join(" "));
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().context(words())?;
    if output.status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("{}: {}", words(), String::from_utf8_lossy(&output.stderr).trim())))
}
