//! The program's own file in memory.

use std::path::Path;

use rustix::mm::{Advice, madvise};

/// Takes the program's constants out of memory; the kernel brings back from the file what is looked at again.
///
/// Most of them are for the start alone: the relocations, which the loader has worked through, and the bytecode of the surface, of
/// which the engine has made objects. They are a quarter of what a script that waits would hold. Does nothing where the program is
/// laid out otherwise, or the kernel does not tell how.
pub fn release_constants() {
    release_where(constants);
}

/// As [`release_constants`], and the code of the program and its libraries, too: a server's start walks through most of it, 16 pages
/// at a time, and serving needs a part. It is two thirds of what an idle worker would hold.
pub fn release() {
    release_where(|line, program| constants(line, program).or_else(|| code(line)));
}

/// Takes those mappings out of memory that `wanted` knows by their lines of /proc/self/maps.
fn release_where(wanted: impl Fn(&str, &Path) -> Option<(usize, usize)>) {
    let (Ok(maps), Ok(program)) = (
        std::fs::read_to_string("/proc/self/maps"),
        std::env::current_exe(),
    ) else {
        return;
    };
    for (start, length) in maps.lines().filter_map(|line| wanted(line, &program)) {
        // It would only have saved memory: where it fails, nothing is lost.
        // SAFETY: the range is a mapping of a file that was never writable, so that its pages are what the file has; they are read
        // from there again.
        let _ = unsafe {
            madvise(
                std::ptr::with_exposed_provenance_mut(start),
                length,
                Advice::LinuxDontNeed,
            )
        };
    }
}

/// Start and length of the mapping that `line` of /proc/self/maps describes, if it is the beginning of `program`'s file, read-only.
/// (What lies further back may be read-only only since the loader has written to it.)
fn constants(line: &str, program: &Path) -> Option<(usize, usize)> {
    let (range, access, offset, path) = mapping(line)?;
    let is_beginning = access == "r--p" && offset.bytes().all(|digit| digit == b'0');
    (is_beginning && Path::new(path) == program).then_some(range)
}

/// As [`constants`], if it is code of a file.
fn code(line: &str) -> Option<(usize, usize)> {
    let (range, access, _, path) = mapping(line)?;
    (access == "r-xp" && path.starts_with('/')).then_some(range)
}

/// Start and length, access, offset in the file, and path.
fn mapping(line: &str) -> Option<((usize, usize), &str, &str, &str)> {
    let mut fields = line.split_ascii_whitespace();
    let (start, end) = fields.next()?.split_once('-')?;
    let (access, offset) = (fields.next()?, fields.next()?);
    let (_device, _inode, path) = (fields.next()?, fields.next()?, fields.next()?);
    let (start, end) = (
        usize::from_str_radix(start, 16).ok()?,
        usize::from_str_radix(end, 16).ok()?,
    );
    Some(((start, end.checked_sub(start)?), access, offset, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_read_only_beginning_of_the_program_is_meant() {
        let program = Path::new("/usr/bin/coddle");
        for (line, expected) in [
            (
                "5000-7000 r--p 00000000 fe:00 12 /usr/bin/coddle",
                Some((0x5000, 0x2000)),
            ),
            ("7000-9000 r-xp 00002000 fe:00 12 /usr/bin/coddle", None),
            ("9000-a000 r--p 00004000 fe:00 12 /usr/bin/coddle", None),
            ("5000-7000 rw-p 00000000 fe:00 12 /usr/bin/coddle", None),
            ("5000-7000 r--p 00000000 fe:00 12 /usr/lib/libc.so.6", None),
            ("5000-7000 r--p 00000000 00:00 0", None),
        ] {
            assert_eq!(constants(line, program), expected, "{line}");
        }
    }

    #[test]
    fn code_is_that_of_files() {
        for (line, expected) in [
            (
                "7000-9000 r-xp 00002000 fe:00 12 /usr/lib/libc.so.6",
                Some((0x7000, 0x2000)),
            ),
            ("5000-7000 r--p 00000000 fe:00 12 /usr/bin/coddle", None),
            ("5000-7000 rwxp 00000000 fe:00 12 /usr/bin/coddle", None),
            ("5000-7000 r-xp 00000000 00:00 0 [vdso]", None),
            ("5000-7000 r-xp 00000000 00:00 0", None),
        ] {
            assert_eq!(code(line), expected, "{line}");
        }
    }

    #[test]
    fn constants_are_what_they_were() {
        static TEXT: [u8; 1 << 16] = [7; 1 << 16];
        assert!(TEXT.iter().all(|&byte| byte == 7));
        release_constants();
        assert!(std::hint::black_box(&TEXT).iter().all(|&byte| byte == 7));
    }
}
