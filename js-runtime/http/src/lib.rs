//! What Node says of HTTP heads and query strings, for the crates that show them to JavaScript: `coddle-node`'s modules and
//! `coddle-koa`'s requests must not differ.
#![forbid(unsafe_code)]

pub mod querystring;
pub mod uri;

/// Headers of which the first one counts; Node drops the others. (CTX-129)
pub const FIRST_WINS: &[&str] = &[
    "age",
    "authorization",
    "content-length",
    "content-type",
    "etag",
    "expires",
    "from",
    "host",
    "if-modified-since",
    "if-unmodified-since",
    "last-modified",
    "location",
    "max-forwards",
    "proxy-authorization",
    "referer",
    "retry-after",
    "server",
    "user-agent",
];

/// What `message.headers` shows of a header that came several times, by Node's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// The first value.
    First,
    /// All values in an array, even a single one.
    List,
    /// All values with this text between them.
    Joined(&'static str),
}

impl Repeated {
    /// How the header `name`, in lower case, is shown.
    pub fn of(name: &str) -> Repeated {
        match name {
            "set-cookie" => Repeated::List,
            "cookie" => Repeated::Joined("; "),
            name if FIRST_WINS.contains(&name) => Repeated::First,
            _ => Repeated::Joined(", "),
        }
    }
}
