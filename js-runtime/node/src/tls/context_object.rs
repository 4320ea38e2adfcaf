//! Contexts as JavaScript has them.

use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, ClassId, Members, Native};
use coddle_engine::rquickjs::{Ctx, Error, FromJs, Object, Result, Value};
use coddle_engine::{bytes, errors};

use super::context::{Context, Material};
use super::material::Refused;
use super::tickets::KEYS;
use super::values::{data, list, undefined, wrap};

struct ContextObject(Rc<Context>);

impl Native for ContextObject {
    const ID: ClassId = ClassId::new(243);
    const NAME: &'static CStr = c"TLSContext";
}

pub(super) fn of(value: &Value<'_>) -> Result<Rc<Context>> {
    class::get::<ContextObject>(value)
        .map(|object| Rc::clone(&object.0))
        .ok_or_else(|| Error::new_from_js(value.type_name(), "TLSContext"))
}

fn thrown(ctx: &Ctx<'_>, (code, message): Refused) -> Error {
    errors::throw_kind(ctx, "Error", &message, Some(code))
}

/// None for undefined.
fn optional<'js, T>(
    options: &Object<'js>,
    name: &str,
    read: fn(&Value<'js>) -> Result<T>,
) -> Result<Option<T>> {
    let value: Value<'js> = options.get(name)?;
    if value.is_undefined() {
        Ok(None)
    } else {
        read(&value).map(Some)
    }
}

fn names(value: &Value<'_>) -> Result<Vec<String>> {
    Vec::from_js(value.ctx(), value.clone())
}

fn ticket_keys(value: &Value<'_>) -> Result<[u8; KEYS]> {
    <[u8; KEYS]>::try_from(data(value)?)
        .map_err(|_| Error::new_from_js("Uint8Array", "keys of tickets, which are 48 bytes"))
}

/// `createContext({ certificates: [], keys: [], authorities?: [], minVersion, maxVersion, suites?: [], groups?: [], ownOrder, withTickets, ticketKeys?,
/// sessionTimeout })`, see [`Material`].
pub(super) fn create<'js>(ctx: Ctx<'js>, options: Object<'js>) -> Result<Object<'js>> {
    let material = Material {
        certificates: list(&options.get("certificates")?)?,
        keys: list(&options.get("keys")?)?,
        authorities: optional(&options, "authorities", list)?,
        min_version: options.get("minVersion")?,
        max_version: options.get("maxVersion")?,
        suites: optional(&options, "suites", names)?,
        groups: optional(&options, "groups", names)?,
        own_order: options.get("ownOrder")?,
        with_tickets: options.get("withTickets")?,
        ticket_keys: optional(&options, "ticketKeys", ticket_keys)?,
        session_timeout: options.get("sessionTimeout")?,
    };
    let context = Context::new(&material).map_err(|refused| thrown(&ctx, refused))?;
    wrap(&ctx, "contextPrototype", ContextObject(Rc::new(context)))
}

/// A context's members.
pub(super) fn prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<ContextObject>(ctx);
    let proto = Object::new(ctx.clone())?;
    Members::<ContextObject>::new(ctx, &proto)
        // addCACert(PEM): trusts it, too
        .method("addCACert", 1, |ctx, this, args| {
            let more = data(&args.get(0))?;
            let added = this.0.add_authorities(&more);
            added.map_err(|refused| thrown(ctx, refused))?;
            undefined(ctx)
        })?
        .method("getTicketKeys", 0, |ctx, this, _| {
            bytes::uint8_array(ctx, this.0.tickets().keys().to_vec())
        })?
        .method("setTicketKeys", 1, |ctx, this, args| {
            this.0.tickets().set_keys(ticket_keys(&args.get(0))?);
            undefined(ctx)
        })?;
    Ok(proto)
}
