//! Asking an embedded application, as a test does.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderValue};
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;

use super::{Embedded, Job};
use crate::Error;

/// A request to an embedded application, sent when it is awaited. Made by [`Embedded::request`].
///
/// ```
/// # async fn test(host: coddle::Embedded) -> Result<(), coddle::Error> {
/// let answer = host.request("PUT", "/notes/1").header("content-type", "text/plain").body("milk").await?;
/// # let _ = answer;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Ask {
    host: Embedded,
    request: http::request::Builder,
    body: Bytes,
    /// What could not be made of what was given.
    fault: Option<String>,
}

impl Ask {
    pub(super) fn new(host: Embedded, method: &str, path: &str) -> Ask {
        Ask {
            host,
            request: Request::builder().method(method).uri(path),
            body: Bytes::new(),
            fault: None,
        }
    }

    /// Adds a header. `host` is `localhost` unless given.
    ///
    /// ```
    /// # async fn test(host: coddle::Embedded) -> Result<(), coddle::Error> {
    /// let answer = host.request("GET", "/").header("accept", "application/json").await?;
    /// # let _ = answer;
    /// # Ok(())
    /// # }
    /// ```
    pub fn header(mut self, name: &str, value: &str) -> Ask {
        self.request = self.request.header(name, value);
        self
    }

    /// Sends these bytes; a `content-type` is up to you.
    ///
    /// ```
    /// # async fn test(host: coddle::Embedded) -> Result<(), coddle::Error> {
    /// let answer = host.request("PUT", "/file").body(vec![0; 1024]).await?;
    /// # let _ = answer;
    /// # Ok(())
    /// # }
    /// ```
    pub fn body(mut self, body: impl Into<Bytes>) -> Ask {
        self.body = body.into();
        self
    }

    /// Sends JSON, with its content type.
    ///
    /// ```
    /// # async fn test(host: coddle::Embedded) -> Result<(), coddle::Error> {
    /// let answer = host.request("POST", "/posts").json(&[1, 2, 3]).await?;
    /// # let _ = answer;
    /// # Ok(())
    /// # }
    /// ```
    pub fn json(mut self, value: &impl Serialize) -> Ask {
        match serde_json::to_vec(value) {
            Ok(body) => {
                self.body = body.into();
                self.header(CONTENT_TYPE.as_str(), "application/json")
            }
            Err(error) => {
                self.fault = Some(format!("the body has no JSON form: {error}"));
                self
            }
        }
    }

    async fn send(self) -> Result<Answer, Error> {
        if let Some(message) = self.fault {
            return Err(Error::Request { message });
        }
        let (mut head, ()) = self
            .request
            .body(())
            .map_err(|error| Error::Request {
                message: error.to_string(),
            })?
            .into_parts();
        head.headers
            .entry(HOST)
            .or_insert(HeaderValue::from_static("localhost"));
        let body = (!self.body.is_empty()).then(|| {
            head.headers
                .entry(CONTENT_LENGTH)
                .or_insert(HeaderValue::from(self.body.len()));
            Full::new(self.body)
                .map_err(|never| match never {})
                .boxed_unsync()
        });
        let (answer, told) = oneshot::channel();
        self.host.send(Job { head, body, answer })?;
        let no_answer = |message: String| Error::Request { message };
        let response = told.await.map_err(|_| {
            no_answer("the application closed the connection without an answer".to_owned())
        })?;
        let (head, body) = response.into_parts();
        let body = body
            .collect()
            .await
            .map_err(|error| no_answer(format!("the answer broke off: {error}")))?;
        Ok(Answer {
            status: head.status,
            headers: head.headers,
            body: body.to_bytes(),
        })
    }
}

impl IntoFuture for Ask {
    type Output = Result<Answer, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// An application's whole answer.
///
/// ```
/// # async fn test(host: coddle::Embedded) -> Result<(), coddle::Error> {
/// let answer = host.request("GET", "/").await?;
/// assert_eq!((answer.status().as_u16(), answer.text().as_str()), (200, "hello"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// The status.
    ///
    /// ```
    /// fn check(answer: &coddle::Answer) {
    ///     assert!(answer.status().is_success());
    /// }
    /// ```
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers.
    ///
    /// ```
    /// fn check(answer: &coddle::Answer) {
    ///     assert!(answer.headers().contains_key("etag"));
    /// }
    /// ```
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header of that name, if it is text.
    ///
    /// ```
    /// fn check(answer: &coddle::Answer) {
    ///     assert_eq!(answer.header("x-powered-by"), Some("coddle"));
    /// }
    /// ```
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    ///
    /// ```
    /// fn check(answer: &coddle::Answer) {
    ///     assert!(answer.bytes().starts_with(b"PNG"));
    /// }
    /// ```
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text; what is no UTF-8 reads as U+FFFD.
    ///
    /// ```
    /// fn check(answer: &coddle::Answer) {
    ///     assert!(answer.text().contains("hello"));
    /// }
    /// ```
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is none, or of another shape.
    ///
    /// ```
    /// fn check(answer: &coddle::Answer) -> Result<(), serde_json::Error> {
    ///     let numbers: Vec<u32> = answer.json()?;
    ///     assert_eq!(numbers, [1, 2, 3]);
    ///     Ok(())
    /// }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}
