//! Streams of bytes both ways, and clients that go away.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use coddle::Extension;
use coddle::extension::{ByteStream, Error, Request};
use futures_core::Stream;
use http_body::Body as _;
use serde_json::json;
use tokio::sync::Notify;
use tower_service::Service;

use crate::application::{Application, Outcome, body_of};

fn streams() -> Extension {
    Extension::new("streams").module("streams", |module| {
        module
            .function("count", |to: u32| {
                let mut next = 0;
                ByteStream::from_fn(move || {
                    next += 1;
                    (next <= to).then(|| Ok(format!("{next} ").into()))
                })
            })
            .function("broken", || {
                let mut next = 0;
                ByteStream::from_fn(move || {
                    next += 1;
                    Some(match next {
                        1 => Ok("some".into()),
                        _ => Err(Error::new("cut off").with_code("ERR_CUT")),
                    })
                })
            })
            .async_function("length", |mut stream: ByteStream| async move {
                let mut length = 0;
                while let Some(piece) = stream.next().await {
                    length += piece?.len();
                }
                Ok::<_, Error>(length)
            })
            .async_function("first", |mut stream: ByteStream| async move {
                stream.next().await.transpose()
            })
            .function("upper", |stream: ByteStream| ByteStream::new(Upper(stream)))
    })
}

struct Upper(ByteStream);

impl Stream for Upper {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0)
            .poll_next(cx)
            .map(|piece| piece.map(|piece| piece.map(|piece| piece.to_ascii_uppercase().into())))
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_rust_stream_is_a_readable_and_a_body() -> Outcome {
    let application = Application::answering("ctx.body = require('streams').count(1000);");
    let host = application.embed([streams()]).await?;
    let answer = host.request("GET", "/").await?;
    let expected: String = (1..=1000).map(|number| format!("{number} ")).collect();
    assert_eq!(answer.text(), expected);
    let it = body_of(
        streams(),
        "const { Readable } = require('stream'); const s = require('streams');
         const pieces = []; for await (const piece of s.count(3)) pieces.push(piece.toString());
         const told = async f => { try { await f(); } catch (e) { return [ e.code, e.message ]; } };
         return [ s.count(1) instanceof Readable, pieces, await told(async () => { for await (const _ of s.broken()); }) ];",
    )
    .await?;
    assert_eq!(
        it,
        json!([true, ["1 ", "2 ", "3 "], ["ERR_CUT", "cut off"]])
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_node_stream_is_a_rust_stream() -> Outcome {
    let it = body_of(
        streams(),
        "const { Readable } = require('stream'); const s = require('streams');
         const told = async f => { try { await f(); } catch (e) { return e.message; } };
         const left = Readable.from([ 'a', 'b' ]); await s.first(left);
         const through = []; for await (const piece of s.upper(Readable.from([ 'x', Buffer.from('y') ]))) through.push(String(piece));
         return [ await s.length(Readable.from([ 'one', Buffer.from('two'), 'é' ])),
           await s.length((async function*() { yield new Uint8Array(5); })()),
           left.destroyed, through.join(''),
           await told(() => s.length(Readable.from((function*() { throw new Error('mine'); })()))),
           await told(() => s.length('text')), await told(() => s.length([ {} ])) ];",
    )
    .await?;
    assert_eq!(it[0], json!(8));
    assert_eq!(it[1], json!(5));
    assert_eq!(it[2], json!(true));
    assert_eq!(it[3], json!("XY"));
    assert_eq!(it[4], json!("mine"));
    assert_eq!(it[5], json!("a stream of bytes was expected, not 'text'"));
    let piece = it[6].as_str().ok_or("no message")?;
    assert!(
        piece.contains("a piece of the stream is neither bytes nor text"),
        "{piece}"
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_requests_body_is_read_in_rust() -> Outcome {
    let application =
        Application::answering("ctx.body = String(await require('streams').length(ctx.req));");
    let host = application.embed([streams()]).await?;
    let body = vec![b'x'; 300_000];
    assert_eq!(host.request("PUT", "/").body(body).await?.text(), "300000");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_stream_is_dropped_when_the_client_goes() -> Outcome {
    struct Told(Arc<Notify>);
    impl Drop for Told {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }
    let gone = Arc::new(Notify::new());
    let told = Arc::clone(&gone);
    let extension = Extension::new("endless").module("endless", move |module| {
        module.function("stream", move || {
            let told = Told(Arc::clone(&told));
            ByteStream::from_fn(move || {
                let _held = &told;
                Some(Ok(Bytes::from_static(&[0; 1024])))
            })
        })
    });
    let application = Application::answering("ctx.body = require('endless').stream();");
    let mut host = application.embed([extension]).await?;
    let request = http::Request::get("/").body(http_body_util::Empty::<Bytes>::new())?;
    let mut answer = host.call(request).await?;
    let body = Pin::new(answer.body_mut());
    let frame = std::future::poll_fn({
        let mut body = body;
        move |cx| body.as_mut().poll_frame(cx)
    })
    .await;
    assert!(frame.is_some_and(|frame| frame.is_ok()));
    drop(answer);
    gone.notified().await;
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn work_stops_when_the_client_goes_if_it_asks_to() -> Outcome {
    let begun = Arc::new(Notify::new());
    let stopped = Arc::new(Notify::new());
    let is_kept = Arc::new(AtomicBool::new(false));
    let (tell_begun, tell_stopped) = (Arc::clone(&begun), Arc::clone(&stopped));
    let extension = Extension::new("slow").service("slow", move |service| {
        service.async_function("work", move |request: Request| {
            let (begun, stopped) = (Arc::clone(&tell_begun), Arc::clone(&tell_stopped));
            async move {
                begun.notify_one();
                let result = request.unless_abandoned(std::future::pending::<()>()).await;
                stopped.notify_one();
                result
            }
        })
    });
    let application = Application::answering("await ctx.service.slow.work();");
    let mut host = application.embed([extension]).await?;
    let request = http::Request::get("/").body(http_body_util::Empty::<Bytes>::new())?;
    let asking = host.call(request);
    tokio::select! {
        _ = asking => is_kept.store(true, Ordering::Relaxed),
        () = begun.notified() => {}
    }
    stopped.notified().await;
    assert!(!is_kept.load(Ordering::Relaxed));
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_rust_stream_is_read_no_faster_than_its_client_reads() -> Outcome {
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let extension = Extension::new("endless").module("endless", move |module| {
        module.function("stream", move || {
            let count = Arc::clone(&count);
            ByteStream::from_fn(move || {
                count.fetch_add(1, Ordering::Relaxed);
                Some(Ok(Bytes::from_static(&[0; 16384])))
            })
        })
    });
    let application = Application::answering(
        "if (ctx.query.wait) await new Promise(setImmediate); else ctx.body = require('endless').stream();",
    );
    let mut host = application.embed([extension]).await?;
    let request = http::Request::get("/").body(http_body_util::Empty::<Bytes>::new())?;
    let mut answer = host.call(request).await?;
    let mut body = Pin::new(answer.body_mut());
    let first = std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await;
    assert!(first.is_some_and(|frame| frame.is_ok()));
    // The loop has turned many times: who does not read holds it up.
    for _ in 0..50 {
        host.request("GET", "/?wait=1").await?;
    }
    let made = made.load(Ordering::Relaxed);
    assert!(
        made < 20,
        "{made} pieces were made for a client that took one"
    );
    Ok(())
}
