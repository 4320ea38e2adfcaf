//! Addresses on their way in and out of JavaScript.

use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};

use coddle_engine::rquickjs::{Ctx, Object, Result};

/// An address as text, an IPv6 one with its zone (`fe80::1%eth0`), and a port.
///
/// # Errors
/// EINVAL for a text that is no address.
pub(super) fn parse(text: &str, port: u16) -> io::Result<SocketAddr> {
    let invalid = || io::Error::from(nix::errno::Errno::EINVAL);
    let Some((address, zone)) = text.split_once('%') else {
        let address: IpAddr = text.parse().map_err(|_| invalid())?;
        return Ok(SocketAddr::new(address, port));
    };
    let address: Ipv6Addr = address.parse().map_err(|_| invalid())?;
    let scope = match zone.parse() {
        Ok(number) => number,
        Err(_) => nix::net::if_::if_nametoindex(zone)?,
    };
    Ok(SocketAddr::V6(SocketAddrV6::new(address, port, 0, scope)))
}

/// `{ address, family, port }` as `socket.address()` shows them.
pub(super) fn object<'js>(ctx: &Ctx<'js>, address: SocketAddr) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let text = match address {
        SocketAddr::V6(v6) if v6.scope_id() != 0 && v6.ip().is_unicast_link_local() => {
            format!("{}%{}", v6.ip(), zone_name(v6.scope_id()))
        }
        other => other.ip().to_string(),
    };
    object.set("address", text)?;
    object.set("family", if address.is_ipv4() { "IPv4" } else { "IPv6" })?;
    object.set("port", address.port())?;
    Ok(object)
}

fn zone_name(scope: u32) -> String {
    nix::net::if_::if_nameindex()
        .ok()
        .and_then(|all| {
            all.iter()
                .find(|interface| interface.index() == scope)
                .map(|interface| interface.name().to_string_lossy().into_owned())
        })
        .unwrap_or_else(|| scope.to_string())
}
