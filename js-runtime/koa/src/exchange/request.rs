//! What the client sent.

use std::cell::{Cell, Ref, RefCell};
use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri, Version};
use http_body_util::combinators::UnsyncBoxBody;

use super::latin1;
use crate::negotiate::location::Target;

/// The body as it arrives; its error says why it broke off.
pub type RequestBody = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// The request of an exchange. Method and url can be changed, as override middlewares do; the rest stays.
#[derive(Debug)]
pub struct Request {
    method: RefCell<Method>,
    target: Uri,
    /// The target in words, when it is no plain path or was replaced.
    url: RefCell<Option<Box<str>>>,
    original: RefCell<Option<Box<str>>>,
    pub version: Version,
    pub headers: HeaderMap,
    /// `None` on a unix socket.
    pub remote: Option<SocketAddr>,
    pub local: Option<SocketAddr>,
    /// It came over TLS.
    pub encrypted: bool,
    body: RefCell<Option<RequestBody>>,
    /// The request came with a body.
    pub has_body: bool,
    /// The body parser found nothing to parse: `ctx.request.body` is an empty object.
    pub(crate) parsed_as_empty: Cell<bool>,
    /// What the body parser has read: `ctx.request.rawBody`.
    pub(crate) raw_body: RefCell<Option<Bytes>>,
    /// Native code has read the body, or is reading it.
    pub consumed: Cell<bool>,
}

impl Request {
    /// A request of `head`; `target` stands in for the head's, `body` is `None` when the head says that there is none.
    pub fn new(
        head: http::request::Parts,
        target: Option<Box<str>>,
        body: Option<RequestBody>,
        remote: Option<SocketAddr>,
        local: Option<SocketAddr>,
        encrypted: bool,
    ) -> Request {
        let is_path = head.uri.scheme().is_none() && head.uri.authority().is_none();
        let url = target.or_else(|| (!is_path).then(|| head.uri.to_string().into()));
        Request {
            url: RefCell::new(url),
            original: RefCell::default(),
            method: RefCell::new(head.method),
            target: head.uri,
            version: head.version,
            headers: head.headers,
            remote,
            local,
            encrypted,
            has_body: body.is_some(),
            body: RefCell::new(body),
            parsed_as_empty: Cell::new(false),
            raw_body: RefCell::default(),
            consumed: Cell::new(false),
        }
    }

    pub fn method(&self) -> Ref<'_, Method> {
        self.method.borrow()
    }

    pub fn set_method(&self, method: Method) {
        *self.method.borrow_mut() = method;
    }

    /// The target that routing and `ctx.url` see.
    pub fn with_url<R>(&self, look: impl FnOnce(&str) -> R) -> R {
        match &*self.url.borrow() {
            Some(url) => look(url),
            None => look(self.path_and_query()),
        }
    }

    fn path_and_query(&self) -> &str {
        self.target
            .path_and_query()
            .map_or("", http::uri::PathAndQuery::as_str)
    }

    pub fn set_url(&self, url: impl Into<Box<str>>) {
        let before = self.url.replace(Some(url.into()));
        let mut original = self.original.borrow_mut();
        if original.is_none() {
            *original = Some(before.unwrap_or_else(|| self.path_and_query().into()));
        }
    }

    /// The target as it came: `ctx.originalUrl`.
    pub fn with_original_url<R>(&self, look: impl FnOnce(&str) -> R) -> R {
        match &*self.original.borrow() {
            Some(url) => look(url),
            None => self.with_url(look),
        }
    }

    /// Looks at the url in its parts. `None` for targets that only Node's `url.parse` takes apart.
    pub fn with_target<R>(&self, look: impl FnOnce(Option<Target<'_>>) -> R) -> R {
        self.with_url(|url| look(Target::parse(url)))
    }

    /// The path of the url, not decoded; empty without one.
    pub fn with_path<R>(&self, look: impl FnOnce(&str) -> R) -> R {
        self.with_target(|target| {
            look(
                target
                    .as_ref()
                    .and_then(|target| target.pathname.as_deref())
                    .unwrap_or(""),
            )
        })
    }

    /// Takes the body; a second time there is none.
    pub fn take_body(&self) -> Option<RequestBody> {
        self.body.borrow_mut().take()
    }

    /// Puts back what was not read.
    pub(crate) fn return_body(&self, body: RequestBody) {
        *self.body.borrow_mut() = Some(body);
    }

    /// The first value of a header as text; bytes above ASCII read as Latin-1, as in Node.
    pub fn header(&self, name: &str) -> Option<std::borrow::Cow<'_, str>> {
        self.headers.get(name).map(|value| latin1(value.as_bytes()))
    }

    /// Whether the client asked to keep the connection, or lets it be kept.
    pub(crate) fn keeps_alive(&self) -> bool {
        let said = |token: &str| {
            self.headers
                .get_all(http::header::CONNECTION)
                .iter()
                .filter_map(|value| value.to_str().ok())
                .flat_map(|value| value.split(','))
                .any(|one| one.trim().eq_ignore_ascii_case(token))
        };
        match self.version {
            Version::HTTP_11 => !said("close"),
            _ => said("keep-alive"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(target: &str) -> Request {
        let (head, ()) = http::Request::builder()
            .uri(target)
            .body(())
            .unwrap()
            .into_parts();
        Request::new(head, None, None, None, None, false)
    }

    #[test]
    fn the_path_is_cut_at_the_query() {
        let request = request("/a/b?c=d?e");
        request.with_path(|path| assert_eq!(path, "/a/b"));
        request.with_target(|target| assert_eq!(target.unwrap().query(), "c=d?e"));
    }

    // CTX-033
    #[test]
    fn a_target_beside_the_head_comes_first() {
        let (head, ()) = http::Request::new(()).into_parts();
        let request = Request::new(head, Some("/a<b>#c".into()), None, None, None, false);
        request.with_url(|url| assert_eq!(url, "/a<b>#c"));
        request.set_url("/after");
        request.with_original_url(|url| assert_eq!(url, "/a<b>#c"));
    }

    #[test]
    fn a_proxys_target_has_a_path_too() {
        let request = request("http://h:1/p?x");
        request.with_url(|url| assert_eq!(url, "http://h:1/p?x"));
        request.with_path(|path| assert_eq!(path, "/p"));
    }

    #[test]
    fn the_original_target_outlives_a_new_one() {
        let request = request("/before");
        request.set_url("/after");
        request.set_url("/last");
        request.with_url(|url| assert_eq!(url, "/last"));
        request.with_original_url(|url| assert_eq!(url, "/before"));
    }
}
