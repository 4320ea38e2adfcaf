//! Extensions in a world: their modules for `require`, and the load unit that each of them is to egg.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use coddle_egg::units::{self, Unit};
use coddle_engine::rquickjs::{Ctx, Object, Value};
use coddle_engine::{NativeModule, World};

use super::function::{self, Callee};
use super::local::Local;
use super::members::Members;
use super::value::to_js;
use super::{Error, Extension, Target};

/// Finds what is wrong with a set of extensions before anything is started: names that two of them claim, and names that cannot
/// be.
pub(crate) fn check(extensions: &[Extension]) -> Result<(), String> {
    let mut claims: HashMap<String, &str> = HashMap::new();
    for extension in extensions {
        let name = &*extension.name;
        if let Some(fault) = extension.faults().first() {
            return Err(format!("extension \"{name}\": {fault}"));
        }
        for claim in extension.claims() {
            if let Some(other) = claims.insert(claim.clone(), name) {
                return Err(match other == name {
                    true if claim.starts_with("the name") => {
                        format!("two extensions have the name \"{name}\"")
                    }
                    true => format!("extension \"{name}\" adds {claim} twice"),
                    false => {
                        format!("extension \"{other}\" and extension \"{name}\" both add {claim}")
                    }
                });
            }
        }
    }
    Ok(())
}

/// Adds extensions to a world whose application has not been started. They were [`check`]ed.
///
/// # Errors
/// When a module would hide one of Node's or of the host's.
pub(crate) fn install(world: &World, extensions: &[Extension]) -> Result<(), String> {
    for extension in extensions {
        let local = Local::new(Arc::clone(&extension.name), world);
        for (name, members) in &extension.modules {
            if world.has_module(name) {
                return Err(format!(
                    "extension \"{}\": the module \"{name}\" would hide the built-in one; choose another name",
                    extension.name
                ));
            }
            world.add_native_module(module(name, members, &local));
        }
        units::add(world, unit(extension, &local));
    }
    Ok(())
}

fn module(name: &str, members: &Members, local: &Rc<Local>) -> NativeModule {
    let members = members.clone();
    let place = format!("module {name}");
    file(name, local, move |ctx, local| {
        object_of(ctx, local, &members, &place)
    })
}

/// A plain object of members.
fn object_of<'js>(
    ctx: &Ctx<'js>,
    local: &Rc<Local>,
    members: &Members,
    place: &str,
) -> Result<Value<'js>, Error> {
    let list = members.list(ctx, local, place)?;
    units::shape(ctx, "members", &[list]).map_err(|error| Error::of_engine(ctx, error))
}

/// A file of a unit; what it fails with names the extension.
fn file(
    name: &str,
    local: &Rc<Local>,
    make: impl for<'js> Fn(&Ctx<'js>, &Rc<Local>) -> Result<Value<'js>, Error> + 'static,
) -> NativeModule {
    let place = format!("extension \"{}\"", local.extension);
    let local = Rc::clone(local);
    NativeModule {
        name: name.to_owned(),
        make: Rc::new(move |ctx: &Ctx<'_>| {
            make(ctx, &local).map_err(|error| error.at(&place).throw(ctx))
        }),
    }
}

/// The extension as a plugin of egg's.
fn unit(extension: &Extension, local: &Rc<Local>) -> Unit {
    let mut files = vec![package(extension, local)];
    for (env, config) in &extension.configs {
        let config = config.clone();
        let name = format!("config/config.{}", env.as_deref().unwrap_or("default"));
        files.push(file(&name, local, move |ctx, _| to_js(ctx, &config)));
    }
    for target in Target::ALL {
        let members = extension.members_of(target);
        if members.items.is_empty() {
            continue;
        }
        let path = format!("app/extend/{}", target.name());
        files.push(file(&path, local, move |ctx, local| {
            object_of(ctx, local, &members, target.place())
        }));
    }
    for (name, members) in &extension.services {
        let members = members.clone();
        let place = format!("service {name}");
        let last = name.rsplit('.').next().unwrap_or(name).to_owned();
        let path = format!("app/service/{}", name.replace('.', "/"));
        files.push(file(&path, local, move |ctx, local| {
            let list = members.list(ctx, local, &place)?;
            let shown = format!("extension \"{}\"", local.extension);
            units::shape(
                ctx,
                "service",
                &[to_js(ctx, &last)?, list, to_js(ctx, &shown)?],
            )
            .map_err(|error| Error::of_engine(ctx, error))
        }));
    }
    for (name, factory) in &extension.middleware {
        let factory: Arc<dyn Callee> = Arc::clone(factory);
        let place = format!("middleware {name}");
        let shown = name.clone();
        files.push(file(
            &format!("app/middleware/{name}"),
            local,
            move |ctx, local| {
                function::create(ctx, local, &factory, &shown, &place)
                    .map_err(|error| Error::of_engine(ctx, error))
            },
        ));
    }
    let application = extension.application_side.clone();
    files.push(file("app", local, move |ctx, local| {
        application.boot(ctx, local, "application")
    }));
    if let Some(agent) = extension.agent_side.clone() {
        // In one process the agent has states and tasks of its own.
        let agent_local = local
            .world
            .upgrade()
            .map(|world| Local::new(Arc::clone(&local.extension), &world));
        if let Some(agent_local) = agent_local {
            files.push(file("agent", &agent_local, move |ctx, local| {
                agent.boot(ctx, local, "agent")
            }));
        }
    }
    Unit {
        name: extension.name.to_string(),
        files,
    }
}

/// What egg reads of the plugin's package.json.
fn package(extension: &Extension, local: &Rc<Local>) -> NativeModule {
    let name = extension.name.to_string();
    let plugin = serde_json::json!({
        "name": name,
        "dependencies": extension.dependencies,
        "optionalDependencies": extension.optional_dependencies,
        "env": extension.environments,
    });
    file("package.json", local, move |ctx, _| {
        let failed = |error| Error::of_engine(ctx, error);
        let package = Object::new(ctx.clone()).map_err(failed)?;
        package.set("name", name.as_str()).map_err(failed)?;
        package
            .set("eggPlugin", to_js(ctx, &plugin)?)
            .map_err(failed)?;
        Ok(package.into_value())
    })
}
