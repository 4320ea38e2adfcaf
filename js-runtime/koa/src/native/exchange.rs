//! `internal/koa/exchange`: an exchange as the handle of Node's IncomingMessage and ServerResponse sees it.

use std::ffi::CStr;
use std::rc::Rc;

use bytes::Bytes;
use coddle_engine::class::{self, ClassId, Members, Native, call};
use coddle_engine::ops::{self, OpError};
use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Object, Result, TypedArray, Value};
use coddle_engine::{bytes as views, errors};
use http_body_util::BodyExt;
use tokio::sync::oneshot;

use crate::context::headers;
use crate::exchange::body::Piece;
use crate::exchange::{AnswerBody, End, Exchange, Watch, latin1};
use crate::respond;

/// An exchange behind an object of JavaScript's.
#[derive(Debug)]
struct Handle(Rc<Exchange>);

impl Native for Handle {
    const ID: ClassId = ClassId::new(6);
    const NAME: &'static CStr = c"Exchange";
}

/// A piece of a body, for JavaScript to own.
struct Chunk(Bytes);

impl<'js> IntoJs<'js> for Chunk {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        Ok(TypedArray::<u8>::new_copy(ctx.clone(), &self.0)?.into_value())
    }
}

fn gone() -> OpError {
    OpError::coded("ECONNRESET", "aborted")
}

/// The bytes of a Uint8Array, copied: JavaScript may write to it while they wait.
fn copied(value: &Value<'_>) -> Option<Bytes> {
    views::with_bytes(value, Bytes::copy_from_slice)
}

/// A handle on `exchange`.
pub(crate) fn create<'js>(ctx: &Ctx<'js>, exchange: &Rc<Exchange>) -> Result<Object<'js>> {
    let proto: Object<'js> = crate::app::member_value(ctx, "internal/koa/exchange", "prototype")?;
    class::create(ctx, &proto, Handle(Rc::clone(exchange)))
}

/// What `internal/koa/exchange.js` builds its class of: `proto`, the members of a handle.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Handle>(ctx);
    let proto = Object::new(ctx.clone())?;
    let members = Members::<Handle>::new(ctx, &proto);
    of_request(&members)?;
    of_response(&members)?;
    sending(&members)?;
    let native = Object::new(ctx.clone())?;
    native.set("proto", proto)?;
    Ok(native)
}

fn of_request(members: &Members<'_, '_, Handle>) -> Result<()> {
    members
        .property(
            "method",
            |ctx, this| call::string(ctx, this.0.request.method().as_str()),
            |ctx, this, value| {
                let text = value.get::<coddle_engine::rquickjs::Coerced<String>>()?.0;
                this.0
                    .request
                    .set_method(crate::context::method(ctx, &text)?);
                Ok(())
            },
        )?
        .property(
            "url",
            |ctx, this| this.0.request.with_url(|url| call::string(ctx, url)),
            |_, this, value| {
                this.0
                    .request
                    .set_url(value.get::<coddle_engine::rquickjs::Coerced<String>>()?.0);
                Ok(())
            },
        )?
        .getter("httpVersion", |ctx, this| {
            let version = match this.0.request.version {
                http::Version::HTTP_10 => "1.0",
                _ => "1.1",
            };
            call::string(ctx, version)
        })?
        .getter("hasBody", |ctx, this| {
            Ok(Value::new_bool(ctx.clone(), this.0.request.has_body))
        })?
        .getter("consumed", |ctx, this| {
            Ok(Value::new_bool(ctx.clone(), this.0.request.consumed.get()))
        })?
        .method("rawHeaders", 0, |ctx, this, _| {
            let raw = Array::new(ctx.clone())?;
            for (index, (name, value)) in this.0.request.headers.iter().enumerate() {
                raw.set(2 * index, name.as_str())?;
                raw.set(2 * index + 1, &*latin1(value.as_bytes()))?;
            }
            Ok(raw.into_value())
        })?
        .method("joinedHeaders", 0, |ctx, this, _| {
            Ok(headers::request_object(ctx, &this.0.request.headers)?.into_value())
        })?
        .getter("encrypted", |ctx, this| {
            Ok(Value::new_bool(ctx.clone(), this.0.request.encrypted))
        })?
        .getter("remoteAddress", |ctx, this| {
            address(ctx, this.0.request.remote)
        })?
        .getter("remotePort", |ctx, this| port(ctx, this.0.request.remote))?
        .getter("localAddress", |ctx, this| {
            address(ctx, this.0.request.local)
        })?
        .getter("localPort", |ctx, this| port(ctx, this.0.request.local))?
        .method("nextPiece", 1, |ctx, this, args| {
            read(ctx, &this.0, args.get(0).get()?)?;
            Ok(Value::new_undefined(ctx.clone()))
        })?;
    Ok(())
}

/// An end's address as Node's sockets tell it.
pub(crate) fn address<'js>(ctx: &Ctx<'js>, of: Option<std::net::SocketAddr>) -> Result<Value<'js>> {
    match of {
        Some(address) => call::string(ctx, &address.ip().to_string()),
        None => Ok(Value::new_undefined(ctx.clone())),
    }
}

fn port<'js>(ctx: &Ctx<'js>, of: Option<std::net::SocketAddr>) -> Result<Value<'js>> {
    Ok(match of {
        Some(address) => Value::new_int(ctx.clone(), address.port().into()),
        None => Value::new_undefined(ctx.clone()),
    })
}

fn of_response(members: &Members<'_, '_, Handle>) -> Result<()> {
    members
        .property(
            "statusCode",
            |ctx, this| Ok(Value::new_int(ctx.clone(), this.0.response.status().into())),
            |ctx, this, value| {
                let code = value
                    .as_number()
                    .filter(|code| (0.0..=65535.0).contains(code));
                let Some(code) = code else {
                    return Err(errors::throw_kind(
                        ctx,
                        "RangeError",
                        "Invalid status code",
                        Some("ERR_HTTP_INVALID_STATUS_CODE"),
                    ));
                };
                this.0.response.set_status(code as u16);
                Ok(())
            },
        )?
        .property(
            "statusMessage",
            |ctx, this| {
                this.0.response.with_phrase(|phrase| match phrase {
                    Some(phrase) => call::string(ctx, phrase),
                    None => Ok(Value::new_undefined(ctx.clone())),
                })
            },
            |_, this, value| {
                let text = match value.is_undefined() || value.is_null() {
                    true => None,
                    false => Some(value.get::<coddle_engine::rquickjs::Coerced<String>>()?.0),
                };
                *this.0.response.message.borrow_mut() = text.filter(|text| !text.is_empty());
                Ok(())
            },
        )?
        .getter("headersSent", |ctx, this| {
            Ok(Value::new_bool(ctx.clone(), this.0.response.sent.get()))
        })?
        .getter("ended", |ctx, this| {
            Ok(Value::new_bool(ctx.clone(), this.0.response.ended.get()))
        })?
        .method(
            "getHeader",
            1,
            |ctx, this, args| match http::HeaderName::from_bytes(
                args.text(0)?.unwrap_or_default().as_bytes(),
            ) {
                Ok(name) => headers::to_js(ctx, &this.0.response, &name),
                Err(_) => Ok(Value::new_undefined(ctx.clone())),
            },
        )?
        .method("setHeader", 2, |ctx, this, args| {
            let field = args.text(0)?.unwrap_or_default();
            headers::set(ctx, &this.0.response, &field, &args.get(1))?;
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("removeHeader", 1, |ctx, this, args| {
            if let Ok(name) =
                http::HeaderName::from_bytes(args.text(0)?.unwrap_or_default().as_bytes())
            {
                this.0.response.remove(&name);
            }
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("headerNames", 0, |ctx, this, _| {
            let response = &this.0.response;
            let names = Array::new(ctx.clone())?;
            for (index, name) in response.names().iter().enumerate() {
                names.set(2 * index, name.as_str())?;
                names.set(2 * index + 1, response.given_name(name))?;
            }
            Ok(names.into_value())
        })?
        .method("commitHead", 0, |ctx, this, _| {
            this.0.response.sent.set(true);
            Ok(Value::new_undefined(ctx.clone()))
        })?;
    Ok(())
}

fn sending(members: &Members<'_, '_, Handle>) -> Result<()> {
    members
        .method("sendWhole", 1, |ctx, this, args| {
            respond::whole(&this.0, copied(&args.get(0)), false)
                .map_err(|error| invalid_status(ctx, &error))?;
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("sendHead", 0, |ctx, this, _| {
            let (sender, mut body) = AnswerBody::pieces();
            body.watch(Watch::new(&this.0));
            let answer = this
                .0
                .response
                .commit(this.0.request.keeps_alive(), false, body)
                .map_err(|error| invalid_status(ctx, &error))?;
            *this.0.pieces.borrow_mut() = Some(sender);
            this.0.answer(answer);
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("sendPiece", 2, |ctx, this, args| {
            let bytes = copied(&args.get(0)).unwrap_or_default();
            let sender = this.0.pieces.borrow().clone();
            ops::spawn_callback(ctx, args.get(1).get()?, async move {
                let sender = sender.ok_or_else(gone)?;
                let (taken, was_taken) = oneshot::channel();
                sender
                    .send(Piece { bytes, taken })
                    .await
                    .map_err(|_| gone())?;
                was_taken.await.map_err(|_| gone())
            })?;
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("sendEnd", 1, |ctx, this, args| {
            this.0.response.ended.set(true);
            let sender = this.0.pieces.take();
            ops::spawn_callback(ctx, args.get(0).get()?, async move {
                if let Some(sender) = sender {
                    // The chunks before this one have been taken once there is room for another.
                    let _room = sender.reserve().await;
                }
                Ok::<(), OpError>(())
            })?;
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("whenClosed", 1, |ctx, this, args| {
            let mut end = this.0.watch_end();
            ops::spawn_callback(ctx, args.get(0).get()?, async move {
                match end.wait_for(Option::is_some).await {
                    Ok(end) => Ok(*end == Some(End::Early)),
                    // Without its last word an exchange is one that broke off.
                    Err(_) => Ok::<bool, OpError>(true),
                }
            })?;
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("destroy", 0, |ctx, this, _| {
            this.0.destroy();
            Ok(Value::new_undefined(ctx.clone()))
        })?;
    Ok(())
}

fn invalid_status(
    ctx: &Ctx<'_>,
    error: &http::status::InvalidStatusCode,
) -> coddle_engine::rquickjs::Error {
    errors::throw_kind(
        ctx,
        "RangeError",
        &error.to_string(),
        Some("ERR_HTTP_INVALID_STATUS_CODE"),
    )
}

/// The next piece of the request's body, undefined at its end.
fn read<'js>(ctx: &Ctx<'js>, exchange: &Rc<Exchange>, callback: Function<'js>) -> Result<()> {
    let exchange = Rc::clone(exchange);
    ops::spawn_callback(ctx, callback, async move {
        let Some(mut body) = exchange.request.take_body() else {
            return Ok(None);
        };
        loop {
            match body.frame().await {
                None => return Ok(None),
                Some(Err(_)) => return Err(gone()),
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data()
                        && !bytes.is_empty()
                    {
                        exchange.request.return_body(body);
                        return Ok(Some(Chunk(bytes)));
                    }
                }
            }
        }
    })
}
