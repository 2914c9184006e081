//! Tensors in and out: `.npy` and `.npz` files, seeded random values, comparison.
//!
//! A tensor is its words, row-major; `Ty` says how to read them.

use anyhow::{Context, Result, bail};
use kiln_compiler::bitstream::TensorPlace;
use kiln_lang::ir::Ty;
use ndarray::{ArrayD, IxDyn};
use ndarray_npy::{NpzReader, ReadNpyExt, WriteNpyExt};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Reads a tensor from `path`: a `.npy` file, or `file.npz:name` for one array of an archive.
///
/// # Errors
/// Names the file and says what was found and what was expected.
pub fn read(path: &str, expected: &TensorPlace) -> Result<Vec<u32>> {
    let words = match path.rsplit_once(".npz") {
        Some((stem, rest)) => {
            let file = format!("{stem}.npz");
            let name = rest.strip_prefix(':').unwrap_or(&expected.name);
            let open = File::open(&file).with_context(|| format!("cannot open `{file}`"))?;
            let mut archive =
                NpzReader::new(open).with_context(|| format!("`{file}` is not an .npz archive"))?;
            let entry = format!("{name}.npy");
            match expected.ty {
                Ty::F32 => {
                    archive.by_name::<ndarray::OwnedRepr<f32>, IxDyn>(&entry).map(float_words)
                }
                Ty::I32 => archive.by_name::<ndarray::OwnedRepr<i32>, IxDyn>(&entry).map(int_words),
            }
            .map_err(|error| anyhow::anyhow!("`{file}`, array `{name}`: {error}"))
        }
        None => {
            let file = File::open(path).with_context(|| format!("cannot open `{path}`"))?;
            match expected.ty {
                Ty::F32 => ArrayD::<f32>::read_npy(file).map(float_words),
                Ty::I32 => ArrayD::<i32>::read_npy(file).map(int_words),
            }
            .map_err(|error| anyhow::anyhow!("`{path}`: {error}"))
        }
    };
    let (shape, words) = words.with_context(|| {
        format!("input `{}` must be {} of shape {:?}", expected.name, expected.ty, expected.shape)
    })?;
    let wanted: Vec<usize> = expected.shape.iter().map(|&n| n as usize).collect();
    if shape != wanted {
        bail!(
            "`{path}` has shape {shape:?}, but input `{}` has shape {wanted:?}; use `--set` to change the program's sizes",
            expected.name
        );
    }
    Ok(words)
}

fn float_words(array: ArrayD<f32>) -> (Vec<usize>, Vec<u32>) {
    // `iter` is in logical (row-major) order whatever the file's order was.
    (array.shape().to_vec(), array.iter().map(|x| x.to_bits()).collect())
}

fn int_words(array: ArrayD<i32>) -> (Vec<usize>, Vec<u32>) {
    (array.shape().to_vec(), array.iter().map(|&x| x as u32).collect())
}

/// Writes a tensor as `.npy`. The file appears whole or not at all.
pub fn write(path: &Path, tensor: &TensorPlace, words: &[u32]) -> Result<()> {
    let shape: Vec<usize> = tensor.shape.iter().map(|&n| n as usize).collect();
    write_whole(path, |out| {
        match tensor.ty {
            Ty::F32 => {
                let values = words.iter().map(|&w| f32::from_bits(w)).collect();
                ArrayD::from_shape_vec(IxDyn(&shape), values)?.write_npy(out)?;
            }
            Ty::I32 => {
                let values = words.iter().map(|&w| w as i32).collect();
                ArrayD::from_shape_vec(IxDyn(&shape), values)?.write_npy(out)?;
            }
        }
        Ok(())
    })
}

/// Writes a file by way of a temporary one beside it, so that it is never seen half-written.
pub fn write_whole(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&File>) -> Result<()>,
) -> Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let context = || format!("cannot write `{}`", path.display());
    let temporary = tempfile::NamedTempFile::new_in(folder).with_context(context)?;
    let mut out = BufWriter::new(temporary.as_file());
    fill(&mut out).with_context(context)?;
    out.flush().with_context(context)?;
    drop(out);
    temporary.persist(path).with_context(context)?;
    Ok(())
}

/// Seeded values for an input: f32 in [-1, 1), i32 in [-100, 100].
pub fn random(seed: u64, index: usize, tensor: &TensorPlace) -> Vec<u32> {
    let mut rng =
        ChaCha8Rng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(index as u64));
    (0..tensor.words())
        .map(|_| match tensor.ty {
            Ty::F32 => rng.random_range(-1.0f32..1.0).to_bits(),
            Ty::I32 => rng.random_range(-100i32..=100) as u32,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(ty: Ty, shape: &[u32]) -> TensorPlace {
        TensorPlace { name: "a".into(), ty, shape: shape.to_vec(), address: 0 }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        for ty in [Ty::F32, Ty::I32] {
            for shape in [&[][..], &[5], &[2, 3], &[0, 4]] {
                let tensor = place(ty, shape);
                let words = random(1, 0, &tensor);
                let path = folder.path().join("a.npy");
                write(&path, &tensor, &words).unwrap();
                assert_eq!(read(path.to_str().unwrap(), &tensor).unwrap(), words);
            }
        }
    }

    #[test]
    fn a_wrong_shape_or_type_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.npy");
        let tensor = place(Ty::F32, &[2, 3]);
        write(&path, &tensor, &random(1, 0, &tensor)).unwrap();
        let path = path.to_str().unwrap();
        let shape = format!("{:#}", read(path, &place(Ty::F32, &[3, 2])).unwrap_err());
        assert!(shape.contains("[2, 3]") && shape.contains("[3, 2]"), "{shape}");
        let ty = format!("{:#}", read(path, &place(Ty::I32, &[2, 3])).unwrap_err());
        assert!(ty.contains("i32"), "{ty}");
    }
}
