//! A worker: one thread, one local runtime, one JavaScript world with one application.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc;
use std::time::Duration;

use coddle_engine::Limits;
use tokio::sync::watch;

use crate::application::Application;
use crate::{Error, http};

/// What a worker is to run.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) index: usize,
    /// Of the listener that all workers share.
    pub(crate) address: SocketAddr,
    pub(crate) app: PathBuf,
    pub(crate) env: Option<String>,
    pub(crate) node_env: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) framework: Option<String>,
    pub(crate) limits: Limits,
    /// How long an application may take to begin its answer.
    pub(crate) request_limit: Duration,
}

/// What a worker tells its host.
#[derive(Debug)]
pub(crate) enum Report {
    /// The application answers.
    Ready(Started),
    /// The worker is gone.
    Ended(Result<(), Error>),
}

/// What was started.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) name: String,
    pub(crate) env: String,
    /// Load units in their order: `plugin onerror`, `framework egg`, `app blog`.
    pub(crate) units: Vec<String>,
    pub(crate) steps: Vec<(String, Duration)>,
}

/// Runs a worker until it is told to stop.
pub(crate) fn run(
    settings: Settings,
    listener: TcpListener,
    stop: watch::Receiver<bool>,
    report: mpsc::Sender<Report>,
) {
    let result = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())
    {
        Ok(runtime) => runtime.block_on(serve(settings, listener, stop, &report)),
        Err(source) => Err(Error::System {
            what: "start a worker's event loop",
            source,
        }),
    };
    // A host that stopped listening to reports is gone itself.
    let _ = report.send(Report::Ended(result));
}

async fn serve(
    settings: Settings,
    listener: TcpListener,
    mut stop: watch::Receiver<bool>,
    report: &mpsc::Sender<Report>,
) -> Result<(), Error> {
    let (application, started) = Application::start(&settings).await?;
    let application = Rc::new(application);
    let world = application.world.clone();

    let system = |source| Error::System {
        what: "use the listener",
        source,
    };
    let listener = tokio::net::TcpListener::from_std(listener).map_err(system)?;
    // A host that stopped listening to reports is gone itself.
    let _ = report.send(Report::Ready(started));

    let server = Rc::new(http::Server::new(
        Rc::clone(&application),
        settings.request_limit,
    ));
    let ended = tokio::select! {
        () = Rc::clone(&server).accept(listener) => None,
        () = world.drive() => world.exit_code(),
        _ = stop.wait_for(|stop| *stop) => None,
    };
    if let Some(code) = ended {
        return match code {
            0 => Ok(()),
            code => Err(Error::WorkerDied {
                worker: settings.index,
                cause: format!("the application ended the process with code {code}"),
            }),
        };
    }

    // Requests in flight finish while timers go on.
    tokio::select! {
        () = server.drain() => {}
        () = world.drive() => {}
    }
    application.close().await;
    drop(server);
    Ok(())
}
