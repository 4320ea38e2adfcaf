//! An application inside a Rust program.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use coddle::{Extension, Host};
use http_body_util::{BodyExt, Full};
use serde_json::{Value, json};
use tower_service::Service;

use crate::application::{Application, Outcome};

#[tokio::test(flavor = "current_thread")]
async fn it_is_asked_in_memory() -> Outcome {
    let application = Application::answering(
        "ctx.set('x-method', ctx.method); ctx.status = 201; ctx.body = { query: ctx.query, body: ctx.request.body, host: ctx.host };",
    );
    let host = application.embed([]).await?;
    let answer = host
        .request("POST", "/?a=b")
        .header("host", "egg.example")
        .json(&json!({ "n": [1, 2] }))
        .await?;
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.header("x-method"), Some("POST"));
    assert_eq!(
        answer.json::<Value>()?,
        json!({ "query": { "a": "b" }, "body": { "n": [1, 2] }, "host": "egg.example" })
    );
    assert_eq!(host.request("GET", "/nowhere").await?.status(), 404);
    host.close().await?;
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn it_is_a_tower_service() -> Outcome {
    let application = Application::answering("ctx.body = `${ctx.path}|${ctx.request.rawBody}`;");
    let mut host = application.embed([]).await?;
    let request = http::Request::post("/")
        .header("host", "x")
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from_static(b"{}")))?;
    let answer = host.call(request).await?;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.into_body().collect().await?.to_bytes(), "/|{}");
    // a connection that the application destroys
    let broken = Application::answering("ctx.res.destroy();");
    let mut broken = broken.embed([]).await?;
    let request = http::Request::get("/").body(Full::new(Bytes::new()))?;
    assert_eq!(broken.call(request).await?.status(), 502);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn workers_take_turns_and_share_what_closures_share() -> Outcome {
    let count = Arc::new(AtomicU32::new(0));
    let shared = Arc::clone(&count);
    let extension = Extension::new("shared").module("shared", move |module| {
        module.function("next", move || shared.fetch_add(1, Ordering::Relaxed))
    });
    let application = Application::answering(
        "globalThis.own = (globalThis.own ?? 0) + 1; ctx.body = [ require('shared').next(), own ];",
    );
    let host = Host::builder()
        .app(application.path())
        .env("unittest")
        .workers(2)
        .extension(extension)
        .embed()
        .await?;
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(host.request("GET", "/").await?.text());
    }
    assert_eq!(answers, ["[0,1]", "[1,1]", "[2,2]", "[3,2]"]);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn the_program_lays_configuration_over_the_applications() -> Outcome {
    let application =
        Application::answering("const { keys, geo } = ctx.app.config; ctx.body = { keys, geo };");
    application.write(
        "config/config.unittest.js",
        "exports.geo = { most: 1, name: 'of the file' };",
    );
    let host = Host::builder()
        .app(application.path())
        .env("unittest")
        .config("geo", json!({ "most": 2 }))
        .embed()
        .await?;
    let config: Value = host.request("GET", "/").await?.json()?;
    assert_eq!(
        config,
        json!({ "keys": "k", "geo": { "most": 2, "name": "of the file" } })
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn an_application_that_does_not_start_says_why() -> Outcome {
    let application = Application::new(&[("app/router.js", "throw new Error('spoilt');")]);
    let error = application.embed([]).await.expect_err("it started");
    assert!(error.to_string().contains("spoilt"), "{error}");
    Ok(())
}
