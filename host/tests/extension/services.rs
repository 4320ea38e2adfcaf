//! Services under ctx.service.

use std::cell::Cell;

use coddle::Extension;
use coddle::extension::{Request, State};
use serde_json::json;

use crate::application::{Application, Outcome, body_of};

struct Calls(Cell<u32>);

fn geo() -> Extension {
    Extension::new("geo")
        .state(|| async { Ok(Calls(Cell::new(0))) })
        .service("maps.geo", |service| {
            service
                .function(
                    "where",
                    |request: Request, calls: State<Calls>, name: String| {
                        calls.0.0.set(calls.0.0.get() + 1);
                        format!("{name} for {} ({})", request.path(), calls.0.0.get())
                    },
                )
                .async_function("later", |request: Request| async move {
                    tokio::task::yield_now().await;
                    request.method().to_string()
                })
        })
}

#[tokio::test(flavor = "current_thread")]
async fn a_service_stands_in_its_namespace_and_knows_its_request() -> Outcome {
    let it = body_of(
        geo(),
        "const { geo } = ctx.service.maps; return [ geo.where('Ulm'), geo.where('Bern'), await geo.later(), geo === ctx.service.maps.geo, geo.ctx === ctx ];",
    )
    .await?;
    assert_eq!(
        it,
        json!(["Ulm for / (1)", "Bern for / (2)", "GET", true, true])
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn services_of_javascript_stand_beside_it_in_its_namespace() -> Outcome {
    let application = Application::answering(
        "ctx.body = [ ctx.service.maps.tiles.count(), ctx.service.maps.tiles.where('Ulm') ];",
    );
    application.write(
        "app/service/maps/tiles.js",
        "module.exports = class Tiles extends require('egg').Service {
           count() { return 4; }
           where(name) { return this.service.maps.geo.where(name.toUpperCase()); }
         };",
    );
    let host = application.embed([geo()]).await?;
    let answer = host.request("GET", "/").await?;
    assert_eq!(answer.text(), r#"[4,"ULM for / (1)"]"#);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_service_that_the_application_has_too_is_an_error_that_names_both() -> Outcome {
    let application = Application::answering("");
    application.write("app/service/maps/geo.js", "module.exports = class Geo {};");
    let error = application.embed([geo()]).await.expect_err("a conflict");
    let text = error.to_string();
    assert!(
        text.contains("can't overwrite property 'maps.geo'"),
        "{text}"
    );
    assert!(
        text.contains("extension/geo/app/service/maps/geo.js"),
        "{text}"
    );
    Ok(())
}
