//! What all requests of one application share: its prototypes, its middleware, the JavaScript beside the natives.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Ctx, Error, Function, Object, Result, Value};
use coddle_engine::{Cause, World, builtin, data, errors};

use crate::bypass::Bypass;
use crate::context::body::Kinds;
use crate::context::{self, State};
use crate::exchange::Exchange;
use crate::onion::{MainChain, Onion};
use crate::route::Router;
use crate::router::RouteNumbers;

/// One application of a world.
#[derive(Debug)]
pub(crate) struct Shared {
    app: Slot,
    context: Slot,
    request: Slot,
    response: Slot,
    pub(crate) main: MainChain,
    /// `Function.prototype`, of which `next` and native layers are made.
    pub(crate) function: Slot,
    object: Slot,
    array: Slot,
    kinds: Kinds,
    /// A promise of undefined: the `next()` of most middleware.
    resolved: Slot,
    hooks: Hooks,
    /// `None` for an application with its own `createContext` or `handleRequest`.
    bypass: Option<Bypass>,
    routers: RefCell<Vec<Rc<Router>>>,
    pub(crate) routes: RouteNumbers,
    live: RefCell<Vec<Weak<Running>>>,
    /// koa's own `request.get`: another one on `app.request` is called by `ctx.get`, as tests fake headers by it.
    own_get: Slot,
    /// The application has members of its own where natives take short ways: JavaScript goes through the layers that have a
    /// JavaScript side, and sends the answer.
    pub(crate) prefers_javascript: bool,
}

/// Functions of `internal/koa/hooks.js`.
#[derive(Debug)]
struct Hooks {
    /// `(ctx, handle, headers)`: `[req, res]`.
    messages: Slot,
    /// `(ctx, stream, original)`: ties a stream to the answer.
    adopt: Slot,
    /// `(ctx)`: sends what only JavaScript can send.
    respond: Slot,
    /// `(ctx, error)`: `ctx.onerror`.
    fail: Slot,
    /// `(ctx)`, undefined for most applications: has a look at every new ctx.
    created: Slot,
    /// `(ctx)`: puts a new ctx in place as the current one of all that the request starts. Empty until somebody asks which it is.
    enter: Slot,
}

/// The applications of a world.
#[derive(Default)]
pub(crate) struct Applications(RefCell<Vec<Weak<Shared>>>);

impl Applications {
    /// From now on every new ctx of those that serve is shown to `enter`.
    pub(crate) fn enter_contexts(&self, enter: &Value<'_>) {
        for application in self.0.borrow().iter().filter_map(Weak::upgrade) {
            application.hooks.enter.set(enter);
        }
    }
}

impl Shared {
    /// Reads what does not change any more once an application is started. `hooks` is what `internal/koa/hooks.js` exports.
    ///
    /// # Errors
    /// When the application is none.
    pub(crate) fn new<'js>(
        ctx: &Ctx<'js>,
        app: &Object<'js>,
        hooks: &Object<'js>,
    ) -> Result<Rc<Shared>> {
        let get = |object: &Object<'js>, name: &str| {
            object
                .get::<_, Value<'js>>(name)
                .map(|value| Slot::of(&value))
        };
        let optional = |name: &str| -> Result<Slot> {
            let hook = hooks.get::<_, Option<Value<'js>>>(name)?;
            Ok(hook.map_or_else(Slot::empty, |hook| Slot::of(&hook)))
        };
        let prototype =
            |name: &str| -> Result<Slot> { get(&ctx.globals().get(name)?, "prototype") };
        let resolved = call::settled(ctx, false, &Value::new_undefined(ctx.clone()))?;
        let shared = Rc::new(Shared {
            app: Slot::of(app.as_value()),
            context: get(app, "context")?,
            request: get(app, "request")?,
            response: get(app, "response")?,
            main: MainChain::of_app(app)?,
            function: prototype("Function")?,
            object: prototype("Object")?,
            array: prototype("Array")?,
            kinds: Kinds::load(ctx)?,
            resolved: Slot::of(&resolved),
            hooks: Hooks {
                messages: get(hooks, "messages")?,
                adopt: get(hooks, "adopt")?,
                respond: get(hooks, "respond")?,
                fail: get(hooks, "fail")?,
                created: optional("created")?,
                enter: optional("enter")?,
            },
            bypass: hooks
                .get::<_, Option<Object<'js>>>("bypass")?
                .map(|parts| Bypass::read(&parts))
                .transpose()?,
            routers: RefCell::default(),
            routes: RouteNumbers::default(),
            live: RefCell::default(),
            own_get: get(hooks, "get")?,
            prefers_javascript: hooks.get("prefersJavaScript")?,
        });
        data::of::<Applications>(ctx)
            .0
            .borrow_mut()
            .push(Rc::downgrade(&shared));
        if let Some(world) = World::current(ctx) {
            world.keep(Guard(Rc::clone(&shared)));
        }
        Ok(shared)
    }

    pub(crate) fn app<'js>(&self, ctx: &Ctx<'js>) -> Value<'js> {
        self.app.get_or_undefined(ctx)
    }

    pub(crate) fn context_proto<'js>(&self, ctx: &Ctx<'js>) -> Result<Object<'js>> {
        object_in(ctx, &self.context)
    }

    pub(crate) fn request_proto<'js>(&self, ctx: &Ctx<'js>) -> Result<Object<'js>> {
        object_in(ctx, &self.request)
    }

    pub(crate) fn response_proto<'js>(&self, ctx: &Ctx<'js>) -> Result<Object<'js>> {
        object_in(ctx, &self.response)
    }

    pub(crate) fn function_proto<'js>(&self, ctx: &Ctx<'js>) -> Result<Object<'js>> {
        object_in(ctx, &self.function)
    }

    /// `get` of `app.request`, when it is not koa's own: tests replace it to fake headers.
    pub(crate) fn replaced_get<'js>(&self, ctx: &Ctx<'js>) -> Result<Option<Value<'js>>> {
        let get = call::property(&self.request.get_or_undefined(ctx), c"get")?;
        Ok((!self.own_get.is_same(&get)).then_some(get))
    }

    /// Whether objects of this prototype are plain ones or arrays.
    pub(crate) fn is_plain_prototype(&self, proto: &Value<'_>) -> bool {
        self.object.is_same(proto) || self.array.is_same(proto)
    }

    pub(crate) fn kinds(&self) -> &Kinds {
        &self.kinds
    }

    /// A promise that is fulfilled with undefined.
    pub(crate) fn resolved<'js>(&self, ctx: &Ctx<'js>) -> Value<'js> {
        self.resolved.get_or_undefined(ctx)
    }

    /// Node's messages over an exchange; `headers` is the object that `ctx.headers` gave already.
    pub(crate) fn messages<'js>(
        &self,
        ctx: &Ctx<'js>,
        context: &Value<'js>,
        exchange: &Rc<Exchange>,
        headers: Option<Value<'js>>,
    ) -> Result<(Value<'js>, Value<'js>)> {
        let handle = crate::native::exchange::create(ctx, exchange)?.into_value();
        let undefined = Value::new_undefined(ctx.clone());
        let headers = headers.unwrap_or_else(|| undefined.clone());
        let make = self.hooks.messages.get_or_undefined(ctx);
        let pair = call::call(ctx, &make, &undefined, &[context, &handle, &headers])?;
        Ok((call::element(&pair, 0)?, call::element(&pair, 1)?))
    }

    /// Ties a stream that became the body to the answer: closed with it, its error is the request's.
    pub(crate) fn adopt_stream<'js>(
        &self,
        ctx: &Ctx<'js>,
        context: &Value<'js>,
        stream: &Value<'js>,
        original: &Value<'js>,
    ) -> Result<()> {
        let adopt = self.hooks.adopt.get_or_undefined(ctx);
        let undefined = Value::new_undefined(ctx.clone());
        call::call(ctx, &adopt, &undefined, &[context, stream, original]).map(drop)
    }

    /// Lets JavaScript send the answer.
    pub(crate) fn respond<'js>(&self, ctx: &Ctx<'js>, context: &Value<'js>) -> Result<()> {
        let respond = self.hooks.respond.get_or_undefined(ctx);
        call::call(
            ctx,
            &respond,
            &Value::new_undefined(ctx.clone()),
            &[context],
        )
        .map(drop)
    }

    /// `ctx.onerror(error)`.
    pub(crate) fn fail<'js>(
        &self,
        ctx: &Ctx<'js>,
        context: &Value<'js>,
        error: &Value<'js>,
    ) -> Result<()> {
        let fail = self.hooks.fail.get_or_undefined(ctx);
        call::call(
            ctx,
            &fail,
            &Value::new_undefined(ctx.clone()),
            &[context, error],
        )
        .map(drop)
    }

    /// Shows a new ctx to those who want to see them.
    pub(crate) fn created<'js>(&self, ctx: &Ctx<'js>, context: &Value<'js>) -> Result<()> {
        for hook in [&self.hooks.enter, &self.hooks.created] {
            if let Some(hook) = hook.get(ctx) {
                call::call(ctx, &hook, &Value::new_undefined(ctx.clone()), &[context])?;
            }
        }
        Ok(())
    }

    /// Whether requests run natively now.
    pub(crate) fn is_native(&self, ctx: &Ctx<'_>) -> Result<bool> {
        self.bypass
            .as_ref()
            .map_or(Ok(false), |bypass| bypass.is_open(ctx))
    }

    /// The router behind this JavaScript object, one for all its functions.
    pub(crate) fn router(&self, object: &Value<'_>) -> Rc<Router> {
        let mut routers = self.routers.borrow_mut();
        if let Some(known) = routers.iter().find(|router| router.is_of(object)) {
            return Rc::clone(known);
        }
        let router = Rc::new(Router::new(object));
        routers.push(Rc::clone(&router));
        router
    }

    fn clear(&self) {
        let hooks = &self.hooks;
        for slot in [
            &self.app,
            &self.context,
            &self.request,
            &self.response,
            &self.function,
            &self.object,
            &self.array,
            &self.kinds.buffer,
            &self.kinds.stream,
            &self.resolved,
            &self.own_get,
            &hooks.messages,
            &hooks.adopt,
            &hooks.respond,
            &hooks.fail,
            &hooks.created,
            &hooks.enter,
        ] {
            slot.clear();
        }
        if let Some(bypass) = &self.bypass {
            bypass.clear();
        }
        self.main.clear();
        for router in self.routers.take() {
            router.clear();
        }
        for running in self.live.take() {
            if let Some(running) = running.upgrade() {
                running.context.clear();
            }
        }
    }
}

fn object_in<'js>(ctx: &Ctx<'js>, slot: &Slot) -> Result<Object<'js>> {
    slot.get(ctx)
        .and_then(Value::into_object)
        .ok_or_else(|| errors::throw_error(ctx, "this application is closed"))
}

/// Lets go of an application's JavaScript values before its world goes.
struct Guard(Rc<Shared>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// A request that is worked on: the cause of its turns, and of what timers and operations begin in them. While it lasts its ctx
/// is the application's current one.
pub(crate) struct Running {
    pub(crate) exchange: Rc<Exchange>,
    pub(crate) main: Rc<Onion>,
    pub(crate) context: Slot,
}

impl Running {
    pub(crate) fn begin(shared: Option<&Shared>, exchange: Rc<Exchange>) -> Rc<Running> {
        let running = Rc::new(Running {
            exchange,
            main: Onion::main(),
            context: Slot::empty(),
        });
        if let Some(shared) = shared {
            let mut live = shared.live.borrow_mut();
            // Dead ones are swept when the list would grow.
            if live.len() == live.capacity() {
                live.retain(|running| running.strong_count() > 0);
            }
            live.push(Rc::downgrade(&running));
        }
        running
    }

    /// The request that the running code works for.
    pub(crate) fn current(ctx: &Ctx<'_>) -> Option<Rc<Running>> {
        World::cause(ctx).and_then(|cause: Cause| cause.downcast::<Running>().ok())
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").finish_non_exhaustive()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.context.with::<State, _>(State::forget_extras);
        let references = self.context.reference_count();
        self.context
            .with::<State, _>(|state| state.release(references, 1));
    }
}

/// `internal/koa/proto.js`'s prototypes get their native members.
pub(crate) fn install_prototypes<'js>(
    ctx: Ctx<'js>,
    context: Object<'js>,
    request: Object<'js>,
    response: Object<'js>,
) -> Result<()> {
    context::install(&ctx, &context, &request, &response)
}

/// A built-in module's function.
pub(crate) fn member<'js>(ctx: &Ctx<'js>, module: &str, name: &str) -> Result<Function<'js>> {
    let module: Object<'js> = builtin::require(ctx, module)?
        .into_object()
        .ok_or(Error::Unknown)?;
    module.get(name)
}

/// A built-in module's member that is an object.
pub(crate) fn member_value<'js>(ctx: &Ctx<'js>, module: &str, name: &str) -> Result<Object<'js>> {
    let module: Object<'js> = builtin::require(ctx, module)?
        .into_object()
        .ok_or(Error::Unknown)?;
    module.get(name)
}
