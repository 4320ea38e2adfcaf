//! The application, as natives see it.

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::rc::Rc;

use coddle_engine::class::call;
use coddle_engine::convert;
use coddle_engine::rquickjs::{Ctx, Function, Object, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::local::Local;
use super::value::to_js;
use super::{Error, State};

/// The application of a worker, or the agent. Cloning it is cheap, and it may be kept across awaits.
///
/// ```no_run
/// use coddle::extension::{App, Extension};
/// use std::time::Duration;
///
/// let extension = Extension::new("rates").background("refresh", |app: App| async move {
///     while !app.is_closing() {
///         app.send_to_agent("rates", &["EUR", "CNY"])?;
///         app.unless_closing(tokio::time::sleep(Duration::from_secs(60))).await;
///     }
///     Ok(())
/// });
/// ```
#[derive(Clone)]
pub struct App {
    local: Rc<Local>,
}

impl App {
    pub(crate) fn new(local: Rc<Local>) -> App {
        App { local }
    }

    /// The configuration under `key`, `app.config[key]`, once it is loaded (from `config_will_load` on).
    ///
    /// # Errors
    /// When it has another shape than `T`; the message names key and place.
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// fn work(app: &App) -> Result<(), Error> {
    ///     let hosts: Vec<String> = app.config("hosts")?;
    ///     assert!(!hosts.is_empty());
    ///     Ok(())
    /// }
    /// ```
    pub fn config<T: DeserializeOwned>(&self, key: &str) -> Result<T, Error> {
        self.local.with_app(|ctx, app| {
            let config: Object<'_> = get(ctx, &app, "config")?;
            let value: Value<'_> = get(ctx, &config, key)?;
            shaped(ctx, &value, &format!("config.{key}"))
        })
    }

    /// `app.name`: the name in the application's package.json.
    ///
    /// # Errors
    /// When the application has ended.
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// fn work(app: &App) -> Result<String, Error> {
    ///     app.name()
    /// }
    /// ```
    pub fn name(&self) -> Result<String, Error> {
        self.local.with_app(|ctx, app| get(ctx, &app, "name"))
    }

    /// `app.config.env`: `local`, `unittest`, `prod`, ...
    ///
    /// # Errors
    /// When the application has ended.
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// fn work(app: &App) -> Result<bool, Error> {
    ///     Ok(app.env()? == "prod")
    /// }
    /// ```
    pub fn env(&self) -> Result<String, Error> {
        self.local.with_app(|ctx, app| {
            let config: Object<'_> = get(ctx, &app, "config")?;
            get(ctx, &config, "env")
        })
    }

    /// `app.baseDir`: the application's folder.
    ///
    /// # Errors
    /// When the application has ended.
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// fn work(app: &App) -> Result<bool, Error> {
    ///     Ok(app.base_dir()?.join("data").is_dir())
    /// }
    /// ```
    pub fn base_dir(&self) -> Result<PathBuf, Error> {
        self.local
            .with_app(|ctx, app| get::<String>(ctx, &app, "baseDir"))
            .map(PathBuf::from)
    }

    /// What the extension's [`state`](super::Extension::state) made; `None` before that.
    ///
    /// ```
    /// # use coddle::extension::App;
    /// fn work(app: &App) -> Option<u32> {
    ///     app.state::<u32>().map(|state| *state.0)
    /// }
    /// ```
    pub fn state<T: 'static>(&self) -> Option<State<T>> {
        self.local.state().map(State)
    }

    /// `app.messenger.sendToApp`: to the applications of all workers.
    ///
    /// # Errors
    /// When `data` has no JavaScript form, or the application has ended.
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// fn work(app: &App) -> Result<(), Error> {
    ///     app.send_to_app("rate", &1.25)
    /// }
    /// ```
    pub fn send_to_app(&self, action: &str, data: &impl Serialize) -> Result<(), Error> {
        self.send("sendToApp", action, data)
    }

    /// `app.messenger.sendToAgent`.
    ///
    /// # Errors
    /// As for [`App::send_to_app`].
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// fn work(app: &App) -> Result<(), Error> {
    ///     app.send_to_agent("refresh", &["EUR", "CNY"])
    /// }
    /// ```
    pub fn send_to_agent(&self, action: &str, data: &impl Serialize) -> Result<(), Error> {
        self.send("sendToAgent", action, data)
    }

    /// `app.messenger.broadcast`: to all applications and the agent.
    ///
    /// # Errors
    /// As for [`App::send_to_app`].
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// fn work(app: &App) -> Result<(), Error> {
    ///     app.broadcast("cleared", &())
    /// }
    /// ```
    pub fn broadcast(&self, action: &str, data: &impl Serialize) -> Result<(), Error> {
        self.send("broadcast", action, data)
    }

    fn send(&self, how: &str, action: &str, data: &impl Serialize) -> Result<(), Error> {
        self.local.with_app(|ctx, app| {
            let failed = |error| Error::of_engine(ctx, error);
            let messenger: Object<'_> = get(ctx, &app, "messenger")?;
            let send: Value<'_> = get(ctx, &messenger, how)?;
            let action = call::string(ctx, action).map_err(failed)?;
            let data = to_js(ctx, data)?;
            call::call(ctx, &send, messenger.as_value(), &[&action, &data])
                .map(drop)
                .map_err(failed)
        })
    }

    /// `app.coreLogger.info`: a line in the application's log.
    ///
    /// # Errors
    /// When the application has ended.
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// fn work(app: &App) -> Result<(), Error> {
    ///     app.log_info("the table has been read")
    /// }
    /// ```
    pub fn log_info(&self, text: &str) -> Result<(), Error> {
        self.local.with_app(|ctx, app| {
            let logger: Object<'_> = get(ctx, &app, "coreLogger")?;
            let info: Function<'_> = get(ctx, &logger, "info")?;
            // The text is an argument of its own: a % in it means nothing.
            info.call::<_, ()>((
                coddle_engine::rquickjs::function::This(logger),
                "[%s] %s",
                &*self.local.extension,
                text,
            ))
            .map_err(|error| Error::of_engine(ctx, error))
        })
    }

    /// `app.coreLogger.error`, with the error's stack.
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// fn work(app: &App) {
    ///     app.log_error(&Error::new("the table cannot be read").with_code("ERR_TABLE"));
    /// }
    /// ```
    pub fn log_error(&self, error: &Error) {
        self.local.log(error);
    }

    /// Whether the application is being closed, or has ended.
    ///
    /// ```
    /// # use coddle::extension::App;
    /// fn work(app: &App) -> bool {
    ///     !app.is_closing()
    /// }
    /// ```
    pub fn is_closing(&self) -> bool {
        *self.local.closing.borrow()
    }

    /// Waits until the application is being closed. Who waits for it is given five seconds to end after that.
    ///
    /// ```
    /// # use coddle::extension::{App, Error};
    /// async fn task(app: App) -> Result<(), Error> {
    ///     app.closing().await;
    ///     app.log_info("goodbye")
    /// }
    /// ```
    pub async fn closing(&self) {
        // Counted until the task ends, so that it is not broken off the moment it hears of it.
        self.local.awaited.set(self.local.awaited.get() + 1);
        let mut closing = self.local.closing.subscribe();
        // The sender lives as long as the `Local` that we hold.
        let _closed = closing.wait_for(|closing| *closing).await;
    }

    /// Waits for `work`, or drops it when the application is being closed, which gives `None`.
    ///
    /// ```
    /// # use coddle::extension::App;
    /// async fn tick(app: App) {
    ///     let second = std::time::Duration::from_secs(1);
    ///     while app.unless_closing(tokio::time::sleep(second)).await.is_some() {}
    /// }
    /// ```
    pub async fn unless_closing<R>(&self, work: impl Future<Output = R>) -> Option<R> {
        tokio::select! {
            result = work => Some(result),
            () = self.closing() => None,
        }
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("extension", &self.local.extension)
            .finish_non_exhaustive()
    }
}

fn get<'js, T: coddle_engine::rquickjs::FromJs<'js>>(
    ctx: &Ctx<'js>,
    object: &Object<'js>,
    key: &str,
) -> Result<T, Error> {
    object
        .get(key)
        .map_err(|error| Error::of_engine(ctx, error))
}

/// A value of the configuration as `T`.
pub(crate) fn shaped<T: DeserializeOwned>(
    ctx: &Ctx<'_>,
    value: &Value<'_>,
    root: &str,
) -> Result<T, Error> {
    convert::from_js(value).map_err(|mismatch| match mismatch.is_thrown() {
        true => Error::of_value(&ctx.catch()),
        false => Error::misuse(format!("{}: {}", mismatch.place(root), mismatch.reason()))
            .with_name("TypeError")
            .with_code("ERR_INVALID_CONFIG"),
    })
}
