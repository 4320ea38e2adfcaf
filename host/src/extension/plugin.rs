//! What an extension is as a plugin of egg: defaults of configuration, dependencies, environments.

use serde::Serialize;

use super::Extension;

impl Extension {
    /// Defaults of the extension's configuration, `app.config.<name of the extension>`, which the application's own config
    /// overrides. [`Config`](super::Config) reads it.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("geo").config(serde_json::json!({ "unit": "km" }));
    /// ```
    #[must_use]
    pub fn config(self, defaults: impl Serialize) -> Extension {
        let key = self.name.to_string();
        self.config_of(&key, defaults)
    }

    /// Defaults of the configuration under another key: a middleware's, say.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("limits").config_of("bodyParser", serde_json::json!({ "jsonLimit": "10mb" }));
    /// ```
    #[must_use]
    pub fn config_of(self, key: &str, defaults: impl Serialize) -> Extension {
        self.configure(None, key, defaults)
    }

    /// Defaults in one environment alone (`prod`, `local`, ...), over those of all.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("geo").config_in("local", "geo", serde_json::json!({ "unit": "mi" }));
    /// ```
    #[must_use]
    pub fn config_in(self, environment: &str, key: &str, defaults: impl Serialize) -> Extension {
        self.configure(Some(environment.to_owned()), key, defaults)
    }

    fn configure(
        mut self,
        environment: Option<String>,
        key: &str,
        defaults: impl Serialize,
    ) -> Extension {
        match serde_json::to_value(defaults) {
            Ok(value) => {
                let config = self
                    .configs
                    .entry(environment)
                    .or_insert_with(|| serde_json::json!({}));
                config[key] = value;
            }
            Err(error) => self.faults.push(format!(
                "the configuration of \"{key}\" has no JSON form: {error}"
            )),
        }
        self
    }

    /// Plugins (or extensions) that have to be enabled and are loaded first.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("orders").dependencies(["session"]);
    /// ```
    #[must_use]
    pub fn dependencies<'a>(mut self, plugins: impl IntoIterator<Item = &'a str>) -> Extension {
        self.dependencies
            .extend(plugins.into_iter().map(str::to_owned));
        self
    }

    /// Plugins (or extensions) that are loaded first where they are enabled.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("orders").optional_dependencies(["i18n"]);
    /// ```
    #[must_use]
    pub fn optional_dependencies<'a>(
        mut self,
        plugins: impl IntoIterator<Item = &'a str>,
    ) -> Extension {
        self.optional_dependencies
            .extend(plugins.into_iter().map(str::to_owned));
        self
    }

    /// The environments that the extension is for. Default: all.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("mocks").environments(["local", "unittest"]);
    /// ```
    #[must_use]
    pub fn environments<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Extension {
        self.environments
            .extend(names.into_iter().map(str::to_owned));
        self
    }
}
