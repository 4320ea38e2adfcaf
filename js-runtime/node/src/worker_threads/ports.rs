//! Ports: two ends of a channel, or the members of a broadcast; any thread may hold one.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Null, Result, Value};
use coddle_engine::{bytes, errors, sources};
use tokio::sync::Notify;

use crate::fs::Bytes;

/// The ports of this process by number.
static PORTS: Mutex<Option<HashMap<u32, Arc<Port>>>> = Mutex::new(None);
static NEXT: AtomicU32 = AtomicU32::new(1);

struct Port {
    number: u32,
    kind: Kind,
    inbox: Mutex<Inbox>,
    /// Something came in, or the port was closed or released.
    changed: Notify,
}

enum Kind {
    /// One end of a channel; the number is the other end's.
    Paired(u32),
    /// A member of the broadcast of this name.
    Member(String),
}

#[derive(Default)]
struct Inbox {
    messages: VecDeque<Message>,
    closed: bool,
    /// Counts how often the port's reader has let go of it: a wait that began before ends.
    releases: u32,
}

/// Bytes, and the numbers of the ports that go with them.
#[derive(Clone)]
struct Message(Vec<u8>, Vec<u32>);

impl<'js> IntoJs<'js> for Message {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let both = Array::new(ctx.clone())?;
        both.set(0, Bytes(self.0))?;
        both.set(1, self.1)?;
        both.into_js(ctx)
    }
}

fn with_ports<R>(f: impl FnOnce(&mut HashMap<u32, Arc<Port>>) -> R) -> R {
    let mut ports = PORTS.lock().unwrap_or_else(PoisonError::into_inner);
    f(ports.get_or_insert_default())
}

fn find(number: u32) -> Option<Arc<Port>> {
    with_ports(|ports| ports.get(&number).cloned())
}

impl Port {
    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn new_number() -> u32 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn add(number: u32, kind: Kind) {
    let port = Port {
        number,
        kind,
        inbox: Mutex::default(),
        changed: Notify::new(),
    };
    with_ports(|ports| ports.insert(number, Arc::new(port)));
}

/// The numbers of a new channel's two ends.
pub(super) fn channel() -> Vec<u32> {
    let (one, other) = (new_number(), new_number());
    add(one, Kind::Paired(other));
    add(other, Kind::Paired(one));
    vec![one, other]
}

/// A new member of the broadcast of this name.
pub(super) fn broadcast(name: String) -> u32 {
    let number = new_number();
    add(number, Kind::Member(name));
    number
}

fn message_bytes<'js>(ctx: &Ctx<'js>, data: &Value<'js>) -> Result<Vec<u8>> {
    bytes::to_vec(data).ok_or_else(|| {
        errors::throw_kind(
            ctx,
            "TypeError",
            "data must be a typed array",
            Some("ERR_INVALID_ARG_TYPE"),
        )
    })
}

/// Puts a message into the other end's inbox, or into every other member's. What nobody can get any more is dropped.
pub(super) fn post<'js>(
    ctx: Ctx<'js>,
    number: u32,
    data: Value<'js>,
    along: Vec<u32>,
) -> Result<()> {
    let data = message_bytes(&ctx, &data)?;
    let Some(port) = find(number) else {
        return Ok(());
    };
    let others: Vec<Arc<Port>> = match &port.kind {
        Kind::Paired(other) => find(*other).into_iter().collect(),
        Kind::Member(name) => with_ports(|ports| {
            let members = ports.values().filter(|other| {
                other.number != number && matches!(&other.kind, Kind::Member(own) if own == name)
            });
            members.cloned().collect()
        }),
    };
    let message = Message(data, along);
    for other in others {
        other.inbox().messages.push_back(message.clone());
        other.changed.notify_one();
    }
    Ok(())
}

/// `callback(null, messages)` when there are some; `null` for messages when the port is closed, false when it was released.
pub(super) fn receive<'js>(ctx: Ctx<'js>, number: u32, callback: Function<'js>) -> Result<()> {
    let port = find(number);
    let releases = port.as_ref().map_or(0, |port| port.inbox().releases);
    sources::once(&ctx, callback, async move {
        let Some(port) = port else {
            return Ok(Received::Closed);
        };
        loop {
            {
                let mut inbox = port.inbox();
                if inbox.releases != releases {
                    return Ok(Received::Released);
                }
                if !inbox.messages.is_empty() {
                    return Ok(Received::Messages(inbox.messages.drain(..).collect()));
                }
                if inbox.closed {
                    return Ok(Received::Closed);
                }
            }
            port.changed.notified().await;
        }
    })
}

enum Received {
    Messages(Vec<Message>),
    Closed,
    Released,
}

impl<'js> IntoJs<'js> for Received {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Received::Messages(messages) => messages.into_js(ctx),
            Received::Closed => Null.into_js(ctx),
            Received::Released => false.into_js(ctx),
        }
    }
}

/// The next message, or undefined.
pub(super) fn take(ctx: Ctx<'_>, number: u32) -> Result<Value<'_>> {
    let next = find(number).and_then(|port| port.inbox().messages.pop_front());
    match next {
        Some(message) => message.into_js(&ctx),
        None => Ok(Value::new_undefined(ctx)),
    }
}

/// Gives back a message that was fetched and not told: the next one to be had.
pub(super) fn put_back<'js>(
    ctx: Ctx<'js>,
    number: u32,
    data: Value<'js>,
    along: Vec<u32>,
) -> Result<()> {
    let message = Message(message_bytes(&ctx, &data)?, along);
    if let Some(port) = find(number) {
        port.inbox().messages.push_front(message);
    }
    Ok(())
}

/// Ends what waits on the port; its messages stay, for whoever takes it over.
pub(super) fn release(number: u32) {
    if let Some(port) = find(number) {
        port.inbox().releases += 1;
        port.changed.notify_one();
    }
}

/// Closes the port and the other end of its channel. What that one has in its inbox still arrives.
pub(super) fn close(number: u32) {
    let Some(port) = with_ports(|ports| ports.remove(&number)) else {
        return;
    };
    let mut ends = vec![Arc::clone(&port)];
    if let Kind::Paired(other) = port.kind {
        ends.extend(find(other));
    }
    for end in ends {
        end.inbox().closed = true;
        end.changed.notify_one();
    }
}
