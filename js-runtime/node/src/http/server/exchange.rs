//! A request and its answer: the incoming and the outgoing handle (internal/http/incoming.js and outgoing.js) in one.

use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, ClassId, Members, Native, Slot};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

use super::super::scan::Head;
use super::connection::{Connection, State};
use super::request::{self, Request};
use super::response::{self, Response};

/// Behind the object that JavaScript has.
pub(super) struct Exchange {
    pub(super) request: Request,
    pub(super) response: Response,
    /// The native connection, while the answer may go past its socket.
    connection: Slot,
}

impl Native for Exchange {
    const ID: ClassId = ClassId::new(247);
    const NAME: &'static CStr = c"HTTPExchange";

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.connection);
        self.request.slots(visit);
        self.response.slots(visit);
    }
}

impl Exchange {
    /// Of the request with this head, which points into `text`.
    pub(super) fn new(head: Head, text: Vec<u8>) -> Exchange {
        Exchange {
            request: Request::new(head, text),
            response: Response::new(),
            connection: Slot::empty(),
        }
    }

    pub(super) fn with_connection<R>(&self, look: impl FnOnce(&Rc<State>) -> R) -> Option<R> {
        self.connection
            .with(|connection: &Connection| look(&connection.0))
    }
}

/// The members of exchanges.
pub(super) fn prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Exchange>(ctx);
    let proto = Object::new(ctx.clone())?;
    let members = Members::<Exchange>::new(ctx, &proto);
    request::members(&members)?;
    response::members(&members)?;
    members
        // begin(message, socket, connection): `message` answers, on `socket`, and past it while `connection` is its native one.
        .method("begin", 3, |ctx, this, args| {
            this.response.message.set(&args.get(0));
            this.response.socket.set(&args.get(1));
            this.connection.set(&args.get(2));
            Ok(Value::new_undefined(ctx.clone()))
        })?
        // finished(whether anybody has looked at the request as a stream): nothing more is sent. Whether the request is here whole.
        .method("finished", 1, |ctx, this, args| {
            this.response.message.clear();
            this.response.socket.clear();
            this.connection.clear();
            let is_whole = this.request.complete.get();
            let observed = args.get(0).as_bool() == Some(true);
            this.request.passed.set(is_whole && !observed);
            Ok(Value::new_bool(ctx.clone(), is_whole))
        })?;
    Ok(proto)
}
