//! Work that many want at once and that is done once.

use std::{cell::RefCell, future::Future};

use futures_channel::oneshot::{self, Receiver, Sender};

/// Whoever asks while the work is under way gets the result of that.
#[derive(Debug)]
pub struct Shared<T>(RefCell<Option<Vec<Sender<T>>>>);

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Shared<T> {
    /// Does `work`, or waits for what others do already.
    pub async fn run(&self, work: impl Future<Output = T>) -> T {
        while let Some(receiver) = self.join() {
            if let Ok(result) = receiver.await {
                return result;
            }
            // Whoever did it has gone in the middle of it.
        }
        *self.0.borrow_mut() = Some(Vec::new());
        let turn = Turn(self);
        let result = work.await;
        for waiter in turn.end() {
            // One that has gone needs no answer.
            let _ = waiter.send(result.clone());
        }
        result
    }

    fn join(&self) -> Option<Receiver<T>> {
        self.0.borrow_mut().as_mut().map(|waiters| {
            let (sender, receiver) = oneshot::channel();
            waiters.push(sender);
            receiver
        })
    }
}

/// Ends with the work, also when that is dropped.
struct Turn<'a, T>(&'a Shared<T>);

impl<T> Turn<'_, T> {
    fn end(&self) -> Vec<Sender<T>> {
        self.0.0.borrow_mut().take().unwrap_or_default()
    }
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::{
        cell::Cell,
        future::{Future, pending, poll_fn},
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;

    /// Polls once.
    fn step<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn parallel_callers_share_one_run() {
        let (shared, done, runs) = (Shared::default(), Cell::new(false), Cell::new(0));
        let work = || async {
            runs.set(runs.get() + 1);
            poll_fn(|_| if done.get() { Poll::Ready(()) } else { Poll::Pending }).await;
            runs.get()
        };
        {
            let (mut first, mut second) = (pin!(shared.run(work())), pin!(shared.run(work())));
            assert!(step(first.as_mut()).is_pending() && step(second.as_mut()).is_pending());
            done.set(true);
            assert_eq!(step(first.as_mut()), Poll::Ready(1));
            assert_eq!(step(second.as_mut()), Poll::Ready(1));
        }
        assert_eq!(step(pin!(shared.run(work()))), Poll::Ready(2), "a later one does it anew");
    }

    #[test]
    fn a_run_that_is_dropped_leaves_nobody_waiting() {
        let shared = Shared::default();
        let mut second = pin!(shared.run(async { 2 }));
        {
            let mut first = pin!(shared.run(pending::<i32>()));
            assert!(step(first.as_mut()).is_pending() && step(second.as_mut()).is_pending());
        }
        assert_eq!(step(second.as_mut()), Poll::Ready(2));
    }
}
