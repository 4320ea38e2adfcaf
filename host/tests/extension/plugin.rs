//! Extensions as plugins: configuration, order, life cycle, tasks, messages, the agent.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use coddle::Extension;
use coddle::extension::{App, Config, Error, State};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::application::{Application, Outcome, body_of};

#[derive(Deserialize, Serialize)]
struct Settings {
    most: u32,
    name: String,
}

fn settled() -> Extension {
    Extension::new("settled")
        .config(Settings {
            most: 3,
            name: "default".to_owned(),
        })
        .config_in("unittest", "settled", json!({ "name": "of unittest" }))
        .module("settled", |module| {
            module.function("read", |config: Config<Settings>| config.0)
        })
}

#[tokio::test(flavor = "current_thread")]
async fn configuration_has_defaults_environments_and_the_applications_word() -> Outcome {
    let read = "ctx.body = { ...require('settled').read(), plugin: ctx.app.plugins.settled.name };";
    let application = Application::answering(read);
    application.write(
        "config/config.default.js",
        "exports.keys = 'k'; exports.settled = { most: 9 };",
    );
    let host = application.embed([settled()]).await?;
    assert_eq!(
        host.request("GET", "/").await?.text(),
        r#"{"most":9,"name":"of unittest","plugin":"settled"}"#
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_configuration_of_another_shape_is_an_error_that_names_the_place() -> Outcome {
    let application = Application::answering("");
    application.write(
        "config/config.default.js",
        "exports.keys = 'k'; exports.settled = { most: 'many' };",
    );
    let extension = settled().config_did_load(|config: Config<Settings>| config.0.most);
    let error = application
        .embed([extension])
        .await
        .expect_err("a wrong shape");
    let expected = "extension \"settled\": application configDidLoad: config.settled.most: invalid type: string \"many\", expected u32";
    assert!(error.to_string().contains(expected), "{error}");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn the_application_disables_it_as_any_plugin() -> Outcome {
    let application = Application::answering(
        "ctx.body = [ ctx.app.plugins.shy === undefined, ctx.shy === undefined ];",
    );
    application.write("config/plugin.js", "exports.shy = false;");
    let extension = Extension::new("shy").context(|ctx| ctx.value("shy", true));
    let host = application.embed([extension]).await?;
    assert_eq!(host.request("GET", "/").await?.text(), "[true,true]");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn dependencies_order_extensions_and_environments_select_them() -> Outcome {
    let first = Extension::new("zeta");
    let second = Extension::new("alpha").dependencies(["zeta"]);
    let other = Extension::new("elsewhere").environments(["prod"]);
    let application = Application::answering(
        "const names = Object.keys(ctx.app.plugins); ctx.body = names.filter(name => [ 'zeta', 'alpha', 'elsewhere' ].includes(name));",
    );
    let host = application.embed([second, first, other]).await?;
    assert_eq!(
        host.request("GET", "/").await?.text(),
        r#"["zeta","alpha"]"#
    );
    let missing = Extension::new("alpha").dependencies(["nobody"]);
    let error = Application::answering("")
        .embed([missing])
        .await
        .expect_err("a missing plugin");
    assert!(error.to_string().contains("missing: [nobody]"), "{error}");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn steps_run_in_eggs_order_and_states_are_made_before_them() -> Outcome {
    struct Made;
    let seen: Arc<Mutex<Vec<&'static str>>> = Arc::default();
    let note = |name: &'static str| {
        let seen = Arc::clone(&seen);
        move || seen.lock().expect("nobody panicked").push(name)
    };
    let noted = |name: &'static str| {
        let note = note(name);
        move || {
            note();
            async {}
        }
    };
    let made = note("state");
    let loaded = note("didLoad");
    let extension = Extension::new("steps")
        .before_close(noted("beforeClose"))
        .server_did_ready(noted("serverDidReady"))
        .did_ready(noted("didReady"))
        .will_ready(noted("willReady"))
        .did_load(move |_: State<Made>| {
            loaded();
            async {}
        })
        .state(move || {
            made();
            async { Ok(Made) }
        })
        .config_did_load(note("configDidLoad"))
        .config_will_load(note("configWillLoad"));
    let application = Application::answering("");
    let host = application.embed([extension]).await?;
    // serverDidReady follows a message, so a request is the moment by which it has come.
    host.request("GET", "/").await?;
    host.close().await?;
    assert_eq!(
        *seen.lock().expect("nobody panicked"),
        [
            "configWillLoad",
            "configDidLoad",
            "state",
            "didLoad",
            "willReady",
            "didReady",
            "serverDidReady",
            "beforeClose"
        ]
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_step_that_fails_keeps_the_application_from_starting() -> Outcome {
    let extension = Extension::new("broken")
        .state(|| async { Err::<u8, _>(Error::new("no database").with_code("ERR_DB")) });
    let error = Application::answering("")
        .embed([extension])
        .await
        .expect_err("a failure");
    assert!(error.to_string().contains("no database"), "{error}");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn messages_go_between_application_and_agent() -> Outcome {
    struct Heard(RefCell<Vec<String>>);
    let extension = Extension::new("talk")
        .state(|| async { Ok(Heard(RefCell::default())) })
        .on_message("pong", |heard: State<Heard>, text: String| {
            heard.0.0.borrow_mut().push(text);
        })
        .module("talk", |module| {
            module
                .function("ask", |app: App, text: String| {
                    app.send_to_agent("ping", &text)
                })
                .function("heard", |heard: State<Heard>| heard.0.0.borrow().clone())
        })
        .agent(|agent| {
            agent.on_message("ping", |app: App, text: String| {
                app.send_to_app("pong", &format!("{text} from the agent"))
            })
        });
    let it = body_of(
        extension,
        "const talk = require('talk'); talk.ask('hello');
         while (talk.heard().length === 0) await new Promise(setImmediate);
         return talk.heard();",
    )
    .await?;
    assert_eq!(it, json!(["hello from the agent"]));
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_background_task_runs_beside_requests_and_its_failure_is_logged() -> Outcome {
    struct Beats(std::cell::Cell<u32>);
    let extension = Extension::new("heart")
        .state(|| async { Ok(Beats(std::cell::Cell::new(0))) })
        .background("beat", |beats: State<Beats>| async move {
            for _ in 0..3 {
                tokio::task::yield_now().await;
                beats.0.0.set(beats.0.0.get() + 1);
            }
            Err(Error::new("arrest"))
        })
        .background("panic", || async { panic!("at once") })
        .module("heart", |module| {
            module.function("beats", |beats: State<Beats>| beats.0.0.get())
        });
    let application = Application::answering(
        "while (require('heart').beats() < 3) await new Promise(setImmediate); ctx.body = 'beaten';",
    );
    let host = application.embed([extension]).await?;
    assert_eq!(host.request("GET", "/").await?.text(), "beaten");
    host.close().await?;
    let log = std::fs::read_to_string(application.path().join("logs/extended/common-error.log"))?;
    assert!(log.contains("extension \"heart\": application background task \"beat\": task \"beat\" has ended: arrest"), "{log}");
    assert!(log.contains("panicked: at once"), "{log}");
    Ok(())
}
