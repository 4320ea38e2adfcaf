//! koa's request path on Coddle: ctx, request, response, cookies, the onion and the router.
#![forbid(unsafe_code)]

mod app;
pub mod bridge;
mod bypass;
pub mod context;
pub mod cookies;
pub mod exchange;
mod layers;
mod native;
pub mod negotiate;
pub mod onion;
pub mod qs;
pub mod query;
mod respond;
mod route;
pub mod router;
pub mod static_files;
pub mod text;
pub mod time;

pub use coddle_http::uri;

use coddle_engine::{Builtin, NativeInit, builtin};

/// Name and bytecode of every module of the surface, made by the build script.
static SURFACE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/surface.rs"));

/// The modules that a world needs to run a koa application, on top of Node's.
pub fn modules() -> Vec<Builtin> {
    builtin::surface(SURFACE, native_of).collect()
}

/// The Rust side of the modules that have one.
fn native_of(name: &str) -> Option<NativeInit> {
    match name {
        "internal/koa/negotiate" => Some(native::negotiate::init),
        "internal/koa/exchange" => Some(native::exchange::init),
        "internal/koa/static_files" => Some(native::static_files::init),
        "internal/koa/range" => Some(native::static_files::init_range),
        "internal/koa/context" => Some(native::delegate::init),
        "internal/koa/hooks" => Some(native::hooks::init),
        "internal/koa/raw_body" => Some(native::body::init),
        "internal/koa/body_parser" => Some(native::form::init),
        "egg-cookies" => Some(native::cookies::init),
        _ => None,
    }
}
