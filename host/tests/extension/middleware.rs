//! Middleware in Rust.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use coddle::Extension;
use coddle::extension::{Error, Middleware, Reply, Request, Step};
use http::{HeaderName, HeaderValue};
use serde::Deserialize;

use crate::application::{Application, Outcome};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    name: String,
}

struct Tagger(HeaderValue);

impl Middleware for Tagger {
    fn before(&self, request: &Request) -> Result<Step, Error> {
        request.set_header(HeaderName::from_static("x-before"), self.0.clone());
        Ok(Step::Next)
    }

    fn after(&self, request: &Request) -> Result<(), Error> {
        let status = request.status().as_u16();
        request.set_header(
            HeaderName::from_static("x-after"),
            HeaderValue::from(status),
        );
        Ok(())
    }
}

fn tagger() -> Extension {
    Extension::new("tags").middleware("tagger", |options: Options| {
        Ok::<_, Error>(Tagger(HeaderValue::try_from(options.name)?))
    })
}

fn configured(config: &str) -> Application {
    let application = Application::new(&[(
        "app/router.js",
        "module.exports = app => {
           app.router.get('/', async ctx => { ctx.body = ctx.seen || 'hello'; });
           app.router.get('/made', async ctx => { ctx.status = 201; ctx.body = 'made'; });
           app.router.get('/fails', async () => { throw new Error('inside'); });
         };",
    )]);
    application.write(
        "config/config.default.js",
        &format!("exports.keys = 'k'; {config}"),
    );
    application
}

#[tokio::test(flavor = "current_thread")]
async fn it_works_before_and_after_what_is_inside() -> Outcome {
    let application =
        configured("exports.middleware = [ 'tagger' ]; exports.tagger = { name: 'rust' };");
    let host = application.embed([tagger()]).await?;
    let answer = host.request("GET", "/made").await?;
    assert_eq!(answer.text(), "made");
    assert_eq!(answer.header("x-before"), Some("rust"));
    assert_eq!(answer.header("x-after"), Some("201"));
    let failed = host.request("GET", "/fails").await?;
    assert_eq!(failed.status(), 500);
    assert_eq!(failed.header("x-after"), None);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn config_turns_it_off_and_matches_and_ignores() -> Outcome {
    let host = configured(
        "exports.middleware = [ 'tagger' ]; exports.tagger = { name: 'rust', match: '/made' };",
    );
    let host = host.embed([tagger()]).await?;
    assert_eq!(host.request("GET", "/").await?.header("x-before"), None);
    let made = host.request("GET", "/made").await?;
    assert_eq!(made.header("x-before"), Some("rust"));
    assert_eq!(made.header("x-after"), Some("201"));
    let off = configured(
        "exports.middleware = [ 'tagger' ]; exports.tagger = { name: 'rust', enable: false };",
    );
    let off = off.embed([tagger()]).await?;
    assert_eq!(off.request("GET", "/made").await?.header("x-before"), None);
    Ok(())
}

// MW-011, MW-012
#[tokio::test(flavor = "current_thread")]
async fn match_and_ignore_mean_what_they_mean_to_a_middleware_of_javascript() -> Outcome {
    let paths = [
        "/",
        "/api",
        "/API/x",
        "/apix",
        "/api/",
        "/users/7",
        "/users/seven",
        "/caf%C3%A9",
        "/made?path=/api",
    ];
    // Each with the number of these paths for which the middleware is there.
    for (options, expected) in [
        ("match: '/api'", 3),
        ("match: '/'", 9),
        ("match: '/users/:id(\\\\d+)'", 1),
        ("match: /^\\/users\\/\\d/g", 1),
        ("match: [ '/api', [ /seven$/i ] ]", 4),
        ("match: ctx => ctx.path === '/made'", 1),
        ("match: [ '/api', ctx => ctx.query.path ]", 4),
        ("ignore: '/api/'", 6),
        ("ignore: [ /x$/, '/users' ]", 5),
    ] {
        let application = configured(&format!(
            "exports.middleware = [ 'plain', 'tagger' ];
             exports.plain = {{ {options} }}; exports.tagger = {{ name: 'rust', {options} }};"
        ));
        application.write(
            "app/middleware/plain.js",
            "module.exports = () => async function plain(ctx, next) { ctx.set('x-plain', '1'); await next(); };",
        );
        let host = application.embed([tagger()]).await?;
        let mut met = 0;
        for path in paths {
            let answer = host.request("GET", path).await?;
            let [plain, before, after] =
                ["x-plain", "x-before", "x-after"].map(|name| answer.header(name).is_some());
            assert_eq!(before, plain, "{options}: {path}");
            // koa's answer to what is not there drops no header, so the way out shows too.
            assert_eq!(after, plain, "{options}: {path}, on the way out");
            met += usize::from(before);
        }
        assert_eq!(met, expected, "{options}");
        host.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn match_sees_the_path_that_the_application_gives_to_ctx() -> Outcome {
    let application = configured(
        "exports.middleware = [ 'tagger' ]; exports.tagger = { name: 'rust', match: '/shown' };",
    );
    application.write(
        "app/extend/context.js",
        "module.exports = { get path() { return '/shown' + this.request.path; } };",
    );
    let host = application.embed([tagger()]).await?;
    let answer = host.request("GET", "/").await?;
    assert_eq!(answer.header("x-before"), Some("rust"));
    assert_eq!(answer.header("x-after"), Some("200"));
    host.close().await?;
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_middleware_without_a_way_out_is_left_out_there_and_one_with_it_never() -> Outcome {
    struct Way(Arc<AtomicU32>);
    impl Middleware for Way {
        fn before(&self, _: &Request) -> Result<Step, Error> {
            Ok(Step::Next)
        }
        fn after(&self, _: &Request) -> Result<(), Error> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(())
        }
    }
    let left = Arc::new(AtomicU32::new(0));
    let shared = Arc::clone(&left);
    let extension = Extension::new("ways")
        .core_middleware("oneWay", |_: serde_json::Value| {
            |_: &Request| -> Result<Step, Error> { Ok(Step::Next) }
        })
        .core_middleware("bothWays", move |_: serde_json::Value| {
            Way(Arc::clone(&shared))
        });
    let host = configured("").embed([extension]).await?;
    for _ in 0..3 {
        assert_eq!(host.request("GET", "/").await?.text(), "hello");
    }
    assert_eq!(left.load(Ordering::Relaxed), 3);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn what_the_application_does_to_app_middleware_while_it_serves_is_seen() -> Outcome {
    /// Adds its letter to a header.
    fn letter(name: &'static str) -> impl Fn(()) -> Tells + Send + Sync {
        move |()| Tells(name)
    }
    struct Tells(&'static str);
    impl Middleware for Tells {
        fn before(&self, request: &Request) -> Result<Step, Error> {
            let way = HeaderName::from_static("x-way");
            let before = request.answer_header(&way);
            let before = before.as_ref().map_or(Ok(""), |value| value.to_str())?;
            request.set_header(way, HeaderValue::try_from(format!("{before}{}", self.0))?);
            Ok(Step::Next)
        }
    }
    let extension = Extension::new("letters")
        .middleware("a", letter("a"))
        .middleware("b", letter("b"))
        .middleware("c", letter("c"));
    let application = configured("exports.middleware = [ 'a', 'b', 'c' ];");
    application.write(
        "app/router.js",
        "module.exports = app => {
           const { middleware } = app;
           const at = () => middleware.findIndex(layer => layer._name === 'a');
           const javascript = (ctx, next) => { ctx.set('x-way', ctx.response.get('x-way') + 'j'); return next(); };
           const work = {
             nothing() {},
             swap() { middleware.splice(at() + 1, 2, middleware[at() + 2], middleware[at() + 1]); },
             replace() { middleware[at() + 1] = javascript; },
             remove() { middleware.splice(at() + 2, 1); },
             back() { middleware.splice(at() + 1, 0, middleware[at()]); },
           };
           app.router.get('/:what', ctx => { work[ctx.params.what](); ctx.body = 'x'; });
         };",
    );
    let host = application.embed([extension]).await?;
    for (what, expected) in [
        ("swap", "acb"),
        ("replace", "ajb"),
        ("remove", "aj"),
        ("back", "aaj"),
    ] {
        host.request("GET", &format!("/{what}")).await?;
        let answer = host.request("GET", "/nothing").await?;
        assert_eq!(answer.header("x-way"), Some(expected), "{what}");
    }
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn options_of_another_shape_are_an_error_at_start_that_names_the_place() -> Outcome {
    for (config, expected) in [
        (
            "{ name: 7 }",
            "extension \"tags\": middleware tagger: config.tagger.name: invalid type: integer `7`, expected a string",
        ),
        (
            "{}",
            "extension \"tags\": middleware tagger: config.tagger: missing field `name`",
        ),
        (
            "{ name: 'x', nam: 1 }",
            "config.tagger.nam: unknown field `nam`",
        ),
    ] {
        let application = configured(&format!(
            "exports.middleware = [ 'tagger' ]; exports.tagger = {config};"
        ));
        let error = application.embed([tagger()]).await.expect_err(config);
        let text = error.to_string();
        assert!(text.contains("config.tagger"), "{text}");
        if !expected.starts_with("config") {
            assert!(text.contains(expected), "{text}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn it_answers_by_itself_with_state_that_all_workers_share() -> Outcome {
    let seen = Arc::new(AtomicU32::new(0));
    let shared = Arc::clone(&seen);
    let extension =
        Extension::new("limit").core_middleware("limit", move |_: serde_json::Value| {
            let seen = Arc::clone(&shared);
            move |_: &Request| -> Result<Step, Error> {
                Ok(match seen.fetch_add(1, Ordering::Relaxed) {
                    0 => Step::Next,
                    1 => Step::Reply(Reply::text(429, "slow down").with_header("retry-after", "1")),
                    _ => Step::Reply(Reply::json(404, &["gone"])?),
                })
            }
        });
    let application = configured("exports.middleware = [ 'outer' ];");
    application.write(
        "app/middleware/outer.js",
        "module.exports = () => async function outer(ctx, next) { await next(); ctx.set('x-outer', String(ctx.status)); };",
    );
    let host = application.embed([extension]).await?;
    assert_eq!(host.request("GET", "/").await?.text(), "hello");
    let refused = host.request("GET", "/").await?;
    assert_eq!(
        (refused.status().as_u16(), refused.text().as_str()),
        (429, "slow down")
    );
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(
        refused.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    let gone = host.request("GET", "/").await?;
    assert_eq!(
        (gone.status().as_u16(), gone.text().as_str()),
        (404, "[\"gone\"]")
    );
    assert_eq!(
        gone.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    assert_eq!(seen.load(Ordering::Relaxed), 3);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn it_answers_inside_middleware_of_javascript() -> Outcome {
    let extension = Extension::new("inner").middleware("inner", |_: serde_json::Value| {
        |_: &Request| -> Result<Step, Error> { Ok(Step::Reply(Reply::text(202, "from Rust"))) }
    });
    let application = configured("exports.middleware = [ 'outer', 'inner' ];");
    application.write(
        "app/middleware/outer.js",
        "module.exports = () => async function outer(ctx, next) { await next(); ctx.set('x-outer', `${ctx.status} ${ctx.body}`); };",
    );
    let host = application.embed([extension]).await?;
    let answer = host.request("GET", "/").await?;
    assert_eq!(
        (answer.status().as_u16(), answer.text().as_str()),
        (202, "from Rust")
    );
    assert_eq!(answer.header("x-outer"), Some("202 from Rust"));
    assert_eq!(
        answer.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn it_waits_without_holding_up_others_and_its_errors_are_eggs() -> Outcome {
    let extension = Extension::new("gate").core_middleware("gate", |_: serde_json::Value| {
        |request: &Request| -> Result<Step, Error> {
            let who = request.header("x-who");
            Ok(Step::wait(async move {
                tokio::task::yield_now().await;
                match who.as_deref() {
                    Some("mallory") => Ok(Step::Reply(Reply::text(403, "no"))),
                    Some("nobody") => Err(Error::new("who?").with_status(401)),
                    Some("panic") => panic!("at the gate"),
                    _ => Ok(Step::Next),
                }
            }))
        }
    });
    let application = configured("");
    let host = application.embed([extension]).await?;
    for (who, status) in [
        ("ada", 200),
        ("mallory", 403),
        ("nobody", 401),
        ("panic", 500),
        ("bob", 200),
    ] {
        let answer = host.request("GET", "/").header("x-who", who).await?;
        assert_eq!(answer.status().as_u16(), status, "{who}");
    }
    Ok(())
}
