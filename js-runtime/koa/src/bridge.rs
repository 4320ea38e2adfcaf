//! The way of a request from a host into an application and of its answer back, without sockets: [`handle`].

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;

use bytes::Bytes;
use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Persistent, Result, Value};
use coddle_engine::{Cause, World, errors};

use crate::app::{Running, Shared};
use crate::exchange::{self, Exchange, Watch};
use crate::onion::{Run, Step, Waiting};
use crate::respond;

pub use crate::exchange::{Answer, AnswerBody, NoAnswer, ReasonPhrase, RequestBody};
pub use crate::router::RouteNumber;

/// A request as the host received it.
#[derive(Debug)]
pub struct Request {
    pub head: http::request::Parts,
    /// The target as it came, where it says more than the head's: a fragment, characters that a `Uri` does not take.
    pub target: Option<Box<str>>,
    /// `None` when the head says that there is none.
    pub body: Option<RequestBody>,
    /// `None` on a unix socket.
    pub remote: Option<SocketAddr>,
    pub local: Option<SocketAddr>,
    /// It came over TLS.
    pub encrypted: bool,
}

/// The application's way in, as `internal/koa/hooks.js` gives it.
#[derive(Clone)]
pub struct Dispatcher {
    /// `(handle)`: runs a request in JavaScript, over Node's messages.
    javascript: Persistent<Function<'static>>,
    /// There when the application is one of koa's: then its chain is run natively.
    shared: Option<Rc<Shared>>,
}

impl Dispatcher {
    /// Takes what `dispatcher(...)` returned: `{ run, app, hooks }`, the latter two absent for a plain `(req, res)` handler.
    ///
    /// # Errors
    /// When it is something else.
    pub fn new<'js>(ctx: &Ctx<'js>, dispatcher: &Object<'js>) -> Result<Dispatcher> {
        let run: Function<'js> = dispatcher.get("run")?;
        let app: Option<Object<'js>> = dispatcher.get("app")?;
        let shared = match app {
            Some(app) => {
                crate::onion::install(ctx);
                Some(Shared::new(ctx, &app, &dispatcher.get("hooks")?)?)
            }
            None => None,
        };
        Ok(Dispatcher {
            javascript: Persistent::save(ctx, run),
            shared,
        })
    }

    /// The paths of the routes that were looked at so far, by [`RouteNumber`].
    pub fn routes(&self) -> Vec<Box<str>> {
        let shared = self.shared.as_ref();
        shared.map_or_else(Vec::new, |shared| shared.routes.paths())
    }
}

/// For [`World::on_interrupt`]: code was stopped by the turn limit, and what waits for it would wait for ever. Its client
/// gets a 503.
pub fn interrupted(cause: Option<Cause>) {
    if let Some(running) = cause.and_then(|cause| cause.downcast::<Running>().ok()) {
        out_of_time(&running.exchange);
    }
}

pub(crate) fn out_of_time(exchange: &Exchange) {
    exchange.answer(overrun());
}

/// What a client gets whose request took longer than its host allows.
pub fn overrun() -> Answer {
    unavailable("Service Unavailable: the request took longer than this server allows\n")
}

/// What a client gets when there is no application that could answer.
pub fn no_application() -> Answer {
    unavailable("Service Unavailable: the application has ended\n")
}

/// What a client gets when the worker has as many requests in hand as it takes.
pub fn busy() -> Answer {
    let mut answer = unavailable("Service Unavailable: this server is busy\n");
    answer.headers_mut().insert(
        http::header::RETRY_AFTER,
        http::HeaderValue::from_static("1"),
    );
    answer
}

fn unavailable(text: &'static str) -> Answer {
    let mut answer = http::Response::new(AnswerBody::whole(Bytes::from_static(text.as_bytes())));
    *answer.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
    answer.headers_mut().insert(
        http::header::CONTENT_TYPE,
        http::HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    answer
}

/// Lets the application answer a request. Dropping the future tells it that the client is gone. `route`: is told which route
/// answers, also when the future is dropped.
///
/// # Errors
/// [`NoAnswer`] when the connection is to be closed instead.
pub async fn handle(
    world: &World,
    dispatcher: &Dispatcher,
    request: Request,
    route: &Cell<RouteNumber>,
) -> std::result::Result<Answer, NoAnswer> {
    let exchange = Exchange::new(exchange::Request::new(
        request.head,
        request.target,
        request.body,
        request.remote,
        request.local,
        request.encrypted,
    ));
    let watch = Watch::new(&exchange);
    let running = Running::begin(dispatcher.shared.as_deref(), exchange);
    let cause: Cause = Rc::clone(&running) as Cause;
    let _told = ToldRoute {
        exchange: Rc::clone(&running.exchange),
        route,
    };

    let mut waiting = world.turn_for(Some(Rc::clone(&cause)), |ctx| {
        reported(ctx, &running, begin(ctx, dispatcher, &running))
    });
    while let Some(Waiting { wait, rest }) = waiting {
        let resume = wait.await;
        let Some(shared) = &dispatcher.shared else {
            break;
        };
        waiting = world.turn_for(Some(Rc::clone(&cause)), |ctx| {
            let mut run = run(ctx, shared, &running);
            let step = run.resume(resume, rest);
            let concluded = at_last(&mut run, step);
            reported(ctx, &running, concluded)
        });
    }
    let answer = match running.exchange.take_answer() {
        Some(answer) => answer,
        None => running.exchange.answered().await,
    };
    // From here on the answer's body tells how the exchange ends.
    if answer
        .as_ref()
        .is_ok_and(|answer| answer.body().is_watched())
    {
        watch.hand_over();
    }
    answer
}

/// Tells at last which route answers, however the handling ends.
struct ToldRoute<'a> {
    exchange: Rc<Exchange>,
    route: &'a Cell<RouteNumber>,
}

impl Drop for ToldRoute<'_> {
    fn drop(&mut self) {
        self.route.set(self.exchange.route.get());
    }
}

fn run<'a, 'js>(ctx: &'a Ctx<'js>, shared: &'a Rc<Shared>, running: &'a Running) -> Run<'a, 'js> {
    Run {
        ctx,
        shared,
        exchange: &running.exchange,
        main: &running.main,
        running: Some(running),
        context: running.context.get(ctx),
    }
}

fn begin(ctx: &Ctx<'_>, dispatcher: &Dispatcher, running: &Running) -> Result<Option<Waiting>> {
    if let Some(shared) = &dispatcher.shared
        && shared.is_native(ctx)?
    {
        let mut run = run(ctx, shared, running);
        let step = run.dispatch(&running.main, 0);
        return at_last(&mut run, step);
    }
    // As Node's ServerResponse begins; koa sets its own.
    running.exchange.response.set_status(200);
    let handle = crate::native::exchange::create(ctx, &running.exchange)?;
    dispatcher
        .javascript
        .clone()
        .restore(ctx)?
        .call::<_, ()>((handle,))?;
    Ok(None)
}

/// Concludes a run at the outermost level of its turn: what is pending may settle by the jobs that wait now.
fn at_last<'js>(run: &mut Run<'_, 'js>, mut step: Step<'js>) -> Result<Option<Waiting>> {
    if let Step::Pending(promise, entered) = step {
        call::mark_handled(&promise);
        call::drain(run.ctx);
        step = run.settle(Ok(promise), entered);
    }
    respond::conclude(run, step)
}

/// What goes wrong beyond the application's own error handling is uncaught.
fn reported(ctx: &Ctx<'_>, running: &Running, result: Result<Option<Waiting>>) -> Option<Waiting> {
    match result {
        Ok(waiting) => waiting,
        Err(error) => {
            let error: Value<'_> = errors::caught(ctx, error);
            if World::take_interrupted(ctx) {
                out_of_time(&running.exchange);
                World::tell_interrupted(ctx);
            } else {
                coddle_engine::report_uncaught(ctx, error);
            }
            None
        }
    }
}

/// The exchange of the request that the running code works for.
pub fn current(ctx: &Ctx<'_>) -> Option<Rc<Exchange>> {
    Running::current(ctx).map(|running| Rc::clone(&running.exchange))
}

/// `app.currentContext` of the running code's request, undefined outside of one.
pub(crate) fn current_context<'js>(ctx: Ctx<'js>) -> Value<'js> {
    Running::current(&ctx).map_or_else(
        || Value::new_undefined(ctx.clone()),
        |running| Slot::get_or_undefined(&running.context, &ctx),
    )
}
