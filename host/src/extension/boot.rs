//! The steps of an application's life that an extension may take part in, egg's Boot methods.

use std::future::Future;

use super::Extension;
use super::function::{self, Function};
use super::side::Boot;
use super::value::IntoValue;

/// The method of [`Extension`] for one step; `$of` makes what is called, of a function whose output is as `$output` says.
macro_rules! step {
    ($of:path, [$($output:tt)*], $(#[$about:meta])* $name:ident => $step:ident) => {
        impl Extension {
            $(#[$about])*
            #[must_use]
            pub fn $name<F, M, R>(mut self, function: F) -> Extension
            where
                M: 'static,
                R: 'static,
                F: Function<M>,
                $($output)*
            {
                self.application_side = self.application_side.step(Boot::$step, $of(function));
                self
            }
        }
    };
}

/// Several of the same kind.
macro_rules! steps {
    ($of:path where $output:tt; $($(#[$about:meta])* $name:ident => $step:ident;)*) => {
        $(step!($of, $output, $(#[$about])* $name => $step);)*
    };
}

// Nobody waits for these.
steps! {
    function::of_sync where [F::Output: IntoValue<R>];
    /// Runs in egg's `configWillLoad`: the configuration is merged, and may still be changed by others.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{App, Error};
    /// let extension = Extension::new("early").config_will_load(|app: App| app.log_info("before the configuration is final"));
    /// ```
    config_will_load => ConfigWillLoad;
    /// Runs in egg's `configDidLoad`: the configuration is final.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::App;
    /// let extension = Extension::new("checked").config_did_load(|app: App| app.config::<Vec<String>>("hosts"));
    /// ```
    config_did_load => ConfigDidLoad;
}

// egg waits for their futures.
steps! {
    function::of_async where [
        F::Output: Future + 'static,
        <F::Output as Future>::Output: IntoValue<R> + 'static
    ];
    /// Runs in egg's `didLoad`: all files are loaded; the application waits for it.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{App, Error};
    /// let extension = Extension::new("table").did_load(|app: App| async move {
    ///     let file = app.base_dir()?.join("table.txt");
    ///     tokio::fs::metadata(file).await?;
    ///     Ok::<_, Error>(())
    /// });
    /// ```
    did_load => DidLoad;
    /// Runs in egg's `willReady`: all plugins have loaded; the application waits for it before it is ready.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::App;
    /// let extension = Extension::new("warm").will_ready(|app: App| async move { app.log_info("nearly there") });
    /// ```
    will_ready => WillReady;
    /// Runs in egg's `didReady`: the application is ready.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{App, Error};
    /// let extension = Extension::new("ready").did_ready(|app: App| async move { app.log_info("ready") });
    /// ```
    did_ready => DidReady;
    /// Runs in egg's `serverDidReady`: all workers are up.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::App;
    /// let extension = Extension::new("up").server_did_ready(|app: App| async move { app.broadcast("up", &()) });
    /// ```
    server_did_ready => ServerDidReady;
    /// Runs in egg's `beforeClose`, before background tasks are ended and states dropped.
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{App, Error};
    /// let extension = Extension::new("down").before_close(|app: App| async move { app.log_info("going down") });
    /// ```
    before_close => BeforeClose;
}
