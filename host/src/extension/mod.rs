//! Rust code in an egg application: what an [`Extension`] adds, JavaScript calls as if it were its own.
//!
//! ```no_run
//! use coddle::{Extension, Host};
//! use coddle::extension::Error;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize)]
//! struct Place { lat: f64, lon: f64 }
//!
//! #[derive(Serialize)]
//! struct Distance { km: f64 }
//!
//! fn distance(from: Place, to: Place) -> Result<Distance, Error> {
//!     if !(-90.0..=90.0).contains(&from.lat) || !(-90.0..=90.0).contains(&to.lat) {
//!         return Err(Error::new("there is no such latitude").with_code("ERR_LATITUDE").with_status(422));
//!     }
//!     Ok(Distance { km: (from.lat - to.lat).hypot(from.lon - to.lon) * 111.2 })
//! }
//!
//! fn main() -> Result<(), coddle::Error> {
//!     // a controller calls ctx.service.geo.distance({ lat: 52.5, lon: 13.4 }, { lat: 48.1, lon: 11.6 })
//!     let geo = Extension::new("geo").service("geo", |service| service.function("distance", distance));
//!     Host::builder().app("./my-app").extension(geo).run()
//! }
//! ```
//!
//! An extension is a plugin to egg: it stands in `app.plugins` under its name, an application may disable it in
//! `config/plugin.js`, and its configuration is merged as any plugin's is.
//!
//! What natives take and give is described at [`FromCall`] and [`IntoValue`]. What they must know of the host is little: each worker
//! is one thread with one JavaScript world, a native runs on that thread and must not block it
//! ([`Members::blocking_function`] is for that), closures of an extension are shared by all workers and so are `Send + Sync`, and
//! what they return need not be. JavaScript values themselves never reach Rust but as serde types, [`Callback`], [`ByteStream`] and
//! [`Instance`], so there is nothing to know of their lifetimes.
//!
//! Reading order: [`Extension`], [`Members`], [`FromCall`] and [`IntoValue`], [`Middleware`], [`Request`] and [`App`].

mod app;
mod blocking;
mod boot;
mod call;
mod callback;
mod error;
mod function;
mod install;
mod instance;
mod local;
mod members;
mod middleware;
mod panic;
mod plugin;
mod reply;
mod request;
mod side;
mod stream;
mod target;
mod thrown;
mod value;

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use function::Callee;

use crate::logger::{self, Logger};

pub(crate) use target::Target;

pub use app::App;
pub use call::{Config, FromCall, State, This, ViaArgument, ViaCall};
pub use callback::Callback;
pub use error::Error;
pub use function::Function;
pub use instance::{Class, Fallible, Infallible, Instance, IntoInstance};
pub use members::Members;
pub use middleware::{Checked, IntoMiddleware, Middleware, Plain, Step};
pub use reply::Reply;
pub use request::Request;
pub use side::Side;
pub use stream::ByteStream;
pub use value::{Buffer, IntoValue, ViaObject, ViaResult, ViaSerde};

/// What a program gives to all workers of its host: extensions, and a logger.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extensions {
    list: Vec<Extension>,
    pub(crate) logger: Option<Logger>,
}

impl Extensions {
    pub(crate) fn add(&mut self, extension: Extension) {
        self.list.push(extension);
    }

    /// Finds out whether they go together, before anything is started.
    pub(crate) fn check(&self) -> Result<(), crate::Error> {
        install::check(&self.list).map_err(|message| crate::Error::Extension { message })
    }

    /// Adds them to a world of this thread, whose application has not been started.
    pub(crate) fn install(&self, world: &coddle_engine::World) -> Result<(), crate::Error> {
        // The thread serves this host until it ends.
        let _before = logger::use_here(self.logger.clone());
        if let Some(logger) = &self.logger {
            logger.listen_to(world);
        }
        install::install(world, &self.list).map_err(|message| crate::Error::Extension { message })
    }
}

/// Natives for an application: a value with a name, described step by step and given to
/// [`HostBuilder::extension`](crate::HostBuilder::extension). See the [module](self) for an example.
///
/// Names that two extensions claim, and members that would hide egg's own, are errors when the host starts.
///
/// ```
/// # use coddle::Extension;
/// let extension = Extension::new("greet")
///     .service("greet", |service| service.function("hello", |name: String| format!("hello, {name}")));
/// ```
#[derive(Clone)]
pub struct Extension {
    name: Arc<str>,
    modules: Vec<(String, Members)>,
    services: Vec<(String, Members)>,
    members: Vec<(Target, Members)>,
    middleware: Vec<(String, Arc<dyn Callee>)>,
    /// By environment; `None` for all.
    configs: BTreeMap<Option<String>, serde_json::Value>,
    dependencies: Vec<String>,
    optional_dependencies: Vec<String>,
    environments: Vec<String>,
    application_side: Side,
    agent_side: Option<Side>,
    faults: Vec<String>,
}

impl Extension {
    /// An extension that adds nothing yet. Its name is the plugin's in `app.plugins` and `config/plugin.js` and the key of its
    /// configuration: letters, digits, `-` and `_`, beginning with a letter.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("geo");
    /// ```
    pub fn new(name: impl Into<String>) -> Extension {
        let name: String = name.into();
        let mut faults = Vec::new();
        if !is_name(&name) {
            faults.push(format!(
                "\"{name}\" is no name for an extension: letters, digits, - and _, beginning with a letter"
            ));
        }
        Extension {
            name: name.into(),
            modules: Vec::new(),
            services: Vec::new(),
            members: Vec::new(),
            middleware: Vec::new(),
            configs: BTreeMap::new(),
            dependencies: Vec::new(),
            optional_dependencies: Vec::new(),
            environments: Vec::new(),
            application_side: Side::default(),
            agent_side: None,
            faults,
        }
    }

    /// The name.
    ///
    /// ```
    /// assert_eq!(coddle::Extension::new("geo").name(), "geo");
    /// ```
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A module for `require(name)`. The name may not be one of Node's or the host's; a package of that name in `node_modules` is
    /// hidden by it. Threads of `worker_threads` do not have it.
    ///
    /// ```
    /// # use coddle::Extension;
    /// // const { upper } = require('shout');
    /// let extension = Extension::new("shout")
    ///     .module("shout", |module| module.function("upper", |text: String| text.to_uppercase()));
    /// ```
    #[must_use]
    pub fn module(mut self, name: &str, describe: impl FnOnce(Members) -> Members) -> Extension {
        if name.is_empty() || name.starts_with(['.', '/', '#']) || name.starts_with("internal/") {
            self.faults
                .push(format!("\"{name}\" is no name for a module"));
        }
        self.modules
            .push((name.to_owned(), describe(Members::default())));
        self
    }

    /// A service, `ctx.service.<name>`; dots are namespaces, which services of JavaScript may share: `maps.geo` is
    /// `ctx.service.maps.geo`, beside `app/service/maps/tiles.js`. One is made a request, as egg does; a [`Request`] among a
    /// function's parameters is that of its ctx.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::Request;
    ///
    /// let extension = Extension::new("visits").service("visits", |service| {
    ///     service.function("describe", |request: Request| format!("{} {}", request.method(), request.path()))
    /// });
    /// ```
    #[must_use]
    pub fn service(mut self, name: &str, describe: impl FnOnce(Members) -> Members) -> Extension {
        if !name.split('.').all(is_property) {
            self.faults.push(format!(
                "\"{name}\" is no name for a service: letters and digits, beginning with a lower-case letter, with dots between"
            ));
        }
        self.services
            .push((name.to_owned(), describe(Members::default())));
        self
    }

    /// Members of the application: `app.<name>`.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("clock").application(|app| {
    ///     // app.pid
    ///     app.getter("pid", || std::process::id())
    /// });
    /// ```
    #[must_use]
    pub fn application(self, describe: impl FnOnce(Members) -> Members) -> Extension {
        self.extend(Target::Application, describe)
    }

    /// Members of ctx: `ctx.<name>`. A [`Request`] among a function's parameters is that of the ctx.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::Request;
    ///
    /// // ctx.isBot
    /// let extension = Extension::new("bots").context(|ctx| {
    ///     ctx.getter("isBot", |request: Request| {
    ///         request.header("user-agent").is_some_and(|agent| agent.contains("bot"))
    ///     })
    /// });
    /// ```
    #[must_use]
    pub fn context(self, describe: impl FnOnce(Members) -> Members) -> Extension {
        self.extend(Target::Context, describe)
    }

    /// Members of `ctx.request`.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::Request;
    ///
    /// let extension = Extension::new("ajax").request(|members| {
    ///     // ctx.request.isAjax
    ///     members.getter("isAjax", |request: Request| request.header("x-requested-with").is_some())
    /// });
    /// ```
    #[must_use]
    pub fn request(self, describe: impl FnOnce(Members) -> Members) -> Extension {
        self.extend(Target::Request, describe)
    }

    /// Members of `ctx.response`.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::Request;
    ///
    /// let extension = Extension::new("age").response(|members| {
    ///     // ctx.response.isFresh
    ///     members.getter("isFresh", |request: Request| request.answer_header(&http::header::AGE).is_none())
    /// });
    /// ```
    #[must_use]
    pub fn response(self, describe: impl FnOnce(Members) -> Members) -> Extension {
        self.extend(Target::Response, describe)
    }

    /// Members of `ctx.helper`.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("text").helper(|helper| {
    ///     // ctx.helper.shorten(text, 80)
    ///     helper.function("shorten", |text: String, most: usize| text.chars().take(most).collect::<String>())
    /// });
    /// ```
    #[must_use]
    pub fn helper(self, describe: impl FnOnce(Members) -> Members) -> Extension {
        self.extend(Target::Helper, describe)
    }

    fn extend(mut self, target: Target, describe: impl FnOnce(Members) -> Members) -> Extension {
        self.members.push((target, describe(Members::default())));
        self
    }

    /// A middleware that the application names in its `config.middleware`, as one of its own. `make` gets `config.<name>` (an empty
    /// object when there is none) in each worker; `enable`, `match` and `ignore` in it work as everywhere in egg. See
    /// [`Middleware`] for an example.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::{Error, Request, Step};
    ///
    /// let extension = Extension::new("quiet").middleware("quiet", |_: serde_json::Value| {
    ///     |_: &Request| -> Result<Step, Error> { Ok(Step::Next) }
    /// });
    /// ```
    #[must_use]
    pub fn middleware<F, O, L, K>(mut self, name: &str, make: F) -> Extension
    where
        F: Fn(O) -> L + Send + Sync + 'static,
        O: DeserializeOwned + 'static,
        L: IntoMiddleware<K>,
        K: 'static,
    {
        if !is_property(name) {
            self.faults.push(format!(
                "\"{name}\" is no name for a middleware: letters and digits, beginning with a lower-case letter"
            ));
        }
        self.middleware
            .push((name.to_owned(), middleware::factory(name, make)));
        self
    }

    /// A [`middleware`](Extension::middleware) that is there without being named: it stands at the end of
    /// `config.coreMiddleware`, where plugins put theirs.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::{Error, Request, Step};
    ///
    /// let extension = Extension::new("seen").core_middleware("seen", |_: serde_json::Value| {
    ///     |request: &Request| -> Result<Step, Error> {
    ///         request.set_header(http::header::VIA, http::HeaderValue::from_static("1.1 seen"));
    ///         Ok(Step::Next)
    ///     }
    /// });
    /// ```
    #[must_use]
    pub fn core_middleware<F, O, L, K>(mut self, name: &str, make: F) -> Extension
    where
        F: Fn(O) -> L + Send + Sync + 'static,
        O: DeserializeOwned + 'static,
        L: IntoMiddleware<K>,
        K: 'static,
    {
        self.application_side.core_middleware.push(name.to_owned());
        self.middleware(name, make)
    }

    /// Makes a state of this worker while the application loads (in `didLoad`, before any [`did_load`](Extension::did_load));
    /// natives get it as [`State<T>`](State). There is one of a type. It is dropped when the application has closed.
    ///
    /// State of the whole process needs no help: closures share it by an `Arc`.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::{Config, State};
    /// use std::collections::HashMap;
    ///
    /// struct Words(HashMap<String, u32>);
    ///
    /// let extension = Extension::new("words")
    ///     .config("words.txt")
    ///     .state(|Config(path): Config<String>| async move {
    ///         let text = tokio::fs::read_to_string(path).await?;
    ///         Ok(Words(text.lines().map(|line| (line.to_owned(), 1)).collect()))
    ///     })
    ///     .service("words", |service| {
    ///         service.function("has", |words: State<Words>, word: String| words.0.0.contains_key(&word))
    ///     });
    /// ```
    #[must_use]
    pub fn state<F, M, T>(mut self, make: F) -> Extension
    where
        M: 'static,
        T: 'static,
        F: Function<M>,
        F::Output: Future<Output = Result<T, Error>> + 'static,
    {
        self.application_side = self.application_side.state(make);
        self
    }

    /// A task beside the requests of each worker, on its loop, from the moment on in which the application is ready. When the
    /// application closes it is dropped, or given five seconds if it waits for [`App::closing`]. An error or a panic ends the task
    /// and is logged. See [`App`] for an example.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::App;
    ///
    /// let extension = Extension::new("beat").background("beat", |app: App| async move {
    ///     let minute = std::time::Duration::from_secs(60);
    ///     while app.unless_closing(tokio::time::sleep(minute)).await.is_some() {
    ///         app.log_info("alive")?;
    ///     }
    ///     Ok(())
    /// });
    /// ```
    #[must_use]
    pub fn background<F, M>(mut self, name: &str, function: F) -> Extension
    where
        M: 'static,
        F: Function<M>,
        F::Output: Future<Output = Result<(), Error>> + 'static,
    {
        self.application_side = self.application_side.background(name, function);
        self
    }

    /// Hears `action` of `app.messenger`; the message's data is the function's argument.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::State;
    /// use std::cell::Cell;
    ///
    /// struct Rate(Cell<f64>);
    ///
    /// let extension = Extension::new("rates")
    ///     .state(|| async { Ok(Rate(Cell::new(1.0))) })
    ///     .on_message("rate", |rate: State<Rate>, value: f64| rate.0.0.set(value));
    /// ```
    #[must_use]
    pub fn on_message<F, M, R>(mut self, action: &str, function: F) -> Extension
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: IntoValue<R>,
    {
        self.application_side = self.application_side.on_message(action, function);
        self
    }

    /// The part that runs in the agent, once a server, with states and tasks of its own.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::App;
    /// use std::time::Duration;
    ///
    /// let extension = Extension::new("clock").agent(|agent| {
    ///     agent.background("tick", |app: App| async move {
    ///         while app.unless_closing(tokio::time::sleep(Duration::from_secs(1))).await.is_some() {
    ///             app.send_to_app("tick", &())?;
    ///         }
    ///         Ok(())
    ///     })
    /// });
    /// ```
    #[must_use]
    pub fn agent(mut self, describe: impl FnOnce(Side) -> Side) -> Extension {
        self.agent_side = Some(describe(self.agent_side.unwrap_or_default()));
        self
    }

    /// Members of the agent: `agent.<name>`.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("clock").agent_members(|agent| agent.function("pid", std::process::id));
    /// ```
    #[must_use]
    pub fn agent_members(self, describe: impl FnOnce(Members) -> Members) -> Extension {
        self.extend(Target::Agent, describe)
    }

    fn members_of(&self, target: Target) -> Members {
        let mut all = Members::default();
        for (of, members) in &self.members {
            if *of == target {
                all.items.extend(members.items.iter().cloned());
            }
        }
        all
    }

    /// What is wrong with it, in its author's words and ours.
    fn faults(&self) -> Vec<String> {
        let mut faults = self.faults.clone();
        let named = |kind: &str, name: &str, members: &Members| {
            members
                .faults
                .iter()
                .map(|fault| format!("{kind}{name}: {fault}"))
                .collect::<Vec<_>>()
        };
        for (name, members) in &self.modules {
            faults.extend(named("module ", name, members));
        }
        for (name, members) in &self.services {
            faults.extend(named("service ", name, members));
        }
        for (target, members) in &self.members {
            faults.extend(named("", target.place(), members));
        }
        faults
    }

    /// What no other extension may add as well.
    fn claims(&self) -> Vec<String> {
        let mut claims = vec![format!("the name \"{}\"", self.name)];
        claims.extend(
            self.modules
                .iter()
                .map(|(name, _)| format!("the module \"{name}\"")),
        );
        claims.extend(
            self.services
                .iter()
                .map(|(name, _)| format!("the service \"{name}\"")),
        );
        claims.extend(
            self.middleware
                .iter()
                .map(|(name, _)| format!("the middleware \"{name}\"")),
        );
        for (target, members) in &self.members {
            let place = target.place();
            claims.extend(
                members
                    .items
                    .iter()
                    .map(|(name, _)| format!("{place}.{name}")),
            );
        }
        claims
    }
}

impl fmt::Debug for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extension")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || one == '-' || one == '_')
}

/// A name that egg's loader does not change on the way from a file to a property.
fn is_property(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|one| one.is_ascii_alphanumeric())
}
