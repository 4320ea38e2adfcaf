//! Classes whose instances Rust holds.

use std::cell::Cell;

use coddle::Extension;
use coddle::extension::{Error, Instance, This};
use serde_json::json;

use crate::application::{Outcome, body_of};

struct Counter(Cell<i32>);

fn counting() -> Extension {
    Extension::new("counting").module("counting", |module| {
        module
            .class::<Counter>("Counter", |class| {
                class
                    .constructor(|start: Option<i32>| match start {
                        Some(start) if start < 0 => {
                            Err(Error::new("below zero").with_name("RangeError"))
                        }
                        start => Ok(Counter(Cell::new(start.unwrap_or(0)))),
                    })
                    .method("add", |this: This<Counter>, more: i32| {
                        this.0.0.set(this.0.0.get() + more);
                        this.0.0.get()
                    })
                    .async_method("later", |this: This<Counter>| async move {
                        tokio::task::yield_now().await;
                        this.0.0.get()
                    })
                    .getter("value", |this: This<Counter>| this.0.0.get())
                    .static_function(
                        "parse",
                        |text: String| -> Result<Instance<Counter>, Error> {
                            Ok(Instance::new(Counter(Cell::new(text.parse()?))))
                        },
                    )
            })
            .function("sum", |a: Instance<Counter>, b: Instance<Counter>| {
                a.0.get() + b.0.get()
            })
    })
}

#[tokio::test(flavor = "current_thread")]
async fn javascript_constructs_holds_and_inherits() -> Outcome {
    let it = body_of(
        counting(),
        "const { Counter, sum } = require('counting');
         class Loud extends Counter {
           #by = 10;
           constructor() { super(5); this.mine = true; }
           add(more) { return super.add(more * this.#by); }
         }
         const a = new Counter(1), b = new Loud(), c = Counter.parse('7');
         a.add(2); b.add(1);
         return [ a.value, b.value, c.value, b.mine, b instanceof Loud, b instanceof Counter, c instanceof Counter, sum(a, b),
           await b.later(), Counter.name, a.constructor === Counter ];",
    )
    .await?;
    assert_eq!(
        it,
        json!([3, 15, 7, true, true, true, true, 18, 15, "Counter", true])
    );
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_none_of_the_class_is_refused() -> Outcome {
    let it = body_of(
        counting(),
        "const { Counter, sum } = require('counting');
         const told = f => { try { f(); } catch (e) { return [ e.name, e.code, e.message ]; } };
         return [ told(() => new Counter(-1)), told(() => sum(new Counter(), {})), told(() => Counter.prototype.add.call({}, 1)),
           told(() => Counter()) !== undefined ];",
    )
    .await?;
    assert_eq!(it[0], json!(["RangeError", null, "below zero"]));
    assert_eq!(it[1][1], json!("ERR_INVALID_ARG_TYPE"));
    let message = it[1][2].as_str().ok_or("no message")?;
    assert!(
        message
            .starts_with("extension \"counting\": module counting.sum: argument 2: an instance of"),
        "{message}"
    );
    assert_eq!(it[2][1], json!("ERR_INVALID_THIS"));
    assert_eq!(it[3], json!(true));
    Ok(())
}
