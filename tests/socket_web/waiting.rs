//! Waiting for a socket: its events, its states, and never for ever.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use charlaton::lib::socket::{Socket, State};
use charlaton_json::Value;
use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use web_sys::window;

/// Nothing here takes a second; a test that waits longer hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// The next event of this name that satisfies the condition.
pub(crate) fn event<W: Fn(&[Value]) -> bool + 'static>(
    socket: &Socket,
    name: &str,
    wanted: W,
) -> impl Future<Output = Vec<Value>> + use<W> {
    let (sender, receiver) = oneshot::channel();
    let sender = Cell::new(Some(sender));
    let guard = socket.on(name, move |args| {
        if wanted(args) {
            sender.take().map(|sender| sender.send(args.to_vec()));
        }
    });
    async move {
        let args = receiver.await.unwrap();
        drop(guard);
        args
    }
}

/// The next state that satisfies the condition; the present one counts.
pub(crate) fn until<W: Fn(&State) -> bool + 'static>(
    socket: &Socket,
    wanted: W,
) -> impl Future<Output = ()> + use<W> {
    let (sender, receiver) = oneshot::channel();
    let sender = Cell::new(Some(sender));
    let tell = move |state: &State| {
        if wanted(state) {
            sender.take().map(|sender| sender.send(()));
        }
    };
    tell(&socket.state());
    let guard = socket.on_state(tell);
    async move {
        receiver.await.unwrap();
        drop(guard);
    }
}

pub(crate) async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut patience = pin!(TimeoutFuture::new(u32::try_from(PATIENCE.as_millis()).unwrap()));
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(value);
        }
        assert!(patience.as_mut().poll(context).is_pending(), "waited in vain for {what}");
        Poll::Pending
    })
    .await
}

/// The address from the environment, under the host name of the page: its cookies are then the page's own.
pub(crate) fn server(url: Option<&str>) -> String {
    let url = url.expect("nothing to test against: run `cargo xtask test`, which starts it");
    let host = window().unwrap().location().hostname().unwrap();
    let (scheme, rest) = url.split_once("://").expect("an address");
    let port = rest.split_once(':').map_or("", |(_, port)| port);
    format!("{scheme}://{host}:{}", port.split('/').next().unwrap())
}
