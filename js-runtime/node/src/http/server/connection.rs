//! Reading the requests of a connection. What comes of it is told to the `ServerConnection` of JavaScript that owns this.

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::rc::{Rc, Weak};
use std::time::Instant;

use coddle_engine::class::{self, ClassId, Members, Native, Slot, call};
use coddle_engine::rquickjs::{Array, Ctx, Error, Object, Result, Value};
use coddle_engine::{builtin, bytes};

use super::super::message::{Event, Follows, Messages};
use super::super::parser::flat;
use super::super::scan::Rules;
use super::exchange::Exchange;
use crate::net::shared::{Consumer, Shared};
use crate::net::stream;

/// Behind the object that JavaScript has.
pub(super) struct Connection(pub(super) Rc<State>);

impl Native for Connection {
    const ID: ClassId = ClassId::new(246);
    const NAME: &'static CStr = c"HTTPServerConnection";

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        for slot in self.0.slots() {
            visit(slot);
        }
    }
}

/// Shared with nobody for long: the stream knows it weakly, so that its slots live and die with the object.
pub(super) struct State {
    messages: RefCell<Messages>,
    /// The stream below, when it is one of ours that bytes may be sent to and read from past the socket.
    pub(super) stream: RefCell<Option<Rc<Shared>>>,
    over: Cell<bool>,
    /// The server's `keepAliveTimeout`, in ms, and `maxRequestsPerSocket`; 0: none is told.
    pub(super) keep_alive_timeout: Cell<f64>,
    pub(super) most_requests: Cell<f64>,
    /// When the message that is being read began, and its head while that is not whole.
    message_start: Cell<Option<Instant>>,
    head_start: Cell<Option<Instant>>,
    /// The exchange whose request is being read.
    current: Slot,
    owner: Slot,
    pub(super) socket: Slot,
    /// `write` of sockets as it is when nobody has put another in its place.
    pub(super) own_write: Slot,
    pub(super) status_codes: Slot,
    prototype: Slot,
    on_request: Slot,
    on_body: Slot,
    on_complete: Slot,
    on_upgrade: Slot,
    on_fault: Slot,
}

/// What `on_request` hears of a head (the names stand in server_messages.js as well): another protocol is asked for.
const WANTS_UPGRADE: i32 = 1;
/// There is something to decide on before the request may be answered: not HTTP/1.1, no Host, Expect.
const IS_SPECIAL: i32 = 2;
const HAS_BODY: i32 = 4;
const IS_HEAD: i32 = 8;
/// The peer would send another request.
const KEEPS_ALIVE: i32 = 16;

impl State {
    fn slots(&self) -> [&Slot; 11] {
        [
            &self.current,
            &self.owner,
            &self.socket,
            &self.own_write,
            &self.status_codes,
            &self.prototype,
            &self.on_request,
            &self.on_body,
            &self.on_complete,
            &self.on_upgrade,
            &self.on_fault,
        ]
    }

    /// Tells the owner.
    fn tell<'js>(&self, ctx: &Ctx<'js>, hook: &Slot, args: &[&Value<'js>]) -> Result<Value<'js>> {
        let owner = self.owner.get_or_undefined(ctx);
        call::call(ctx, &hook.get_or_undefined(ctx), &owner, args)
    }

    /// Reads what came.
    fn feed(&self, ctx: &Ctx<'_>, mut data: Vec<u8>) -> Result<()> {
        let mut at = 0;
        while !self.over.get() {
            if at < data.len() && self.message_start.get().is_none() {
                let now = Some(Instant::now());
                self.message_start.set(now);
                self.head_start.set(now);
            }
            let mut messages = self.messages.borrow_mut();
            let event = messages.next(&data, at);
            at = messages.position();
            match event {
                Event::More => {
                    // Line ends between messages are no beginning of one.
                    if messages.is_between() {
                        self.rest();
                    }
                    return Ok(());
                }
                Event::Head => {
                    let mut flags = 0;
                    for (is_so, flag) in [
                        (messages.wants_upgrade(), WANTS_UPGRADE),
                        (messages.expects_body(), HAS_BODY),
                        (messages.keeps_alive(), KEEPS_ALIVE),
                    ] {
                        flags |= if is_so { flag } else { 0 };
                    }
                    let (head, text) = messages.take_head();
                    drop(messages);
                    self.head_start.set(None);
                    if self.request(ctx, Exchange::new(head, text), flags)? {
                        return self.upgrade(ctx, data.split_off(at));
                    }
                }
                Event::Body(start, end) => {
                    drop(messages);
                    let whole = start == 0 && end == data.len();
                    let chunk = match whole {
                        true => std::mem::take(&mut data),
                        false => data[start..end].to_vec(),
                    };
                    if whole {
                        at = 0;
                    }
                    self.body(ctx, chunk)?;
                }
                Event::Complete => {
                    drop(messages);
                    self.complete(ctx)?;
                }
                Event::Failed => {
                    drop(messages);
                    return self.fault(ctx, at, data);
                }
            }
        }
        Ok(())
    }

    /// No message is under way.
    fn rest(&self) {
        self.message_start.set(None);
        self.head_start.set(None);
    }

    /// A head is whole. Whether what follows is another protocol's.
    fn request(&self, ctx: &Ctx<'_>, exchange: Exchange, mut flags: i32) -> Result<bool> {
        if exchange.request.is_special() {
            flags |= IS_SPECIAL;
        }
        if exchange.request.is_head() {
            flags |= IS_HEAD;
        }
        let proto = self.prototype.get_or_undefined(ctx);
        let proto = proto
            .as_object()
            .ok_or_else(|| Error::new_from_js("undefined", "object"))?;
        let exchange = class::create(ctx, proto, exchange)?.into_value();
        self.current.set(&exchange);
        let flags = Value::new_int(ctx.clone(), flags);
        let upgrades = self.tell(ctx, &self.on_request, &[&exchange, &flags])?;
        Ok(upgrades.as_bool() == Some(true))
    }

    fn upgrade(&self, ctx: &Ctx<'_>, rest: Vec<u8>) -> Result<()> {
        self.messages.borrow_mut().set_body(Follows::Upgrade);
        self.rest();
        self.current
            .with(|exchange: &Exchange| exchange.request.complete.set(true));
        let exchange = self.current.get_or_undefined(ctx);
        let rest = bytes::uint8_array(ctx, rest)?;
        self.tell(ctx, &self.on_upgrade, &[&exchange, &rest])?;
        Ok(())
    }

    fn body(&self, ctx: &Ctx<'_>, chunk: Vec<u8>) -> Result<()> {
        let ignored = self
            .current
            .with(|exchange: &Exchange| exchange.request.ignores_body.get());
        if ignored != Some(false) {
            return Ok(());
        }
        let exchange = self.current.get_or_undefined(ctx);
        let chunk = bytes::uint8_array(ctx, chunk)?;
        self.tell(ctx, &self.on_body, &[&exchange, &chunk])?;
        Ok(())
    }

    /// The request is here whole.
    fn complete(&self, ctx: &Ctx<'_>) -> Result<()> {
        self.rest();
        let Some(exchange) = self.current.take(ctx) else {
            return Ok(());
        };
        let Some(native) = class::get::<Exchange>(&exchange) else {
            return Ok(());
        };
        native.request.complete.set(true);
        let messages = self.messages.borrow();
        let (fields, text) = messages.trailers();
        if !fields.all.is_empty() {
            native.request.trailers.set(&flat(ctx, fields, text)?);
        }
        drop(messages);
        // Most requests have no body, and nobody waits for its end.
        if native.request.attended.get() {
            self.tell(ctx, &self.on_complete, &[&exchange])?;
        }
        Ok(())
    }

    /// What came is wrong from `at` on.
    fn fault(&self, ctx: &Ctx<'_>, at: usize, data: Vec<u8>) -> Result<()> {
        let fault = self.fault_of(ctx)?;
        let at = Value::new_number(ctx.clone(), at as f64);
        let data = bytes::uint8_array(ctx, data)?;
        self.tell(ctx, &self.on_fault, &[&fault, &at, &data])?;
        Ok(())
    }

    /// `[code, reason]`
    fn fault_of<'js>(&self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let messages = self.messages.borrow();
        let array = Array::new(ctx.clone())?;
        if let Some(fault) = messages.fault() {
            array.set(0, fault.code)?;
            array.set(1, fault.reason)?;
        }
        Ok(array.into_value())
    }

    /// Nothing is read any more, and nobody is told.
    fn close(&self) {
        self.over.set(true);
        if let Some(stream) = self.stream.take() {
            stream.set_consumer(None);
        }
        for slot in self.slots() {
            slot.clear();
        }
    }
}

impl Consumer for State {
    fn consume(&self, ctx: &Ctx<'_>, data: Vec<u8>) -> Result<()> {
        self.feed(ctx, data)
    }
}

/// `createServerConnection(owner, socket, write, maxHeaderSize, lenient)`. `owner`: onRequest(exchange, flags) -> whether another
/// protocol follows, onBody(exchange, Uint8Array), onComplete(exchange), onUpgrade(exchange, Uint8Array), onFault([code, reason],
/// position, Uint8Array). `write`: what a socket's is unless somebody has put another in its place.
pub(super) fn create<'js>(
    ctx: Ctx<'js>,
    owner: Value<'js>,
    socket: Value<'js>,
    write: Value<'js>,
    max: f64,
    lenient: bool,
) -> Result<Object<'js>> {
    let natives: Object<'js> = builtin::require(&ctx, "internal/http/parser_natives")?.get()?;
    let hook = |name: &'static CStr| call::property(&owner, name).map(|hook| Slot::of(&hook));
    let member = |name: &str| natives.get(name).map(|value: Value<'js>| Slot::of(&value));
    let rules = Rules {
        max: max as usize,
        lenient,
    };
    let now = Some(Instant::now());
    let state = State {
        messages: RefCell::new(Messages::new(true, rules)),
        stream: RefCell::default(),
        over: Cell::new(false),
        keep_alive_timeout: Cell::default(),
        most_requests: Cell::default(),
        message_start: Cell::new(now),
        head_start: Cell::new(now),
        current: Slot::empty(),
        socket: Slot::of(&socket),
        own_write: Slot::of(&write),
        status_codes: member("STATUS_CODES")?,
        prototype: member("exchangePrototype")?,
        on_request: hook(c"onRequest")?,
        on_body: hook(c"onBody")?,
        on_complete: hook(c"onComplete")?,
        on_upgrade: hook(c"onUpgrade")?,
        on_fault: hook(c"onFault")?,
        owner: Slot::of(&owner),
    };
    let proto: Object<'js> = natives.get("connectionPrototype")?;
    class::create(&ctx, &proto, Connection(Rc::new(state)))
}

fn undefined<'js>(ctx: &Ctx<'js>) -> Result<Value<'js>> {
    Ok(Value::new_undefined(ctx.clone()))
}

/// Milliseconds since then, or undefined.
fn since<'js>(ctx: &Ctx<'js>, then: Option<Instant>) -> Result<Value<'js>> {
    Ok(match then {
        Some(then) => Value::new_number(ctx.clone(), then.elapsed().as_millis() as f64),
        None => Value::new_undefined(ctx.clone()),
    })
}

/// The members of connections.
pub(super) fn prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Connection>(ctx);
    let proto = Object::new(ctx.clone())?;
    Members::<Connection>::new(ctx, &proto)
        // feed(Uint8Array): bytes that did not come by a stream of ours.
        .method("feed", 1, |ctx, this, args| {
            let data = args.get(0);
            let data = bytes::to_vec(&data)
                .ok_or_else(|| Error::new_from_js(data.type_name(), "Uint8Array"))?;
            let state = Rc::clone(&this.0);
            state.feed(ctx, data)?;
            undefined(ctx)
        })?
        // sendsTo(handle): answers may go past the socket to its handle, if that is a native stream. Whether it is.
        .method("sendsTo", 1, |ctx, this, args| {
            let stream = stream::shared_of(&args.get(0));
            let is_ours = stream.is_some();
            *this.0.stream.borrow_mut() = stream;
            Ok(Value::new_bool(ctx.clone(), is_ours))
        })?
        // readsFrom(on): what comes by the native stream is read here, or goes the socket's way again.
        .method("readsFrom", 1, |ctx, this, args| {
            let consumer: Weak<State> = Rc::downgrade(&this.0);
            if let Some(stream) = this.0.stream.borrow().as_ref() {
                let on = args.get(0).as_bool() == Some(true);
                stream.set_consumer(on.then_some(consumer as Weak<dyn Consumer>));
            }
            undefined(ctx)
        })?
        // keepsAlive(ms, requests): what answers tell of how long the connection is kept.
        .method("keepsAlive", 2, |ctx, this, args| {
            let number = |index| args.get(index).as_number().unwrap_or(0.0);
            this.0.keep_alive_timeout.set(number(0));
            this.0.most_requests.set(number(1));
            undefined(ctx)
        })?
        // finish() -> [code, reason] when the connection's end cut off a message.
        .method("finish", 0, |ctx, this, _| {
            if this.0.over.get() {
                return undefined(ctx);
            }
            let event = this.0.messages.borrow_mut().finish();
            match event {
                Event::Failed => this.0.fault_of(ctx),
                Event::Complete => this.0.complete(ctx).and_then(|()| undefined(ctx)),
                _ => undefined(ctx),
            }
        })?
        .method("close", 0, |ctx, this, _| {
            this.0.close();
            undefined(ctx)
        })?
        // How long the message that is being read, and its head while that is not whole, has been coming: ms or undefined.
        .getter("messageTime", |ctx, this| {
            since(ctx, this.0.message_start.get())
        })?
        .getter("headTime", |ctx, this| since(ctx, this.0.head_start.get()))?;
    Ok(proto)
}
