//! Contexts and sessions as JavaScript has them.

use std::cell::RefCell;
use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, ClassId, Members, Native, call};
use coddle_engine::rquickjs::{Array, Ctx, Error, Function, Object, Result, Value};
use coddle_engine::{builtin, bytes, errors};

use super::context::{Context, Material};
use super::session::Session;
use super::words;

struct ContextObject(Rc<Context>);

impl Native for ContextObject {
    const ID: ClassId = ClassId::new(243);
    const NAME: &'static CStr = c"TLSContext";
}

struct SessionObject(Rc<RefCell<Session>>);

impl Native for SessionObject {
    const ID: ClassId = ClassId::new(244);
    const NAME: &'static CStr = c"TLSSession";
}

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<ContextObject>(ctx);
    let natives = Object::new(ctx.clone())?;
    natives.set("contextPrototype", Object::new(ctx.clone())?)?;
    natives.set("sessionPrototype", prototype(ctx)?)?;
    natives.set("createContext", Function::new(ctx.clone(), create_context)?)?;
    natives.set("createClient", Function::new(ctx.clone(), create_client)?)?;
    natives.set("createServer", Function::new(ctx.clone(), create_server)?)?;
    natives.set(
        "describe",
        Function::new(ctx.clone(), super::certificate::describe)?,
    )?;
    Ok(natives)
}

fn wrap<'js, T: Native>(ctx: &Ctx<'js>, proto: &str, native: T) -> Result<Object<'js>> {
    let natives: Object<'js> = builtin::require(ctx, "internal/tls/natives")?.get()?;
    let proto: Object<'js> = natives.get(proto)?;
    class::create(ctx, &proto, native)
}

/// An array of typed arrays and strings, as bytes.
fn list(value: &Value<'_>) -> Result<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    for index in 0..call::length(value)? {
        all.push(data(&call::element(value, index)?)?);
    }
    Ok(all)
}

fn data(value: &Value<'_>) -> Result<Vec<u8>> {
    if let Some(text) = value.as_string() {
        return bytes::utf8(text);
    }
    bytes::to_vec(value)
        .ok_or_else(|| Error::new_from_js(value.type_name(), "Uint8Array or string"))
}

/// `createContext([certificates], key | undefined, [authorities] | undefined, minVersion, maxVersion)`; versions are 2 and 3 for TLS 1.2
/// and 1.3.
fn create_context<'js>(
    ctx: Ctx<'js>,
    certificates: Value<'js>,
    key: Value<'js>,
    authorities: Value<'js>,
    min_version: i32,
    max_version: i32,
) -> Result<Object<'js>> {
    let material = Material {
        certificates: list(&certificates)?,
        key: if key.is_undefined() {
            None
        } else {
            Some(data(&key)?)
        },
        authorities: if authorities.is_undefined() {
            None
        } else {
            Some(list(&authorities)?)
        },
        min_version,
        max_version,
    };
    match Context::new(&material) {
        Ok(context) => wrap(&ctx, "contextPrototype", ContextObject(Rc::new(context))),
        Err((code, message)) => Err(errors::throw_kind(&ctx, "Error", &message, Some(code))),
    }
}

fn context_of(value: &Value<'_>) -> Result<Rc<Context>> {
    class::get::<ContextObject>(value)
        .map(|object| Rc::clone(&object.0))
        .ok_or_else(|| Error::new_from_js(value.type_name(), "TLSContext"))
}

/// `createClient(context, name | undefined, [protocols])`.
fn create_client<'js>(
    ctx: Ctx<'js>,
    context: Value<'js>,
    name: Option<String>,
    protocols: Value<'js>,
) -> Result<Object<'js>> {
    let context = context_of(&context)?;
    match Session::client(&context, name.as_deref(), list(&protocols)?) {
        Ok(session) => wrap(
            &ctx,
            "sessionPrototype",
            SessionObject(Rc::new(RefCell::new(session))),
        ),
        Err(error) => {
            let (code, message) = words::error(&error);
            Err(errors::throw_kind(&ctx, "Error", &message, Some(&code)))
        }
    }
}

fn create_server<'js>(ctx: Ctx<'js>) -> Result<Object<'js>> {
    wrap(
        &ctx,
        "sessionPrototype",
        SessionObject(Rc::new(RefCell::new(Session::server()))),
    )
}

fn int<'js>(ctx: &Ctx<'js>, number: i32) -> Result<Value<'js>> {
    Ok(Value::new_int(ctx.clone(), number))
}

fn undefined<'js>(ctx: &Ctx<'js>) -> Result<Value<'js>> {
    Ok(Value::new_undefined(ctx.clone()))
}

fn text<'js>(ctx: &Ctx<'js>, text: Option<&str>) -> Result<Value<'js>> {
    match text {
        Some(text) => call::string(ctx, text),
        None => undefined(ctx),
    }
}

/// Undefined for no bytes.
fn some<'js>(ctx: &Ctx<'js>, data: Vec<u8>) -> Result<Value<'js>> {
    if data.is_empty() {
        undefined(ctx)
    } else {
        bytes::uint8_array(ctx, data)
    }
}

/// A session's members.
fn prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<SessionObject>(ctx);
    let proto = Object::new(ctx.clone())?;
    Members::<SessionObject>::new(ctx, &proto)
        // receive(Uint8Array) -> 0 well, 1 the client's hello is here: proceed(), 2 failed: error
        .method("receive", 1, |ctx, this, args| {
            let session = Rc::clone(&this.0);
            let data = args.get(0);
            let progress = bytes::with_bytes(&data, move |data| session.borrow_mut().receive(data))
                .ok_or_else(|| Error::new_from_js(data.type_name(), "Uint8Array"))?;
            int(ctx, progress as i32)
        })?
        // proceed(context, [protocols], asks for a certificate) -> as receive()
        .method("proceed", 3, |ctx, this, args| {
            let context = context_of(&args.get(0))?;
            let protocols = list(&args.get(1))?;
            let asks = args.get(2).as_bool().unwrap_or(false);
            let progress = this.0.borrow_mut().proceed(&context, protocols, asks);
            int(ctx, progress as i32)
        })?
        // send(Uint8Array or string) -> whether it could be taken
        .method("send", 1, |ctx, this, args| {
            let value = args.get(0);
            let sent = if let Some(string) = value.as_string() {
                let data = bytes::utf8(string)?;
                this.0.borrow_mut().send(&data)
            } else {
                let session = Rc::clone(&this.0);
                bytes::with_bytes(&value, move |data| session.borrow_mut().send(data))
                    .ok_or_else(|| Error::new_from_js(value.type_name(), "Uint8Array"))?
            };
            Ok(Value::new_bool(ctx.clone(), sent.is_ok()))
        })?
        // Bytes for the peer; for the application. Undefined for none.
        .method("takeSealed", 0, |ctx, this, _| {
            let data = this.0.borrow_mut().take_sealed();
            some(ctx, data)
        })?
        .method("takePlain", 0, |ctx, this, _| {
            let data = this.0.borrow_mut().take_plain();
            some(ctx, data)
        })?
        .method("close", 0, |ctx, this, _| {
            this.0.borrow_mut().close();
            undefined(ctx)
        })?
        .getter("isHandshaking", |ctx, this| {
            Ok(Value::new_bool(
                ctx.clone(),
                this.0.borrow().is_handshaking(),
            ))
        })?
        .getter("peerClosed", |ctx, this| {
            Ok(Value::new_bool(ctx.clone(), this.0.borrow().peer_closed))
        })?
        // [code, message]
        .getter("error", |ctx, this| {
            let session = this.0.borrow();
            let Some((code, message)) = &session.error else {
                return undefined(ctx);
            };
            let pair = Array::new(ctx.clone())?;
            pair.set(0, code.as_str())?;
            pair.set(1, message.as_str())?;
            Ok(pair.into_value())
        })?
        // The name that the client asked for, and its protocols.
        .getter("serverName", |ctx, this| {
            text(ctx, this.0.borrow().greeting.name.as_deref())
        })?
        .getter("offered", |ctx, this| {
            let array = Array::new(ctx.clone())?;
            for (index, one) in this.0.borrow().greeting.protocols.iter().enumerate() {
                array.set(index, String::from_utf8_lossy(one).into_owned())?;
            }
            Ok(array.into_value())
        })?
        .getter("protocol", |ctx, this| {
            let session = this.0.borrow();
            let chosen = session
                .connection()
                .and_then(|connection| connection.alpn_protocol());
            text(ctx, chosen.map(String::from_utf8_lossy).as_deref())
        })?
        .getter("version", |ctx, this| {
            let session = this.0.borrow();
            let version = session
                .connection()
                .and_then(|connection| connection.protocol_version());
            text(ctx, version.map(words::version))
        })?
        // [OpenSSL's name, the standard's]
        .getter("cipher", |ctx, this| {
            let session = this.0.borrow();
            let suite = session
                .connection()
                .and_then(|connection| connection.negotiated_cipher_suite());
            let Some(suite) = suite else {
                return undefined(ctx);
            };
            let (name, standard) = words::cipher(suite.suite().as_str().unwrap_or("unknown"));
            let pair = Array::new(ctx.clone())?;
            pair.set(0, name)?;
            pair.set(1, standard)?;
            Ok(pair.into_value())
        })?
        // What is wrong with the peer's certificate, as OpenSSL's code.
        .getter("verdict", |ctx, this| text(ctx, this.0.borrow().verdict()))?
        // DER, the leaf first.
        .getter("peerCertificates", |ctx, this| {
            let array = Array::new(ctx.clone())?;
            let session = this.0.borrow();
            let chain = session
                .connection()
                .and_then(|connection| connection.peer_certificates())
                .unwrap_or_default();
            for (index, one) in chain.iter().enumerate() {
                array.set(index, bytes::uint8_array(ctx, one.to_vec())?)?;
            }
            Ok(array.into_value())
        })?;
    Ok(proto)
}
