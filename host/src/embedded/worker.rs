//! The thread of an embedded application.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use coddle_engine::World;
use coddle_engine::rquickjs::Value;
use coddle_koa::bridge;
use tokio::sync::{mpsc, oneshot, watch};

use super::{Body, Job};
use crate::Error;
use crate::application::{self, Application, Kept, Loaded, Settled, settled};
use crate::event_loop;
use crate::extension::Extensions;
use crate::worker::{Cause, Settings, Stop};

/// Runs the application until `stop` says so, or nobody is left who could ask it.
pub(super) fn run(
    settings: Settings,
    extensions: &Extensions,
    inbox: mpsc::UnboundedReceiver<Job>,
    stop: watch::Receiver<bool>,
    ready: oneshot::Sender<()>,
) -> Result<(), Error> {
    event_loop::run(async {
        let world = application::prepare(settings.limits(), extensions)?;
        match serve(&world, settings, inbox, stop, ready).await? {
            None | Some(0) => Ok(()),
            Some(code) => Err(Error::WorkerDied {
                worker: 0,
                cause: format!("the application ended the process with code {code}"),
            }),
        }
    })
}

/// Gives the code with which the application ended the process, if it did.
async fn serve(
    world: &World,
    settings: Settings,
    mut inbox: mpsc::UnboundedReceiver<Job>,
    mut stop: watch::Receiver<bool>,
    ready: oneshot::Sender<()>,
) -> Result<Option<i32>, Error> {
    let Some(starting) = application::begin(world, &settings)? else {
        return Ok(world.exit_code());
    };
    // Whoever gave up while it starts does not wait for its end either.
    let loaded = tokio::select! {
        loaded = settle(world, &starting) => loaded,
        _ = stop.wait_for(|stop| *stop) => return Ok(None),
    };
    drop(starting);
    let loaded = match loaded {
        Some(Ok(value)) => Loaded::new(world, &settings, value)?.0,
        Some(Err(message)) => return Err(Error::application(message)),
        None => return Ok(world.exit_code()),
    };
    let (tell_stop, _) = watch::channel(Stop::No);
    let application =
        Rc::new(loaded.serve(None, Rc::new(Cell::new(settings.http_limits)), tell_stop)?);
    // Whoever started it may have gone.
    let _ = ready.send(());

    let (working, mut idle) = mpsc::channel::<()>(1);
    let taking = async {
        while let Some(job) = inbox.recv().await {
            let application = Rc::clone(&application);
            let working = working.clone();
            tokio::task::spawn_local(async move {
                answer(&application, settings.request_limit, job).await;
                drop(working);
            });
        }
    };
    tokio::select! {
        () = taking => {}
        () = world.drive() => return Ok(world.exit_code()),
        // Also when whoever could have said so is gone.
        _ = stop.wait_for(|stop| *stop) => {}
    }
    drop(working);
    tokio::select! {
        // Nothing is ever sent: it ends when the last request has.
        _ = idle.recv() => {}
        () = world.drive() => return Ok(world.exit_code()),
        () = tokio::time::sleep(settings.drain_limit) => {}
    }
    application.closed();
    if let Some(promise) = application.loaded.exit(Cause::Told) {
        application::report_close(settle(world, &promise).await);
    }
    Ok(None)
}

/// Drives the world until the promise is settled; `None` when the application ended the process before.
async fn settle(world: &World, promise: &Kept<Value<'static>>) -> Option<Settled> {
    let mut outcome = None;
    world
        .drive_until(|world| {
            outcome = world.enter(|ctx| settled(ctx, promise));
            outcome.is_some()
        })
        .await;
    outcome
}

/// Answers one request, unless its client goes first.
async fn answer(application: &Application, limit: Duration, job: Job) {
    let Job {
        head,
        body,
        mut answer,
    } = job;
    let request = bridge::Request {
        encrypted: head.uri.scheme() == Some(&http::uri::Scheme::HTTPS),
        head,
        body,
        target: None,
        remote: None,
        local: None,
    };
    let route = Cell::default();
    let handling = bridge::handle(&application.world, &application.dispatcher, request, &route);
    let answered = tokio::select! {
        answered = tokio::time::timeout(limit, handling) => answered,
        () = answer.closed() => return,
    };
    let response = match answered {
        Ok(Ok(response)) => response,
        // Dropping the sender says that there is no answer.
        Ok(Err(bridge::NoAnswer)) => return,
        Err(_) => bridge::overrun(),
    };
    let (head, body) = response.into_parts();
    let body = Body::of(body).await;
    // The client may have gone; the body's end tells the application.
    let _ = answer.send(http::Response::from_parts(head, body));
}
