//! `egg-cookies`: what `crate::cookies` does to headers, as functions of JavaScript.

use std::rc::Rc;

use coddle_engine::class::call;
use coddle_engine::rquickjs::{Array, Coerced, Ctx, Function, Object, Result, Value};
use http::header::USER_AGENT;

use crate::context::with_state;
use crate::cookies::given::{self, keygrip, throw};
use crate::cookies::{CookieOptions, Cookies, GetOptions, Keygrip, Reader, Reading, SameSite};
use crate::exchange::latin1;

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
            keys: given::keys(ctx, &cookies.get("_keys")?)?,
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
        let known = with_state(&self.context, |state| {
            let agent = state.exchange.request.headers.get(USER_AGENT);
            state.is_request_native().then(|| {
                agent.map_or_else(String::new, |agent| latin1(agent.as_bytes()).into_owned())
            })
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

/// The answer's `set-cookie` headers.
fn set_cookies<'js>(ctx: &Ctx<'js>, context: &Value<'js>) -> Result<Vec<String>> {
    let quick = with_state(context, |state| {
        state.is_answer_native().then(|| state.set_cookies())
    })
    .flatten();
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
    let quick = with_state(context, |state| {
        state
            .is_answer_native()
            .then(|| state.put_set_cookies(ctx, &texts))
    })
    .flatten();
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
    let keys = given::keys(&ctx, &cookies.get("_keys")?)?;
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
        Some(defaults) => given::options(&ctx, |name| call::property(&defaults, name))?,
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
    let given = given::options(&ctx, |name| call::property(&given, name))?;
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
