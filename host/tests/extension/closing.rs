//! How hosts with extensions end: cleanly, whatever is under way, and with nothing left.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use coddle::extension::{App, ByteStream, Callback, Error, State};
use coddle::{Embedded, Extension};
use http_body::Body as _;
use tokio::sync::Notify;
use tower_service::Service;

use crate::application::{Application, Live, Outcome};

#[tokio::test(flavor = "current_thread")]
async fn a_state_is_dropped_and_tasks_hear_of_the_end() -> Outcome {
    let live = Arc::new(AtomicU32::new(0));
    let ended = Arc::new(AtomicU32::new(0));
    let (of_state, of_task) = (Arc::clone(&live), Arc::clone(&ended));
    let extension = Extension::new("states")
        .state(move || {
            let live = Live::new(&of_state);
            async { Ok(live) }
        })
        .background("waits", move |app: App, _: State<Live>| {
            let ended = Arc::clone(&of_task);
            async move {
                app.closing().await;
                tokio::task::yield_now().await;
                ended.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
        })
        .background("never ends", |_: State<Live>| std::future::pending());
    let host = Application::answering("").embed([extension]).await?;
    assert_eq!(live.load(Ordering::Relaxed), 1);
    host.close().await?;
    assert_eq!(ended.load(Ordering::Relaxed), 1);
    assert_eq!(live.load(Ordering::Relaxed), 0);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_host_is_dropped_while_natives_are_under_way() -> Outcome {
    let begun = Arc::new(Notify::new());
    let dropped = Arc::new(Notify::new());
    struct Tell(Arc<Notify>);
    impl Drop for Tell {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }
    let (tell_begun, tell_dropped) = (Arc::clone(&begun), Arc::clone(&dropped));
    let extension = Extension::new("under-way").module("underWay", move |module| {
        module.async_function("hold", move |callback: Callback, stream: ByteStream| {
            let begun = Arc::clone(&tell_begun);
            let tell = Tell(Arc::clone(&tell_dropped));
            async move {
                let (_callback, _stream, _tell) = (callback, stream, tell);
                begun.notify_one();
                std::future::pending::<()>().await;
            }
        })
    });
    let application = Application::answering(
        "await require('underWay').hold(() => ctx, require('stream').Readable.from([ 'x' ]));",
    );
    let host = application.embed([extension]).await?;
    let asking = tokio::spawn(host.request("GET", "/").into_future());
    begun.notified().await;
    drop(host);
    asking.abort();
    dropped.notified().await;
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_host_is_given_up_while_it_starts() -> Outcome {
    let begun = Arc::new(Notify::new());
    let live = Arc::new(AtomicU32::new(0));
    let ended = Arc::new(Notify::new());
    struct Told(
        #[expect(dead_code, reason = "counted while it lives")] Live,
        Arc<Notify>,
    );
    impl Drop for Told {
        fn drop(&mut self) {
            self.1.notify_one();
        }
    }
    let (tell, of_state, tell_end) = (Arc::clone(&begun), Arc::clone(&live), Arc::clone(&ended));
    let extension = Extension::new("slow").state(move || {
        let told = Told(Live::new(&of_state), Arc::clone(&tell_end));
        tell.notify_one();
        async move {
            let _told = told;
            std::future::pending::<Result<u8, Error>>().await
        }
    });
    let application = Application::answering("");
    tokio::select! {
        _ = application.embed([extension]) => panic!("it started"),
        () = begun.notified() => {}
    }
    ended.notified().await;
    Ok(())
}

/// What a host does when it is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Nothing,
    /// It waits for a native that never ends.
    Waiting,
    /// Rust waits for a promise of JavaScript's that is never settled.
    Calling,
    /// A native works on another thread.
    Blocking,
    /// Rust's stream is the body of an answer that nobody reads on.
    Streaming,
    /// Rust reads a stream of JavaScript's that never ends.
    Reading,
    /// JavaScript holds an instance of a class, and a timer.
    Holding,
    /// It is told to end by another handle.
    Closing,
}

/// Tells when the last copy of an extension is gone, and with it the thread that served it.
struct Gone(Arc<Notify>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

fn busy(begun: &Arc<Notify>, gone: &Arc<Notify>, live: &Arc<AtomicU32>) -> Extension {
    let tell = || {
        let begun = Arc::clone(begun);
        move || begun.notify_one()
    };
    let (waiting, blocking, reading, begins) = (tell(), tell(), tell(), tell());
    let (of_state, of_class) = (Arc::clone(live), Arc::clone(live));
    let gone = Gone(Arc::clone(gone));
    Extension::new("busy")
        .state(move || {
            let live = Live::new(&of_state);
            async { Ok(live) }
        })
        .background("ticks", |_: State<Live>| async {
            loop {
                tokio::task::yield_now().await;
            }
        })
        .agent(|agent| agent.background("waits", std::future::pending))
        .module("busy", move |module| {
            module
                .function("begins", move || {
                    let _held = &gone;
                    begins();
                })
                .async_function("waits", move |_: State<Live>| {
                    waiting();
                    std::future::pending::<()>()
                })
                .async_function("calls", |callback: Callback| async move {
                    callback.call_async::<()>(()).await
                })
                .blocking_function("blocks", move || {
                    blocking();
                    std::thread::sleep(std::time::Duration::from_millis(20));
                })
                .function("stream", || {
                    ByteStream::from_fn(|| Some(Ok(Bytes::from_static(&[0; 4096]))))
                })
                .async_function("reads", move |mut stream: ByteStream| {
                    reading();
                    async move {
                        while stream.next().await.is_some() {
                            tokio::task::yield_now().await;
                        }
                    }
                })
                .class::<Live>("Thing", |class| {
                    class.constructor(move || Live::new(&of_class))
                })
        })
}

/// Begins what the host is to be dropped in; what this gives is kept until then.
async fn begin(
    host: &mut Embedded,
    doing: Doing,
    begun: &Notify,
) -> Result<Option<http::Response<coddle::Body>>, Box<dyn std::error::Error>> {
    let request = http::Request::get(format!("/{doing:?}"));
    let asked = host.call(request.body(http_body_util::Empty::<Bytes>::new())?);
    match doing {
        Doing::Nothing => {
            asked.await?;
            Ok(None)
        }
        Doing::Streaming => {
            let mut answer = asked.await?;
            let mut body = std::pin::Pin::new(answer.body_mut());
            let piece = std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await;
            assert!(piece.is_some_and(|piece| piece.is_ok()));
            Ok(Some(answer))
        }
        _ => {
            // The client stays: its answer is awaited beside.
            tokio::spawn(asked);
            begun.notified().await;
            Ok(None)
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_host_is_dropped_whatever_it_does() -> Outcome {
    let application = Application::new(&[(
        "app/router.js",
        "module.exports = app => {
           const busy = require('busy');
           const { Readable } = require('stream');
           app.router.get('/Nothing', async ctx => { ctx.body = 'x'; });
           app.router.get('/Waiting', async () => { await busy.waits(); });
           app.router.get('/Calling', async () => { await busy.calls(() => { busy.begins(); return new Promise(() => {}); }); });
           app.router.get('/Blocking', async () => { await busy.blocks(); });
           app.router.get('/Streaming', async ctx => { ctx.body = busy.stream(); });
           app.router.get('/Reading', async () => { await busy.reads(Readable.from((function*() { for (;;) yield 'x'; })())); });
           app.router.get('/Holding', async ctx => {
             app.held = ctx.held = new (class Mine extends busy.Thing {})();
             setInterval(() => app.held, 1);
             busy.begins();
             await new Promise(() => {});
           });
           app.router.get('/Closing', async () => { busy.begins(); await new Promise(() => {}); });
         };",
    )]);
    for doing in [
        Doing::Nothing,
        Doing::Waiting,
        Doing::Calling,
        Doing::Blocking,
        Doing::Streaming,
        Doing::Reading,
        Doing::Holding,
        Doing::Closing,
    ] {
        let (begun, gone) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let live = Arc::new(AtomicU32::new(0));
        let extension = busy(&begun, &gone, &live);
        let host = coddle::Host::builder()
            .app(application.path())
            .env("unittest")
            .drain_limit(std::time::Duration::from_millis(20))
            .extension(extension);
        let mut host = host.embed().await?;
        let kept = begin(&mut host, doing, &begun).await?;
        let closing = (doing == Doing::Closing).then(|| tokio::spawn(host.clone().close()));
        drop(host);
        gone.notified().await;
        assert_eq!(
            live.load(Ordering::Relaxed),
            0,
            "{doing:?}: something lives on"
        );
        drop(kept);
        if let Some(closing) = closing {
            closing.await??;
        }
    }
    Ok(())
}
