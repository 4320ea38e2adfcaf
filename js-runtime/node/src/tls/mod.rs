//! Natives of `tls`: rustls without sockets. JavaScript carries the bytes between a session and whatever stream is below it.
//!
//! A `context` is what a side brings: `identities` of `material`, `trust`, suites and versions of the `provider`, keys of
//! `tickets`. A `session` is one connection; `signatures` is what it asks of the peer in the handshake, `resumption` what a client
//! keeps of it, `keylog` its secrets. `version_one` is about old certificates, `words` says errors and ciphers as Node does.
//! `context_object` and `session_object` are both as JavaScript has them; `server` is for listeners that are the host's.

mod context;
mod context_object;
mod identities;
mod keylog;
mod material;
mod provider;
mod resumption;
mod server;
mod session;
mod session_object;
mod signatures;
mod tickets;
mod trust;
mod values;
mod version_one;
mod words;

use coddle_engine::bytes;
use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result};

pub use server::{Identity, server_config};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("contextPrototype", context_object::prototype(ctx)?)?;
    natives.set(
        "createContext",
        Function::new(ctx.clone(), context_object::create)?,
    )?;
    natives.set("systemRoots", Function::new(ctx.clone(), system_roots)?)?;
    session_object::init(ctx, &natives)?;
    Ok(natives)
}

/// `systemRoots()` -> [DER, ...].
fn system_roots(ctx: Ctx<'_>) -> Result<Array<'_>> {
    let all = Array::new(ctx.clone())?;
    for (index, root) in trust::system_roots().iter().enumerate() {
        all.set(index, bytes::uint8_array(&ctx, root.to_vec())?)?;
    }
    Ok(all)
}
