//! A map that forgets what was not looked at for long: npm ylru, of which egg-static keeps its files in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::mem;
use std::rc::Rc;

use super::file::StaticFile;

/// Two generations of entries. What is looked at moves to the younger one; when that is full, the older one goes.
#[derive(Debug)]
pub(super) struct Recent {
    /// Entries of one generation; `None` for no bound.
    most: Option<usize>,
    generations: RefCell<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Box<str>, Rc<StaticFile>>,
    old: HashMap<Box<str>, Rc<StaticFile>>,
}

impl Recent {
    pub(super) fn new(most: Option<usize>) -> Recent {
        Recent {
            most,
            generations: RefCell::default(),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<Rc<StaticFile>> {
        let mut generations = self.generations.borrow_mut();
        if let Some(file) = generations.young.get(key) {
            return Some(Rc::clone(file));
        }
        let (key, file) = generations.old.remove_entry(key)?;
        generations.add(key, Rc::clone(&file), self.most);
        Some(file)
    }

    pub(super) fn set(&self, key: &str, file: Rc<StaticFile>) {
        self.generations
            .borrow_mut()
            .add(key.into(), file, self.most);
    }
}

impl Generations {
    fn add(&mut self, key: Box<str>, file: Rc<StaticFile>, most: Option<usize>) {
        self.young.insert(key, file);
        if most.is_some_and(|most| self.young.len() >= most) {
            self.old = mem::take(&mut self.young);
        }
    }
}
