//! Routes by number, for what is counted of each.

use std::cell::RefCell;

/// A route of an application, among those that [`RouteNumbers`] has seen; 0 is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RouteNumber(u16);

impl RouteNumber {
    /// The route at place `index` of [`RouteNumbers::paths`].
    pub fn new(index: u16) -> RouteNumber {
        RouteNumber(index)
    }

    /// Its place in [`RouteNumbers::paths`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// How many paths are told apart. An application that makes routes as it runs must not make what is kept of them grow for ever.
const MOST: usize = 1024;
const NONE: &str = "none";
const OTHERS: &str = "others";

/// The paths of an application's routes. One path has one number, whatever its methods and however many routers have it.
#[derive(Debug)]
pub struct RouteNumbers(RefCell<Vec<Box<str>>>);

impl Default for RouteNumbers {
    fn default() -> Self {
        RouteNumbers(RefCell::new(vec![NONE.into()]))
    }
}

impl RouteNumbers {
    /// The number of a path, a new one if it was not seen before; the last number is that of all paths for which there is no room.
    pub fn of(&self, path: &str) -> RouteNumber {
        let mut paths = self.0.borrow_mut();
        let at = match paths.iter().position(|known| **known == *path) {
            Some(at) => at,
            None if paths.len() >= MOST => MOST - 1,
            None => {
                let is_last = paths.len() == MOST - 1;
                paths.push(if is_last { OTHERS } else { path }.into());
                paths.len() - 1
            }
        };
        RouteNumber(at as u16)
    }

    /// Paths as they were declared (`/users/:id`), by number: `none` first, `others` last if there are too many.
    pub fn paths(&self) -> Vec<Box<str>> {
        self.0.borrow().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_number() {
        let numbers = RouteNumbers::default();
        let first = numbers.of("/a/:id");
        assert_eq!(numbers.of("/b").index(), 2);
        assert_eq!(numbers.of("/a/:id"), first);
        assert_eq!(
            numbers.paths(),
            ["none".into(), "/a/:id".into(), "/b".into()]
        );
    }

    #[test]
    fn paths_beyond_the_last_number_share_it() {
        let numbers = RouteNumbers::default();
        for path in 0..2 * MOST {
            numbers.of(&format!("/{path}"));
        }
        let paths = numbers.paths();
        assert_eq!(paths.len(), MOST);
        assert_eq!(paths.last().map(|path| &**path), Some("others"));
        assert_eq!(numbers.of("/new").index(), MOST - 1);
        assert_eq!(numbers.of("/3").index(), 4);
    }
}
