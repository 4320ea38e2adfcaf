//! What a client may ask of a worker's connections.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Limits of the HTTP listener, for each connection unless said otherwise. docs/http-limits.md explains them.
///
/// What the application's `config.httpLimits` names comes before what a host was built with. There the keys are the fields'
/// names in camel case, times are milliseconds, and 0 means none where a field says so.
///
/// ```
/// let limits = coddle::HttpLimits::default();
/// assert_eq!(limits.keep_alive_timeout.as_secs(), 5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpLimits {
    /// Bytes of a request's target, header names and values together, and of its trailers. Default: 16 KiB, as Node.
    pub max_header_size: usize,
    /// How long a request's head may take, from the connection's or the request's first byte. Default: 60 s, as Node; zero:
    /// no limit.
    pub headers_timeout: Duration,
    /// How long a whole request may take to arrive, its head included. Default: 300 s, as Node; zero: no limit.
    pub request_timeout: Duration,
    /// How long a connection may rest between requests. Default: 5 s, as Node; zero: no limit.
    pub keep_alive_timeout: Duration,
    /// How long a connection may stay without a byte in either direction, also while the application works. Default: zero,
    /// no limit, as Node. egg's name for it is `config.serverTimeout`.
    pub inactivity_timeout: Duration,
    /// Bytes a second that a client has to send while its body is waited for. Default: 240; 0: any.
    pub min_data_rate: u64,
    /// Over what time `min_data_rate` is counted. Default: 5 s.
    pub min_data_rate_window: Duration,
    /// How long a client may take nothing of an answer that waits for it. Default: 60 s; zero: no limit.
    pub send_timeout: Duration,
    /// Bytes of a request's body; a longer one is answered 413. Default: 0, no limit: bodies are not read ahead of the
    /// application, and the body parser and multipart have limits of their own.
    pub max_body_size: u64,
    /// Requests that one connection may send before it is closed. Default: 0, any number, as Node.
    pub max_requests_per_socket: u64,
    /// Connections of one worker at a time. When all are taken, those that rest, have not sent a whole head yet or lag behind
    /// `min_data_rate` make room for new ones. Default: 10,000.
    pub max_connections: usize,
    /// Requests of one worker whose answer has not begun; one more is answered 503. Default: 5,000; 0: any number.
    pub max_requests_in_flight: u64,
    /// Bytes of answers that wait in one worker for clients to take them. When there are more, connections are ended: those first
    /// whose answer has waited longest. Default: 256 MiB; 0: any number.
    pub max_waiting_bytes: u64,
}

impl Default for HttpLimits {
    fn default() -> Self {
        HttpLimits {
            max_header_size: 16 << 10,
            headers_timeout: Duration::from_secs(60),
            request_timeout: Duration::from_secs(300),
            keep_alive_timeout: USUAL_KEEP_ALIVE,
            inactivity_timeout: Duration::ZERO,
            min_data_rate: 240,
            min_data_rate_window: Duration::from_secs(5),
            send_timeout: Duration::from_secs(60),
            max_body_size: 0,
            max_requests_per_socket: 0,
            max_connections: 10_000,
            max_requests_in_flight: 5_000,
            max_waiting_bytes: 256 << 20,
        }
    }
}

/// The largest number that JavaScript and this side read alike.
const MOST: u64 = (1 << 53) - 1;
/// Node's largest timeout: what its timers take, 24.8 days in milliseconds.
const LONGEST: u64 = (1 << 31) - 1;
/// hyper's parser may need so much room, and memory is set aside for heads by this limit.
const HEADER_SIZES: std::ops::RangeInclusive<u64> = 1 << 10..=1 << 20;

/// Of a value, why it is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) String);

impl HttpLimits {
    /// Takes over one member of `config.httpLimits`, or of `app.server` by the same name.
    ///
    /// # Errors
    /// When there is no such limit, or it cannot have this value.
    pub(crate) fn set(&mut self, key: &str, value: f64) -> Result<(), Refused> {
        let within = |allowed: std::ops::RangeInclusive<u64>| {
            let number = value as u64;
            if value.fract() == 0.0 && value >= 0.0 && allowed.contains(&number) {
                return Ok(number);
            }
            Err(Refused(format!(
                "config.httpLimits.{key} must be a whole number from {} to {}, but is {value}",
                allowed.start(),
                allowed.end()
            )))
        };
        let time = || within(0..=LONGEST).map(Duration::from_millis);
        match key {
            "maxHeaderSize" => self.max_header_size = within(HEADER_SIZES)? as usize,
            "headersTimeout" => self.headers_timeout = time()?,
            "requestTimeout" => self.request_timeout = time()?,
            "keepAliveTimeout" => self.keep_alive_timeout = time()?,
            "inactivityTimeout" => self.inactivity_timeout = time()?,
            "minDataRate" => self.min_data_rate = within(0..=MOST)?,
            "minDataRateWindow" => {
                self.min_data_rate_window = Duration::from_millis(within(1..=LONGEST)?);
            }
            "sendTimeout" => self.send_timeout = time()?,
            "maxBodySize" => self.max_body_size = within(0..=MOST)?,
            "maxRequestsPerSocket" => self.max_requests_per_socket = within(0..=MOST)?,
            "maxConnections" => {
                self.max_connections = within(1..=u64::from(u32::MAX))? as usize;
            }
            "maxRequestsInFlight" => self.max_requests_in_flight = within(0..=MOST)?,
            "maxWaitingBytes" => self.max_waiting_bytes = within(0..=MOST)?,
            _ => {
                return Err(Refused(format!(
                    "config.httpLimits.{key} is no limit; there are {}",
                    KEYS.join(", ")
                )));
            }
        }
        Ok(())
    }

    /// How often connections have to be looked at to find in time those that are over a limit.
    pub(super) fn sweep_interval(&self) -> Duration {
        let shortest = [
            self.headers_timeout,
            self.request_timeout,
            self.keep_alive_timeout,
            self.inactivity_timeout,
            self.min_data_rate_window,
            self.send_timeout,
        ]
        .into_iter()
        .filter(|limit| !limit.is_zero())
        .min();
        shortest.map_or(SLOWEST_SWEEP, |shortest| {
            (shortest / 8).clamp(FASTEST_SWEEP, SLOWEST_SWEEP)
        })
    }

    /// Whether answers say what they say without any setting.
    pub(super) fn has_usual_keep_alive(&self) -> bool {
        self.keep_alive_timeout == USUAL_KEEP_ALIVE && self.max_requests_per_socket == 0
    }

    /// What `Keep-Alive` tells the client, as Node words it; `None`: no such field.
    pub(super) fn keep_alive_words(&self) -> Option<String> {
        let seconds = self.keep_alive_timeout.as_secs();
        if self.keep_alive_timeout.is_zero() {
            return None;
        }
        Some(match self.max_requests_per_socket {
            0 => format!("timeout={seconds}"),
            most => format!("timeout={seconds}, max={most}"),
        })
    }
}

/// Node's, and what an `Answer` of the application tells.
const USUAL_KEEP_ALIVE: Duration = Duration::from_secs(5);
const SLOWEST_SWEEP: Duration = Duration::from_millis(500);
const FASTEST_SWEEP: Duration = Duration::from_millis(5);

const KEYS: [&str; 13] = [
    "maxHeaderSize",
    "headersTimeout",
    "requestTimeout",
    "keepAliveTimeout",
    "inactivityTimeout",
    "minDataRate",
    "minDataRateWindow",
    "sendTimeout",
    "maxBodySize",
    "maxRequestsPerSocket",
    "maxConnections",
    "maxRequestsInFlight",
    "maxWaitingBytes",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_sets_its_limit() {
        for key in KEYS {
            let mut limits = HttpLimits::default();
            limits.set(key, 4321.0).unwrap();
            assert_ne!(limits, HttpLimits::default(), "{key}");
        }
    }

    #[test]
    fn wrong_values_are_refused_by_name() {
        for (key, value) in [
            ("headersTimeout", -1.0),
            ("keepAliveTimeout", 0.5),
            ("maxConnections", 0.0),
            ("maxHeaderSize", 100.0),
            ("maxBodySize", f64::NAN),
            ("requestTimeout", f64::INFINITY),
        ] {
            let mut limits = HttpLimits::default();
            let Refused(why) = limits.set(key, value).unwrap_err();
            assert!(
                why.starts_with(&format!("config.httpLimits.{key} must be")),
                "{why}"
            );
            assert_eq!(limits, HttpLimits::default());
        }
        let Refused(why) = HttpLimits::default().set("headerTimeout", 1.0).unwrap_err();
        assert!(
            why.contains("headerTimeout is no limit") && why.contains("headersTimeout"),
            "{why}"
        );
    }
}
