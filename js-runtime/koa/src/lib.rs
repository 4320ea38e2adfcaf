//! koa's request path on Coddle: ctx, request, response, cookies, the onion and the router.
#![forbid(unsafe_code)]

pub mod cookies;
pub mod negotiate;
pub mod qs;
pub mod query;
pub mod router;
pub mod text;
pub mod time;
pub mod uri;
