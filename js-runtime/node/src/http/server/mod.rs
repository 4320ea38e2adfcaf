//! A connection of `http.Server`: requests are read off its bytes, and each comes to JavaScript in one call, as an exchange whose
//! head lies here until somebody looks at it.
//!
//! - [`connection`]: the reading, and what it tells JavaScript
//! - [`exchange`]: a request and its answer, the handle of both messages
//! - [`request`]: the members that are the request's
//! - [`response`]: those that are the answer's
//! - [`send`]: an answer that is whole, on its way out

mod connection;
mod exchange;
mod request;
mod response;
mod send;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};

/// Adds the natives of servers.
pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("connectionPrototype", connection::prototype(ctx)?)?;
    natives.set("exchangePrototype", exchange::prototype(ctx)?)?;
    natives.set(
        "createServerConnection",
        Function::new(ctx.clone(), connection::create)?,
    )?;
    natives.set("firstWins", coddle_http::FIRST_WINS.to_vec())?;
    Ok(())
}
