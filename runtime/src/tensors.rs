//! Tensors in and out: `.npy` and `.npz` files, seeded random values, comparison.
//!
//! A tensor is its elements, row-major, each a value as a word: i32, or the bits of an f32. Arrays have the tensor's own
//! type: f32, i32, i8; bf16, which numpy does not know, is uint16 with the bits (or f32 on the way in, if exact).

use anyhow::{Context, Result, anyhow, bail};
use kiln_compiler::bitstream::TensorPlace;
use kiln_lang::ir::Storage;
use ndarray::{ArrayD, IxDyn, OwnedRepr};
use ndarray_npy::{NpzReader, ReadNpyExt, ReadableElement, WritableElement, WriteNpyExt};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::fs::File;
use std::io::{BufWriter, Read, Seek, Write};
use std::path::Path;

/// Reads a tensor from `path`: a `.npy` file, or `file.npz:name` for one array of an archive.
///
/// # Errors
/// Names the file and says what was found and what was expected.
pub fn read(path: &str, expected: &TensorPlace) -> Result<Vec<u32>> {
    let (shape, values) = values(path, expected).with_context(|| {
        format!("input `{}` must be {} of shape {:?}", expected.name, expected.ty, expected.shape)
    })?;
    let wanted: Vec<usize> = expected.shape.iter().map(|&n| n as usize).collect();
    if shape != wanted {
        bail!(
            "`{path}` has shape {shape:?}, but input `{}` has shape {wanted:?}; use `--set` to change the program's sizes",
            expected.name
        );
    }
    Ok(values)
}

/// Shape and values of an array of the type that `expected` has.
fn values(path: &str, expected: &TensorPlace) -> Result<(Vec<usize>, Vec<u32>)> {
    let name = &expected.name;
    Ok(match expected.ty {
        Storage::F32 => words(&array(path, name)?, f32::to_bits),
        Storage::I32 => words(&array(path, name)?, |x: i32| x as u32),
        Storage::I8 => words(&array(path, name)?, |x: i8| i32::from(x) as u32),
        Storage::Bf16 => match array(path, name) {
            Ok(bits) => words(&bits, |x: u16| u32::from(x) << 16),
            // Perhaps it is f32; if not, what was wrong first is what to say.
            Err(error) => match array(path, name) {
                Ok(floats) => exact_bf16(path, words(&floats, f32::to_bits))?,
                Err(_) => return Err(error.context("bf16 is read from uint16 or float32")),
            },
        },
    })
}

fn exact_bf16(
    path: &str,
    (shape, values): (Vec<usize>, Vec<u32>),
) -> Result<(Vec<usize>, Vec<u32>)> {
    match values.iter().position(|&value| !Storage::Bf16.holds(value)) {
        None => Ok((shape, values)),
        Some(at) => bail!(
            "`{path}`: element {at} is {}, which is not exactly a bf16; round the array first, or give the bits as uint16",
            f32::from_bits(values[at])
        ),
    }
}

/// `iter` is in logical (row-major) order whatever the file's order was.
fn words<T: Copy>(array: &ArrayD<T>, word: impl Fn(T) -> u32) -> (Vec<usize>, Vec<u32>) {
    (array.shape().to_vec(), array.iter().map(|&x| word(x)).collect())
}

/// The array in a file, or the one in an archive that the path or else `name` names.
fn array<T: ReadableElement>(path: &str, name: &str) -> Result<ArrayD<T>> {
    let Some((stem, rest)) = path.rsplit_once(".npz") else {
        let file = File::open(path).with_context(|| format!("cannot open `{path}`"))?;
        check_length(&file).with_context(|| format!("`{path}`"))?;
        return ArrayD::<T>::read_npy(file).map_err(|error| anyhow!("`{path}`: {error}"));
    };
    let file = format!("{stem}.npz");
    let name = rest.strip_prefix(':').unwrap_or(name);
    let open = File::open(&file).with_context(|| format!("cannot open `{file}`"))?;
    let mut archive =
        NpzReader::new(open).with_context(|| format!("`{file}` is not an .npz archive"))?;
    archive
        .by_name::<OwnedRepr<T>, IxDyn>(&format!("{name}.npy"))
        .map_err(|error| anyhow!("`{file}`, array `{name}`: {error}"))
}

/// That a file is an array of no more elements than it has bytes: the reader makes room for as many as the header says.
/// The header is a line of text behind eight bytes and its own length (the format's description is `numpy.lib.format`).
fn check_length(mut file: &File) -> Result<()> {
    let mut start = [0; 1024];
    let mut length = 0;
    while let Ok(more @ 1..) = file.read(&mut start[length..]) {
        length += more;
    }
    file.rewind()?;
    let header = String::from_utf8_lossy(&start[..length]);
    if !start.starts_with(b"\x93NUMPY") {
        bail!("it is no .npy file");
    }
    let shape = header.split_once("'shape': (").and_then(|(_, rest)| rest.split_once(')'));
    let extents = shape.map_or("", |(shape, _)| shape).split(',').map(str::trim);
    let elements = extents.filter(|extent| !extent.is_empty()).fold(1u128, |n, extent| {
        n.saturating_mul(extent.trim_end_matches('L').parse().unwrap_or(u128::MAX))
    });
    if elements > file.metadata()?.len().into() {
        bail!("its header says {elements} elements, and there are fewer");
    }
    Ok(())
}

/// Writes a tensor as `.npy`. The file appears whole or not at all.
pub fn write(path: &Path, tensor: &TensorPlace, values: &[u32]) -> Result<()> {
    let shape: Vec<usize> = tensor.shape.iter().map(|&n| n as usize).collect();
    write_whole(path, |out| match tensor.ty {
        Storage::F32 => write_array(out, &shape, values, f32::from_bits),
        Storage::I32 => write_array(out, &shape, values, |w| w as i32),
        Storage::I8 => write_array(out, &shape, values, |w| w as i8),
        Storage::Bf16 => write_array(out, &shape, values, |w| (w >> 16) as u16),
    })
}

fn write_array<T: WritableElement>(
    out: &mut BufWriter<&File>,
    shape: &[usize],
    values: &[u32],
    element: impl Fn(u32) -> T,
) -> Result<()> {
    let elements = values.iter().map(|&value| element(value)).collect();
    Ok(ArrayD::from_shape_vec(IxDyn(shape), elements)?.write_npy(out)?)
}

/// Writes a file by way of a temporary one beside it, so that it is never seen half-written. What is no ordinary file, such as
/// a pipe, is written as it is; a link leads to its file.
pub fn write_whole(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&File>) -> Result<()>,
) -> Result<()> {
    write_to(path, fill).with_context(|| format!("cannot write `{}`", path.display()))
}

fn write_to(path: &Path, fill: impl FnOnce(&mut BufWriter<&File>) -> Result<()>) -> Result<()> {
    let written = |file: &File| {
        let mut out = BufWriter::new(file);
        fill(&mut out)?;
        Ok(out.flush()?)
    };
    let old = std::fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
        return written(&File::create(path)?);
    }
    let path = if old.is_some() { path.canonicalize()? } else { path.to_owned() };
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    // Those of a file that is replaced, or what the user's mask leaves.
    let permissions = old.map(|old| old.permissions());
    let temporary = tempfile::Builder::new()
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666))
        .tempfile_in(folder)?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    written(temporary.as_file())?;
    temporary.persist(&path).map_err(|failed| failed.error)?;
    Ok(())
}

/// Seeded values for an input: f32 and bf16 in [-1, 1), i32 in [-100, 100], any i8.
pub fn random(seed: u64, index: usize, tensor: &TensorPlace) -> Vec<u32> {
    let mut rng =
        ChaCha8Rng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(index as u64));
    (0..tensor.elements())
        .map(|_| match tensor.ty {
            Storage::F32 => rng.random_range(-1.0f32..1.0).to_bits(),
            Storage::I32 => rng.random_range(-100i32..=100) as u32,
            Storage::I8 => rng.random_range(-128i32..=127) as u32,
            // The upper half: the same number, cut to 8 bits.
            Storage::Bf16 => rng.random_range(-1.0f32..1.0).to_bits() & 0xffff_0000,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_lang::layout::Layout;

    fn place(ty: Storage, shape: &[u32]) -> TensorPlace {
        TensorPlace {
            name: "a".into(),
            ty,
            shape: shape.to_vec(),
            address: 0,
            layout: Layout::RowMajor,
            borders: Vec::new(),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        for ty in Storage::ALL {
            for shape in [&[][..], &[5], &[2, 3], &[0, 4]] {
                let tensor = place(ty, shape);
                let values = random(1, 0, &tensor);
                assert!(values.iter().all(|&value| ty.holds(value)));
                let path = folder.path().join("a.npy");
                write(&path, &tensor, &values).unwrap();
                assert_eq!(read(path.to_str().unwrap(), &tensor).unwrap(), values);
            }
        }
    }

    #[test]
    fn a_wrong_shape_or_type_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.npy");
        let tensor = place(Storage::F32, &[2, 3]);
        write(&path, &tensor, &random(1, 0, &tensor)).unwrap();
        let path = path.to_str().unwrap();
        let error = |ty, shape| format!("{:#}", read(path, &place(ty, shape)).unwrap_err());
        let shape = error(Storage::F32, &[3, 2]);
        assert!(shape.contains("[2, 3]") && shape.contains("[3, 2]"), "{shape}");
        for ty in [Storage::I32, Storage::I8] {
            let message = error(ty, &[2, 3]);
            assert!(message.contains(ty.name()), "{message}");
        }
        assert!(error(Storage::Bf16, &[2, 3]).contains("not exactly a bf16"));
    }

    #[test]
    fn bf16_is_read_from_its_bits_and_from_exact_floats() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.npy");
        let name = path.to_str().unwrap();
        let values = [1.5f32, -0.0078125, 3.0e38].map(|x| x.to_bits() & 0xffff_0000);
        let (bf16, float) = (place(Storage::Bf16, &[3]), place(Storage::F32, &[3]));
        write(&path, &bf16, &values).unwrap();
        assert_eq!(array::<u16>(name, "a").unwrap().as_slice().unwrap()[0], 0x3fc0);
        write(&path, &float, &values).unwrap();
        assert_eq!(read(name, &bf16).unwrap(), values);
        write(&path, &place(Storage::I32, &[3]), &values).unwrap();
        let error = format!("{:#}", read(name, &bf16).unwrap_err());
        assert!(error.contains("uint16 or float32"), "{error}");
    }
}
