//! `securities`: what egg-security refuses before the other middleware, and the headers it sets behind it.

use std::cell::RefCell;

use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::cookies::find;
use coddle_koa::exchange::Exchange;
use coddle_koa::negotiate::status;
use coddle_koa::onion::{Flow, Layer, Turn};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderName, HeaderValue};

#[derive(Debug)]
struct Securities {
    csrf: Option<Csrf>,
    /// Methods that `methodnoallow` lets pass; `None` when it is off.
    methods: Option<Vec<String>>,
    /// `dta` is on.
    checks_path: bool,
    /// In the order in which they are set.
    headers: Vec<Header>,
    /// The symbol under which a context keeps what it changes of the headers.
    changes: Slot,
    /// `(ctx)`: sets the headers of a context that changes some.
    after: Slot,
    javascript: Slot,
    secrets: RefCell<Secrets>,
}

/// The guard against forged requests, for secrets in a cookie.
#[derive(Debug)]
struct Csrf {
    cookies: Vec<String>,
    /// What follows each cookie's value in `set-cookie`.
    attributes: String,
    /// Methods whose requests must show a token: JavaScript's.
    guarded: Vec<String>,
    /// The class of `ctx.cookies` whose cookies these are: an application may put another one in its place.
    class: Slot,
    ignores: Ignores,
}

#[derive(Debug)]
struct Header {
    name: HeaderName,
    value: HeaderValue,
    /// Not for redirects.
    only_answers: bool,
    ignores: Ignores,
}

/// `(ctx)`: whether the guard's `match` or `ignore` leaves a request out. Empty without such an option.
#[derive(Debug)]
struct Ignores(Slot);

impl Ignores {
    fn read<'js>(guard: &Object<'js>) -> Result<Ignores> {
        let ignores: Option<Value<'js>> = guard.get("ignores")?;
        Ok(Ignores(
            ignores.map_or_else(Slot::empty, |ignores| Slot::of(&ignores)),
        ))
    }

    fn ask(&self, turn: &mut Turn<'_, '_, '_>) -> Result<bool> {
        let Some(ignores) = self.0.get(turn.js()) else {
            return Ok(false);
        };
        let context = turn.context()?;
        let undefined = Value::new_undefined(turn.js().clone());
        call::call(turn.js(), &ignores, &undefined, &[&context])?.get()
    }
}

/// New secrets, from random bytes that are fetched many at a time.
#[derive(Debug, Default)]
struct Secrets {
    pool: Vec<u8>,
}

impl Secrets {
    /// 24 characters of 18 random bytes, as `csrf` makes them.
    fn make(&mut self) -> std::result::Result<String, getrandom::Error> {
        use base64::Engine as _;
        const SIZE: usize = 18;
        if self.pool.len() < SIZE {
            self.pool.resize(SIZE * 64, 0);
            getrandom::fill(&mut self.pool)?;
        }
        let rest = self.pool.len() - SIZE;
        let secret = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&self.pool[rest..]);
        // What was given out must not be given out again.
        self.pool.truncate(rest);
        Ok(secret)
    }
}

impl Csrf {
    /// Whether the client came with a secret.
    fn is_known(&self, exchange: &Exchange) -> bool {
        exchange
            .request
            .headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .any(|header| {
                self.cookies
                    .iter()
                    .any(|name| find(header, name).is_some_and(|secret| !secret.is_empty()))
            })
    }
}

impl Layer for Securities {
    fn name(&self) -> &str {
        "securities"
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        let csrf = match &self.csrf {
            Some(csrf) if !csrf.ignores.ask(turn)? => Some(csrf),
            _ => None,
        };
        let exchange = turn.exchange();
        {
            let method = exchange.request.method();
            let among = |methods: &[String]| methods.iter().any(|one| one == method.as_str());
            let is_refused = self.methods.as_ref().is_some_and(|methods| !among(methods));
            let is_guarded = csrf.is_some_and(|csrf| among(&csrf.guarded));
            if is_refused || is_guarded {
                return Ok(Flow::JavaScript);
            }
        }
        let is_unusual =
            |path: &str| path.contains("..") || path.contains('%') || !path.starts_with('/');
        if self.checks_path && exchange.request.with_path(is_unusual) {
            return Ok(Flow::JavaScript);
        }
        if let Some(csrf) = csrf
            && !csrf.is_known(exchange)
        {
            // Over TLS cookies are marked as secure.
            if exchange.request.encrypted
                || !csrf
                    .class
                    .is_same(&call::property(&turn.app(), c"ContextCookies")?)
            {
                return Ok(Flow::JavaScript);
            }
            let secret = self.secrets.borrow_mut().make().map_err(|error| {
                coddle_engine::errors::throw_error(turn.js(), &error.to_string())
            })?;
            for name in &csrf.cookies {
                let cookie = [name, "=", &secret, &csrf.attributes].concat();
                // Names and attributes were checked when the first cookie of this kind was made.
                let Ok(value) = HeaderValue::try_from(cookie) else {
                    return Ok(Flow::JavaScript);
                };
                exchange.response.append(SET_COOKIE, value);
                exchange.response.note_list(&SET_COOKIE);
            }
            exchange.leave_note("csrf", secret);
        }
        Ok(Flow::Next)
    }

    fn has_leave(&self) -> bool {
        true
    }

    fn leave<'js>(&self, turn: &mut Turn<'_, '_, 'js>) -> Result<Option<Value<'js>>> {
        if let Some(object) = turn.known_context().and_then(Value::as_object) {
            let changes: Value<'js> = object.get(self.changes.get_or_undefined(turn.js()))?;
            if !changes.is_undefined() {
                let context = turn.context()?;
                let ctx = turn.js();
                let undefined = Value::new_undefined(ctx.clone());
                call::call(
                    ctx,
                    &self.after.get_or_undefined(ctx),
                    &undefined,
                    &[&context],
                )?;
                return Ok(None);
            }
        }
        if turn.exchange().response.sent.get() {
            return Ok(None);
        }
        // Answers that browsers follow on to another address. (MW-096)
        let redirects = status::is_redirect(turn.exchange().response.status());
        for header in &self.headers {
            let has_no_page = header.only_answers && redirects;
            if !has_no_page && !header.ignores.ask(turn)? {
                let response = &turn.exchange().response;
                response.set(header.name.clone(), header.value.clone());
            }
        }
        Ok(None)
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        for slot in [&self.changes, &self.after, &self.javascript] {
            visit(slot);
        }
        if let Some(csrf) = &self.csrf {
            visit(&csrf.class);
            visit(&csrf.ignores.0);
        }
        for header in &self.headers {
            visit(&header.ignores.0);
        }
    }
}

/// `layer({ csrf, methods, checksPath, headers, changes, after }, middleware)`; csrf is `{ cookies, attributes, guarded, class,
/// ignores }` or undefined, headers a list of `{ name, value, onlyAnswers, ignores }`.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("layer", Function::new(ctx.clone(), layer)?)?;
    Ok(native)
}

fn layer<'js>(ctx: Ctx<'js>, given: Object<'js>, javascript: Value<'js>) -> Result<Object<'js>> {
    let invalid = |text: String| {
        coddle_engine::errors::throw_kind(
            &ctx,
            "TypeError",
            &format!("config.security: {text}"),
            None,
        )
    };
    let csrf = match given.get::<_, Option<Object<'js>>>("csrf")? {
        Some(csrf) => Some(Csrf {
            cookies: csrf.get("cookies")?,
            attributes: csrf.get("attributes")?,
            guarded: csrf.get("guarded")?,
            class: Slot::of(&csrf.get::<_, Value<'js>>("class")?),
            ignores: Ignores::read(&csrf)?,
        }),
        None => None,
    };
    let mut headers = Vec::new();
    for header in given.get::<_, Vec<Object<'js>>>("headers")? {
        let name: String = header.get("name")?;
        let value: String = header.get("value")?;
        headers.push(Header {
            name: HeaderName::try_from(&name).map_err(|error| invalid(error.to_string()))?,
            value: HeaderValue::try_from(&value).map_err(|error| invalid(error.to_string()))?,
            only_answers: header.get("onlyAnswers")?,
            ignores: Ignores::read(&header)?,
        });
    }
    let layer = Securities {
        csrf,
        methods: given.get("methods")?,
        checks_path: given.get("checksPath")?,
        headers,
        changes: Slot::of(&given.get::<_, Value<'js>>("changes")?),
        after: Slot::of(&given.get::<_, Value<'js>>("after")?),
        javascript: Slot::of(&javascript),
        secrets: RefCell::default(),
    };
    super::function(&ctx, layer)
}
