//! `egg-cookies`: what `crate::cookies` does to headers, as functions of JavaScript.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use coddle_engine::class::call;
use coddle_engine::rquickjs::{Array, Coerced, Ctx, Function, Object, Result, Value};
use coddle_engine::{data, errors};
use http::header::{SET_COOKIE, USER_AGENT};

use crate::context::{State, headers, with_state};
use crate::cookies::cookie::parse_max_age;
use crate::cookies::{
    CookieError, CookieOptions, Cookies, GetOptions, Keygrip, Reader, Reading, SameSite,
};
use crate::exchange::latin1;

/// Keys that were used in this world: deriving them is not for every request.
#[derive(Default)]
struct KnownKeys(RefCell<HashMap<Vec<String>, Rc<Keygrip>>>);

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("read", Function::new(ctx.clone(), read)?)?;
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
        CookieError::Insecure => errors::throw_kind(
            ctx,
            "Error",
            &error.to_string(),
            Some("ERR_INSECURE_COOKIE"),
        ),
    }
}

/// `_keys` of a `Cookies`: texts of whatever is in the array; `None` if it is none.
fn keys_of<'js>(ctx: &Ctx<'js>, cookies: &Object<'js>) -> Result<Option<Rc<Keygrip>>> {
    let keys: Value<'js> = cookies.get("_keys")?;
    let Some(keys) = keys.as_array() else {
        return Ok(None);
    };
    let texts = keys.iter::<Coerced<String>>();
    let texts = texts
        .map(|text| text.map(|text| text.0))
        .collect::<Result<_>>()?;
    keygrip(ctx, texts).map(Some)
}

fn is_true<'js>(object: &Object<'js>, name: &str) -> Result<bool> {
    Ok(object.get::<_, Coerced<bool>>(name)?.0)
}

/// What a `Cookies` of egg-cookies.js says of its request and application.
struct Surroundings<'js> {
    keys: Option<Rc<Keygrip>>,
    auto_chips: bool,
    secure: bool,
    context: Value<'js>,
}

impl<'js> Surroundings<'js> {
    fn read(ctx: &Ctx<'js>, cookies: &Object<'js>) -> Result<Surroundings<'js>> {
        Ok(Surroundings {
            keys: keys_of(ctx, cookies)?,
            auto_chips: is_true(cookies, "_autoChips")?,
            secure: is_true(cookies, "secure")?,
            context: cookies.get("ctx")?,
        })
    }

    /// The browser, where `options` make a difference between them; empty otherwise.
    fn user_agent(&self, options: &CookieOptions) -> Result<String> {
        let depends = self.auto_chips
            || options.partitioned
            || matches!(&options.same_site, SameSite::Text(text) if text.eq_ignore_ascii_case("none"));
        if !depends {
            return Ok(String::new());
        }
        let known = with_open_answer(&self.context, |state| {
            let headers = &state.exchange.request.headers;
            let value = state.headers.is_empty().then(|| headers.get(USER_AGENT))?;
            Some(value.map_or_else(String::new, |value| latin1(value.as_bytes()).into_owned()))
        });
        match known.flatten() {
            Some(known) => Ok(known),
            None => {
                let get = call::property(&self.context, c"get")?;
                let name = call::string(self.context.ctx(), "user-agent")?;
                let value = call::call(self.context.ctx(), &get, &self.context, &[&name])?;
                Ok(value.get::<Coerced<String>>()?.0)
            }
        }
    }

    fn with<R>(
        &self,
        defaults: &CookieOptions,
        user_agent: &str,
        now: f64,
        work: impl FnOnce(&Cookies<'_>) -> R,
    ) -> R {
        work(&Cookies {
            keys: self.keys.as_deref(),
            defaults,
            auto_chips: self.auto_chips,
            secure: self.secure,
            user_agent,
            now: now as i64,
        })
    }
}

/// Looks at the state behind a ctx whose answer's headers are native and still open, and nobody's but koa's.
fn with_open_answer<R>(context: &Value<'_>, look: impl FnOnce(&State) -> R) -> Option<R> {
    with_state(context, |state| {
        let is_open = state.res.is_empty()
            && !state.exchange.response.sent.get()
            && !state.shared.prefers_javascript;
        is_open.then(|| look(state))
    })
    .flatten()
}

/// The answer's `set-cookie` headers.
fn set_cookies<'js>(ctx: &Ctx<'js>, context: &Value<'js>) -> Result<Vec<String>> {
    let quick = with_open_answer(context, |state| {
        let values = state.exchange.response.values(&SET_COOKIE);
        values
            .iter()
            .map(|value| latin1(value.as_bytes()).into_owned())
            .collect()
    });
    if let Some(texts) = quick {
        return Ok(texts);
    }
    let response = call::property(context, c"response")?;
    let get = call::property(&response, c"get")?;
    let given = call::call(ctx, &get, &response, &[&call::string(ctx, "set-cookie")?])?;
    match given.as_array() {
        Some(list) => list
            .iter::<Coerced<String>>()
            .map(|text| text.map(|text| text.0))
            .collect(),
        None if given.get::<Coerced<bool>>()?.0 => Ok(vec![given.get::<Coerced<String>>()?.0]),
        None => Ok(Vec::new()),
    }
}

/// Makes `texts` the answer's `set-cookie` headers.
fn put_set_cookies<'js>(ctx: &Ctx<'js>, context: &Value<'js>, texts: Vec<String>) -> Result<()> {
    let quick = with_open_answer(context, |state| {
        let response = &state.exchange.response;
        let values = texts
            .iter()
            .map(|text| headers::value(ctx, "set-cookie", text))
            .collect::<Result<Vec<_>>>()?;
        response.note(&SET_COOKIE, "set-cookie", true);
        response.remove(&SET_COOKIE);
        for value in values {
            response.append(SET_COOKIE, value);
        }
        Ok(())
    });
    if let Some(done) = quick {
        return done;
    }
    let list = Array::new(ctx.clone())?;
    for (index, text) in texts.iter().enumerate() {
        list.set(index, call::string(ctx, text)?)?;
    }
    let set = call::property(context, c"set")?;
    let name = call::string(ctx, "set-cookie")?;
    call::call(ctx, &set, context, &[&name, list.as_value()]).map(drop)
}

/// egg-cookies' options as an application gives them.
fn options<'js>(ctx: &Ctx<'js>, given: &Object<'js>) -> Result<CookieOptions> {
    let text = |name: &str, unset: Option<&str>| -> Result<Option<String>> {
        let value: Value<'js> = given.get(name)?;
        if value.is_undefined() {
            return Ok(unset.map(str::to_owned));
        }
        match value.get::<Coerced<bool>>()?.0 {
            true => Ok(Some(value.get::<Coerced<String>>()?.0)),
            false => Ok(None),
        }
    };
    let flag = |name: &str, unset: Option<bool>| -> Result<Option<bool>> {
        let value: Value<'js> = given.get(name)?;
        match value.is_undefined() {
            true => Ok(unset),
            false => Ok(Some(value.get::<Coerced<bool>>()?.0)),
        }
    };
    let expires: Value<'js> = given.get("expires")?;
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
    let max_age: Value<'js> = given.get("maxAge")?;
    let max_age = match max_age.as_int() {
        Some(number) => Some(f64::from(number)),
        None if max_age.is_undefined() => None,
        None => parse_max_age(&max_age.get::<Coerced<String>>()?.0),
    };
    let domain: Value<'js> = given.get("domain")?;
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
    let same_site: Value<'js> = given.get("sameSite")?;
    let same_site = match same_site.as_bool() {
        Some(true) => SameSite::True,
        _ if same_site.get::<Coerced<bool>>()?.0 => {
            SameSite::Text(same_site.get::<Coerced<String>>()?.0)
        }
        _ => SameSite::Unset,
    };
    let encrypt = is_true(given, "encrypt")?;
    let signed: Value<'js> = given.get("signed")?;
    Ok(CookieOptions {
        path: text("path", Some("/"))?,
        expires,
        max_age,
        domain,
        http_only: flag("httpOnly", Some(true))? == Some(true),
        secure: flag("secure", None)?,
        overwrite: is_true(given, "overwrite")?,
        same_site,
        priority: text("priority", None)?,
        partitioned: is_true(given, "partitioned")?,
        remove_unpartitioned: is_true(given, "removeUnpartitioned")?,
        signed: !encrypt && signed.as_bool() != Some(false),
        encrypt,
    })
}

/// `read(cookies, cookieHeader, name, signed, encrypt)`: the value, undefined without one; null where `get` has to look: a
/// signature is to be mended, or there is something to complain of.
fn read<'js>(
    ctx: Ctx<'js>,
    cookies: Object<'js>,
    header: String,
    name: String,
    signed: bool,
    encrypt: bool,
) -> Result<Value<'js>> {
    let keys = keys_of(&ctx, &cookies)?;
    let reader = Reader {
        keys: keys.as_deref(),
        auto_chips: is_true(&cookies, "_autoChips")?,
    };
    match reader.read(&header, &name, GetOptions { signed, encrypt }) {
        Ok(Reading::Value(Some(value))) => call::string(&ctx, &value),
        Ok(Reading::Value(None)) => Ok(Value::new_undefined(ctx)),
        Ok(Reading::Mends) | Err(_) => Ok(Value::new_null(ctx)),
    }
}

/// `get(cookies, cookieHeader, name, signed, encrypt, now)`: the value, undefined without one. Sets signatures anew
/// and removes those that are not ours.
fn get<'js>(
    ctx: Ctx<'js>,
    cookies: Object<'js>,
    header: String,
    name: String,
    signed: bool,
    encrypt: bool,
    now: f64,
) -> Result<Option<String>> {
    let surroundings = Surroundings::read(&ctx, &cookies)?;
    let defaults = match cookies.get::<_, Option<Object<'js>>>("_defaultCookieOptions")? {
        Some(defaults) => options(&ctx, &defaults)?,
        None => CookieOptions::default(),
    };
    let user_agent = surroundings.user_agent(&defaults)?;
    let before = set_cookies(&ctx, &surroundings.context)?;
    let mut after = before.clone();
    let wanted = GetOptions { signed, encrypt };
    let value = surroundings
        .with(&defaults, &user_agent, now, |cookies| {
            cookies.get(&header, &name, wanted, &mut after)
        })
        .map_err(|error| throw(&ctx, &error))?;
    if after != before {
        put_set_cookies(&ctx, &surroundings.context, after)?;
    }
    Ok(value)
}

/// `set(cookies, name, value, options, now)`: sets the answer's headers. Gives the value as it is in the header when browsers may
/// drop it, otherwise undefined.
fn set<'js>(
    ctx: Ctx<'js>,
    cookies: Object<'js>,
    name: String,
    value: String,
    given: Object<'js>,
    now: f64,
) -> Result<Option<String>> {
    let surroundings = Surroundings::read(&ctx, &cookies)?;
    let given = options(&ctx, &given)?;
    let user_agent = surroundings.user_agent(&given)?;
    let mut texts = set_cookies(&ctx, &surroundings.context)?;
    let done = surroundings
        .with(&given, &user_agent, now, |cookies| {
            cookies.set(&mut texts, &name, &value, &given)
        })
        .map_err(|error| throw(&ctx, &error))?;
    put_set_cookies(&ctx, &surroundings.context, texts)?;
    Ok(done.limit_exceeded)
}
