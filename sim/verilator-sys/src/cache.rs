//! Where built models are kept, under names made from everything that went into them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::Error;

/// The cache folder: `$KILN_CACHE`, else `$XDG_CACHE_HOME/kiln`, else `~/.cache/kiln`.
///
/// # Errors
/// [`Error::NoCache`] if none of the variables is set.
pub fn cache_dir() -> Result<PathBuf, Error> {
    let variable =
        |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    variable("KILN_CACHE")
        .or_else(|| variable("XDG_CACHE_HOME").map(|base| base.join("kiln")))
        .or_else(|| variable("HOME").map(|home| home.join(".cache/kiln")))
        .ok_or(Error::NoCache)
}

/// A hash over a list of texts. Each is preceded by its length, so that text cannot move from one to the next.
pub struct Key(Sha256);

impl Default for Key {
    fn default() -> Self {
        Self::new()
    }
}

impl Key {
    /// Of no text.
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    /// Of one text more.
    pub fn text(mut self, text: &str) -> Self {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
        self
    }

    /// Of more texts.
    pub fn texts<'a>(self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        texts.into_iter().fold(self, Self::text)
    }

    /// 32 hexadecimal digits.
    pub fn finish(self) -> String {
        self.0.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Returns `cache/name`, made by `make` if it is not there. `make` gets an empty scratch folder and returns the
/// file in it that becomes the entry.
///
/// The entry appears by renaming, so it is whole or absent. Of several processes that want the same entry, one
/// makes it and the others wait.
///
/// # Errors
/// Those of `make`; [`Error::Io`] if the folder cannot be written.
pub fn entry(
    cache: &Path,
    name: &str,
    make: impl FnOnce(&Path) -> Result<PathBuf, Error>,
) -> Result<PathBuf, Error> {
    let target = cache.join(name);
    if target.is_file() {
        return Ok(target);
    }
    fs::create_dir_all(cache).map_err(Error::io(cache))?;
    let lock_path = cache.join(format!("{name}.lock"));
    let lock = File::create(&lock_path).map_err(Error::io(&lock_path))?;
    lock.lock().map_err(Error::io(&lock_path))?;
    if target.is_file() {
        return Ok(target);
    }
    // In the cache folder, because a rename cannot cross file systems.
    let scratch =
        tempfile::Builder::new().prefix("build-").tempdir_in(cache).map_err(Error::io(cache))?;
    let made = make(scratch.path())?;
    fs::rename(&made, &target).map_err(Error::io(&target))?;
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_sees_where_texts_end() {
        let key = |texts: [&str; 2]| Key::new().texts(texts).finish();
        assert_ne!(key(["ab", "c"]), key(["a", "bc"]));
        assert_eq!(key(["ab", "c"]), key(["ab", "c"]));
        assert_eq!(key(["", ""]).len(), 32);
    }

    #[test]
    fn many_at_once_make_an_entry_once() {
        let cache = tempfile::tempdir().unwrap();
        let made = std::sync::atomic::AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let path = entry(cache.path(), "x", |scratch| {
                        made.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                        std::thread::sleep(std::time::Duration::from_millis(20));
                        let file = scratch.join("y");
                        fs::write(&file, "text").unwrap();
                        Ok(file)
                    });
                    assert_eq!(fs::read_to_string(path.unwrap()).unwrap(), "text");
                });
            }
        });
        assert_eq!(made.into_inner(), 1);
    }

    #[test]
    fn a_failed_build_leaves_nothing_behind() {
        let cache = tempfile::tempdir().unwrap();
        entry(cache.path(), "x", |scratch| {
            fs::write(scratch.join("half"), "").unwrap();
            Err(Error::NoCache)
        })
        .unwrap_err();
        let left: Vec<_> =
            fs::read_dir(cache.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["x.lock"]);
    }
}
