//! Keys and options of cookies as JavaScript gives them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::call;
use coddle_engine::rquickjs::{Array, Coerced, Ctx, Result, Value};
use coddle_engine::{bytes, data, errors};

use super::cookie::parse_max_age;
use super::{CookieError, CookieOptions, Keygrip, SameSite};

/// Keys that were used in this world: deriving them is not for every request.
#[derive(Default)]
struct KnownKeys {
    all: RefCell<HashMap<Vec<String>, Rc<Keygrip>>>,
    /// Those that were asked for last: mostly the application has no others.
    last: RefCell<Option<Rc<Known>>>,
}

type Known = (Vec<String>, Rc<Keygrip>);

/// The keygrip of these keys, made once.
pub(crate) fn keygrip(ctx: &Ctx<'_>, keys: Vec<String>) -> Result<Rc<Keygrip>> {
    let known = data::of::<KnownKeys>(ctx);
    let found = known.all.borrow().get(&keys).map(Rc::clone);
    let keygrip = match found {
        Some(keygrip) => keygrip,
        None => {
            let keygrip = Rc::new(Keygrip::new(&keys).map_err(|error| throw(ctx, &error))?);
            let mut all = known.all.borrow_mut();
            all.insert(keys.clone(), Rc::clone(&keygrip));
            keygrip
        }
    };
    known
        .last
        .replace(Some(Rc::new((keys, Rc::clone(&keygrip)))));
    Ok(keygrip)
}

/// The keygrip that was asked for last, if `list` has its keys and no others.
fn as_last(ctx: &Ctx<'_>, list: &Array<'_>) -> Result<Option<Rc<Keygrip>>> {
    let known = data::of::<KnownKeys>(ctx);
    // Not borrowed meanwhile: an element may be a getter, which may use cookies itself.
    let last = known.last.borrow().clone();
    let Some((keys, keygrip)) = last.as_deref().filter(|(keys, _)| keys.len() == list.len()) else {
        return Ok(None);
    };
    for (index, key) in keys.iter().enumerate() {
        let given: Value<'_> = list.get(index)?;
        let is_same = match given.as_string() {
            Some(text) => bytes::with_wtf8(text, |text| text == key.as_bytes())?,
            None => false,
        };
        if !is_same {
            return Ok(None);
        }
    }
    Ok(Some(Rc::clone(keygrip)))
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
    if let Some(keygrip) = as_last(ctx, list)? {
        return Ok(Some(keygrip));
    }
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
    get: impl Fn(&'static CStr) -> Result<Value<'js>>,
) -> Result<CookieOptions> {
    let text = |name: &'static CStr, unset: Option<&str>| -> Result<Option<String>> {
        let value: Value<'js> = get(name)?;
        if value.is_undefined() {
            return Ok(unset.map(str::to_owned));
        }
        match value.get::<Coerced<bool>>()?.0 {
            true => Ok(Some(value.get::<Coerced<String>>()?.0)),
            false => Ok(None),
        }
    };
    let flag = |name: &'static CStr, unset: Option<bool>| -> Result<Option<bool>> {
        let value: Value<'js> = get(name)?;
        match value.is_undefined() {
            true => Ok(unset),
            false => Ok(Some(value.get::<Coerced<bool>>()?.0)),
        }
    };
    let expires: Value<'js> = get(c"expires")?;
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
    let max_age: Value<'js> = get(c"maxAge")?;
    let max_age = match max_age.as_int() {
        Some(number) => Some(f64::from(number)),
        None if max_age.is_undefined() => None,
        None => parse_max_age(&max_age.get::<Coerced<String>>()?.0),
    };
    let domain: Value<'js> = get(c"domain")?;
    let domain = match domain.is_function() {
        true => {
            let place = call::call(ctx, &domain, &Value::new_undefined(ctx.clone()), &[])?;
            match place.get::<Coerced<bool>>()?.0 {
                true => Some(place.get::<Coerced<String>>()?.0),
                false => None,
            }
        }
        false => text(c"domain", None)?,
    };
    let same_site: Value<'js> = get(c"sameSite")?;
    let same_site = match same_site.as_bool() {
        Some(true) => SameSite::True,
        _ if same_site.get::<Coerced<bool>>()?.0 => {
            SameSite::Text(same_site.get::<Coerced<String>>()?.0)
        }
        _ => SameSite::Unset,
    };
    let encrypt = flag(c"encrypt", Some(false))? == Some(true);
    let signed: Value<'js> = get(c"signed")?;
    Ok(CookieOptions {
        path: text(c"path", Some("/"))?,
        expires,
        max_age,
        domain,
        http_only: flag(c"httpOnly", Some(true))? == Some(true),
        secure: flag(c"secure", None)?,
        overwrite: flag(c"overwrite", Some(false))? == Some(true),
        same_site,
        priority: text(c"priority", None)?,
        partitioned: flag(c"partitioned", Some(false))? == Some(true),
        remove_unpartitioned: flag(c"removeUnpartitioned", Some(false))? == Some(true),
        signed: !encrypt && signed.as_bool() != Some(false),
        encrypt,
    })
}
