//! Node's core modules: one folder a module, natives in Rust beside the surface in JavaScript.
//!
//! A module's name follows its path (`path/path.js` is `path`, `fs/promises.js` is `fs/promises`); `internal/...` is out
//! of an application's reach. `internal/bootstrap` defines Node's globals.
#![forbid(unsafe_code)]
// An `OpError` has all the fields of Node's system errors, and is made when something failed.
#![allow(clippy::result_large_err)]

use coddle_engine::{Builtin, NativeInit, builtin};

/// The version of Node that the surface is that of: `process.version`.
pub const NODE_VERSION: &str = "v20.20.2";

mod buffer;
mod child_process;
mod crypto;
mod descriptors;
mod dns;
mod encoding;
mod events;
mod fs;
pub mod http;
mod intl;
pub mod invocation;
pub mod net;
mod os;
mod path;
mod pipes;
mod plain;
mod process;
mod querystring;
pub mod script;
pub mod tls;
mod url;
mod webassembly;
mod worker_threads;
mod zlib;

pub use process::output;

/// Name and bytecode of every module of the surface, made by the build script.
static SURFACE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/surface.rs"));

/// The modules that a world needs for `require('fs')` and the rest of Node.
pub fn modules() -> Vec<Builtin> {
    let built = builtin::surface(SURFACE, native);
    let refusal = bytecode("internal/unbuilt");
    let unbuilt = UNBUILT.iter().map(|&name| Builtin {
        name,
        bytecode: refusal,
        native: None,
    });
    built.chain(unbuilt).collect()
}

/// Node's modules that are not built: requiring one fails with a message that names it and who asked.
const UNBUILT: &[&str] = &[
    "domain",
    "inspector",
    "inspector/promises",
    "repl",
    "trace_events",
    "wasi",
];

fn bytecode(name: &str) -> &'static [u8] {
    SURFACE
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, bytecode)| *bytecode)
        .unwrap_or_else(|| panic!("the surface has no module {name}"))
}

/// The Rust side of the modules that have one.
fn native(name: &str) -> Option<NativeInit> {
    Some(match name {
        "child_process" => child_process::init,
        "events" => events::init,
        "internal/buffer/natives" => buffer::init,
        "internal/comparisons" | "internal/structured_clone" => plain::init,
        "internal/crypto/natives" => crypto::init,
        "internal/encoding" => encoding::init,
        "internal/fs/natives" => fs::init,
        "internal/intl/natives" => intl::init,
        "internal/path/posix" => path::init,
        "internal/pipe" => pipes::init,
        "internal/dns/lookup" => dns::lookup::init,
        "internal/http/parser_natives" => http::init,
        "internal/net/natives" => net::init,
        "internal/webassembly/natives" => webassembly::init,
        "internal/worker/natives" => worker_threads::init,
        "internal/url" => url::init,
        "internal/url_search_params" => url::params::init,
        "internal/zlib/natives" => zlib::init,
        "internal/tls/natives" => tls::init,
        "os" => os::init,
        "url" => url::legacy::init,
        "querystring" => querystring::init,
        "process" | "tty" => process::init,
        _ => return None,
    })
}
