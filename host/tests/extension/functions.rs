//! Functions of modules: values in and out, promises, errors, panics.

use std::collections::BTreeMap;
use std::fs;

use bytes::Bytes;
use coddle::Extension;
use coddle::extension::{Buffer, Callback, Error, Members};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::application::{Application, Outcome, body_of};

fn native(describe: impl FnOnce(Members) -> Members) -> Extension {
    Extension::new("native").module("native", describe)
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    id: u64,
    item_names: Vec<String>,
    price: f64,
    note: Option<String>,
    kind: Kind,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Plain,
    Gift { to: String },
}

#[tokio::test(flavor = "current_thread")]
async fn structures_go_in_and_out() -> Outcome {
    let extension = native(|module| {
        module.function("doubled", |order: Order| Order {
            price: order.price * 2.0,
            ..order
        })
    });
    let it = body_of(
        extension,
        "return require('native').doubled({ id: 7, itemNames: [ 'é', '蛋' ], price: 1.25, kind: { gift: { to: 'Ada' } }, more: 1 });",
    )
    .await?;
    assert_eq!(
        it,
        json!({ "id": 7, "itemNames": ["é", "蛋"], "price": 2.5, "note": null, "kind": { "gift": { "to": "Ada" } } })
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn values_that_json_has_no_form_for_are_what_they_mean() -> Outcome {
    let extension = native(|module| {
        module
            .function("length", |bytes: Bytes| bytes.len())
            .function("when", |date: String| date)
            .function("big", |number: u64| number.to_string())
            .function("absent", |value: Option<u8>| value.is_none())
            .function("keys", |map: BTreeMap<u32, bool>| {
                map.into_keys().collect::<Vec<_>>()
            })
            .function("nothing", || ())
    });
    let it = body_of(
        extension,
        "const n = require('native');
         return [ n.length(Buffer.from('abc')), n.length(new Uint16Array(2)), n.when(new Date(0)), n.big(2n ** 60n),
           n.absent(), n.absent(null), n.absent(3), n.keys({ 3: true, 1: false }), n.nothing() === undefined ];",
    )
    .await?;
    assert_eq!(
        it,
        json!([
            3,
            4,
            "1970-01-01T00:00:00.000Z",
            "1152921504606846976",
            true,
            true,
            false,
            [1, 3],
            true
        ])
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn bytes_come_out_as_buffers() -> Outcome {
    let extension = native(|module| {
        module
            .function("moved", || Buffer::from(b"egg".to_vec()))
            .function("inside", || {
                BTreeMap::from([("bytes", Bytes::from_static(b"white"))])
            })
    });
    let it = body_of(
        extension,
        "const n = require('native'); const { bytes } = n.inside();
         return [ Buffer.isBuffer(n.moved()), n.moved().toString(), Buffer.isBuffer(bytes), bytes.toString('hex') ];",
    )
    .await?;
    assert_eq!(it, json!([true, "egg", true, "7768697465"]));
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn an_integer_that_a_number_cannot_hold_is_refused() -> Outcome {
    let extension = native(|module| module.function("large", || u64::MAX));
    let it = body_of(
        extension,
        "try { require('native').large(); } catch (e) { return e.message; }",
    )
    .await?;
    let message = it.as_str().ok_or("no error")?;
    assert!(
        message.starts_with("extension \"native\": module native.large: the result has no JavaScript form: 18446744073709551615 is beyond"),
        "{message}"
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn futures_are_promises_and_blocking_work_runs_elsewhere() -> Outcome {
    let extension = native(|module| {
        module
            .async_function("later", |text: String| async move {
                tokio::task::yield_now().await;
                Ok::<_, Error>(text.to_uppercase())
            })
            .blocking_function("elsewhere", |n: u64| {
                let name = std::thread::current().name().map(str::to_owned);
                (n + 1, name.is_some_and(|name| name.contains("embedded")))
            })
    });
    let it = body_of(
        extension,
        "const n = require('native'); const p = n.later('x');
         return [ p instanceof Promise, await p, await n.elsewhere(1) ];",
    )
    .await?;
    assert_eq!(it, json!([true, "X", [2, false]]));
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn errors_have_name_message_code_status_and_cause() -> Outcome {
    let extension = native(|module| {
        module
            .function("fails", || -> Result<(), Error> {
                Err(Error::new("no egg")
                    .with_name("EggError")
                    .with_code("ERR_EGG")
                    .with_status(404))
            })
            .async_function("missing", || async {
                Ok::<_, Error>(tokio::fs::read_to_string("/nowhere/at/all").await?)
            })
            .function("range", || -> Result<(), Error> {
                Err(Error::new("too far").with_name("RangeError"))
            })
            .function("parse", |text: String| -> Result<u8, Error> {
                #[derive(Debug)]
                struct Outer(std::num::ParseIntError);
                impl std::fmt::Display for Outer {
                    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("no count")
                    }
                }
                impl std::error::Error for Outer {
                    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                        Some(&self.0)
                    }
                }
                Ok(text.parse().map_err(Outer)?)
            })
    });
    let it = body_of(
        extension,
        "const n = require('native');
         const told = async f => { try { await f(); } catch (e) { return [ e.name, e.message, e.code, e.status, e.errno, e.cause?.message,
           e instanceof Error, e instanceof RangeError ]; } };
         return [ await told(n.fails), await told(n.missing), await told(n.range), await told(() => n.parse('x')) ];",
    )
    .await?;
    assert_eq!(
        it,
        json!([
            [
                "EggError", "no egg", "ERR_EGG", 404, null, null, true, false
            ],
            [
                "Error",
                "No such file or directory (os error 2)",
                "ENOENT",
                null,
                -2,
                null,
                true,
                false
            ],
            ["RangeError", "too far", null, null, null, null, true, true],
            [
                "Error",
                "no count",
                null,
                null,
                null,
                "invalid digit found in string",
                true,
                false
            ],
        ])
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_wrong_argument_names_the_extension_the_function_and_the_place() -> Outcome {
    let extension = native(|module| module.function("take", |_: u8, order: Order| order.id));
    let it = body_of(
        extension,
        "const n = require('native'); const told = (...a) => { try { n.take(...a); } catch (e) { return [ e.name, e.code, e.message ]; } };
         return [ told('x'), told(1, { id: 1, itemNames: [ 'a', 5 ] }), told(300) ];",
    )
    .await?;
    assert_eq!(
        it,
        json!([
            [
                "TypeError",
                "ERR_INVALID_ARG_TYPE",
                "extension \"native\": module native.take: argument 1: invalid type: string \"x\", expected u8"
            ],
            [
                "TypeError",
                "ERR_INVALID_ARG_TYPE",
                "extension \"native\": module native.take: argument 2.itemNames[1]: invalid type: integer `5`, expected a string"
            ],
            [
                "TypeError",
                "ERR_INVALID_ARG_TYPE",
                "extension \"native\": module native.take: argument 1: invalid value: integer `300`, expected u8"
            ],
        ])
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_panic_is_one_failed_request_with_its_place_in_the_log() -> Outcome {
    let application = Application::new(&[(
        "app/router.js",
        "module.exports = app => {
           app.router.get('/now', async () => { require('native').now(); });
           app.router.get('/later', async () => { await require('native').later(); });
           app.router.get('/elsewhere', async () => { await require('native').elsewhere(); });
           app.router.get('/', async ctx => { ctx.body = 'fine'; });
         };",
    )]);
    let extension = native(|module| {
        module
            .function("now", || -> u8 { panic!("scrambled") })
            .async_function("later", || async {
                tokio::task::yield_now().await;
                if true {
                    panic!("scrambled later");
                }
            })
            .blocking_function("elsewhere", || -> u8 { panic!("scrambled elsewhere") })
    });
    let host = application.embed([extension]).await?;
    for path in ["/now", "/later", "/elsewhere"] {
        assert_eq!(host.request("GET", path).await?.status(), 500, "{path}");
    }
    assert_eq!(host.request("GET", "/").await?.text(), "fine");
    host.close().await?;
    let log = fs::read_to_string(application.path().join("logs/extended/common-error.log"))?;
    for expected in [
        "extension \"native\": module native.now: panicked: scrambled",
        "extension \"native\": module native.later: panicked: scrambled later",
        "panicked: scrambled elsewhere",
        "host/tests/extension/functions.rs:",
        "Rust backtrace:",
    ] {
        assert!(log.contains(expected), "{expected} is not in\n{log}");
    }
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn callbacks_are_kept_across_awaits() -> Outcome {
    #[derive(Deserialize)]
    struct Options {
        #[serde(rename = "onStep")]
        on_step: Callback,
    }
    let extension = native(|module| {
        module
            .async_function("run", |steps: u32, options: Options| async move {
                let mut sum = 0;
                for step in 0..steps {
                    tokio::task::yield_now().await;
                    let answer: i64 = options.on_step.call_async((step, "of", steps)).await?;
                    sum += answer;
                }
                Ok::<_, Error>(sum)
            })
            .function("now", |callback: Callback| -> Result<String, Error> {
                callback.call(("a", 1))
            })
            .function("bare", |callback: Callback| callback.call::<u32>(()))
            .function("wrong", |callback: Callback| callback.call::<u32>(1))
    });
    let it = body_of(
        extension,
        "const n = require('native'); const seen = [];
         const sum = await n.run(3, { onStep: async (...a) => { seen.push(a); await null; return a[0] * 10; } });
         const told = async f => { try { await f(); } catch (e) { return e; } };
         const mine = new Error('mine');
         return [ sum, seen, n.now((a, b) => a + b),
           await told(() => n.now(() => { throw mine; })) === mine,
           await told(() => n.run(1, { onStep: () => Promise.reject(mine) })) === mine,
           (await told(() => n.now(7))).message,
           (await told(() => n.now(() => 7))).message,
           n.bare((...all) => all.length), (await told(() => n.wrong(() => 7))).message ];",
    )
    .await?;
    assert_eq!(
        it,
        json!([
            30,
            [[0, "of", 3], [1, "of", 3], [2, "of", 3]],
            "a1",
            true,
            true,
            "extension \"native\": module native.now: argument 1: a function was expected, not 7",
            "extension \"native\": module native.now: what the callback returned: invalid type: integer `7`, expected a string",
            0,
            "extension \"native\": module native.wrong: the arguments of a callback are a tuple, (a, b), (a,) or ()",
        ])
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_native_that_is_called_while_no_request_is_there_says_so() -> Outcome {
    let application = Application::answering("ctx.body = ctx.app.told;");
    application.write(
        "app.js",
        "module.exports = app => { try { require('native').path(); } catch (e) { app.told = e.message; } };",
    );
    let extension = native(|module| {
        module.function("path", |request: coddle::extension::Request| request.path())
    });
    let host = application.embed([extension]).await?;
    assert_eq!(
        host.request("GET", "/").await?.text(),
        "extension \"native\": module native.path: there is no request here: this was called outside of one"
    );
    Ok(())
}
