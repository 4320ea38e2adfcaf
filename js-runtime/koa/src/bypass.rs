//! Whether requests may go past the JavaScript of `callback()`.

use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

/// What has to be as koa and Node made it for requests to run natively: the methods through which koa passes each of them, and
/// nobody else who listens. All of it is looked at with every request, for applications change it while they run, tests most of all.
#[derive(Debug)]
pub(crate) struct Bypass {
    app: Slot,
    handle_request: Slot,
    create_context: Slot,
    /// The server that emits `request`.
    server: Slot,
    /// Its own listener; undefined for none.
    listener: Slot,
}

impl Bypass {
    /// `{ app, handleRequest, createContext, server, listener }` of `internal/koa/hooks.js`.
    pub(crate) fn read(parts: &Object<'_>) -> Result<Bypass> {
        let part = |name: &str| parts.get::<_, Value<'_>>(name).map(|part| Slot::of(&part));
        Ok(Bypass {
            app: part("app")?,
            handle_request: part("handleRequest")?,
            create_context: part("createContext")?,
            server: part("server")?,
            listener: part("listener")?,
        })
    }

    pub(crate) fn is_open(&self, ctx: &Ctx<'_>) -> Result<bool> {
        let app = self.app.get_or_undefined(ctx);
        let heard = call::property(&app, c"_events")?;
        let served = call::property(&self.server.get_or_undefined(ctx), c"_events")?;
        let listener = call::property(&served, c"request")?;
        let is_own_listener = match listener.is_undefined() {
            true => self.listener.get_or_undefined(ctx).is_undefined(),
            false => self.listener.is_same(&listener),
        };
        Ok(is_own_listener
            && call::property(&heard, c"request")?.is_undefined()
            && call::property(&heard, c"response")?.is_undefined()
            && self
                .handle_request
                .is_same(&call::property(&app, c"handleRequest")?)
            && self
                .create_context
                .is_same(&call::property(&app, c"createContext")?))
    }

    pub(crate) fn clear(&self) {
        for slot in [
            &self.app,
            &self.handle_request,
            &self.create_context,
            &self.server,
            &self.listener,
        ] {
            slot.clear();
        }
    }
}
