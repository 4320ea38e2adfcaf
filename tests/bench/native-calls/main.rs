//! What natives cost: a service call, a layer of middleware, a megabyte from Rust to the answer, a computation; each beside the
//! same work in JavaScript. Run by tests/bench/natives.
//!
//! All times are the worker's own, by the kernel's account of its thread: what the client does, and waiting, is not in them. A
//! layer's own cost is the difference between requests that pass a hundred of them and none, divided by a hundred.
#![forbid(unsafe_code)]

mod application;
mod report;

use std::error::Error;
use std::path::Path;

use application::{Application, EDIT_DISTANCE, LENGTH, MOST_LAYERS};
use coddle_tests::document;
use report::Figures;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Two texts that have little in common, as JSON.
fn texts() -> String {
    let text = |step: usize| -> String {
        (0..LENGTH)
            .map(|at| char::from(b'a' + (at * at * step % 23) as u8))
            .collect()
    };
    serde_json::json!([text(3), text(7)]).to_string()
}

/// What Node's compiler makes of the computation, or None without Node.
fn node(home: &Path, times: u32) -> Result<Option<f64>, Box<dyn Error>> {
    let (timer, work) = (home.join("node.js"), home.join("edit_distance.js"));
    std::fs::write(&timer, include_str!("node.js"))?;
    std::fs::write(&work, EDIT_DISTANCE)?;
    let mut command = std::process::Command::new("node");
    command.args([&timer, &work]);
    let Ok(output) = command.args([times.to_string(), texts()]).output() else {
        return Ok(None);
    };
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(Some(String::from_utf8(output.stdout)?.trim().parse()?))
}

/// `--only KIND LAYERS REQUESTS`: starts one application, asks it and measures nothing, for a profiler.
async fn profiled(home: &Path, arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [kind, layers, requests] = arguments else {
        return Err(
            "--only takes a kind (native, js), a number of layers and one of requests".into(),
        );
    };
    let application = Application::start(home, kind, layers.parse()?).await?;
    application.request("/text", requests.parse()?).await?;
    application.close().await
}

async fn measured(home: &Path, is_short: bool) -> Result<Figures, Box<dyn Error>> {
    let (rounds, calls, requests, distances) = match is_short {
        true => (1, 1_000, 100, 1),
        false => (9, 300_000, 20_000, 20),
    };
    let none = Application::start(&home.join("none"), "native", 0).await?;
    let native = Application::start(&home.join("native"), "native", MOST_LAYERS).await?;
    let js = Application::start(&home.join("js"), "js", MOST_LAYERS).await?;
    let query = format!("?texts={}", texts().replace('"', "%22"));

    let mut figures: [Vec<f64>; 11] = Default::default();
    for _ in 0..rounds {
        let request = none.request("/text", requests).await?;
        let with_native = native.request("/text", requests).await?;
        let with_js = js.request("/text", requests).await?;
        let layers = MOST_LAYERS as f64;
        let round = [
            none.call("js", "empty", calls, "").await?,
            none.call("native", "empty", calls, "").await?,
            none.call("js", "add", calls, "").await?,
            none.call("native", "add", calls, "").await?,
            request,
            (with_js - request) / layers,
            (with_native - request) / layers,
            none.request("/megabyte/js", requests / 100).await?,
            none.request("/megabyte/native", requests / 100).await?,
            none.call("js", "editDistance", distances, &query).await?,
            none.call("native", "editDistance", distances, &query)
                .await?,
        ];
        for (kept, figure) in figures.iter_mut().zip(round) {
            kept.push(figure);
        }
    }
    for application in [none, native, js] {
        application.close().await?;
    }
    let [
        js_empty,
        native_empty,
        js_add,
        native_add,
        request,
        js_layer,
        native_layer,
        js_megabyte,
        native_megabyte,
        js_distance,
        native_distance,
    ] = figures.map(median);
    Ok(Figures {
        js_empty,
        native_empty,
        js_add,
        native_add,
        request,
        js_layer,
        native_layer,
        js_megabyte,
        native_megabyte,
        js_distance,
        native_distance,
        node_distance: node(home, distances)?,
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let home = tempfile::tempdir()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--only", ..] => profiled(home.path(), &arguments[1..]).await,
        ["--markdown"] => {
            let table = measured(home.path(), false).await?.table();
            let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/extending.md");
            Ok(document::write(
                &guide,
                "tests/bench/natives --markdown",
                &table,
            )?)
        }
        [] | ["--short"] => {
            let figures = measured(home.path(), !arguments.is_empty()).await?;
            print!("{}", figures.table());
            Ok(())
        }
        _ => Err("usage: natives [--short | --markdown | --only KIND LAYERS REQUESTS]".into()),
    }
}
