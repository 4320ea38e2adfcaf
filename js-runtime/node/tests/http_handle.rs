//! IncomingMessage and ServerResponse over a handle: the contract that whoever owns a connection keeps (and may rely on).
//! The handle is a recorder in JavaScript; the modules under test are out of a script's reach, so they are handed to it.

use std::path::Path;
use std::time::Duration;

use coddle_engine::rquickjs::{Object, Result};
use coddle_engine::{Limits, World, builtin};

/// What the script finds as the global `http`.
const MODULES: [&str; 3] = [
    "internal/http/incoming",
    "internal/http/server_response",
    "http",
];

#[test]
fn messages_keep_the_contract_of_their_handle() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http_handle/messages.js");
    let limits = Limits {
        turn: Duration::from_secs(60),
        ..Limits::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())
        .expect("a runtime for the test");
    let code = runtime.block_on(async {
        let world = World::new(limits, coddle_node::modules()).expect("a world for the test");
        world
            .turn(|ctx| -> Result<()> {
                let all = Object::new(ctx.clone())?;
                for name in MODULES {
                    let exports: Object<'_> = builtin::require(ctx, name)?.get()?;
                    for key in exports.keys::<String>() {
                        let key = key?;
                        if key != "globalAgent" {
                            all.set(
                                key.as_str(),
                                exports
                                    .get::<_, coddle_engine::rquickjs::Value<'_>>(key.as_str())?,
                            )?;
                        }
                    }
                }
                ctx.globals().set("http", all)
            })
            .expect("the modules load");
        coddle_node::script::run(&world, &script.to_string_lossy(), &[]).await
    });
    assert_eq!(
        code, 0,
        "exit code of tests/http_handle/messages.js; see stderr"
    );
}
