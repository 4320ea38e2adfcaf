//! What an extension may not be: told when the host starts, with the extension's name and the place.

use coddle::Extension;
use coddle::extension::{Error, Middleware, Request, State, Step};

use crate::application::{Application, Outcome};

/// A middleware that does nothing.
fn pass(_: serde_json::Value) -> impl Middleware {
    |_: &Request| -> Result<Step, Error> { Ok(Step::Next) }
}

async fn refused(extensions: Vec<Extension>) -> String {
    let error = Application::answering("").embed(extensions).await;
    error.expect_err("it started all the same").to_string()
}

#[tokio::test(flavor = "current_thread")]
async fn a_name_that_two_extensions_claim() -> Outcome {
    for (a, b, expected) in [
        (
            Extension::new("a").module("geo", |module| module),
            Extension::new("b").module("geo", |module| module),
            "extension \"a\" and extension \"b\" both add the module \"geo\"",
        ),
        (
            Extension::new("a").service("geo", |service| service),
            Extension::new("b").service("geo", |service| service),
            "extension \"a\" and extension \"b\" both add the service \"geo\"",
        ),
        (
            Extension::new("a").context(|ctx| ctx.value("geo", 1)),
            Extension::new("b").context(|ctx| ctx.value("geo", 2)),
            "extension \"a\" and extension \"b\" both add ctx.geo",
        ),
        (
            Extension::new("a").middleware("geo", pass),
            Extension::new("b").core_middleware("geo", pass),
            "extension \"a\" and extension \"b\" both add the middleware \"geo\"",
        ),
        (
            Extension::new("a"),
            Extension::new("a"),
            "two extensions have the name \"a\"",
        ),
    ] {
        assert_eq!(refused(vec![a, b]).await, expected);
    }
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn names_that_cannot_be() -> Outcome {
    for (extension, expected) in [
        (
            Extension::new("1st"),
            "extension \"1st\": \"1st\" is no name for an extension",
        ),
        (
            Extension::new("a").service("Geo", |service| service),
            "extension \"a\": \"Geo\" is no name for a service",
        ),
        (
            Extension::new("a").module("./geo", |module| module),
            "extension \"a\": \"./geo\" is no name for a module",
        ),
        (
            Extension::new("a").module("geo", |module| module.value("x", 1).value("x", 2)),
            "extension \"a\": module geo: \"x\" is added twice",
        ),
        (
            Extension::new("a").module("fs", |module| module),
            "extension \"a\": the module \"fs\" would hide the built-in one",
        ),
    ] {
        let text = refused(vec![extension]).await;
        assert!(text.contains(expected), "{text}");
    }
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_member_that_would_hide_eggs_own() -> Outcome {
    for (extension, expected) in [
        // koa's, native
        (
            Extension::new("a").context(|ctx| ctx.value("body", 1)),
            "extension \"a\": the context member \"body\" would hide",
        ),
        // egg's, which is loaded after plugins
        (
            Extension::new("a").context(|ctx| ctx.value("curl", 1)),
            "extension \"a\": the context member \"curl\" would hide",
        ),
        // another plugin's
        (
            Extension::new("a").context(|ctx| ctx.value("session", 1)),
            "extension \"a\": the context member \"session\" would hide",
        ),
        (
            Extension::new("a").application(|app| app.value("router", 1)),
            "extension \"a\": the application member \"router\" would hide",
        ),
        (
            Extension::new("a").helper(|helper| helper.value("escape", 1)),
            "extension \"a\": the helper member \"escape\" would hide",
        ),
    ] {
        let text = match Application::answering("").embed([extension]).await {
            Ok(_) => panic!("it started in spite of this: {expected}"),
            Err(error) => error.to_string(),
        };
        assert!(text.contains(expected), "{text}");
    }
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_middleware_that_egg_has_already() -> Outcome {
    let extension = Extension::new("a").middleware("bodyParser", pass);
    let text = refused(vec![extension]).await;
    assert!(
        text.contains("extension \"a\": its middleware \"bodyParser\" would be hidden"),
        "{text}"
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_plugin_of_the_applications_with_that_name() -> Outcome {
    let application = Application::answering("");
    application.write(
        "config/plugin.js",
        "exports.geo = { enable: true, path: require('path').join(__dirname, '../lib/geo') };",
    );
    application.write(
        "lib/geo/package.json",
        r#"{ "name": "geo", "eggPlugin": { "name": "geo" } }"#,
    );
    let error = application
        .embed([Extension::new("geo")])
        .await
        .expect_err("a conflict");
    let text = error.to_string();
    assert!(
        text.contains("extension \"geo\": a plugin of that name is configured in"),
        "{text}"
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_state_that_nobody_makes() -> Outcome {
    let application = Application::answering(
        "try { require('a').read(); } catch (error) { ctx.body = error.message; }",
    );
    let extension = Extension::new("a").module("a", |module| {
        module.function("read", |state: State<u32>| *state.0)
    });
    let text = application
        .embed([extension])
        .await?
        .request("GET", "/")
        .await?
        .text();
    assert!(
        text.starts_with("extension \"a\": module a.read: ") && text.contains("u32"),
        "{text}"
    );
    Ok(())
}
