//! What calls leave behind: nothing, of any kind of native.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use coddle::Extension;
use coddle::extension::{
    App, ByteStream, Callback, Config, Error, Instance, Request, State, Step, This,
};

use crate::application::{Application, Live, Outcome};

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
        .config(serde_json::json!({ "most": 3 }))
        .application(|app| {
            app.value("limits", [1, 2])
                .function("called", |app: App| app.name())
        })
        .request(|request| request.getter("verb", |request: Request| request.method().to_string()))
        .response(|response| response.getter("code", |request: Request| request.status().as_u16()))
        .agent(|agent| {
            agent
                .state(|| async { Ok(()) })
                .on_message("asked", |app: App, more: u32| {
                    app.send_to_app("heard", &more)
                })
        })
        .context(|ctx| ctx.getter("where", |request: Request| request.path().to_string()))
        .helper(|helper| helper.function("shout", |text: String| text.to_uppercase()))
        .core_middleware("passes", |(): ()| {
            |_: &Request| -> Result<Step, Error> { Ok(Step::Next) }
        });
    let extension = natives.module("leaks", move |module| {
        module
            .function("tell", |app: App| app.send_to_app("heard", &1))
            .function("ask", |app: App| app.send_to_agent("asked", &1))
            .function("most", |config: Config<serde_json::Value>| config.0)
            .function("panics", || -> u8 { panic!("one of many") })
            .async_function("stays", |request: Request| async move {
                request.unless_abandoned(tokio::task::yield_now()).await
            })
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
                    .method("with", |_: This<Thing>, other: Instance<Thing>| other)
                    .async_method("later", |_: This<Thing>| async {
                        tokio::task::yield_now().await;
                    })
            })
            .function("made", move || Instance::new(Thing(Live::new(&of_made))))
    });
    let application = Application::new(&[(
        "app/router.js",
        "module.exports = app => {
           const engine = require('process');
           const kinds = require('leaks');
           const ignore = f => { try { f(); } catch {} };
           class Mine extends kinds.Thing {}
           const heard = async tell => {
             const before = kinds.heard();
             tell();
             while (kinds.heard() === before) await new Promise(setImmediate);
           };
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
             inherited: () => new Mine().with(kinds.made()),
             methods: () => new kinds.Thing().later(),
             config: () => kinds.most(),
             stays: () => kinds.stays(),
             blocks: () => kinds.blocks(1),
             service: ctx => ctx.service.echo.object({ a: 1 }),
             members: ctx => [ ctx.where, ctx.helper.shout('a'), ctx.app.limits, ctx.app.called(), ctx.request.verb, ctx.response.code ],
             messages: () => heard(kinds.tell),
             agent: () => heard(kinds.ask),
             // Each makes a backtrace: a tenth of them is enough.
             panics: (ctx, n) => n % 10 || ignore(kinds.panics),
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
             for (let n = 0; n < ctx.params.times; n++) await work(ctx, n);
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
