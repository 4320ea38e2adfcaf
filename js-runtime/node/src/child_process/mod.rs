//! Natives of `child_process`: programs started beside this one (`start`) or waited for (`wait`).
//!
//! Options arrive checked and complete from the JavaScript side; failures are negative errnos.

mod launch;
mod wait;

use coddle_engine::rquickjs::{Ctx, Function, IntoJs as _, Object, Result, Value};
use coddle_engine::{OpError, fds, sources};
use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

use crate::descriptors::Descriptors;
use crate::process::negative;
use launch::Launch;

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("start", Function::new(ctx.clone(), start)?)?;
    natives.set("wait", Function::new(ctx.clone(), wait::wait)?)?;
    natives.set("kill", Function::new(ctx.clone(), crate::process::kill)?)?;
    Ok(natives)
}

/// Starts a program: `[pid, end, end, ...]` with the number of our end of each pipe (-1 for none), or a negative errno.
/// `exited(null, [code, signal])` is called once when it has ended; code is -1 when a signal ended it, else signal is 0.
fn start<'js>(ctx: Ctx<'js>, options: Object<'js>, exited: Function<'js>) -> Result<Value<'js>> {
    let launch = match Launch::new(&ctx, &options)? {
        Ok(launch) => launch,
        Err(error) => return negative(&error).into_js(&ctx),
    };
    let started = fds::spawn(
        launch.command,
        launch.mappings,
        launch.own_session,
        |command| tokio::process::Command::from(command).spawn(),
    );
    let mut process = match started {
        Ok(process) => process,
        Err(error) => return negative(&error).into_js(&ctx),
    };
    let pid = process.id().map_or(-1, |pid| pid as i32);
    sources::once(&ctx, exited, async move {
        let status = process
            .wait()
            .await
            .map_err(|error| OpError::io(&error, "waitpid", None))?;
        Ok(parts(status))
    })?;
    let descriptors = Descriptors::of(&ctx);
    let mut answer = vec![pid];
    answer.extend(
        launch
            .ends
            .into_iter()
            .map(|end| end.map_or(-1, |fd| descriptors.insert(fd))),
    );
    answer.into_js(&ctx)
}

/// `[code, signal]`.
fn parts(status: ExitStatus) -> Vec<i32> {
    vec![
        status.code().unwrap_or(-1),
        status.signal().unwrap_or_default(),
    ]
}
