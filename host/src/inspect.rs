//! An application that is loaded to be looked at, not to be served.

use std::path::{Path, PathBuf};

use coddle_engine::rquickjs::{Ctx, Function, Object, Result as JsResult, Value};
use coddle_engine::{Limits, World, builtin, errors};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::extension::Extensions;
use crate::{Error, application, event_loop};

/// Which application, in which environment.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) app: PathBuf,
    /// egg's server environment; without it egg's own rules.
    pub(crate) env: Option<String>,
    pub(crate) framework: Option<String>,
    pub(crate) extensions: Extensions,
}

/// A world whose questions are modules `internal/egg/inspect/<name>`: a function of options that gives plain data. Nothing
/// that the application puts off (ticks, promises, timers) is ever run.
pub(crate) struct Inspection {
    world: World,
    app: PathBuf,
    options: serde_json::Value,
}

impl Inspection {
    /// Makes the world. It lives inside a tokio local runtime: see [`run`].
    ///
    /// # Errors
    /// When the folder does not exist, or the engine has no memory.
    pub(crate) fn open(subject: &Subject) -> Result<Inspection, Error> {
        let app = std::fs::canonicalize(&subject.app).map_err(|error| Error::Application {
            worker: 0,
            message: format!("{}: {error}", subject.app.display()),
        })?;
        let limits = Limits {
            stack: 4 << 20,
            ..Limits::default()
        };
        let world = application::new_world(limits, &subject.extensions)?;
        let mut options = json!({ "baseDir": app });
        if let Some(env) = &subject.env {
            options["env"] = json!(env);
        }
        if let Some(framework) = &subject.framework {
            options["framework"] = json!(framework);
        }
        Ok(Inspection {
            world,
            app,
            options,
        })
    }

    /// The application's folder, resolved.
    pub(crate) fn app(&self) -> &Path {
        &self.app
    }

    /// Asks one of the modules; `more` is merged into the options (`baseDir`, `env`, `framework`).
    ///
    /// # Errors
    /// What loading the application throws.
    pub(crate) fn ask<T: DeserializeOwned>(
        &self,
        question: &str,
        more: serde_json::Map<String, serde_json::Value>,
    ) -> Result<T, Error> {
        let failed = |message: String| Error::Application { worker: 0, message };
        let mut options = self.options.clone();
        if let Some(options) = options.as_object_mut() {
            options.extend(more);
        }
        let answer = self
            .world
            .enter(|ctx| {
                call(ctx, question, &options.to_string())
                    .map_err(|error| errors::describe(&errors::caught(ctx, error)))
            })
            .map_err(|message| match self.world.exit_code() {
                Some(code) => failed(format!(
                    "it ended the process with code {code} while it was loaded"
                )),
                None => failed(message),
            })?;
        serde_json::from_str(&answer)
            .map_err(|error| failed(format!("its answer to '{question}' is broken: {error}")))
    }
}

fn call(ctx: &Ctx<'_>, question: &str, options: &str) -> JsResult<String> {
    let _: Value<'_> = builtin::require(ctx, "internal/bootstrap")?;
    let module = format!("internal/egg/inspect/{question}");
    let function: Function<'_> = builtin::require(ctx, &module)?.get()?;
    let options: Object<'_> = ctx.json_parse(options)?.get()?;
    let answer: Value<'_> = function.call((options,))?;
    ctx.json_stringify(answer)?
        .map_or_else(|| Ok("null".to_string()), |text| text.to_string())
}

/// Opens an inspection and lets `work` ask it, inside the runtime that a world needs.
///
/// # Errors
/// [`Inspection::open`]'s, `work`'s, or [`Error::System`].
pub(crate) fn run<T>(
    subject: &Subject,
    work: impl FnOnce(&Inspection) -> Result<T, Error>,
) -> Result<T, Error> {
    event_loop::run(async { work(&Inspection::open(subject)?) })
}
