//! How hosts with extensions end: cleanly, whatever is under way, and with nothing left.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use coddle::Extension;
use coddle::extension::{App, ByteStream, Callback, Error, Instance, Request, State, Step, This};
use tokio::sync::Notify;

use crate::application::{Application, Outcome};

/// Counts the values of one kind that are alive.
#[derive(Clone)]
struct Live(Arc<AtomicU32>);

impl Live {
    fn new(count: &Arc<AtomicU32>) -> Live {
        count.fetch_add(1, Ordering::Relaxed);
        Live(Arc::clone(count))
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

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

/// Rounds of [`calls_leave_nothing_behind`]; the long run sets CODDLE_LEAK_CALLS=1000000.
fn calls() -> u32 {
    std::env::var("CODDLE_LEAK_CALLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(4_000)
}

#[tokio::test(flavor = "current_thread")]
async fn calls_leave_nothing_behind() -> Outcome {
    struct Thing(#[expect(dead_code, reason = "counted while it lives")] Live);
    let live = Arc::new(AtomicU32::new(0));
    let of_class = Arc::clone(&live);
    let of_made = Arc::clone(&live);
    struct Heard(Cell<u32>);
    let natives = Extension::new("leaks")
        .state(|| async { Ok(Heard(Cell::new(0))) })
        .on_message("heard", |heard: State<Heard>, more: u32| {
            heard.0.0.set(heard.0.0.get() + more);
        })
        .service("echo", |service| {
            service.function("object", |value: serde_json::Value| value)
        })
        .context(|ctx| ctx.getter("where", |request: Request| request.path().to_string()))
        .helper(|helper| helper.function("shout", |text: String| text.to_uppercase()))
        .core_middleware("passes", |(): ()| {
            |_: &Request| -> Result<Step, Error> { Ok(Step::Next) }
        });
    let extension = natives.module("leaks", move |module| {
        module
            .function("tell", |app: App| app.send_to_app("heard", &1))
            .function("heard", |heard: State<Heard>| heard.0.0.get())
            .blocking_function("blocks", |number: u32| number)
            .function("object", |value: serde_json::Value| value)
            .function("bytes", |bytes: bytes::Bytes| {
                coddle::extension::Buffer(bytes)
            })
            .function("fails", || -> Result<(), Error> { Err(Error::new("no")) })
            .function("wrong", |_: u8| ())
            .function("calls", |callback: Callback| callback.call::<i32>((1,)))
            .function("throws", |callback: Callback| callback.call::<i32>(()))
            .async_function("later", |callback: Callback| async move {
                callback.call_async::<i32>((1,)).await
            })
            .async_function("drain", |mut stream: ByteStream| async move {
                while let Some(piece) = stream.next().await {
                    piece?;
                }
                Ok::<_, Error>(())
            })
            .function("stream", || {
                let mut left = 1;
                ByteStream::from_fn(move || {
                    left -= 1;
                    (left >= 0).then(|| Ok("x".into()))
                })
            })
            .class::<Thing>("Thing", |class| {
                class
                    .constructor(move || Thing(Live::new(&of_class)))
                    .getter("self", |_: This<Thing>| 1)
            })
            .function("made", move || Instance::new(Thing(Live::new(&of_made))))
    });
    let application = Application::new(&[(
        "app/router.js",
        "module.exports = app => {
           const engine = require('process');
           const kinds = require('leaks');
           const ignore = f => { try { f(); } catch {} };
           const each = {
             object: () => kinds.object({ a: [ 1, { b: 'c' } ] }),
             bytes: () => kinds.bytes(Buffer.alloc(64)),
             fails: () => ignore(kinds.fails),
             wrong: () => ignore(() => kinds.wrong('x')),
             calls: () => kinds.calls(n => n),
             throws: () => ignore(() => kinds.throws(() => { throw new Error('mine'); })),
             later: () => kinds.later(async n => n),
             drain: () => kinds.drain((async function*() { yield 'x'; })()),
             stream: async () => { for await (const _ of kinds.stream()); },
             instances: () => { new kinds.Thing().self; kinds.made(); },
             blocks: () => kinds.blocks(1),
             service: ctx => ctx.service.echo.object({ a: 1 }),
             members: ctx => ctx.where + ctx.helper.shout('a'),
             messages: async () => {
               const before = kinds.heard();
               kinds.tell();
               while (kinds.heard() === before) await new Promise(setImmediate);
             },
           };
           // Cycles are freed by the collector alone: once one is gone it has been here.
           const collected = async () => {
             const cycle = () => { const object = {}; object.self = object; return object; };
             const seen = new WeakRef(cycle());
             while (seen.deref() !== undefined) {
               for (let n = 0; n < 200; n++) cycle();
               await new Promise(setImmediate);
             }
           };
           app.router.get('/:kind/:times', async ctx => {
             const work = each[ctx.params.kind];
             for (let n = 0; n < ctx.params.times; n++) await work(ctx);
             await collected();
             ctx.body = String(engine.memoryUsage().heapUsed);
           });
           app.router.get('/kinds', async ctx => { ctx.body = Object.keys(each); });
         };",
    )]);
    let host = application.embed([extension]).await?;
    let kinds: Vec<String> = host.request("GET", "/kinds").await?.json()?;
    for kind in kinds {
        let times = calls();
        let used = async |times: u32| -> Result<i64, Box<dyn std::error::Error>> {
            let answer = host.request("GET", &format!("/{kind}/{times}")).await?;
            Ok(answer.text().parse().map_err(|_| answer.text())?)
        };
        // What is made once.
        used(times).await?;
        let before = used(times / 4).await?;
        let after = used(times).await?;
        // A value that is left behind by each call is some forty bytes at least.
        let grown = after - before;
        assert!(
            grown < i64::from(times) * 8 + 60_000,
            "{kind}: {grown} bytes more after {times} calls"
        );
    }
    // A native middleware lets each of these pass.
    let heap = async || -> Result<i64, Box<dyn std::error::Error>> {
        Ok(host.request("GET", "/object/1").await?.text().parse()?)
    };
    let requests = async |times: u32| -> Result<(), Box<dyn std::error::Error>> {
        for _ in 0..times {
            host.request("GET", "/kinds").await?;
        }
        Ok(())
    };
    requests(calls() / 10).await?;
    let before = heap().await?;
    requests(calls() / 10).await?;
    let grown = heap().await? - before;
    assert!(
        grown < i64::from(calls()) + 60_000,
        "{grown} bytes more after {} requests",
        calls() / 10
    );
    host.close().await?;
    assert_eq!(live.load(Ordering::Relaxed), 0, "instances live on");
    Ok(())
}
