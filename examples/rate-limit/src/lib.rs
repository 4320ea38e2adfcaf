//! A middleware in Rust: how many requests a client may make. What is too much never reaches JavaScript.
#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use coddle::Extension;
use coddle::extension::{Error, Middleware, Reply, Request, Step};
use serde::{Deserialize, Serialize};

/// `config.rateLimit`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Options {
    /// Requests that a client may make within `seconds`.
    pub most: u32,
    pub seconds: u64,
    /// The header that names the client, behind a proxy that sets it. Default: the peer's address.
    pub header: Option<String>,
}

/// A client's requests in the present window.
struct Window {
    began: Instant,
    requests: u32,
}

/// Shared by all workers of the process.
type Windows = Arc<Mutex<HashMap<String, Window>>>;

struct RateLimit {
    options: Options,
    windows: Windows,
}

/// The middleware `rateLimit`. An application orders it among its own: `config.middleware = [ 'rateLimit', ... ]`.
pub fn extension() -> Extension {
    let windows = Windows::default();
    Extension::new("rate-limit")
        .config_of(
            "rateLimit",
            Options {
                most: 100,
                seconds: 60,
                header: None,
            },
        )
        .middleware(
            "rateLimit",
            move |options: Options| -> Result<RateLimit, Error> {
                if options.seconds == 0 {
                    return Err(Error::new("config.rateLimit.seconds is at least 1"));
                }
                Ok(RateLimit {
                    options,
                    windows: Arc::clone(&windows),
                })
            },
        )
}

impl RateLimit {
    fn client(&self, request: &Request) -> String {
        let named = self
            .options
            .header
            .as_deref()
            .and_then(|name| request.header(name));
        named.unwrap_or_else(|| {
            request
                .remote_addr()
                .map_or_else(String::new, |address| address.ip().to_string())
        })
    }

    /// Counts a request; gives how long the client has to wait if it was one too many.
    fn count(&self, client: String, now: Instant) -> Option<Duration> {
        let length = Duration::from_secs(self.options.seconds);
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() > 10_000 {
            windows.retain(|_, window| now - window.began < length);
        }
        let window = windows.entry(client).or_insert(Window {
            began: now,
            requests: 0,
        });
        if now - window.began >= length {
            *window = Window {
                began: now,
                requests: 0,
            };
        }
        window.requests += 1;
        (window.requests > self.options.most).then(|| length - (now - window.began))
    }
}

impl Middleware for RateLimit {
    fn before(&self, request: &Request) -> Result<Step, Error> {
        Ok(match self.count(self.client(request), Instant::now()) {
            None => Step::Next,
            Some(wait) => Step::Reply(
                Reply::text(429, "Too Many Requests")
                    .with_header("retry-after", &(wait.as_secs() + 1).to_string()),
            ),
        })
    }
}
