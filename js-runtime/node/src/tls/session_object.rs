//! Sessions as JavaScript has them.

use std::cell::RefCell;
use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, ClassId, Members, Native};
use coddle_engine::rquickjs::{Array, Ctx, Error, Function, Object, Result, Value};
use coddle_engine::{bytes, errors};
use rustls::HandshakeKind;

use super::context::ClientCertificate;
use super::context_object;
use super::provider;
use super::session::{Greeter, Session};
use super::values::{boolean, data, int, list, some, strings, text, undefined, wrap};
use super::words;

struct SessionObject(Rc<RefCell<Session>>);

impl Native for SessionObject {
    const ID: ClassId = ClassId::new(244);
    const NAME: &'static CStr = c"TLSSession";
}

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("sessionPrototype", prototype(ctx)?)?;
    natives.set("createClient", Function::new(ctx.clone(), create_client)?)?;
    natives.set("createServer", Function::new(ctx.clone(), create_server)?)
}

fn wrapped<'js>(ctx: &Ctx<'js>, session: Session) -> Result<Object<'js>> {
    wrap(
        ctx,
        "sessionPrototype",
        SessionObject(Rc::new(RefCell::new(session))),
    )
}

fn thrown(ctx: &Ctx<'_>, error: &rustls::Error) -> Error {
    let (code, message) = words::error(error);
    errors::throw_kind(ctx, "Error", &message, Some(&code))
}

/// `createClient(context, name | undefined, [protocols], session | undefined)`; `session`: what `session` of an earlier one was.
fn create_client<'js>(
    ctx: Ctx<'js>,
    context: Value<'js>,
    name: Option<String>,
    protocols: Value<'js>,
    session: Value<'js>,
) -> Result<Object<'js>> {
    let context = context_object::of(&context)?;
    // Bytes of another length are no session of this process.
    let offered = bytes::to_vec(&session).and_then(|name| name.try_into().ok());
    match Session::client(&context, name.as_deref(), list(&protocols)?, offered) {
        Ok(session) => wrapped(&ctx, session),
        Err(error) => Err(thrown(&ctx, &error)),
    }
}

fn create_server<'js>(ctx: Ctx<'js>) -> Result<Object<'js>> {
    wrapped(&ctx, Session::server())
}

fn certificates<'js, T: AsRef<[u8]>>(ctx: &Ctx<'js>, chain: &[T]) -> Result<Value<'js>> {
    let array = Array::new(ctx.clone())?;
    for (index, one) in chain.iter().enumerate() {
        array.set(index, bytes::uint8_array(ctx, one.as_ref().to_vec())?)?;
    }
    Ok(array.into_value())
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
        // proceed(context, the listener's context, [protocols], the client's certificate: 0 not asked for, 1 asked for, 2 demanded) -> as receive()
        .method("proceed", 4, |ctx, this, args| {
            let context = context_object::of(&args.get(0))?;
            let greeter = Greeter {
                context: &*context_object::of(&args.get(1))?,
                protocols: list(&args.get(2))?,
                certificate: match args.get(3).as_int() {
                    Some(2) => ClientCertificate::Demanded,
                    Some(1) => ClientCertificate::Asked,
                    _ => ClientCertificate::NotAsked,
                },
            };
            let progress = this.0.borrow_mut().proceed(&context, greeter);
            int(ctx, progress as i32)
        })?
        // limitFragments(bytes): no record carries more
        .method("limitFragments", 1, |ctx, this, args| {
            let most = args.get(0).as_int().and_then(|most| most.try_into().ok());
            let most = most.ok_or_else(|| Error::new_from_js("value", "bytes of a record"))?;
            this.0.borrow_mut().fragment = most;
            undefined(ctx)
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
            boolean(ctx, sent.is_ok())
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
            boolean(ctx, this.0.borrow().is_handshaking())
        })?
        .getter("peerClosed", |ctx, this| {
            boolean(ctx, this.0.borrow().peer_closed)
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
            let session = this.0.borrow();
            let offered = session.greeting.protocols.iter();
            strings(ctx, offered.map(|one| String::from_utf8_lossy(one)))
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
            let (name, standard) = words::cipher(suite.suite());
            let pair = Array::new(ctx.clone())?;
            pair.set(0, name)?;
            pair.set(1, standard)?;
            Ok(pair.into_value())
        })?
        // OpenSSL's name of the group that keys were agreed on with.
        .getter("group", |ctx, this| {
            let session = this.0.borrow();
            let group = session
                .connection()
                .and_then(|connection| connection.negotiated_key_exchange_group());
            text(ctx, group.map(|group| provider::group_name(group.name())))
        })?
        // What is wrong with the peer's certificate, as OpenSSL's code.
        .getter("verdict", |ctx, this| text(ctx, this.0.borrow().verdict()))?
        // DER, the leaf first; with the trusted issuers behind it.
        .getter("peerCertificates", |ctx, this| {
            certificates(ctx, this.0.borrow().peer_certificates())
        })?
        .getter("peerChain", |ctx, this| {
            certificates(ctx, &this.0.borrow().peer_chain())
        })?
        .getter("ownCertificates", |ctx, this| {
            certificates(ctx, &this.0.borrow().own_certificates())
        })?
        .getter("isResumed", |ctx, this| {
            let session = this.0.borrow();
            let kind = session
                .connection()
                .and_then(|connection| connection.handshake_kind());
            boolean(ctx, kind == Some(HandshakeKind::Resumed))
        })?
        // The name of a client's session that was given and that nobody has taken; of the one that goes on.
        .method("takeSession", 0, |ctx, this, _| {
            let name = this.0.borrow_mut().take_session();
            some(ctx, name.map(Vec::from).unwrap_or_default())
        })?
        .getter("session", |ctx, this| {
            let name = this.0.borrow_mut().current_session();
            some(ctx, name.map(Vec::from).unwrap_or_default())
        })?
        // Lines of the key log.
        .method("takeKeyLog", 0, |ctx, this, _| {
            let lines = this.0.borrow().key_log.take();
            strings(ctx, lines)
        })?
        // exportKeyingMaterial(length, label, context | undefined) -> Uint8Array
        .method("exportKeyingMaterial", 3, |ctx, this, args| {
            let length = args
                .get(0)
                .as_int()
                .and_then(|length| length.try_into().ok());
            let length = length.ok_or_else(|| Error::new_from_js("value", "length"))?;
            let label = data(&args.get(1))?;
            let context = match args.has(2) {
                true => Some(data(&args.get(2))?),
                false => None,
            };
            let session = this.0.borrow();
            match session.export(length, &label, context.as_deref()) {
                Ok(material) => bytes::uint8_array(ctx, material),
                Err(error) => Err(thrown(ctx, &error)),
            }
        })?;
    Ok(proto)
}
