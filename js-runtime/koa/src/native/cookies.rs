//! `egg-cookies`: what `crate::cookies` does to headers, as functions of JavaScript.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use coddle_engine::rquickjs::{Ctx, Function, IntoJs, Object, Result, Value};
use coddle_engine::{data, errors};

use crate::cookies::{CookieError, CookieOptions, Cookies, GetOptions, Keygrip, SameSite};

/// Keys that were used in this world: deriving them is not for every request.
#[derive(Default)]
struct KnownKeys(RefCell<HashMap<Vec<String>, Rc<Keygrip>>>);

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("get", Function::new(ctx.clone(), get)?)?;
    native.set("set", Function::new(ctx.clone(), set)?)?;
    native.set(
        "sign",
        Function::new(
            ctx.clone(),
            |ctx: Ctx<'_>, keys: Vec<String>, text: String| {
                Ok::<_, coddle_engine::rquickjs::Error>(keygrip(&ctx, keys)?.sign(&text))
            },
        )?,
    )?;
    native.set("verify", Function::new(ctx.clone(), verify)?)?;
    Ok(native)
}

fn verify(ctx: Ctx<'_>, keys: Vec<String>, text: String, digest: String) -> Result<i32> {
    let index = keygrip(&ctx, keys)?.verify(&text, &digest);
    Ok(index.map_or(-1, |index| index as i32))
}

fn keygrip(ctx: &Ctx<'_>, keys: Vec<String>) -> Result<Rc<Keygrip>> {
    let known = data::of::<KnownKeys>(ctx);
    if let Some(keygrip) = known.0.borrow().get(&keys) {
        return Ok(Rc::clone(keygrip));
    }
    let keygrip = Rc::new(Keygrip::new(&keys).map_err(|error| throw(ctx, &error))?);
    known.0.borrow_mut().insert(keys, Rc::clone(&keygrip));
    Ok(keygrip)
}

fn throw(ctx: &Ctx<'_>, error: &CookieError) -> coddle_engine::rquickjs::Error {
    match error {
        CookieError::Assertion(message) => {
            errors::throw_kind(ctx, "Error", message, Some("ERR_ASSERTION"))
        }
        CookieError::Insecure => errors::throw_error(ctx, &error.to_string()),
    }
}

/// The surroundings of a call, as `egg-cookies.js` describes them.
struct Surroundings {
    keys: Option<Rc<Keygrip>>,
    defaults: CookieOptions,
    auto_chips: bool,
    secure: bool,
    user_agent: String,
    now: i64,
}

impl Surroundings {
    fn read<'js>(ctx: &Ctx<'js>, given: &Object<'js>) -> Result<Surroundings> {
        let keys: Option<Vec<String>> = given.get("keys")?;
        Ok(Surroundings {
            keys: keys.map(|keys| keygrip(ctx, keys)).transpose()?,
            defaults: options(&given.get("defaults")?)?,
            auto_chips: given.get("autoChips")?,
            secure: given.get("secure")?,
            user_agent: given.get("userAgent")?,
            now: given.get::<_, f64>("now")? as i64,
        })
    }

    fn cookies(&self) -> Cookies<'_> {
        Cookies {
            keys: self.keys.as_deref(),
            defaults: &self.defaults,
            auto_chips: self.auto_chips,
            secure: self.secure,
            user_agent: &self.user_agent,
            now: self.now,
        }
    }
}

/// Options that `egg-cookies.js` has brought into one form: texts or null, numbers or null, booleans.
fn options(given: &Object<'_>) -> Result<CookieOptions> {
    let same_site: Value<'_> = given.get("sameSite")?;
    let same_site = match (same_site.as_string(), same_site.as_bool()) {
        (Some(text), _) => SameSite::Text(text.to_string()?),
        (None, Some(true)) => SameSite::True,
        _ => SameSite::Unset,
    };
    Ok(CookieOptions {
        path: given.get("path")?,
        expires: given.get("expires")?,
        max_age: given.get("maxAge")?,
        domain: given.get("domain")?,
        http_only: given.get("httpOnly")?,
        secure: given.get("secure")?,
        overwrite: given.get("overwrite")?,
        same_site,
        priority: given.get("priority")?,
        partitioned: given.get("partitioned")?,
        remove_unpartitioned: given.get("removeUnpartitioned")?,
        signed: given.get("signed")?,
        encrypt: given.get("encrypt")?,
    })
}

/// `get(surroundings, cookieHeader, name, signed, encrypt, setCookie)` gives `{ value, setCookie }`; setCookie is undefined when
/// the answer's headers stay as they are.
fn get<'js>(
    ctx: Ctx<'js>,
    surroundings: Object<'js>,
    header: String,
    name: String,
    signed: bool,
    encrypt: bool,
    set_cookie: Vec<String>,
) -> Result<Object<'js>> {
    let surroundings = Surroundings::read(&ctx, &surroundings)?;
    let mut headers = set_cookie.clone();
    let value = surroundings
        .cookies()
        .get(&header, &name, GetOptions { signed, encrypt }, &mut headers)
        .map_err(|error| throw(&ctx, &error))?;
    let result = Object::new(ctx.clone())?;
    result.set("value", value)?;
    if headers != set_cookie {
        result.set("setCookie", headers)?;
    }
    Ok(result)
}

/// `set(surroundings, setCookie, name, value, options)` gives `{ setCookie, tooLong }`; tooLong is the value as it is in the
/// header when browsers may drop it, and is told even if an error follows.
fn set<'js>(
    ctx: Ctx<'js>,
    surroundings: Object<'js>,
    set_cookie: Vec<String>,
    name: String,
    value: String,
    given: Object<'js>,
) -> Result<Object<'js>> {
    let surroundings = Surroundings::read(&ctx, &surroundings)?;
    let mut headers = set_cookie;
    let done = surroundings
        .cookies()
        .set(&mut headers, &name, &value, &options(&given)?)
        .map_err(|error| throw(&ctx, &error))?;
    let result = Object::new(ctx.clone())?;
    result.set("setCookie", headers.into_js(&ctx)?)?;
    result.set("tooLong", done.limit_exceeded)?;
    Ok(result)
}
