//! What a program may set: where lines go, limits, configuration.

use std::sync::Arc;
use std::time::Duration;

use coddle::{Extension, Host, HostBuilder};
use tokio::sync::Notify;

use crate::application::{Application, Heard, Outcome};

fn host_of(application: &Application) -> HostBuilder {
    Host::builder().app(application.path()).env("unittest")
}

#[tokio::test(flavor = "current_thread")]
async fn a_programs_logger_gets_what_the_application_prints() -> Outcome {
    let application = Application::answering(
        "console.log('one %d', 1); console.error('two\\nthree'); ctx.app.logger.warn('from egg');
         process.stdout.write('no line'); ctx.body = String(process.stdout.isTTY);",
    );
    application.write(
        "config/config.default.js",
        "exports.keys = 'k'; exports.logger = { consoleLevel: 'INFO', disableConsoleAfterReady: false };",
    );
    let heard = Heard::default();
    let host = heard.listen_to(host_of(&application)).embed().await?;
    assert_eq!(host.request("GET", "/").await?.text(), "undefined");
    host.close().await?;
    let lines = heard.lines();
    for line in ["app out one 1", "app err two\nthree", "app out no line"] {
        assert!(lines.iter().any(|known| known == line), "{line}: {lines:?}");
    }
    let warning = lines.iter().find(|line| line.contains("from egg"));
    assert!(
        warning.is_some_and(|line| line.starts_with("app out ") && line.contains(" WARN ")),
        "{lines:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_programs_logger_gets_what_threads_of_the_application_print() -> Outcome {
    let application = Application::answering(
        "const { Worker } = require('worker_threads');
         await new Promise(done => new Worker(`console.log('from a thread')`, { eval: true }).on('exit', done));",
    );
    let heard = Heard::default();
    let host = heard.listen_to(host_of(&application)).embed().await?;
    host.request("GET", "/").await?;
    assert!(heard.has("app out from a thread"), "{:?}", heard.lines());
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_logger_that_panics_ends_no_request() -> Outcome {
    let application = Application::answering("console.log('x'); ctx.body = 'answered';");
    let host = host_of(&application).logger(|_| panic!("a bad logger"));
    let host = host.embed().await?;
    assert_eq!(host.request("GET", "/").await?.text(), "answered");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_request_that_takes_longer_than_its_limit_is_answered_by_the_host() -> Outcome {
    let application = Application::answering("await new Promise(() => {});");
    let host = host_of(&application).request_limit(Duration::from_millis(50));
    let host = host.embed().await?;
    let answer = host.request("GET", "/").await?;
    assert_eq!(answer.status(), 503);
    assert!(answer.text().contains("took longer"), "{}", answer.text());
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn an_application_that_fills_its_heap_gets_an_error_and_goes_on() -> Outcome {
    let application = Application::answering(
        "const kept = []; try { for (;;) kept.push('x'.repeat(1 << 20) + kept.length); } catch (e) { ctx.body = kept.length; }",
    );
    let mut held = Vec::new();
    for heap in [64 << 20, 192 << 20] {
        let host = host_of(&application).heap(heap).embed().await?;
        held.push(host.request("GET", "/").await?.json::<usize>()?);
    }
    assert!(held[0] < 64 && held[1] > held[0] * 2, "{held:?}");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_host_that_ends_waits_for_requests_in_flight_no_longer_than_its_limit() -> Outcome {
    let begun = Arc::new(Notify::new());
    let tell = Arc::clone(&begun);
    let extension = Extension::new("endless").module("endless", move |module| {
        module.async_function("wait", move || {
            tell.notify_one();
            std::future::pending::<()>()
        })
    });
    let application = Application::answering("await require('endless').wait();");
    let host = host_of(&application).drain_limit(Duration::from_millis(50));
    let host = host.extension(extension).embed().await?;
    let asking = tokio::spawn(host.request("GET", "/").into_future());
    begun.notified().await;
    // It would take ten seconds without the limit.
    tokio::time::timeout(Duration::from_secs(5), host.close()).await??;
    assert!(asking.await?.is_err());
    Ok(())
}
