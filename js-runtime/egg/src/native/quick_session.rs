//! Sessions in cookies, read and saved without JavaScript where nothing is unusual: a valid cookie, koa-session's own codec, no
//! hooks. Everything else is `egg-session/lib/context_session`'s, which keeps the state of both.

use std::ffi::CStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use coddle_engine::class::{self, Args, ClassId, Native, Slot, call};
use coddle_engine::json;
use coddle_engine::rquickjs::{Coerced, Ctx, Object, Result, Value};
use coddle_koa::context::{State, keep, known, with_state};
use coddle_koa::cookies::{Cookies, GetOptions, Reader, Reading, given};
use coddle_koa::text::lenient_base64;
use http::header::COOKIE;

use super::secure;

/// `ctx.session`'s getter.
#[derive(Debug)]
pub(crate) struct QuickSession {
    /// `(ctx)`: its ContextSession, one per context.
    owner: Slot,
    /// `(ctx)`: `{ session }`, one per context.
    place: Slot,
    /// `(ctx)`: the session, whatever it takes.
    slow: Slot,
    /// `config.session`
    options: Slot,
    /// `Session.prototype`, and its `toJSON`.
    prototype: Slot,
    to_json: Slot,
    /// The getter of `protocol` that egg extends `request` with.
    protocol: Slot,
    /// The class of `ctx.cookies` that this stands in for.
    cookies: Slot,
    encode: Slot,
    decode: Slot,
}

impl Native for QuickSession {
    const ID: ClassId = ClassId::new(21);
    const NAME: &'static CStr = c"Function";
    const CALL: Option<class::CallHook<Self>> = Some(get);

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        for slot in [
            &self.owner,
            &self.place,
            &self.slow,
            &self.options,
            &self.prototype,
            &self.to_json,
            &self.protocol,
            &self.cookies,
            &self.encode,
            &self.decode,
        ] {
            visit(slot);
        }
    }
}

/// `quickSession({ owner, place, slow, options, prototype, protocol, cookies, encode, decode })`: the getter.
pub(crate) fn create<'js>(ctx: Ctx<'js>, parts: Object<'js>) -> Result<Object<'js>> {
    class::register::<QuickSession>(&ctx);
    let part = |name: &str| parts.get::<_, Value<'js>>(name).map(|part| Slot::of(&part));
    let prototype: Value<'js> = parts.get("prototype")?;
    let function: Object<'js> = ctx.globals().get("Function")?;
    class::create(
        &ctx,
        &function.get("prototype")?,
        QuickSession {
            owner: part("owner")?,
            place: part("place")?,
            slow: part("slow")?,
            options: part("options")?,
            to_json: Slot::of(&call::property(&prototype, c"toJSON")?),
            prototype: Slot::of(&prototype),
            protocol: part("protocol")?,
            cookies: part("cookies")?,
            encode: part("encode")?,
            decode: part("decode")?,
        },
    )
}

fn get<'js>(ctx: &Ctx<'js>, this: &QuickSession, args: Args<'_, 'js>) -> Result<Value<'js>> {
    let context = args.this();
    let place = this.place.get_or_undefined(ctx);
    if let Some(place) = known(ctx, &place, &context) {
        let session = call::property(&place, c"session")?;
        if session.is_object() {
            return Ok(session);
        }
    } else if let Some(session) = this.restore(ctx, &context)? {
        return Ok(session);
    }
    let undefined = Value::new_undefined(ctx.clone());
    call::call(
        ctx,
        &this.slow.get_or_undefined(ctx),
        &undefined,
        &[&context],
    )
}

/// `config.session` as it is for this request, where nothing in it asks for JavaScript.
struct Plain<'js> {
    options: Value<'js>,
    application: Value<'js>,
    name: String,
    max_age: i32,
}

impl QuickSession {
    fn plain<'js>(&self, ctx: &Ctx<'js>, context: &Value<'js>) -> Result<Option<Plain<'js>>> {
        let Some(options) = self.options.get(ctx).filter(Value::is_object) else {
            return Ok(None);
        };
        for name in [c"store", c"ContextStore", c"valid", c"beforeSave"] {
            if is_set(&options, name)? {
                return Ok(None);
            }
        }
        let has_own_codec = self.decode.is_same(&call::property(&options, c"decode")?)
            && self.encode.is_same(&call::property(&options, c"encode")?);
        let name = call::property(&options, c"key")?;
        let max_age = call::property(&options, c"maxAge")?;
        let application = call::property(context, c"app")?;
        let class = call::property(&application, c"ContextCookies")?;
        match (name.as_string(), max_age.as_int()) {
            (Some(name), Some(max_age))
                if has_own_codec && max_age > 0 && self.cookies.is_same(&class) =>
            {
                Ok(Some(Plain {
                    name: name.to_string()?,
                    max_age,
                    options,
                    application,
                }))
            }
            _ => Ok(None),
        }
    }

    /// The session that the request's cookie holds; `None` where JavaScript has to look.
    fn restore<'js>(&self, ctx: &Ctx<'js>, context: &Value<'js>) -> Result<Option<Value<'js>>> {
        let header = with_state(context, |state| {
            let mut headers = state.exchange.request.headers.get_all(COOKIE).iter();
            let (only, other) = (headers.next()?, headers.next());
            (state.is_request_native() && other.is_none())
                .then(|| only.to_str().ok().map(str::to_owned))
                .flatten()
        });
        let Some(header) = header.flatten() else {
            return Ok(None);
        };
        let Some(plain) = self.plain(ctx, context)? else {
            return Ok(None);
        };
        let Some(text) = plain.read(ctx, &header)? else {
            return Ok(None);
        };

        let undefined = Value::new_undefined(ctx.clone());
        let owner = self.owner.get_or_undefined(ctx);
        let owner = call::call(ctx, &owner, &undefined, &[context])?;
        let prototype = self.prototype.get(ctx).and_then(Value::into_object);
        let session = Object::new_proto(ctx.clone(), prototype.as_ref())?;
        call::set_property(&session, c"_sessCtx", &owner)?;
        call::set_property(&session, c"_ctx", context)?;
        call::set_property(&session, c"_externalKey", &undefined)?;
        let (mut is_plain, mut expire, mut max_age) = (true, None, None);
        let is_whole = json::parse_members(ctx, &text, |name, value| {
            match name {
                "_maxAge" => {
                    max_age = value.as_int();
                    return Ok(());
                }
                "_expire" => expire = value.as_number(),
                // The first ends with the browser; the other is a setter of the session's.
                "_session" | "maxAge" => is_plain = false,
                _ => {}
            }
            match is_plain {
                true => session.set(name, value),
                false => Ok(()),
            }
        });
        let now = now(ctx)?;
        if !is_whole
            || !is_plain
            || max_age != Some(plain.max_age)
            || expire.is_none_or(|expire| expire < now)
        {
            return Ok(None);
        }
        let session = session.into_value();
        let Some(saved) = json::stringify_members(ctx, &session, is_kept)? else {
            return Ok(None);
        };
        let saved = call::string(ctx, &String::from_utf8_lossy(&saved))?;
        call::set_property(&owner, c"savedJson", &saved)?;
        let place = Object::new(ctx.clone())?.into_value();
        call::set_property(&place, c"session", &session)?;
        keep(&self.place.get_or_undefined(ctx), context, &place);
        Ok(Some(session))
    }

    /// Saves the session of a context if it changed. False where JavaScript has to.
    pub(crate) fn save<'js>(&self, ctx: &Ctx<'js>, context: &Value<'js>) -> Result<bool> {
        let known = |slot: &Slot| known(ctx, &slot.get_or_undefined(ctx), context);
        let (Some(owner), Some(place)) = (known(&self.owner), known(&self.place)) else {
            return Ok(false);
        };
        let session = call::property(&place, c"session")?;
        let saved = call::property(&owner, c"savedJson")?;
        let (Some(saved), true) = (saved.as_string(), session.is_object()) else {
            return Ok(false);
        };
        let Some(plain) = self.plain(ctx, context)? else {
            return Ok(false);
        };
        let is_unusual = !call::property(&owner, c"ownOptions")?.is_undefined()
            || is_set(&session, c"_requireSave")?
            || !self.to_json.is_same(&call::property(&session, c"toJSON")?);
        if is_unusual {
            return Ok(false);
        }
        let Some(text) = json::stringify_members(ctx, &session, is_kept)? else {
            return Ok(false);
        };
        if text == saved.to_string()?.as_bytes() {
            // Whether it is saved all the same depends on its age.
            return Ok(!is_set(&plain.options, c"rolling")? && !is_set(&plain.options, c"renew")?);
        }
        plain.write(ctx, context, text, secure::of(context, &self.protocol)?)
    }
}

impl<'js> Plain<'js> {
    /// The text of the session in the cookie, if that is whole and ours.
    fn read(&self, ctx: &Ctx<'js>, header: &str) -> Result<Option<String>> {
        let encrypt = is_set(&self.options, c"encrypt")?;
        let signed = call::property(&self.options, c"signed")?;
        let wanted = GetOptions {
            signed: !encrypt && signed.as_bool() != Some(false),
            encrypt,
        };
        let keys = given::keys(ctx, &call::property(&self.application, c"keys")?)?;
        let reader = Reader {
            keys: keys.as_deref(),
            auto_chips: false,
        };
        let Ok(Reading::Value(Some(cookie))) = reader.read(header, &self.name, wanted) else {
            return Ok(None);
        };
        Ok(String::from_utf8(lenient_base64(&cookie)).ok())
    }

    /// Sets the cookie of a session whose JSON is `text`, on a connection that is `secure` or not. False where JavaScript has to.
    fn write(
        &self,
        ctx: &Ctx<'js>,
        context: &Value<'js>,
        mut text: Vec<u8>,
        secure: bool,
    ) -> Result<bool> {
        text.pop();
        if text.len() > 1 {
            text.push(b',');
        }
        let now = now(ctx)? as i64;
        let age = format!(
            r#""_expire":{},"_maxAge":{}}}"#,
            now + i64::from(self.max_age),
            self.max_age
        );
        text.extend_from_slice(age.as_bytes());
        let value = STANDARD.encode(&text);

        let config = call::property(&self.application, c"config")?;
        let defaults = call::property(&config, c"cookies")?;
        let options = given::options(ctx, |name| {
            let own = call::property(&self.options, name)?;
            if !own.is_undefined() || !defaults.is_object() {
                return Ok(own);
            }
            let default = call::property(&defaults, name)?;
            // An option that is there and undefined stands in for its default all the same.
            let is_there = || match (self.options.as_object(), name.to_str()) {
                (Some(options), Ok(name)) => options.contains_key(name),
                _ => Ok(false),
            };
            Ok(match !default.is_undefined() && is_there()? {
                true => own,
                false => default,
            })
        })?;
        let keys = given::keys(ctx, &call::property(&self.application, c"keys")?)?;
        let auto_chips = defaults.is_object() && is_set(&defaults, c"autoChips")?;
        // Both look at the browser.
        if auto_chips || options.partitioned || options.same_site != Default::default() {
            return Ok(false);
        }
        let cookies = Cookies {
            keys: keys.as_deref(),
            defaults: &options,
            auto_chips,
            secure,
            user_agent: "",
            now,
        };
        let put = with_state(context, |state: &State| {
            if !state.is_answer_native() {
                return Ok(false);
            }
            let mut texts = state.set_cookies();
            match cookies.set(&mut texts, &self.name, &value, &options) {
                Ok(set) if set.limit_exceeded.is_none() => {}
                // With egg's event, or egg-cookies' error.
                _ => return Ok(false),
            }
            state.put_set_cookies(ctx, &texts)?;
            Ok(true)
        });
        put.unwrap_or(Ok(false))
    }
}

/// What of a session's own properties is kept: koa-session's `toJSON`.
fn is_kept(name: &[u8]) -> bool {
    name != b"isNew" && !name.starts_with(b"_")
}

/// Whether property `name` holds something that counts as true.
fn is_set(object: &Value<'_>, name: &'static CStr) -> Result<bool> {
    Ok(call::property(object, name)?.get::<Coerced<bool>>()?.0)
}

/// `Date.now()`, which tests replace.
fn now(ctx: &Ctx<'_>) -> Result<f64> {
    let date = call::property(&ctx.globals(), c"Date")?;
    let now = call::property(&date, c"now")?;
    Ok(call::call(ctx, &now, &date, &[])?.get::<Coerced<f64>>()?.0)
}
