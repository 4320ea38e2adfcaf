//! The parser as JavaScript has it: `new Parser(isRequest, maxHeaderSize, lenient)`.

use std::cell::RefCell;
use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, ClassId, Members, Native, call};
use coddle_engine::rquickjs::{Array, Ctx, Error, Function, Object, Result, Value};
use coddle_engine::{builtin, bytes};

use super::head_natives::{self, text_of};
use super::message::{Event, Follows, Messages};
use super::scan::{Fields, Rules};
use super::server;

/// Behind a parser object.
struct Parser {
    messages: Rc<RefCell<Messages>>,
    body: std::cell::Cell<(usize, usize)>,
}

impl Native for Parser {
    const ID: ClassId = ClassId::new(242);
    const NAME: &'static CStr = c"HTTPParser";
}

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("parserPrototype", prototype(ctx)?)?;
    natives.set("createParser", Function::new(ctx.clone(), create)?)?;
    natives.set(
        "composeHead",
        Function::new(ctx.clone(), head_natives::compose)?,
    )?;
    natives.set(
        "isToken",
        class::function(ctx, "isToken", 1, head_natives::is_token)?,
    )?;
    natives.set(
        "hasInvalidChar",
        class::function(ctx, "hasInvalidChar", 1, head_natives::has_invalid_char)?,
    )?;
    server::init(ctx, &natives)?;
    Ok(natives)
}

/// `createParser(isRequest, maxHeaderSize, lenient)`.
fn create<'js>(ctx: Ctx<'js>, is_request: bool, max: f64, lenient: bool) -> Result<Object<'js>> {
    let natives: Object<'js> = builtin::require(&ctx, "internal/http/parser_natives")?.get()?;
    let proto: Object<'js> = natives.get("parserPrototype")?;
    let rules = Rules {
        max: max as usize,
        lenient,
    };
    let parser = Parser {
        messages: Rc::new(RefCell::new(Messages::new(is_request, rules))),
        body: std::cell::Cell::default(),
    };
    class::create(&ctx, &proto, parser)
}

/// Events as numbers.
fn number(event: &Event) -> i32 {
    match event {
        Event::More => 0,
        Event::Head => 1,
        Event::Body(..) => 2,
        Event::Complete => 3,
        Event::Failed => 4,
    }
}

/// `[name, value, ...]`
pub(super) fn flat<'js>(ctx: &Ctx<'js>, fields: &Fields, bytes: &[u8]) -> Result<Value<'js>> {
    let array = Array::new(ctx.clone())?;
    for (index, (name, value)) in fields.all.iter().enumerate() {
        array.set(2 * index, text_of(ctx, name.of(bytes))?)?;
        array.set(2 * index + 1, text_of(ctx, value.of(bytes))?)?;
    }
    Ok(array.into_value())
}

fn int<'js>(ctx: &Ctx<'js>, number: usize) -> Result<Value<'js>> {
    Ok(Value::new_number(ctx.clone(), number as f64))
}

/// The parser's members.
fn prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Parser>(ctx);
    let proto = Object::new(ctx.clone())?;
    Members::<Parser>::new(ctx, &proto)
        // next(Uint8Array, from) -> 0 more is needed, 1 a head (head()), 2 body (bodyStart, bodyEnd), 3 the message is whole, 4
        // failed (error()), 5 whole with trailers (trailers()). `position`: from where to ask again.
        .method("next", 2, |ctx, this, args| {
            let from = args.get(1).as_number().unwrap_or(0.0) as usize;
            let messages = Rc::clone(&this.messages);
            let data = args.get(0);
            let event = bytes::with_bytes(&data, move |data| {
                messages.borrow_mut().next(data, from.min(data.len()))
            })
            .ok_or_else(|| Error::new_from_js(data.type_name(), "Uint8Array"))?;
            let number = match event {
                Event::Body(start, end) => {
                    this.body.set((start, end));
                    number(&event)
                }
                Event::Complete if !this.messages.borrow().trailers().0.all.is_empty() => 5,
                _ => number(&event),
            };
            Ok(Value::new_int(ctx.clone(), number))
        })?
        // finish(): the connection ended; 0, 3 or 4.
        .method("finish", 0, |ctx, this, _| {
            let event = this.messages.borrow_mut().finish();
            Ok(Value::new_int(ctx.clone(), number(&event)))
        })?
        // setBody(0: as the head says, 1: none, 2: another protocol follows), after a head.
        .method("setBody", 1, |ctx, this, args| {
            let follows = match args.get(0).as_int() {
                Some(1) => Follows::Nothing,
                Some(2) => Follows::Upgrade,
                _ => Follows::Body,
            };
            this.messages.borrow_mut().set_body(follows);
            Ok(Value::new_undefined(ctx.clone()))
        })?
        // head() -> [method, url, version, status, phrase, [name, value, ...], wants another protocol]
        .method("head", 0, |ctx, this, _| {
            let messages = this.messages.borrow();
            let (head, bytes) = messages.head();
            let array = Array::new(ctx.clone())?;
            array.set(0, text_of(ctx, head.start.method.of(bytes))?)?;
            array.set(1, text_of(ctx, head.start.url.of(bytes))?)?;
            let (major, minor) = head.start.version;
            array.set(2, call::string(ctx, &format!("{major}.{minor}"))?)?;
            array.set(3, head.start.status)?;
            array.set(4, text_of(ctx, head.start.phrase.of(bytes))?)?;
            array.set(5, flat(ctx, &head.fields, bytes)?)?;
            array.set(6, messages.wants_upgrade())?;
            Ok(array.into_value())
        })?
        // Whether another message may follow the current one; asked after the head's setBody.
        .getter("keepsAlive", |ctx, this| {
            Ok(Value::new_bool(
                ctx.clone(),
                this.messages.borrow().keeps_alive(),
            ))
        })?
        .method("trailers", 0, |ctx, this, _| {
            let messages = this.messages.borrow();
            let (fields, bytes) = messages.trailers();
            flat(ctx, fields, bytes)
        })?
        // error() -> [code, reason]
        .method("error", 0, |ctx, this, _| {
            let messages = this.messages.borrow();
            let array = Array::new(ctx.clone())?;
            if let Some(fault) = messages.fault() {
                array.set(0, fault.code)?;
                array.set(1, fault.reason)?;
            }
            Ok(array.into_value())
        })?
        .getter("position", |ctx, this| {
            int(ctx, this.messages.borrow().position())
        })?
        .getter("bodyStart", |ctx, this| int(ctx, this.body.get().0))?
        .getter("bodyEnd", |ctx, this| int(ctx, this.body.get().1))?;
    Ok(proto)
}
