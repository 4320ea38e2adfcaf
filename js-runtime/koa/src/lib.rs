//! koa's request path on Coddle: ctx, request, response, cookies, the onion and the router.
#![forbid(unsafe_code)]

pub mod router;
pub mod uri;
