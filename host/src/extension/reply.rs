//! A whole answer.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use super::Error;

/// An answer that a [`Middleware`](super::Middleware) gives by itself.
///
/// ```
/// use coddle::extension::Reply;
///
/// let reply = Reply::text(429, "slow down").with_header("retry-after", "1");
/// assert_eq!(reply.status().as_u16(), 429);
/// ```
#[derive(Clone, Debug)]
pub struct Reply(Box<Parts>);

/// Boxed, since every middleware returns what has room for a reply, and few reply.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// An answer of plain text.
    ///
    /// # Panics
    /// When `status` is none of HTTP's.
    ///
    /// ```
    /// # use coddle::extension::Reply;
    /// let reply = Reply::text(403, "not you");
    /// assert_eq!(reply.status().as_u16(), 403);
    /// ```
    pub fn text(status: u16, text: impl Into<String>) -> Reply {
        Reply::of(
            status,
            "text/plain; charset=utf-8",
            text.into().into_bytes().into(),
        )
    }

    /// An answer of JSON.
    ///
    /// # Errors
    /// When `value` has no JSON form.
    ///
    /// # Panics
    /// When `status` is none of HTTP's.
    ///
    /// ```
    /// # use coddle::extension::Reply;
    /// let reply = Reply::json(200, &["a", "b"])?;
    /// # let _ = reply;
    /// # Ok::<(), coddle::extension::Error>(())
    /// ```
    pub fn json(status: u16, value: &impl Serialize) -> Result<Reply, Error> {
        let body = serde_json::to_vec(value)?;
        Ok(Reply::of(
            status,
            "application/json; charset=utf-8",
            body.into(),
        ))
    }

    /// An answer of bytes.
    ///
    /// # Panics
    /// When `status` is none of HTTP's.
    ///
    /// ```
    /// # use coddle::extension::Reply;
    /// let reply = Reply::bytes(200, vec![0; 16]);
    /// # let _ = reply;
    /// ```
    pub fn bytes(status: u16, bytes: impl Into<Bytes>) -> Reply {
        Reply::of(status, "application/octet-stream", bytes.into())
    }

    /// Sets a header.
    ///
    /// # Panics
    /// When name or value are none of HTTP's; [`Reply::with_header_value`] takes what was checked.
    ///
    /// ```
    /// # use coddle::extension::Reply;
    /// let reply = Reply::text(302, "").with_header("location", "/login");
    /// # let _ = reply;
    /// ```
    #[must_use]
    pub fn with_header(self, name: &'static str, value: &str) -> Reply {
        let value =
            HeaderValue::from_str(value).expect("a header's value has no control characters");
        self.with_header_value(HeaderName::from_static(name), value)
    }

    /// Sets a header.
    ///
    /// ```
    /// # use coddle::extension::Reply;
    /// use http::header::{ETAG, HeaderValue};
    ///
    /// let reply = Reply::text(200, "x").with_header_value(ETAG, HeaderValue::from_static("\"1\""));
    /// # let _ = reply;
    /// ```
    #[must_use]
    pub fn with_header_value(mut self, name: HeaderName, value: HeaderValue) -> Reply {
        self.0.headers.insert(name, value);
        self
    }

    /// The status.
    ///
    /// ```
    /// # use coddle::extension::Reply;
    /// assert_eq!(Reply::text(404, "none").status(), http::StatusCode::NOT_FOUND);
    /// ```
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    pub(crate) fn into_parts(self) -> Parts {
        *self.0
    }

    fn of(status: u16, content_type: &'static str, body: Bytes) -> Reply {
        let status = StatusCode::from_u16(status).expect("a status of HTTP, 100 to 999");
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        Reply(Box::new(Parts {
            status,
            headers,
            body,
        }))
    }
}
