//! Keys and options of cookies as JavaScript gives them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use coddle_engine::class::call;
use coddle_engine::rquickjs::{Coerced, Ctx, Result, Value};
use coddle_engine::{data, errors};

use super::cookie::parse_max_age;
use super::{CookieError, CookieOptions, Keygrip, SameSite};

/// Keys that were used in this world: deriving them is not for every request.
#[derive(Default)]
struct KnownKeys(RefCell<HashMap<Vec<String>, Rc<Keygrip>>>);

/// The keygrip of these keys, made once.
pub(crate) fn keygrip(ctx: &Ctx<'_>, keys: Vec<String>) -> Result<Rc<Keygrip>> {
    let known = data::of::<KnownKeys>(ctx);
    if let Some(keygrip) = known.0.borrow().get(&keys) {
        return Ok(Rc::clone(keygrip));
    }
    let keygrip = Rc::new(Keygrip::new(&keys).map_err(|error| throw(ctx, &error))?);
    known.0.borrow_mut().insert(keys, Rc::clone(&keygrip));
    Ok(keygrip)
}

/// The error that egg-cookies.js makes egg-cookies' of.
pub(crate) fn throw(ctx: &Ctx<'_>, error: &CookieError) -> coddle_engine::rquickjs::Error {
    match error {
        CookieError::Assertion(message) => {
            errors::throw_kind(ctx, "Error", message, Some("ERR_ASSERTION"))
        }
        CookieError::Insecure => errors::throw_kind(
            ctx,
            "Error",
            &error.to_string(),
            Some("ERR_INSECURE_COOKIE"),
        ),
    }
}

/// `app.keys`: texts of whatever is in the array; `None` if it is none.
///
/// # Errors
/// egg-cookies' for an empty array; what making a text of a key throws.
pub fn keys<'js>(ctx: &Ctx<'js>, given: &Value<'js>) -> Result<Option<Rc<Keygrip>>> {
    let Some(list) = given.as_array() else {
        return Ok(None);
    };
    let texts = list.iter::<Coerced<String>>();
    let texts = texts
        .map(|text| text.map(|text| text.0))
        .collect::<Result<_>>()?;
    keygrip(ctx, texts).map(Some)
}

/// The options of egg-cookies, each by its name.
///
/// # Errors
/// What `get`, and what making a text or a time of an option, throws.
pub fn options<'js>(
    ctx: &Ctx<'js>,
    get: impl Fn(&str) -> Result<Value<'js>>,
) -> Result<CookieOptions> {
    let text = |name: &str, unset: Option<&str>| -> Result<Option<String>> {
        let value: Value<'js> = get(name)?;
        if value.is_undefined() {
            return Ok(unset.map(str::to_owned));
        }
        match value.get::<Coerced<bool>>()?.0 {
            true => Ok(Some(value.get::<Coerced<String>>()?.0)),
            false => Ok(None),
        }
    };
    let flag = |name: &str, unset: Option<bool>| -> Result<Option<bool>> {
        let value: Value<'js> = get(name)?;
        match value.is_undefined() {
            true => Ok(unset),
            false => Ok(Some(value.get::<Coerced<bool>>()?.0)),
        }
    };
    let expires: Value<'js> = get("expires")?;
    let expires = match expires.get::<Coerced<bool>>()?.0 {
        true => {
            let time = call::property(&expires, c"getTime")?;
            Some(
                call::call(ctx, &time, &expires, &[])?
                    .get::<Coerced<f64>>()?
                    .0,
            )
        }
        false => None,
    };
    let max_age: Value<'js> = get("maxAge")?;
    let max_age = match max_age.as_int() {
        Some(number) => Some(f64::from(number)),
        None if max_age.is_undefined() => None,
        None => parse_max_age(&max_age.get::<Coerced<String>>()?.0),
    };
    let domain: Value<'js> = get("domain")?;
    let domain = match domain.is_function() {
        true => {
            let place = call::call(ctx, &domain, &Value::new_undefined(ctx.clone()), &[])?;
            match place.get::<Coerced<bool>>()?.0 {
                true => Some(place.get::<Coerced<String>>()?.0),
                false => None,
            }
        }
        false => text("domain", None)?,
    };
    let same_site: Value<'js> = get("sameSite")?;
    let same_site = match same_site.as_bool() {
        Some(true) => SameSite::True,
        _ if same_site.get::<Coerced<bool>>()?.0 => {
            SameSite::Text(same_site.get::<Coerced<String>>()?.0)
        }
        _ => SameSite::Unset,
    };
    let encrypt = flag("encrypt", Some(false))? == Some(true);
    let signed: Value<'js> = get("signed")?;
    Ok(CookieOptions {
        path: text("path", Some("/"))?,
        expires,
        max_age,
        domain,
        http_only: flag("httpOnly", Some(true))? == Some(true),
        secure: flag("secure", None)?,
        overwrite: flag("overwrite", Some(false))? == Some(true),
        same_site,
        priority: text("priority", None)?,
        partitioned: flag("partitioned", Some(false))? == Some(true),
        remove_unpartitioned: flag("removeUnpartitioned", Some(false))? == Some(true),
        signed: !encrypt && signed.as_bool() != Some(false),
        encrypt,
    })
}
