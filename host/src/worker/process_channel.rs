//! `process.send` of a member of a cluster.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result as JsResult};
use coddle_engine::{World, builtin};
use tokio::sync::mpsc;

use crate::Error;
use crate::application::{Kept, describe, kept, report_failure};
use crate::cluster::frame::Report;

/// `process.send` and what belongs to it, in a member of a cluster.
pub(crate) struct Channel {
    deliver: Kept<Function<'static>>,
    ended: Kept<Function<'static>>,
}

impl Channel {
    /// Gives `process` its channel, over `report`. `worker_id`: what messages call this worker.
    ///
    /// # Errors
    /// When the engine has no memory for it.
    pub(crate) fn open(
        world: &World,
        worker_id: u32,
        report: mpsc::UnboundedSender<Report>,
    ) -> Result<Channel, Error> {
        world
            .turn(|ctx| {
                Channel::connect(ctx, worker_id, report).map_err(|error| describe(ctx, error))
            })
            .map_err(Error::application)
    }

    fn connect(
        ctx: &Ctx<'_>,
        worker_id: u32,
        report: mpsc::UnboundedSender<Report>,
    ) -> JsResult<Channel> {
        let natives = Object::new(ctx.clone())?;
        natives.set("workerId", worker_id)?;
        let disconnecting = report.clone();
        natives.set(
            "post",
            Function::new(ctx.clone(), move |text: String| {
                // `JSON.stringify` made it; a master that is gone ends the worker in another way.
                if let Ok(message) = serde_json::value::RawValue::from_string(text) {
                    let _ = report.send(Report::Message(message));
                }
            })?,
        )?;
        natives.set(
            "disconnect",
            Function::new(ctx.clone(), move || {
                let _ = disconnecting.send(Report::Disconnected);
            })?,
        )?;
        let serve: Object<'_> = builtin::require(ctx, "internal/egg/serve")?.get()?;
        let connect: Function<'_> = serve.get("connect")?;
        let channel: Object<'_> = connect.call((natives,))?;
        Ok(Channel {
            deliver: kept(ctx, &channel, "deliver")?,
            ended: kept(ctx, &channel, "ended")?,
        })
    }

    /// A message from the master.
    pub(crate) fn deliver(&self, world: &World, text: &str) {
        report_failure(world, &self.deliver, (text,));
    }

    /// The master is gone.
    pub(crate) fn ended(&self, world: &World) {
        report_failure(world, &self.ended, ());
    }
}
