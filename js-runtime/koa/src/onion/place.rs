//! What stands in a chain, and where the main chain has it from.

use std::cell::RefCell;
use std::rc::Rc;

use coddle_engine::class::Slot;
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

use super::layer::{Layer, LayerFunction};
use crate::app::Shared;
use crate::route;
use crate::router::LayerId;

/// One middleware function of a chain, and how it is run.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) function: Slot,
    pub(crate) link: Link,
}

/// How a middleware function is run.
#[derive(Debug)]
pub(crate) enum Link {
    Native(Rc<dyn Layer>),
    /// A JavaScript function.
    Js,
    /// The middleware function of a router.
    Router(Rc<route::Router>),
    /// A controller's method: constructed and called without the wrapper in between.
    Controller(route::Controller),
}

/// What a run through a chain comes to.
pub(crate) enum Reached {
    Place(Rc<Place>),
    /// A route begins: its captures and names become ctx's.
    Route(LayerId),
    /// The chain is through.
    End,
}

impl Place {
    /// The place of a function that is no controller's.
    ///
    /// # Errors
    /// When the engine is out of memory.
    pub(crate) fn of<'js>(ctx: &Ctx<'js>, shared: &Shared, function: &Value<'js>) -> Result<Place> {
        let router = || route::Router::of_function(ctx, shared, function);
        let link = match LayerFunction::layer_of(function) {
            Some(layer) => Link::Native(layer),
            None => router()?.map_or(Link::Js, Link::Router),
        };
        Ok(Place {
            function: Slot::of(function),
            link,
        })
    }

    /// Lets go of JavaScript's values.
    pub(crate) fn clear(&self) {
        self.function.clear();
        if let Link::Controller(controller) = &self.link {
            controller.clear();
        }
    }
}

/// `app.middleware`, and what its functions were found to be.
#[derive(Debug)]
pub(crate) struct MainChain {
    middleware: Slot,
    places: RefCell<Vec<Rc<Place>>>,
}

impl MainChain {
    /// # Errors
    /// When `app` has a getter for its middleware, and that throws.
    pub(crate) fn of_app<'js>(app: &Object<'js>) -> Result<MainChain> {
        Ok(MainChain {
            middleware: Slot::of(&app.get::<_, Value<'js>>("middleware")?),
            places: RefCell::default(),
        })
    }

    /// What stands at place `at`, which is looked at anew each time: middleware added late is seen. A place that has not changed
    /// costs no JavaScript value.
    pub(crate) fn place<'js>(
        &self,
        ctx: &Ctx<'js>,
        shared: &Shared,
        at: u32,
    ) -> Result<Option<Rc<Place>>> {
        let known = self.places.borrow().get(at as usize).cloned();
        let function = known.as_ref().map(|place| &place.function);
        let Some(function) = self.middleware.element_unless(ctx, at, function)? else {
            return Ok(known);
        };
        if function.is_undefined() {
            return Ok(None);
        }
        let place = Rc::new(Place::of(ctx, shared, &function)?);
        let mut places = self.places.borrow_mut();
        let old = match places.get_mut(at as usize) {
            Some(old) => Some(std::mem::replace(old, Rc::clone(&place))),
            // Chains are run from their beginning: no place before this one is missing.
            None => {
                places.push(Rc::clone(&place));
                None
            }
        };
        // What is freed with it may look at the places.
        drop(places);
        drop(old);
        Ok(Some(place))
    }

    /// Lets go of JavaScript's values.
    pub(crate) fn clear(&self) {
        self.middleware.clear();
        for place in self.places.take() {
            place.clear();
        }
    }
}
