//! Members of egg's objects.

use coddle::Extension;
use coddle::extension::{App, Request};
use serde_json::json;

use crate::application::{Outcome, body_of};

#[tokio::test(flavor = "current_thread")]
async fn values_functions_and_getters_stand_on_all_of_eggs_objects() -> Outcome {
    let extension = Extension::new("everywhere")
        .application(|app| {
            app.value("limits", json!({ "most": 3 }))
                .function("describe", |app: App| app.name())
        })
        .context(|ctx| {
            ctx.getter("agentName", |request: Request| request.header("user-agent"))
                .function("join", |request: Request, text: String| {
                    format!("{}{text}", request.path())
                })
        })
        .request(|request| request.getter("isCli", |request: Request| request.method() == "GET"))
        .response(|response| {
            response.function("mark", |request: Request| {
                request.set_header(
                    http::HeaderName::from_static("x-mark"),
                    http::HeaderValue::from_static("1"),
                );
            })
        })
        .helper(|helper| helper.function("shout", |text: String| text.to_uppercase()));
    let it = body_of(
        extension,
        "ctx.response.mark();
         return [ ctx.app.limits, ctx.app.describe(), ctx.agentName, ctx.join('x'), ctx.request.isCli, ctx.response.get('x-mark'),
           ctx.helper.shout('a') ];",
    )
    .await?;
    assert_eq!(
        it,
        json!([{ "most": 3 }, "extended", null, "/x", true, "1", "A"])
    );
    Ok(())
}
