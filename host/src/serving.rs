//! Who answers the requests of a server: an application, which can be replaced while it has requests in hand.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use tokio::sync::Notify;

use crate::application::Application;
use crate::dev::Broken;

/// The application that new requests go to.
pub(crate) struct Serving {
    current: RefCell<Option<Rc<Generation>>>,
    /// Set while the files on disk are not what answers.
    broken: RefCell<Option<Rc<Broken>>>,
}

impl Serving {
    pub(crate) fn new(application: Rc<Application>) -> Serving {
        Serving {
            current: RefCell::new(Some(Generation::new(application))),
            broken: RefCell::new(None),
        }
    }

    /// A request comes: whose it is. None when there is no application just now.
    pub(crate) fn begin(&self) -> Option<InHand> {
        self.current.borrow().as_ref().map(InHand::new)
    }

    /// Who answers at present.
    pub(crate) fn current(&self) -> Option<Rc<Generation>> {
        self.current.borrow().clone()
    }

    /// Gives requests to `application` from now on, or to nobody; gives the one before, which has requests in hand perhaps.
    pub(crate) fn replace(&self, application: Option<Rc<Application>>) -> Option<Rc<Generation>> {
        self.current.replace(application.map(Generation::new))
    }

    /// What clients are told of an edit that does not load.
    pub(crate) fn broken(&self) -> Option<Rc<Broken>> {
        self.broken.borrow().clone()
    }

    pub(crate) fn set_broken(&self, broken: Option<Broken>) {
        self.broken.replace(broken.map(Rc::new));
    }
}

/// An application and the requests that it has in hand.
pub(crate) struct Generation {
    application: Rc<Application>,
    in_hand: Cell<usize>,
    idle: Notify,
}

impl Generation {
    fn new(application: Rc<Application>) -> Rc<Generation> {
        Rc::new(Generation {
            application,
            in_hand: Cell::new(0),
            idle: Notify::new(),
        })
    }

    /// Waits until every request that it was given is answered to the last byte.
    pub(crate) async fn idle(&self) {
        while self.in_hand.get() > 0 {
            self.idle.notified().await;
        }
    }
}

impl Deref for Generation {
    type Target = Application;

    fn deref(&self) -> &Application {
        &self.application
    }
}

/// A request with its answer, until the answer's body is sent.
pub(crate) struct InHand(Rc<Generation>);

impl InHand {
    fn new(generation: &Rc<Generation>) -> InHand {
        generation.in_hand.set(generation.in_hand.get() + 1);
        InHand(Rc::clone(generation))
    }
}

impl Deref for InHand {
    type Target = Application;

    fn deref(&self) -> &Application {
        &self.0.application
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        self.0.in_hand.set(self.0.in_hand.get() - 1);
        if self.0.in_hand.get() == 0 {
            self.0.idle.notify_one();
        }
    }
}
