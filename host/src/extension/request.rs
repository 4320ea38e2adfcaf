//! A request, as natives see it.

use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::rc::Rc;

use coddle_engine::rquickjs::{Ctx, Value};
use coddle_koa::bridge;
use coddle_koa::context::with_state;
use coddle_koa::exchange::Exchange;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::call::context_of;
use super::reply::Parts;
use super::{Error, Reply};

/// The request that the code works for, and the head of its answer. Cloning it is cheap, and it may be kept across awaits.
///
/// Take it as a parameter of a native function, or get it in a [`Middleware`](super::Middleware).
///
/// ```
/// use coddle::extension::{Extension, Request};
///
/// let extension = Extension::new("geo").context(|ctx| {
///     ctx.getter("country", |request: Request| {
///         request.header("cf-ipcountry").unwrap_or_else(|| "XX".to_owned())
///     })
/// });
/// ```
#[derive(Clone)]
pub struct Request {
    exchange: Rc<Exchange>,
}

impl Request {
    pub(crate) fn new(exchange: Rc<Exchange>) -> Request {
        Request { exchange }
    }

    pub(crate) fn current(ctx: &Ctx<'_>) -> Option<Request> {
        bridge::current(ctx).map(Request::new)
    }

    /// The request of a ctx, a `ctx.request`, or whatever has a `ctx`: services, helpers, controllers.
    pub(crate) fn of_receiver(receiver: &Value<'_>) -> Option<Request> {
        let context = context_of(receiver)?;
        with_state(&context, |state| Request::new(Rc::clone(&state.exchange)))
    }

    /// The method, as middleware may have changed it.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> bool {
    ///     request.method() == http::Method::POST
    /// }
    /// ```
    pub fn method(&self) -> Method {
        self.exchange.request.method().clone()
    }

    /// The path, not decoded, without the query.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> String {
    ///     request.path()
    /// }
    /// ```
    pub fn path(&self) -> String {
        self.exchange.request.with_path(str::to_owned)
    }

    /// Runs `look` with the path, without a copy of it.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> bool {
    ///     request.with_path(|path| path.starts_with("/api/"))
    /// }
    /// ```
    pub fn with_path<R>(&self, look: impl FnOnce(&str) -> R) -> R {
        self.exchange.request.with_path(look)
    }

    /// Path and query, as middleware may have changed them: `ctx.url`.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> String {
    ///     request.url()
    /// }
    /// ```
    pub fn url(&self) -> String {
        self.exchange.request.with_url(str::to_owned)
    }

    /// What stands behind the `?`, not decoded; empty without a query.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> bool {
    ///     request.query().contains("page=")
    /// }
    /// ```
    pub fn query(&self) -> String {
        self.exchange.request.with_target(|target| {
            target.map_or_else(String::new, |target| target.query().to_owned())
        })
    }

    /// All headers.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> bool {
    ///     request.headers().contains_key("cookie")
    /// }
    /// ```
    pub fn headers(&self) -> &HeaderMap {
        &self.exchange.request.headers
    }

    /// The first header of that name, as text; bytes above ASCII read as Latin-1.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> bool {
    ///     request.header("user-agent").is_some_and(|agent| agent.contains("bot"))
    /// }
    /// ```
    pub fn header(&self, name: &str) -> Option<String> {
        self.exchange
            .request
            .header(name)
            .map(std::borrow::Cow::into_owned)
    }

    /// The address of the peer; `None` on a unix socket, and in memory.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> bool {
    ///     request.remote_addr().is_some_and(|peer| peer.ip().is_loopback())
    /// }
    /// ```
    pub fn remote_addr(&self) -> Option<SocketAddr> {
        self.exchange.request.remote
    }

    /// The answer's status so far.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> bool {
    ///     request.status().is_server_error()
    /// }
    /// ```
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.exchange.response.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// A header of the answer so far.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// fn look(request: &Request) -> bool {
    ///     request.answer_header(&http::header::ETAG).is_some()
    /// }
    /// ```
    pub fn answer_header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.exchange.response.get(name)
    }

    /// Sets a header of the answer. Once the head has been sent this does nothing, as in koa.
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// use http::header::{HeaderValue, VARY};
    ///
    /// fn vary(request: &Request) {
    ///     request.set_header(VARY, HeaderValue::from_static("accept"));
    /// }
    /// ```
    pub fn set_header(&self, name: HeaderName, value: HeaderValue) {
        if !self.exchange.response.sent.get() {
            self.exchange.response.set(name, value);
        }
    }

    /// Waits until the client has gone before its answer was whole; for ever, if it stays.
    ///
    /// A native goes on when its client leaves, as JavaScript does; who wants to stop waits for this beside its work, or uses
    /// [`Request::unless_abandoned`].
    ///
    /// ```
    /// # use coddle::extension::Request;
    /// async fn note(request: Request) {
    ///     request.abandoned().await;
    ///     eprintln!("{} was given up", request.url());
    /// }
    /// ```
    pub async fn abandoned(&self) {
        self.exchange.abandoned().await;
    }

    /// Waits for `work`, or drops it when the client goes away.
    ///
    /// # Errors
    /// With code ECONNRESET, when the client went first.
    ///
    /// ```
    /// use coddle::extension::{Error, Extension, Request};
    ///
    /// async fn search(text: String) -> Vec<String> {
    ///     vec![text]
    /// }
    /// let extension = Extension::new("search").module("search", |module| {
    ///     module.async_function("find", |request: Request, text: String| async move {
    ///         request.unless_abandoned(search(text)).await
    ///     })
    /// });
    /// ```
    pub async fn unless_abandoned<R>(&self, work: impl Future<Output = R>) -> Result<R, Error> {
        tokio::select! {
            result = work => Ok(result),
            () = self.abandoned() => Err(Error::new("aborted").with_code("ECONNRESET")),
        }
    }

    /// Makes `reply` the answer. `context` is the ctx, if there is one already.
    pub(crate) fn answer<'js>(
        &self,
        context: Option<&Value<'js>>,
        reply: Reply,
    ) -> coddle_engine::rquickjs::Result<()> {
        let response = &self.exchange.response;
        if response.sent.get() {
            return Ok(());
        }
        let Parts {
            status,
            headers,
            body,
        } = reply.into_parts();
        match context {
            // What JavaScript outside of the layer reads of the answer has to be right.
            Some(context) => {
                if let Some(object) = context.as_object() {
                    object.set("status", status.as_u16())?;
                    let bytes = coddle_engine::convert::buffer(context.ctx(), body.into())?;
                    object.set("body", bytes)?;
                }
            }
            None => {
                response.explicit_status.set(true);
                response.set_status(status.as_u16());
                response.set_length(Some(body.len() as u64));
                *response.bytes.borrow_mut() = Some(body);
            }
        }
        for (name, value) in &headers {
            response.set(name.clone(), value.clone());
        }
        Ok(())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method())
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
