//! The request of an exchange: its head as it came, turned into JavaScript's values when somebody looks.

use std::cell::Cell;

use coddle_engine::class::{Members, Slot, call};
use coddle_engine::rquickjs::{Array, Ctx, Object, Result, Value};
use coddle_http::Repeated;
use indexmap::IndexMap;
use smallvec::SmallVec;

use super::super::head_natives::text_of;
use super::super::scan::{Head, Span};
use super::exchange::Exchange;

/// The most fields of a head that `headers` shows, unless the server says otherwise (`maxHeadersCount`).
const MOST_FIELDS: usize = 2000;

pub(super) struct Request {
    head: Head,
    /// What `head` points into.
    text: Vec<u8>,
    /// Fields beyond these are not in `headers`; 0: all are.
    most_fields: Cell<usize>,
    joins_duplicates: Cell<bool>,
    method: Slot,
    url: Slot,
    headers: Slot,
    /// Raw, once they are here.
    pub(super) trailers: Slot,
    pub(super) complete: Cell<bool>,
    /// It was answered, and nobody had looked at it as a stream.
    pub(super) passed: Cell<bool>,
    /// Somebody waits for the body's end.
    pub(super) attended: Cell<bool>,
    /// Nobody wants the body.
    pub(super) ignores_body: Cell<bool>,
}

impl Request {
    pub(super) fn new(head: Head, text: Vec<u8>) -> Request {
        Request {
            head,
            text,
            most_fields: Cell::new(MOST_FIELDS),
            joins_duplicates: Cell::new(false),
            method: Slot::empty(),
            url: Slot::empty(),
            headers: Slot::empty(),
            trailers: Slot::empty(),
            complete: Cell::new(false),
            passed: Cell::new(false),
            attended: Cell::new(false),
            ignores_body: Cell::new(false),
        }
    }

    pub(super) fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        for slot in [&self.method, &self.url, &self.headers, &self.trailers] {
            visit(slot);
        }
    }

    /// Not HTTP/1.1, without Host, or with Expect.
    pub(super) fn is_special(&self) -> bool {
        let has = |known: &[u8]| {
            self.fields()
                .any(|(name, _)| name.eq_ignore_ascii_case(known))
        };
        self.head.start.version != (1, 1) || !has(b"host") || has(b"expect")
    }

    pub(super) fn is_head(&self) -> bool {
        self.head.start.method.of(&self.text) == b"HEAD"
    }

    fn fields(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.head
            .fields
            .all
            .iter()
            .map(|(name, value)| (name.of(&self.text), value.of(&self.text)))
    }

    /// What a slot was set to, or what the head says.
    fn first_line<'js>(&self, ctx: &Ctx<'js>, slot: &Slot, span: Span) -> Result<Value<'js>> {
        if let Some(known) = slot.get(ctx) {
            return Ok(known);
        }
        let value = text_of(ctx, span.of(&self.text))?;
        slot.set(&value);
        Ok(value)
    }

    /// The object that `message.headers` shows: lower-case names, values joined by Node's rules (CTX-129).
    fn joined<'js>(&self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let most = match self.most_fields.get() {
            0 => usize::MAX,
            most => most,
        };
        // By hash: a head may hold thousands of names.
        let mut fields = IndexMap::<String, SmallVec<[&[u8]; 1]>>::new();
        for (name, value) in self.fields().take(most) {
            let name = String::from_utf8_lossy(name).to_ascii_lowercase();
            fields.entry(name).or_default().push(value);
        }
        let headers = Object::new(ctx.clone())?;
        for (name, values) in fields {
            let value = match Repeated::of(&name) {
                Repeated::List => {
                    let list = Array::new(ctx.clone())?;
                    for (index, value) in values.iter().enumerate() {
                        list.set(index, text_of(ctx, value)?)?;
                    }
                    list.into_value()
                }
                Repeated::First if !self.joins_duplicates.get() => text_of(ctx, values[0])?,
                Repeated::First => text_of(ctx, &values.join(&b", "[..]))?,
                Repeated::Joined(between) => text_of(ctx, &values.join(between.as_bytes()))?,
            };
            headers.set(name, value)?;
        }
        Ok(headers.into_value())
    }
}

fn boolean<'js>(ctx: &Ctx<'js>, value: bool) -> Result<Value<'js>> {
    Ok(Value::new_bool(ctx.clone(), value))
}

/// Adds what the incoming handle is asked.
pub(super) fn members(members: &Members<'_, '_, Exchange>) -> Result<()> {
    members
        .property(
            "method",
            |ctx, this| {
                let request = &this.request;
                request.first_line(ctx, &request.method, request.head.start.method)
            },
            |_, this, value| {
                this.request.method.set(&value);
                Ok(())
            },
        )?
        .property(
            "url",
            |ctx, this| {
                let request = &this.request;
                request.first_line(ctx, &request.url, request.head.start.url)
            },
            |_, this, value| {
                this.request.url.set(&value);
                Ok(())
            },
        )?
        .getter("httpVersion", |ctx, this| {
            match this.request.head.start.version {
                (1, 1) => call::string(ctx, "1.1"),
                (major, minor) => call::string(ctx, &format!("{major}.{minor}")),
            }
        })?
        .method("rawHeaders", 0, |ctx, this, _| {
            let raw = Array::new(ctx.clone())?;
            for (index, (name, value)) in this.request.fields().enumerate() {
                raw.set(2 * index, text_of(ctx, name)?)?;
                raw.set(2 * index + 1, text_of(ctx, value)?)?;
            }
            Ok(raw.into_value())
        })?
        .property(
            "headers",
            |ctx, this| {
                if let Some(known) = this.request.headers.get(ctx) {
                    return Ok(known);
                }
                let headers = this.request.joined(ctx)?;
                this.request.headers.set(&headers);
                Ok(headers)
            },
            |_, this, value| {
                this.request.headers.set(&value);
                Ok(())
            },
        )?
        // shows(most fields, 0 for all; whether duplicates are joined), before anything was looked at.
        .method("shows", 2, |ctx, this, args| {
            let most = args.get(0).as_number().unwrap_or(0.0).max(0.0);
            this.request.most_fields.set(most as usize);
            this.request
                .joins_duplicates
                .set(args.get(1).as_bool() == Some(true));
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("rawTrailers", 0, |ctx, this, _| {
            Ok(this.request.trailers.get_or_undefined(ctx))
        })?
        .getter("passed", |ctx, this| {
            boolean(ctx, this.request.passed.get())
        })?
        .getter("complete", |ctx, this| {
            boolean(ctx, this.request.complete.get())
        })?
        .property(
            "attended",
            |ctx, this| boolean(ctx, this.request.attended.get()),
            |_, this, value| {
                this.request.attended.set(value.as_bool() == Some(true));
                Ok(())
            },
        )?
        // Nobody wants the body: what comes of it is dropped here.
        .property(
            "discarding",
            |ctx, this| boolean(ctx, this.request.ignores_body.get()),
            |_, this, value| {
                this.request.ignores_body.set(value.as_bool() == Some(true));
                Ok(())
            },
        )?;
    Ok(())
}
