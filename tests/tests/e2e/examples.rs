//! Every example at every size, on every reference fabric.

use kiln_arch::FabricSpec;
use kiln_cosim::{Cosim, Options};
use kiln_memory::MemoryTiming;
use kiln_tests::{
    Case, EXAMPLES, Failure, NOT_YET_LOWERED, compare_devices, compile, examples_folder, run_model,
    wide,
};

/// Runs `check` on every example and size; returns what was refused, a line each. Panics at the end if anything else
/// went wrong, with all of it.
fn sweep(
    spec: &FabricSpec,
    mut check: impl FnMut(&Case, &FabricSpec) -> Result<(), Failure>,
) -> String {
    let (mut refused, mut wrong) = (String::new(), Vec::new());
    for example in EXAMPLES {
        for settings in example.settings {
            let case = Case::example(example.name, settings);
            match check(&case, spec) {
                Ok(()) => {}
                Err(Failure::Refused(why)) => refused += &format!("{}: {why}\n", case.name),
                Err(Failure::Wrong(why)) => {
                    wrong.push(format!("{} on {}: {why}", case.name, spec.name))
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    refused
}

fn on_model(fabric: &str) -> String {
    sweep(&FabricSpec::reference(fabric).unwrap(), |case, spec| {
        run_model(case, &compile(case, spec)?, spec).map(drop)
    })
}

/// Model and RTL, without stalls and with.
fn on_both(spec: &FabricSpec) -> String {
    let options = Options { taps: true, ..Options::default() };
    let timing = MemoryTiming::new(spec.memory_words());
    let mut cosim = Cosim::new(spec.clone(), timing, 0, &options).expect("the fabric verilates");
    sweep(spec, |case, spec| {
        let bitstream = compile(case, spec)?;
        let free = compare_devices(case, &bitstream, &mut cosim, None)?;
        let stalled = compare_devices(case, &bitstream, &mut cosim, Some(7))?;
        if stalled.streams != free.streams {
            return Err(Failure::Wrong("stalls of the memory change the beats".into()));
        }
        Ok(())
    })
}

// What a fabric refuses is part of what it can do: a line that comes or goes fails the test until it is accepted
// with `cargo insta accept`.

#[test]
fn tiny_agrees_with_its_rtl() {
    insta::assert_snapshot!("refused_by_tiny", on_both(&FabricSpec::reference("tiny").unwrap()));
}

#[test]
fn ulx3s_agrees_with_its_rtl() {
    insta::assert_snapshot!("refused_by_ulx3s", on_both(&FabricSpec::reference("ulx3s").unwrap()));
}

/// What the small reference fabrics refuse runs here on RTL.
#[test]
fn wide_agrees_with_its_rtl() {
    assert_eq!(on_both(&wide()), "");
}

#[test]
fn mid_is_right() {
    assert_eq!(on_model("mid"), "");
}

#[test]
fn paper_is_right() {
    assert_eq!(on_model("paper"), "");
}

#[test]
fn every_example_has_sizes() {
    let mut files: Vec<String> = std::fs::read_dir(examples_folder())
        .expect("the examples exist")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "kiln"))
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        .filter(|name| !NOT_YET_LOWERED.contains(&name.as_str()))
        .collect();
    files.sort();
    assert_eq!(files, EXAMPLES.iter().map(|example| example.name).collect::<Vec<_>>());
}
