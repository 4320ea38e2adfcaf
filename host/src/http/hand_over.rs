//! Connections that become the application's own: upgrades and tunnels.

use coddle_engine::bytes as views;
use coddle_engine::rquickjs::{Ctx, Object, Result as JsResult, Value};
use coddle_node::net;

use super::connection::Ends;
use super::server::Server;
use super::transport::Transport;
use crate::logger::complain;

impl Server {
    /// Gives a connection to the application's 'upgrade' or 'connect' listeners. `head`: what was read of it already. (CTX-138)
    pub(super) fn hand_over(&self, stream: impl Transport, head: Vec<u8>, ends: Ends) {
        // The connection is closed with its stream.
        let Some(application) = self.serving.current() else {
            return;
        };
        let called = application.world.turn(|ctx| -> JsResult<()> {
            let handle = stream.into_handle(ctx)?;
            let head = views::uint8_array(ctx, head)?;
            let hand_over = application.hand_over.clone().restore(ctx)?;
            hand_over.call::<_, ()>((handle, head, secure(ctx, ends)?))
        });
        if let Err(error) = called {
            complain!("coddle: a connection could not be handed to the application: {error}");
        }
    }
}

/// What the application cannot ask the handle of an encrypted connection: `{ remote, local }`, its addresses; undefined for
/// another one.
fn secure<'js>(ctx: &Ctx<'js>, ends: Ends) -> JsResult<Value<'js>> {
    if !ends.encrypted {
        return Ok(Value::new_undefined(ctx.clone()));
    }
    let object = Object::new(ctx.clone())?;
    for (name, address) in [("remote", ends.remote), ("local", ends.local)] {
        if let Some(address) = address {
            object.set(name, net::address_object(ctx, address)?)?;
        }
    }
    Ok(object.into_value())
}
