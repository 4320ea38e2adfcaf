//! `ctx.cookies`: egg-cookies 2.10 without its JavaScript. (LCH-039..058)
//!
//! - [`cookies`]: [`Cookies`], what `ctx.cookies.get` and `set` do to a request's and an answer's headers
//! - [`cookie`]: one cookie with its attributes, as it stands in `Set-Cookie`
//! - [`given`]: keys and options as JavaScript gives them
//! - [`keygrip`]: signatures and encryption with keys that rotate
//! - [`user_agent`]: the browsers that must not see `SameSite=None` or may see `Partitioned`

pub mod cookie;
#[expect(clippy::module_inception, reason = "named for the class it is")]
pub mod cookies;
pub mod given;
pub mod keygrip;
pub mod user_agent;

pub use cookie::{CookieError, CookieOptions, SameSite};
pub use cookies::{Cookies, GetOptions, Reader, Reading, Set, find};
pub use keygrip::Keygrip;
