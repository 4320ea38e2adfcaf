//! ctx, ctx.request and ctx.response: native objects over an [`Exchange`], on prototypes that stay open.
//!
//! The members that requests touch most are native (`request`, `response`, `members`); the rest of koa's surface is
//! JavaScript on the same prototypes and uses these. The three objects of a request share one [`State`], which lives behind
//! ctx; ctx.request and ctx.response are made when somebody asks for them, and so are Node's `req` and `res`.

pub(crate) mod body;
pub(crate) mod headers;
mod members;
mod own;
mod per_context;
mod request;
mod response;
mod set_cookie;

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, ClassId, Gone, Native, OwnProperty, Slot};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};
use smallvec::SmallVec;

use crate::app::Shared;
use crate::exchange::Exchange;
use crate::onion::Onion;
use crate::route::Route;

pub(crate) use members::install;
pub(crate) use per_context::PerContext;
pub use per_context::{keep, known};
pub(crate) use request::{install_query_of_context, install_query_of_request, method};
pub(crate) use response::add_length_and_type;

/// Objects by the query string that they were made of.
type Queries = SmallVec<[(Box<str>, Slot); 1]>;

/// What is behind a ctx.
#[derive(Debug)]
pub struct State {
    pub exchange: Rc<Exchange>,
    pub(crate) shared: Rc<Shared>,
    /// The main chain's progress.
    pub(crate) main: Rc<Onion>,
    pub(crate) request: Slot,
    pub(crate) response: Slot,
    /// Node's IncomingMessage and ServerResponse, once somebody asked.
    pub(crate) req: Slot,
    pub(crate) res: Slot,
    /// `req.headers`, once somebody asked for the object; from then on it is what `ctx.get` reads.
    pub(crate) headers: Slot,
    /// `ctx.query` of each query string that the request has had.
    pub(crate) queries: RefCell<Queries>,
    /// `ctx.body` as it was set.
    pub(crate) body: Slot,
    /// What kind of value that is, decided when it was set.
    pub(crate) body_kind: Cell<body::Kind>,
    /// `ctx.request.body` and `ctx.request.rawBody`.
    pub(crate) request_body: Slot,
    pub(crate) raw_body: Slot,
    pub(crate) route: RefCell<Route>,
    pub(crate) params: Slot,
    /// `ctx.respond = false`: the application answers by itself.
    pub(crate) respond: Cell<bool>,
    /// Values of members that an application may replace, by name.
    pub(crate) replaced: RefCell<Vec<(&'static str, Slot)>>,
    /// `ctx.onerror`, once somebody asked.
    pub(crate) bound_onerror: Slot,
    /// What layers above keep for a request, by their number.
    pub(crate) extra: RefCell<Vec<Slot>>,
    /// Own properties that the application has deleted or defined anew.
    gone: Gone,
}

impl Native for State {
    const ID: ClassId = ClassId::new(0);
    const NAME: &'static CStr = c"Context";
    const OWN: &'static [OwnProperty<State>] = own::PROPERTIES;

    fn gone(&self) -> &Gone {
        &self.gone
    }

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        for slot in [
            &self.request,
            &self.response,
            &self.req,
            &self.res,
            &self.headers,
            &self.body,
            &self.request_body,
            &self.raw_body,
            &self.params,
            &self.bound_onerror,
        ] {
            visit(slot);
        }
        // The collector may run while one is added; what is being added has another owner until then.
        if let Ok(replaced) = self.replaced.try_borrow() {
            replaced.iter().for_each(|(_, slot)| visit(slot));
        }
        if let Ok(queries) = self.queries.try_borrow() {
            queries.iter().for_each(|(_, slot)| visit(slot));
        }
        if let Ok(extra) = self.extra.try_borrow() {
            extra.iter().for_each(visit);
        }
    }
}

impl State {
    fn new(exchange: Rc<Exchange>, shared: Rc<Shared>, main: Rc<Onion>) -> State {
        State {
            exchange,
            shared,
            main,
            request: Slot::empty(),
            response: Slot::empty(),
            req: Slot::empty(),
            res: Slot::empty(),
            headers: Slot::empty(),
            queries: RefCell::default(),
            body: Slot::empty(),
            body_kind: Cell::new(body::Kind::None),
            request_body: Slot::empty(),
            raw_body: Slot::empty(),
            route: RefCell::default(),
            params: Slot::empty(),
            respond: Cell::new(true),
            replaced: RefCell::default(),
            bound_onerror: Slot::empty(),
            extra: RefCell::default(),
            gone: Gone::default(),
        }
    }

    /// `ctx.request.body`: what a parser has set; `None` without one.
    pub fn parsed_body<'js>(&self, ctx: &Ctx<'js>) -> Option<Value<'js>> {
        if self.request_body.is_empty() && self.exchange.request.parsed_as_empty.take() {
            let empty = Object::new(ctx.clone()).ok()?.into_value();
            self.request_body.set(&empty);
        }
        self.request_body.get(ctx)
    }

    /// The value that a layer above keeps under `number`.
    pub fn extra<'js>(&self, ctx: &Ctx<'js>, number: usize) -> Option<Value<'js>> {
        self.extra
            .borrow()
            .get(number)
            .and_then(|slot| slot.get(ctx))
    }

    /// Keeps a value for a layer above. Numbers are small: they index a list.
    pub fn set_extra(&self, number: usize, value: &Value<'_>) {
        let slot = Slot::of(value);
        let mut extra = self.extra.borrow_mut();
        if extra.len() <= number {
            extra.resize_with(number + 1, Slot::empty);
        }
        // The old value is dropped outside the borrow: its finalizer may look at this state.
        let old = std::mem::replace(&mut extra[number], slot);
        drop(extra);
        drop(old);
    }

    /// Lets go of what the layers above kept, and of the bound handler; most of it holds ctx. It is made anew if somebody still asks.
    pub(crate) fn forget_extras(&self) {
        self.bound_onerror.clear();
        let kept = self.extra.take();
        drop(kept);
    }

    /// Whether a router has looked for the request's routes.
    fn is_routed(&self) -> bool {
        self.route.borrow().begun()
    }

    /// Whether a route has been entered.
    fn is_in_route(&self) -> bool {
        self.route.borrow().is_entered()
    }

    /// Whether the application put something in the place of a native member.
    fn is_replaced(&self, name: &str) -> bool {
        self.replaced.borrow().iter().any(|(of, _)| *of == name)
    }

    /// What the application put in the place of a native member.
    pub(crate) fn replacement<'js>(&self, ctx: &Ctx<'js>, name: &str) -> Option<Value<'js>> {
        let replaced = self.replaced.borrow();
        let (_, slot) = replaced.iter().find(|(of, _)| *of == name)?;
        slot.get(ctx)
    }

    pub(crate) fn replace(&self, name: &'static str, value: &Value<'_>) {
        let slot = Slot::of(value);
        let mut replaced = self.replaced.borrow_mut();
        let old = replaced
            .iter()
            .position(|(of, _)| *of == name)
            .map(|at| replaced.swap_remove(at));
        replaced.push((name, slot));
        drop(replaced);
        drop(old);
    }

    /// Forgets the body: the status allows none.
    pub(crate) fn clear_body(&self) {
        self.body.clear();
        self.body_kind.set(body::Kind::None);
        self.exchange.response.bytes.take();
    }

    /// Lets go of what would make a cycle of a finished request: the collector's work grows with what is open.
    ///
    /// ctx.request and ctx.response are dropped when nobody else holds ctx or them, which `holders` (the references to ctx that
    /// the caller knows of) tells; otherwise they stay what they are and the collector finds them later.
    pub(crate) fn release(&self, references: usize, holders: usize) {
        let made = [&self.request, &self.response];
        let count = made.iter().filter(|slot| !slot.is_empty()).count();
        let is_ours = |slot: &&Slot| slot.is_empty() || slot.reference_count() == 1;
        if count > 0 && references == holders + count && made.iter().all(is_ours) {
            self.request.clear();
            self.response.clear();
        }
    }
}

/// What is behind ctx.request.
#[derive(Debug)]
pub struct RequestObject {
    pub(crate) context: Slot,
}

impl Native for RequestObject {
    const ID: ClassId = ClassId::new(1);
    const NAME: &'static CStr = c"Request";

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.context);
    }
}

/// What is behind ctx.response.
#[derive(Debug)]
pub struct ResponseObject {
    pub(crate) context: Slot,
}

impl Native for ResponseObject {
    const ID: ClassId = ClassId::new(2);
    const NAME: &'static CStr = c"Response";

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.context);
    }
}

/// Objects that lead to a request's [`State`].
pub(crate) trait Facet: Native {
    /// Runs `f` with the state and the ctx object.
    fn with<'js, R>(
        &self,
        this: &Value<'js>,
        f: impl FnOnce(&State, &Value<'js>) -> Result<R>,
    ) -> Result<R>;

    /// Runs `f` with the state.
    fn state<'js, R>(&self, ctx: &Ctx<'js>, f: impl FnOnce(&State) -> Result<R>) -> Result<R>;
}

impl Facet for State {
    fn with<'js, R>(
        &self,
        this: &Value<'js>,
        f: impl FnOnce(&State, &Value<'js>) -> Result<R>,
    ) -> Result<R> {
        match class::get::<State>(this) {
            Some(_) => f(self, this),
            // An object made from a ctx: what is kept must hold the ctx itself.
            None => match class::find::<State>(this) {
                Some(owner) => f(self, &owner),
                None => f(self, this),
            },
        }
    }

    fn state<'js, R>(&self, _ctx: &Ctx<'js>, f: impl FnOnce(&State) -> Result<R>) -> Result<R> {
        f(self)
    }
}

macro_rules! facet_by_context {
    ($object:ty) => {
        impl Facet for $object {
            fn with<'js, R>(
                &self,
                this: &Value<'js>,
                f: impl FnOnce(&State, &Value<'js>) -> Result<R>,
            ) -> Result<R> {
                let ctx = this.ctx();
                let context = self.context.get_or_undefined(ctx);
                match class::get::<State>(&context) {
                    Some(state) => f(state, &context),
                    None => Err(no_context(ctx)),
                }
            }

            fn state<'js, R>(
                &self,
                ctx: &Ctx<'js>,
                f: impl FnOnce(&State) -> Result<R>,
            ) -> Result<R> {
                match self.context.with::<State, _>(f) {
                    Some(result) => result,
                    None => Err(no_context(ctx)),
                }
            }
        }
    };
}

facet_by_context!(RequestObject);
facet_by_context!(ResponseObject);

fn no_context(ctx: &Ctx<'_>) -> coddle_engine::rquickjs::Error {
    coddle_engine::errors::throw_error(ctx, "this request or response belongs to no context")
}

/// The state behind a ctx, or behind an object made from one with `Object.create`.
pub fn with_state<'js, R>(context: &Value<'js>, f: impl FnOnce(&State) -> R) -> Option<R> {
    if let Some(state) = class::get::<State>(context) {
        return Some(f(state));
    }
    let owner = class::find::<State>(context)?;
    class::get::<State>(&owner).map(f)
}

/// The exchange of a `ctx.request` as long as nobody has Node's messages, which may be changed.
pub(crate) fn with_unseen_messages<R>(
    request: &Value<'_>,
    look: impl FnOnce(&Exchange) -> R,
) -> Option<R> {
    class::get::<RequestObject>(request)?
        .context
        .with::<State, _>(|state| state.req.is_empty().then(|| look(&state.exchange)))
        .flatten()
}

/// Makes the ctx of an exchange.
pub(crate) fn create<'js>(
    ctx: &Ctx<'js>,
    exchange: &Rc<Exchange>,
    shared: &Rc<Shared>,
    main: &Rc<Onion>,
) -> Result<Object<'js>> {
    let proto = shared.context_proto(ctx)?;
    let state = State::new(Rc::clone(exchange), Rc::clone(shared), Rc::clone(main));
    class::create(ctx, &proto, state)
}
