//! egg on the coddle engine.
//!
//! Starting an application is JavaScript, embedded as bytecode; the folders under `src/` are named for the packages whose
//! place they take:
//! - `egg`: Application, Agent, egg.start, the framework's defaults, its context extensions and middleware
//! - `egg-core`: EggCore, the loader and its steps, the life cycle
//! - `egg-logger`, `egg-errors`, `egg-path-matching`, `@eggjs/router`: what frameworks and plugins require by name
//! - `egg-onerror`, `egg-session`, ...: egg's plugins, each a load unit
//! - `internal/egg`: what the above share, out of an application's reach
//!
//! A load unit of these lives at `/$coddle/node_modules/<package>`; see `internal/egg/embedded_units.js`.
#![forbid(unsafe_code)]

/// The version of egg whose behaviour this is.
pub const EGG_VERSION: &str = "3.34.0";

mod layers;
mod native;
mod nunjucks;

pub use native::units;

use coddle_engine::{Builtin, NativeInit, builtin};

/// Name and bytecode of every module of the surface, made by the build script.
static SURFACE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/surface.rs"));

/// The modules that a world needs to run an egg application, on top of koa's and Node's.
pub fn modules() -> Vec<Builtin> {
    builtin::surface(SURFACE, native_of).collect()
}

/// What a script that is run by itself finds of egg, on top of Node's modules: `require('egg').startCluster`.
pub fn script_modules() -> impl Iterator<Item = Builtin> {
    let parts = ["internal/egg/script", "internal/egg/not_built"];
    modules().into_iter().filter_map(move |module| {
        let at = parts.iter().position(|name| *name == module.name)?;
        Some(match at {
            0 => Builtin {
                name: "egg",
                ..module
            },
            _ => module,
        })
    })
}

/// The Rust side of the modules that have one.
fn native_of(name: &str) -> Option<NativeInit> {
    match name {
        "egg/config/config.default" => Some(native::favicon::init),
        "egg/app/middleware/meta" => Some(layers::meta::init),
        "egg/app/middleware/site_file" => Some(layers::site_file::init),
        "egg/app/middleware/notfound" => Some(layers::notfound::init),
        "egg/app/middleware/override_method" => Some(layers::override_method::init),
        "egg-session/app/middleware/session" => Some(layers::session::init),
        "egg-session/lib/codec" => Some(native::session_codec::init),
        "egg-security/app/middleware/securities" => Some(layers::securities::init),
        "egg-security/lib/helper/escape" => Some(native::escape::init),
        "egg-view/lib/nunjucks/environment" => Some(nunjucks::init),
        "egg-i18n/app/middleware/i18n" => Some(layers::i18n::init),
        "egg-core/lib/loader/mixin/middleware" => Some(layers::matching::init),
        "egg-core/lib/utils/base_context_class" => Some(native::base_context::init),
        "internal/egg/circular_json" => Some(native::circular_json::init),
        "internal/egg/embedded_units" => Some(native::embedded_units::init),
        _ => None,
    }
}
