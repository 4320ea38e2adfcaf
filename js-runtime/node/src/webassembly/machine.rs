//! The interpreter of a world, made when the first module is compiled.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use coddle_engine::data;
use coddle_engine::rquickjs::Ctx;
use sha2::{Digest, Sha256};
use wasmi::{Config, CustomFuelCosts, Engine};

use super::module::Module;

/// Calls of wasm functions that may be open at once; deeper is a RangeError, as in JavaScript.
const DEEPEST: usize = 10_000;

/// Bytes of the stack that these calls have together.
const STACK: usize = 4 << 20;

/// One engine for all modules of a world, since modules that are linked must be of one. It keeps the code of each module that it has
/// compiled, so the same bytes are compiled once.
pub(super) struct Machine {
    pub(super) engine: Engine,
    modules: RefCell<HashMap<[u8; 32], Rc<Module>>>,
}

impl Default for Machine {
    fn default() -> Self {
        let mut config = Config::default();
        config
            // The turn's clock is looked at whenever the fuel is used up.
            .consume_fuel(true)
            // To translate a function is bounded by its length; out of fuel there, a call could not go on.
            .fuel_cost(CustomFuelCosts {
                bytes_copied_per_fuel: 64,
                fuel_per_bytes_translated: 0,
                fuel_per_bytes_validated: 0,
            })
            // JavaScript has no such memories to give, nor has Node 20.
            .wasm_multi_memory(false)
            .set_max_recursion_depth(DEEPEST)
            .set_max_stack_height(STACK);
        Machine {
            engine: Engine::new(&config),
            modules: RefCell::default(),
        }
    }
}

impl Machine {
    pub(super) fn of(ctx: &Ctx<'_>) -> Rc<Machine> {
        data::of::<Machine>(ctx)
    }

    /// The module of these bytes.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn compile(&self, bytes: &[u8]) -> Result<Rc<Module>, String> {
        let digest = Sha256::digest(bytes).into();
        if let Some(known) = self.modules.borrow().get(&digest) {
            return Ok(Rc::clone(known));
        }
        let module = Rc::new(Module::new(&self.engine, bytes)?);
        self.modules.borrow_mut().insert(digest, Rc::clone(&module));
        Ok(module)
    }
}
