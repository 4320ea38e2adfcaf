//! Natives that hold up the loop.

use std::process::Command;
use std::time::Duration;

use bytes::Bytes;
use coddle::extension::{App, ByteStream, Request, Step};
use coddle::{Extension, Host};

use crate::application::{Application, Heard, Outcome};

/// Set in the process that the test below starts: what it prints is what is tested.
const INSIDE: &str = "CODDLE_TEST_BLOCKING";

#[tokio::test(flavor = "current_thread")]
async fn one_that_blocks_is_reported_by_name() -> Outcome {
    if std::env::var_os(INSIDE).is_some() {
        let extension = Extension::new("slow").module("slow", |module| {
            module.function("think", || std::thread::sleep(Duration::from_millis(600)))
        });
        let application = Application::answering("require('slow').think(); ctx.body = 'thought';");
        let host = application.embed([extension]).await?;
        assert_eq!(host.request("GET", "/").await?.text(), "thought");
        return Ok(());
    }
    let output = Command::new(std::env::current_exe()?)
        .args([
            "--exact",
            "blocking::one_that_blocks_is_reported_by_name",
            "--nocapture",
        ])
        .env(INSIDE, "1")
        .output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    let expected =
        "coddle: extension \"slow\": module slow.think has blocked the loop of a worker for";
    assert_eq!(text.matches(expected).count(), 1, "{text}");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn every_kind_of_native_that_blocks_is_named() -> Outcome {
    let heard = Heard::default();
    // Each blocks until it has been reported.
    let block = |place: &'static str| {
        let heard = heard.clone();
        move || {
            let told = format!("host err coddle: extension \"slow\": {place} has blocked the loop");
            while !heard.has(&told) {
                std::thread::yield_now();
            }
        }
    };
    let (getter, service, later, boot, task, message) = (
        block("ctx.slow"),
        block("service slow.work"),
        block("module slow.later"),
        block("application didLoad"),
        block("application background task \"work\""),
        block("application message \"work\""),
    );
    let (middleware, stream) = (block("middleware slow"), block("a stream"));
    let (middleware, stream) = (std::sync::Arc::new(middleware), std::sync::Arc::new(stream));
    let extension = Extension::new("slow")
        .did_load(move || {
            boot();
            async {}
        })
        .background("work", move || {
            task();
            async { Ok(()) }
        })
        .on_message("work", message)
        .context(|ctx| ctx.getter("slow", getter))
        .service("slow", |members| members.function("work", service))
        .module("slow", |module| {
            module
                .async_function("later", move || {
                    let work = later.clone();
                    async move {
                        tokio::task::yield_now().await;
                        work();
                    }
                })
                .function("tell", |app: App| app.send_to_app("work", &()))
                .function("stream", move || {
                    let (work, mut left) = (std::sync::Arc::clone(&stream), 1);
                    ByteStream::from_fn(move || {
                        work();
                        left -= 1;
                        (left >= 0).then(|| Ok(Bytes::from_static(b"x")))
                    })
                })
        })
        .core_middleware("slow", move |_: serde_json::Value| {
            let work = std::sync::Arc::clone(&middleware);
            move |_: &Request| {
                work();
                Ok(Step::Next)
            }
        });
    let application = Application::answering(
        "const slow = require('slow'); ctx.slow; ctx.service.slow.work(); await slow.later(); slow.tell();
         ctx.body = slow.stream();",
    );
    let host = Host::builder().app(application.path()).env("unittest");
    let host = heard.listen_to(host).extension(extension).embed().await?;
    assert_eq!(host.request("GET", "/").await?.text(), "x");
    host.close().await?;
    Ok(())
}
