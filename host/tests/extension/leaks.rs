//! What calls leave behind: nothing, of any kind of native.
//!
//! `tests/leaks` makes a million calls of each kind, and the table in docs/extending.md.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use coddle::extension::{
    App, ByteStream, Callback, Config, Error, Instance, Request, State, Step, This,
};
use coddle::{Embedded, Extension, Host};
use coddle_tests::document;
use serde::Deserialize;

use crate::application::{Application, Live, Outcome};

/// Calls of each kind.
const CALLS: &str = "CODDLE_LEAK_CALLS";
const USUAL_CALLS: u32 = 4_000;
/// From so many calls on what stays of each would show in the memory of the process, whatever else it does.
const TELLING_CALLS: u32 = 100_000;
/// A document for the table.
const TABLE: &str = "CODDLE_LEAK_TABLE";

fn calls() -> u32 {
    let given = std::env::var(CALLS).ok();
    given
        .and_then(|text| text.parse().ok())
        .unwrap_or(USUAL_CALLS)
}

/// What the worker holds, or how much more of it than before.
#[derive(Clone, Copy, Deserialize)]
struct Held {
    /// Bytes of JavaScript's heap.
    heap: i64,
    /// Objects of JavaScript's.
    objects: i64,
    /// Bytes of the process that are in memory: Rust's too.
    resident: i64,
}

impl Held {
    fn since(self, before: Held) -> Held {
        Held {
            heap: self.heap - before.heap,
            objects: self.objects - before.objects,
            resident: self.resident - before.resident,
        }
    }

    /// What `times` calls may have made once and for all, and what the collector has not come to yet: far less than one value of
    /// each call.
    fn is_nothing(self, times: u32) -> bool {
        let times = i64::from(times);
        self.heap < 60_000 + times / 4
            && self.objects < 500 + times / 1_000
            && (times < i64::from(TELLING_CALLS) || self.resident < 4_000_000 + times * 4)
    }
}

/// What one kind left behind, as a row of the table.
fn row(kind: &str, times: u32, grown: Held) -> String {
    let kilobytes = |bytes: i64| format!("{:.0} KB", bytes as f64 / 1e3);
    format!(
        "| {kind} | {times} | {} | {} | {} |\n",
        kilobytes(grown.heap),
        grown.objects,
        kilobytes(grown.resident)
    )
}

/// An instance of a class.
struct Thing(#[expect(dead_code, reason = "counted while it lives")] Live);

/// Each kind of native; `live` counts the instances of its class.
fn natives(live: &Arc<AtomicU32>) -> Extension {
    let of_class = Arc::clone(live);
    let of_made = Arc::clone(live);
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
    natives.module("leaks", move |module| {
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
    })
}

const ROUTER: &str = "
         module.exports = app => {
           const process = require('process');
           const v8 = require('v8');
           const kinds = require('leaks');
           const ignore = f => { try { f(); } catch {} };
           class Mine extends kinds.Thing {}
           const heard = async tell => {
             const before = kinds.heard();
             tell();
             while (kinds.heard() === before) await new Promise(setImmediate);
           };
           const each = {
             'function: objects': () => kinds.object({ a: [ 1, { b: 'c' } ] }),
             'function: bytes': () => kinds.bytes(Buffer.alloc(64)),
             'function that fails': () => ignore(kinds.fails),
             'function: wrong argument': () => ignore(() => kinds.wrong('x')),
             'callback': () => kinds.calls(n => n),
             'callback that throws': () => ignore(() => kinds.throws(() => { throw new Error('mine'); })),
             'callback: promise': () => kinds.later(async n => n),
             'stream of Node read in Rust': () => kinds.drain((async function*() { yield 'x'; })()),
             'stream of Rust read in Node': async () => { for await (const _ of kinds.stream()); },
             'class: instances': () => { new kinds.Thing().self; kinds.made(); },
             'class: inherited in JavaScript': () => new Mine().with(kinds.made()),
             'class: async method': () => new kinds.Thing().later(),
             'configuration': () => kinds.most(),
             'async function with its request': () => kinds.stays(),
             'blocking function': () => kinds.blocks(1),
             'service': ctx => ctx.service.echo.object({ a: 1 }),
             'members of app, ctx, request, response, helper': ctx => [ ctx.where, ctx.helper.shout('a'), ctx.app.limits, ctx.app.called(), ctx.request.verb, ctx.response.code ],
             'message': () => heard(kinds.tell),
             'message by way of the agent': () => heard(kinds.ask),
             'function that panics': () => ignore(kinds.panics),
           };
           // Cycles are freed by the collector alone: once one is gone it has been here.
           const collected = async () => {
             const cycle = () => { const object = {}; object.self = object; return object; };
             const seen = new WeakRef(cycle());
             while (seen.deref() !== undefined) {
               // What a WeakRef has given lives to the end of the job.
               await new Promise(setImmediate);
               for (let n = 0; n < 200; n++) cycle();
             }
           };
           app.router.get('/:kind/:times', async ctx => {
             const work = each[ctx.params.kind];
             for (let n = 0; n < ctx.params.times; n++) await work(ctx, n);
             await collected();
             ctx.body = {
               heap: process.memoryUsage().heapTotal,
               objects: v8.getHeapStatistics().number_of_objects,
               resident: process.memoryUsage.rss(),
             };
           });
           app.router.get('/kinds', async ctx => { ctx.body = Object.keys(each); });
         };";

/// Calls one kind so often; gives what the worker holds then.
async fn call(host: &Embedded, kind: &str, times: u32) -> Result<Held, Box<dyn std::error::Error>> {
    let path = format!("/{kind}/{times}").replace(' ', "%20");
    let answer = host.request("GET", &path).await?;
    Ok(answer
        .json()
        .map_err(|_| format!("{kind}: {}", answer.text()))?)
}

/// Sends so many requests, which native middleware lets pass.
async fn request(host: &Embedded, times: u32) -> Result<Held, Box<dyn std::error::Error>> {
    for _ in 0..times {
        host.request("GET", "/kinds").await?;
    }
    call(host, "configuration", 1).await
}

#[tokio::test(flavor = "current_thread")]
async fn calls_leave_nothing_behind() -> Outcome {
    let live = Arc::new(AtomicU32::new(0));
    let application = Application::new(&[("app/router.js", ROUTER)]);
    // A million calls are one turn, in one request.
    let long = Duration::from_secs(3600);
    let host = Host::builder().app(application.path()).env("unittest");
    let host = host.turn_limit(long).request_limit(long);
    let host = host.extension(natives(&live)).embed().await?;
    let mut rows = String::new();
    let mut leaks = Vec::new();
    let mut note = |kind: &str, times: u32, grown: Held| {
        rows.push_str(&row(kind, times, grown));
        if !grown.is_nothing(times) {
            leaks.push(row(kind, times, grown));
        }
    };

    let kinds: Vec<String> = host.request("GET", "/kinds").await?.json()?;
    for kind in kinds {
        let times = match &*kind {
            // Each makes a backtrace: a tenth of them is enough.
            "function that panics" => calls() / 10,
            _ => calls(),
        };
        // What is made once.
        call(&host, &kind, 100.min(times)).await?;
        let before = call(&host, &kind, times / 10).await?;
        note(&kind, times, call(&host, &kind, times).await?.since(before));
    }
    request(&host, 100.min(calls())).await?;
    let before = request(&host, calls() / 10).await?;
    note(
        "middleware: requests",
        calls(),
        request(&host, calls()).await?.since(before),
    );

    host.close().await?;
    assert!(leaks.is_empty(), "left behind:\n{}", leaks.concat());
    assert_eq!(live.load(Ordering::Relaxed), 0, "instances live on");
    if let Some(document) = std::env::var_os(TABLE) {
        let table = format!(
            "| kind of native | calls | JavaScript's heap | objects | memory of the process |\n|---|---:|---:|---:|---:|\n{rows}"
        );
        document::write(Path::new(&document), "tests/leaks --markdown", &table)?;
    }
    Ok(())
}
