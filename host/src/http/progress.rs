//! What a connection is doing: written down by those who serve it, looked at by those who watch over it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Context, Waker};

/// What a connection waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The next request.
    Idle,
    /// The rest of a request's head; on a new connection also its first byte.
    Head,
    /// The rest of a request's body.
    Body,
    /// The application, or the client while it takes the answer.
    Answer,
}

/// Why a connection is ended by those who watch over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overdue {
    /// A request takes too long to arrive: the client is told.
    Request,
    /// The connection is not worth an answer: it rested too long, or makes room, or its client does not take what it asked for.
    Connection,
}

/// One connection's. Counters only grow.
#[derive(Default)]
pub(super) struct Progress {
    pub(super) read: Cell<u64>,
    pub(super) written: Cell<u64>,
    /// Bytes of answers that hyper was given and the client did not take yet, here and in all connections of the worker.
    waiting: Cell<u64>,
    all_waiting: Rc<Cell<u64>>,
    /// hyper asked for bytes and there were none; the client did not take what was sent.
    pub(super) is_starving: Cell<bool>,
    pub(super) is_blocked: Cell<bool>,
    /// A head has begun and is not whole; a body has.
    pub(super) is_in_head: Cell<bool>,
    pub(super) is_in_body: Cell<bool>,
    /// Heads that hyper was given, requests that it made of them, requests that are answered with all of their body.
    pub(super) heads: Cell<u64>,
    begun: Cell<u64>,
    finished: Cell<u64>,
    /// hyper was given an answer of which nothing was written yet.
    owed: Cell<bool>,
    /// The answer to the request in hand has begun to go out.
    answering: Cell<bool>,
    /// Bytes came since the last write, and no request was made of them.
    unheard: Cell<bool>,
    /// The answer that is owed is to an HTTP/1.0 request.
    answers_http10: Cell<bool>,
    /// Targets that went past hyper, each with the number of its request.
    targets: RefCell<VecDeque<(u64, Box<str>)>>,
    /// Nothing more is read; the connection ends when so many requests are finished.
    stop_after: Cell<Option<u64>>,
    overdue: Cell<Option<Overdue>>,
    doomed: Cell<bool>,
    ended: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Progress {
    /// `all_waiting`: what waits in all connections of the worker.
    pub(super) fn new(all_waiting: Rc<Cell<u64>>) -> Progress {
        Progress {
            all_waiting,
            ..Progress::default()
        }
    }

    pub(super) fn phase(&self) -> Phase {
        if self.is_in_body.get() {
            Phase::Body
        } else if self.finished.get() < self.heads.get() || self.waiting.get() > 0 {
            Phase::Answer
        } else if self.is_in_head.get() || self.heads.get() == 0 {
            Phase::Head
        } else {
            Phase::Idle
        }
    }

    // ---- What hyper does

    /// A request begins; gives its number and its target if that went past hyper.
    pub(super) fn begin(self: &Rc<Self>) -> (Working, u64, Option<Box<str>>) {
        let number = self.begun.get() + 1;
        self.begun.set(number);
        self.unheard.set(false);
        self.answering.set(false);
        let mut targets = self.targets.borrow_mut();
        let target = match targets.front() {
            Some((of, _)) if *of == number => targets.pop_front().map(|(_, target)| target),
            _ => None,
        };
        (Working(Rc::clone(self)), number, target)
    }

    /// Keeps the target of the head that is passed next.
    pub(super) fn keep_target(&self, number: u64, target: Box<str>) {
        self.targets.borrow_mut().push_back((number, target));
    }

    /// hyper has an answer to write.
    pub(super) fn answered(&self, to_http10: bool) {
        self.owed.set(true);
        self.answers_http10.set(to_http10);
    }

    /// Whether what hyper writes now is its own: nobody was asked for an answer.
    pub(super) fn is_by_itself(&self) -> bool {
        self.unheard.get() && !self.owed.get() && self.begun.get() == self.finished.get()
    }

    pub(super) fn received(&self, bytes: usize) {
        self.read.set(self.read.get() + bytes as u64);
        self.unheard.set(true);
    }

    /// Whether what hyper writes next is the beginning of an answer to an HTTP/1.0 request.
    pub(super) fn answers_http10(&self) -> bool {
        self.answers_http10.get()
    }

    /// hyper was given so much of an answer.
    pub(super) fn given(&self, bytes: u64) {
        self.waiting.set(self.waiting.get() + bytes);
        self.all_waiting.set(self.all_waiting.get() + bytes);
    }

    /// Bytes of answers that the client did not take yet.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting.get()
    }

    fn taken(&self, bytes: u64) {
        // Heads were not counted when they were given.
        let bytes = bytes.min(self.waiting.get());
        self.waiting.set(self.waiting.get() - bytes);
        self.all_waiting.set(self.all_waiting.get() - bytes);
    }

    /// Some of hyper's was taken.
    pub(super) fn wrote(&self, bytes: u64) {
        self.written.set(self.written.get() + bytes);
        self.taken(bytes);
        if self.owed.replace(false) {
            self.answering.set(true);
        }
        self.unheard.set(false);
        self.answers_http10.set(false);
    }

    /// Whether the client has seen some of the answer to the request in hand.
    pub(super) fn has_begun_answer(&self) -> bool {
        self.answering.get() && self.finished.get() < self.begun.get()
    }

    // ---- The end

    /// Nothing more is read; the connection ends when this many requests are finished.
    pub(super) fn stop_after(&self, requests: u64) {
        self.stop_after.set(Some(requests));
    }

    /// Whether the end that was put off has come.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop_after
            .get()
            .is_some_and(|last| self.finished.get() >= last && !self.is_blocked.get())
    }

    /// Ends the connection from outside.
    pub(super) fn set_overdue(&self, why: Overdue) {
        self.overdue.set(Some(why));
        self.wake();
    }

    /// Ends the connection for the room that its answers take.
    pub(super) fn doom(&self) {
        self.doomed.set(true);
        self.set_overdue(Overdue::Connection);
    }

    pub(super) fn is_doomed(&self) -> bool {
        self.doomed.get()
    }

    pub(super) fn overdue(&self) -> Option<Overdue> {
        self.overdue.get()
    }

    pub(super) fn end(&self) {
        self.taken(u64::MAX);
        self.ended.set(true);
    }

    pub(super) fn is_ended(&self) -> bool {
        self.ended.get()
    }

    /// The connection's task is to be woken by [`Progress::wake`].
    pub(super) fn watch(&self, cx: &Context<'_>) {
        let mut waker = self.waker.borrow_mut();
        if !waker
            .as_ref()
            .is_some_and(|known| known.will_wake(cx.waker()))
        {
            *waker = Some(cx.waker().clone());
        }
    }

    pub(super) fn wake(&self) {
        if let Some(waker) = self.waker.borrow().as_ref() {
            waker.wake_by_ref();
        }
    }
}

/// A request, and then its answer's body, under way.
pub(super) struct Working(Rc<Progress>);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.finished.set(self.0.finished.get() + 1);
    }
}
