//! `static`: files of some folders, answered before JavaScript hears of the request. (MW-048 .. MW-061)

use std::rc::Rc;

use coddle_engine::class::Slot;
use coddle_engine::errors;
use coddle_engine::ops::OpError;
use coddle_engine::rquickjs::{Ctx, Error, Object, Result, Value};
use http::header::{ACCEPT_RANGES, VARY};
use http::{HeaderValue, Method};
use tokio::task::{spawn_blocking, spawn_local};

use crate::exchange::file::FileReader;
use crate::exchange::{Exchange, Response};
use crate::negotiate::fresh::Conditions;
use crate::negotiate::vary;
use crate::onion::{Flow, Layer, LayerFunction, Resume, Turn};
use crate::static_files::folder::Failure;
use crate::static_files::plan::{Asked, Content, Plan};
use crate::static_files::range::ByteRange;
use crate::static_files::{Answer, StaticFiles, Work};

const BYTES: HeaderValue = HeaderValue::from_static("bytes");

#[derive(Debug)]
struct Static {
    files: Rc<StaticFiles>,
    javascript: Slot,
}

/// The layer of some files as a middleware function, before the one of JavaScript that does the same.
pub(crate) fn function<'js>(
    ctx: &Ctx<'js>,
    files: &Rc<StaticFiles>,
    javascript: &Value<'js>,
) -> Result<Object<'js>> {
    let layer = Static {
        files: Rc::clone(files),
        javascript: Slot::of(javascript),
    };
    LayerFunction::create(ctx, Rc::new(layer))
}

impl Layer for Static {
    fn name(&self) -> &str {
        "static"
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        let exchange = turn.exchange();
        let (offers_ranges, may_have) = exchange
            .request
            .with_path(|path| (self.files.offers_ranges(path), self.files.may_have(path)));
        if !offers_ranges && !may_have {
            return Ok(Flow::Next);
        }
        // Middleware outside that has seen ctx may look at its body.
        if turn.known_context().is_some() {
            return Ok(Flow::JavaScript);
        }
        let response = &exchange.response;
        let method = exchange.request.method().clone();
        if offers_ranges {
            response.set(ACCEPT_RANGES, BYTES);
        }
        let range = match header(exchange, "range").filter(|_| offers_ranges) {
            None => None,
            Some(text) => match ByteRange::parse(&text) {
                Some(_) if method == Method::PUT => return Ok(refuse(response, 400)),
                Some(range) => Some(range),
                None => return Ok(refuse(response, 416)),
            },
        };
        match method {
            Method::GET | Method::HEAD if may_have => answer(&self.files, turn, range),
            _ => Ok(nothing(&method, range)),
        }
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }
}

/// The way on when there is no file: of what somebody else answers, JavaScript cuts the part that was asked for.
fn nothing(method: &Method, range: Option<ByteRange>) -> Flow {
    match range {
        Some(_) if *method == Method::GET => Flow::JavaScript,
        _ => Flow::Next,
    }
}

fn refuse(response: &Response, status: u16) -> Flow {
    set_status(response, status);
    Flow::Done
}

fn set_status(response: &Response, status: u16) {
    response.set_status(status);
    response.explicit_status.set(true);
}

/// A request header that says something.
fn header(exchange: &Exchange, name: &str) -> Option<String> {
    let value = exchange.request.header(name)?;
    (!value.is_empty()).then(|| value.into_owned())
}

/// The request headers that a file's answer depends on.
pub(crate) struct Headers {
    since: Option<String>,
    tags: Option<String>,
    cache: Option<String>,
    encoding: Option<String>,
    if_range: Option<String>,
}

impl Headers {
    pub(crate) fn read(get: impl Fn(&str) -> Option<String>) -> Headers {
        Headers {
            since: get("if-modified-since"),
            tags: get("if-none-match"),
            cache: get("cache-control"),
            encoding: get("accept-encoding"),
            if_range: get("if-range"),
        }
    }

    pub(crate) fn asked(&self, is_head: bool, range: Option<ByteRange>) -> Asked<'_> {
        Asked {
            is_head,
            conditions: Conditions {
                if_modified_since: self.since.as_deref(),
                if_none_match: self.tags.as_deref(),
                cache_control: self.cache.as_deref(),
            },
            accept_encoding: self.encoding.as_deref(),
            range,
            if_range: self.if_range.as_deref(),
        }
    }
}

/// Answers the request with a file, if there is one.
fn answer(
    files: &Rc<StaticFiles>,
    turn: &mut Turn<'_, '_, '_>,
    range: Option<ByteRange>,
) -> Result<Flow> {
    let exchange = turn.exchange();
    let method = exchange.request.method().clone();
    let headers = Headers::read(|name| header(exchange, name));
    let asked = headers.asked(method == Method::HEAD, range);
    let answer = exchange
        .request
        .with_path(|path| files.answer(path, &asked));
    match answer.map_err(|failure| thrown(turn.js(), failure))? {
        Answer::Nothing => Ok(nothing(&method, range)),
        Answer::Plan(plan, meanwhile) => {
            if let Some(work) = meanwhile {
                later(files, work);
            }
            send(turn, plan)?;
            Ok(Flow::Done)
        }
        Answer::Work(work) => Ok(wait(files, work, range)),
    }
}

/// Waits for work, then answers.
fn wait(files: &Rc<StaticFiles>, work: Work, range: Option<ByteRange>) -> Flow {
    let files = Rc::clone(files);
    Flow::Wait(Box::pin(async move {
        let done = spawn_blocking(move || work.run()).await;
        let resume: Resume = Box::new(move |turn| {
            let done = done.map_err(|error| errors::throw_error(turn.js(), &error.to_string()))?;
            files
                .finish(done)
                .map_err(|failure| thrown(turn.js(), failure))?;
            answer(&files, turn, range)
        });
        resume
    }))
}

/// Does work that nobody waits for.
pub(crate) fn later(files: &Rc<StaticFiles>, work: Work) {
    let files = Rc::clone(files);
    spawn_local(async move {
        if let Ok(done) = spawn_blocking(move || work.run()).await {
            // A file that cannot be read any more has no hash; who asks for it next is told why.
            let _ = files.finish(done);
        }
    });
}

/// Puts a plan into the answer.
fn send(turn: &Turn<'_, '_, '_>, plan: Plan) -> Result<()> {
    let response = &turn.exchange().response;
    set_status(response, plan.status);
    if plan.varies {
        add_vary(response);
    }
    for (name, value) in plan.headers {
        response.set(name, value);
    }
    if plan.length.is_some() {
        response.set_length(plan.length);
    }
    let (path, reader) = match plan.content {
        Content::None => return Ok(()),
        Content::Kept(bytes) | Content::Read(bytes) => {
            *response.bytes.borrow_mut() = Some(bytes);
            return Ok(());
        }
        Content::Part {
            path,
            start,
            length,
        } => {
            let reader = FileReader::new(&path, start, length);
            (path, reader)
        }
        Content::Packed { path, length } => {
            let reader = FileReader::packed(&path, length);
            (path, reader)
        }
    };
    let reader = reader.map_err(|error| thrown(turn.js(), Failure::open(error, &path)))?;
    *response.file.borrow_mut() = Some(reader);
    Ok(())
}

fn add_vary(response: &Response) {
    let before = response.get(&VARY);
    let before = before.as_ref().and_then(|value| value.to_str().ok());
    // It is a header's name, and what was there was a header's value.
    if let Ok(value) = vary::append(before.unwrap_or_default(), "Accept-Encoding")
        && let Ok(value) = HeaderValue::try_from(value)
    {
        response.set(VARY, value);
    }
}

/// Node's error of a system call.
pub(crate) fn thrown(ctx: &Ctx<'_>, failure: Failure) -> Error {
    let Failure {
        error,
        syscall,
        path,
    } = failure;
    errors::throw_op(ctx, OpError::io(&error, syscall, Some(&path)))
}
