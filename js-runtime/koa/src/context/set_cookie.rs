//! The answer's `set-cookie` headers, as long as they are nobody's but koa's.

use coddle_engine::rquickjs::{Ctx, Result};
use http::header::SET_COOKIE;

use super::{State, headers};
use crate::exchange::latin1;

impl State {
    /// Whether the answer's headers are open and native: Node's response was not made, and no member that reads or writes them was
    /// replaced.
    pub fn is_answer_native(&self) -> bool {
        self.res.is_empty() && !self.exchange.response.sent.get() && !self.shared.prefers_javascript
    }

    /// Whether the request's headers are those that came: JavaScript has no object of them that it might have changed.
    pub fn is_request_native(&self) -> bool {
        self.headers.is_empty() && self.req.is_empty() && !self.shared.prefers_javascript
    }

    /// Whether `ctx.request` has been asked for: it may have members of its own from then on.
    pub fn has_request_object(&self) -> bool {
        !self.request.is_empty()
    }

    /// The answer's cookies.
    pub fn set_cookies(&self) -> Vec<String> {
        let values = self.exchange.response.values(&SET_COOKIE);
        values
            .iter()
            .map(|value| latin1(value.as_bytes()).into_owned())
            .collect()
    }

    /// Makes `texts` the answer's cookies.
    ///
    /// # Errors
    /// Node's `ERR_INVALID_CHAR`; then nothing has changed.
    pub fn put_set_cookies(&self, ctx: &Ctx<'_>, texts: &[String]) -> Result<()> {
        let values = texts
            .iter()
            .map(|text| headers::value(ctx, "set-cookie", text))
            .collect::<Result<Vec<_>>>()?;
        let response = &self.exchange.response;
        response.note(&SET_COOKIE, "set-cookie", true);
        response.remove(&SET_COOKIE);
        for value in values {
            response.append(SET_COOKIE, value);
        }
        Ok(())
    }
}
