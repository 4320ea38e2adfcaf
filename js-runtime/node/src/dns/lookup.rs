//! `getaddrinfo`: names to addresses as the system finds them (hosts file, DNS, whatever nsswitch.conf says).

use std::net::{IpAddr, SocketAddr};

use coddle_engine::ops;
use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Object, Result, Value};
use dns_lookup::{AddrInfoHints, LookupError, getaddrinfo, getnameinfo};
use socket2::{Domain, Type};

/// glibc's NI_NAMEREQD.
const NAME_REQUIRED: i32 = 8;

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("getaddrinfo", Function::new(ctx.clone(), lookup)?)?;
    natives.set("getnameinfo", Function::new(ctx.clone(), lookup_service)?)?;
    Ok(natives)
}

/// What a look-up came to: addresses in the resolver's order, or libuv's negative number of its failure.
enum Found {
    Addresses(Vec<String>),
    Failed(i32),
}

impl<'js> IntoJs<'js> for Found {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Found::Addresses(addresses) => {
                let array = Array::new(ctx.clone())?;
                for (index, address) in addresses.into_iter().enumerate() {
                    array.set(index, address)?;
                }
                Ok(array.into_value())
            }
            Found::Failed(number) => Ok(Value::new_int(ctx.clone(), number)),
        }
    }
}

/// `getaddrinfo(host, family, flags, callback)`: `callback(null, addresses | negative number)`. `family`: 4, 6, 0 for both;
/// `flags`: AI_ADDRCONFIG and its like. Runs on the blocking pool.
fn lookup<'js>(
    ctx: Ctx<'js>,
    host: String,
    family: i32,
    flags: i32,
    callback: Function<'js>,
) -> Result<()> {
    ops::spawn_callback(
        &ctx,
        callback,
        ops::blocking(move || Ok(resolve(&host, family, flags))),
    )
}

fn resolve(host: &str, family: i32, flags: i32) -> Found {
    let hints = AddrInfoHints {
        socktype: Type::STREAM.into(),
        address: match family {
            4 => Domain::IPV4.into(),
            6 => Domain::IPV6.into(),
            _ => 0,
        },
        flags,
        ..AddrInfoHints::default()
    };
    match getaddrinfo(Some(host), None, Some(hints)) {
        Ok(found) => {
            let mut addresses: Vec<String> = Vec::new();
            for info in found.flatten() {
                let address = info.sockaddr.ip().to_string();
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            Found::Addresses(addresses)
        }
        Err(error) => Found::Failed(number_of(&error)),
    }
}

/// Names of an address and a port, or libuv's negative number of a failure.
enum Named {
    Names(String, String),
    Failed(i32),
}

impl<'js> IntoJs<'js> for Named {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Named::Names(host, service) => vec![host, service].into_js(ctx),
            Named::Failed(number) => Ok(Value::new_int(ctx.clone(), number)),
        }
    }
}

/// `getnameinfo(address, port, callback)`: `callback(null, [host, service] | negative number)`. Runs on the blocking pool.
fn lookup_service<'js>(
    ctx: Ctx<'js>,
    address: String,
    port: u16,
    callback: Function<'js>,
) -> Result<()> {
    ops::spawn_callback(
        &ctx,
        callback,
        ops::blocking(move || {
            let Ok(address) = address.parse::<IpAddr>() else {
                return Ok(Named::Failed(-(nix::errno::Errno::EINVAL as i32)));
            };
            // NI_NAMEREQD: an address without a name is a failure.
            Ok(
                match getnameinfo(&SocketAddr::new(address, port), NAME_REQUIRED) {
                    Ok((host, service)) => Named::Names(host, service),
                    Err(error) => Named::Failed(number_of(&error)),
                },
            )
        }),
    )
}

/// libuv's number of a resolver's failure (glibc's EAI_ numbers on the left).
fn number_of(error: &LookupError) -> i32 {
    match error.error_num() {
        -1 => -3002,
        -2 => -3008,
        -3 => -3001,
        -4 => -3004,
        -5 => -3007,
        -6 => -3005,
        -7 => -3011,
        -8 => -3010,
        -9 => -3000,
        -10 => -3006,
        -12 => -3009,
        _ => -nix::errno::Errno::last_raw(),
    }
}
