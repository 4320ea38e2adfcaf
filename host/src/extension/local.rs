//! What an extension has in one world: its states, its tasks, the application.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use coddle_engine::rquickjs::{Ctx, Object, Value};
use coddle_engine::{Kept, WeakWorld, World, errors};
use tokio::sync::{Notify, watch};

use super::Error;
use crate::logger::complain;

/// An extension in one world. It holds no JavaScript values but by [`Kept`].
// Public for the sake of hidden methods of public traits; nobody outside can name it.
#[allow(unreachable_pub)]
pub struct Local {
    pub(crate) extension: Arc<str>,
    pub(crate) world: WeakWorld,
    states: RefCell<HashMap<TypeId, Rc<dyn Any>>>,
    /// Constructors of the extension's classes, by the Rust type behind their instances.
    pub(crate) classes: RefCell<HashMap<TypeId, Kept>>,
    /// The application or the agent, once it loads.
    app: RefCell<Option<Kept>>,
    /// True from the moment on in which the application closes.
    pub(crate) closing: watch::Sender<bool>,
    /// Background tasks that have not ended.
    pub(crate) tasks: Cell<usize>,
    /// Told whenever one does.
    pub(crate) ended: Notify,
    /// How many wait for the closing by themselves: they are given time.
    pub(crate) awaited: Cell<usize>,
}

impl Local {
    pub(crate) fn new(extension: Arc<str>, world: &World) -> Rc<Local> {
        Rc::new(Local {
            extension,
            world: world.downgrade(),
            states: RefCell::default(),
            classes: RefCell::default(),
            app: RefCell::default(),
            closing: watch::Sender::new(false),
            tasks: Cell::new(0),
            ended: Notify::new(),
            awaited: Cell::new(0),
        })
    }

    pub(crate) fn set_app(&self, app: &Value<'_>) {
        self.app.replace(Some(Kept::new(app)));
    }

    /// The application, for as long as its world lasts.
    pub(crate) fn with_app<R>(
        &self,
        f: impl for<'js> FnOnce(&Ctx<'js>, Object<'js>) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let app = self.app.borrow();
        let Some(kept) = &*app else {
            return Err(Error::new("the application is not loading yet"));
        };
        kept.within(|ctx, app| match app.into_object() {
            Some(app) => f(ctx, app),
            None => Err(Error::world_ended()),
        })
        .unwrap_or_else(|| Err(Error::world_ended()))
    }

    pub(crate) fn set_state(&self, id: TypeId, state: Rc<dyn Any>) {
        self.states.borrow_mut().insert(id, state);
    }

    pub(crate) fn state<T: 'static>(&self) -> Option<Rc<T>> {
        let state = self.states.borrow().get(&TypeId::of::<T>()).cloned()?;
        state.downcast().ok()
    }

    /// Lets go of the states: the application is closed.
    pub(crate) fn forget_states(&self) {
        let states = self.states.take();
        drop(states);
    }

    /// Writes an error that nobody waits for to the application's log.
    pub(crate) fn log(&self, error: &Error) {
        let logged = self.with_app(|ctx, app| {
            let failed = |error| Error::of_engine(ctx, error);
            let logger: Object<'_> = app.get("coreLogger").map_err(failed)?;
            let write: Value<'_> = logger.get("error").map_err(failed)?;
            let error = error.to_js(ctx).map_err(failed)?;
            coddle_engine::class::call::call(ctx, &write, logger.as_value(), &[&error])
                .map(drop)
                .map_err(failed)
        });
        if logged.is_err() {
            complain!("coddle: extension \"{}\": {error:?}", self.extension);
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        // Tasks that wait for it end.
        self.closing.send_replace(true);
    }
}

/// A short form of a JavaScript value for messages.
pub(crate) fn shown(value: &Value<'_>) -> String {
    match value.is_object() {
        true => value.type_name().to_owned(),
        false => errors::describe(value),
    }
}
