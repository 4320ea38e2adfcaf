//! What stands behind a `URL` object, and the members of its prototype.

use std::cell::RefCell;
use std::ffi::CStr;

use coddle_engine::bytes;
use coddle_engine::class::{self, Args, ClassId, Members, Native, Slot, call};
use coddle_engine::rquickjs::{Coerced, Ctx, Object, Result, String as JsString, Value};
use url::{Url, quirks};

/// A URL, and the URLSearchParams over its query once somebody asked for them.
pub(super) struct Location {
    url: RefCell<Url>,
    params: Slot,
}

impl Native for Location {
    const ID: ClassId = ClassId::new(230);
    const NAME: &'static CStr = c"URL";

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.params);
    }
}

/// `answer(URL)`: puts the native members over those of its prototype, which have other receivers still.
pub(super) fn answer<'js>(ctx: Ctx<'js>, url: Object<'js>) -> Result<()> {
    class::register::<Location>(&ctx);
    let proto: Object<'js> = url.get("prototype")?;
    let members = Members::<Location>::over(&ctx, &proto);
    macro_rules! parts {
        ($($name:literal: $get:expr, $set:path;)+) => {
            $(members.property(
                $name,
                |ctx, location| location.text(ctx, $get),
                |_, location, value| location.set(&value, $set),
            )?;)+
        };
    }
    parts! {
        "protocol": quirks::protocol, quirks::set_protocol;
        "username": quirks::username, quirks::set_username;
        "password": quirks::password, quirks::set_password;
        "hostname": quirks::hostname, quirks::set_hostname;
        "pathname": quirks::pathname, quirks::set_pathname;
        "hash": quirks::hash, quirks::set_hash;
    }
    // Not by `quirks`: slicing by `url::Position` asserts what setters do not always keep.
    members
        .property(
            "host",
            |ctx, location| match location.url.borrow().port() {
                None => location.text(ctx, quirks::hostname),
                Some(port) => {
                    let host = format!("{}:{port}", quirks::hostname(&location.url.borrow()));
                    call::string(ctx, &host)
                }
            },
            |_, location, value| location.set(&value, quirks::set_host),
        )?
        .property(
            "port",
            |ctx, location| {
                let port = location.url.borrow().port();
                call::string(ctx, &port.map(|port| port.to_string()).unwrap_or_default())
            },
            |_, location, value| location.set(&value, quirks::set_port),
        )?
        // Their setters, where there are some, have to do with the URLSearchParams.
        .getter("href", |ctx, location| location.text(ctx, Url::as_str))?
        .getter("search", |ctx, location| location.text(ctx, quirks::search))?
        .getter("origin", |ctx, location| {
            call::string(ctx, &quirks::origin(&location.url.borrow()))
        })?
        .method("toString", 0, |ctx, location, _| {
            location.text(ctx, Url::as_str)
        })?
        .method("toJSON", 0, |ctx, location, _| {
            location.text(ctx, Url::as_str)
        })?;
    Ok(())
}

impl Location {
    fn text<'js>(&self, ctx: &Ctx<'js>, part: impl FnOnce(&Url) -> &str) -> Result<Value<'js>> {
        call::string(ctx, part(&self.url.borrow()))
    }

    /// Sets a part to a value as text. A setter that refuses it leaves the URL as it is, which is the standard's behaviour.
    fn set<R>(&self, value: &Value<'_>, apply: impl FnOnce(&mut Url, &str) -> R) -> Result<()> {
        let value = usv_string(value)?;
        // Read anew: a setter may leave offsets that the next one does not expect.
        let read = Url::parse(self.url.borrow().as_str());
        if let Ok(mut url) = read {
            let _refused = apply(&mut url, &value);
            self.url.replace(url);
        }
        Ok(())
    }
}

/// A value as text, lone surrogates replaced.
fn usv_string(value: &Value<'_>) -> Result<String> {
    match value.as_string() {
        Some(text) => bytes::utf8_string(text),
        None => bytes::utf8_string(&value.get::<Coerced<JsString<'_>>>()?.0),
    }
}

/// `maker(refuse)`: `make(proto, input, base)`, the object of a URL; `refuse` is called with the same for what is none.
pub(super) fn maker<'js>(ctx: Ctx<'js>, refuse: Object<'js>) -> Result<Value<'js>> {
    let nothing = Value::new_undefined(ctx.clone());
    class::quick(&ctx, &refuse, &nothing, make)
}

fn make<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let proto = args.get(0);
    let Some(proto) = proto.as_object() else {
        return Ok(None);
    };
    let input = usv_string(&args.get(1))?;
    let base = args.has(2).then(|| usv_string(&args.get(2))).transpose()?;
    let Some(url) = super::parsed(&input, base.as_deref()) else {
        return Ok(None);
    };
    let location = Location {
        url: RefCell::new(url),
        params: Slot::empty(),
    };
    class::create(ctx, proto, location).map(|made| Some(made.into_value()))
}

pub(super) fn is_url(value: Value<'_>) -> bool {
    class::get::<Location>(&value).is_some()
}

/// Sets all of a URL: whether `href` is one.
pub(super) fn set_href(url: Value<'_>, href: Value<'_>) -> Result<bool> {
    let parsed = Url::parse(&usv_string(&href)?);
    Ok(match (class::get::<Location>(&url), parsed) {
        (Some(location), Ok(parsed)) => {
            location.url.replace(parsed);
            true
        }
        _ => false,
    })
}

/// Sets the query of a URL, and leaves its URLSearchParams alone.
pub(super) fn set_search(url: Value<'_>, search: Value<'_>) -> Result<()> {
    match class::get::<Location>(&url) {
        Some(location) => location.set(&search, quirks::set_search),
        None => Ok(()),
    }
}

/// The URLSearchParams of a URL, undefined before somebody asked for them.
pub(super) fn params<'js>(ctx: Ctx<'js>, url: Value<'js>) -> Value<'js> {
    match class::get::<Location>(&url) {
        Some(location) => location.params.get_or_undefined(&ctx),
        None => Value::new_undefined(ctx),
    }
}

/// `keptParams(get)`: a getter of the URLSearchParams that a URL keeps; `get` makes them, and refuses what is no URL.
pub(super) fn kept_params<'js>(ctx: Ctx<'js>, get: Object<'js>) -> Result<Value<'js>> {
    let nothing = Value::new_undefined(ctx.clone());
    class::quick(&ctx, &get, &nothing, |ctx, args| {
        Ok(class::get::<Location>(&args.this()).and_then(|location| location.params.get(ctx)))
    })
}

/// Keeps the URLSearchParams of a URL.
pub(super) fn keep_params<'js>(url: Value<'js>, params: Value<'js>) {
    if let Some(location) = class::get::<Location>(&url) {
        location.params.set(&params);
    }
}
