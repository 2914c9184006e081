//! `rtl_out/` holds what the generator emits today. `make rtl` writes it anew.

use kiln_arch::FabricSpec;
use std::collections::BTreeMap;
use std::path::Path;

fn check(name: &str) {
    let spec = FabricSpec::reference(name).unwrap();
    let design = kiln_fabric::generate(&spec, false).unwrap();
    let core = kiln_fabric::core_file(&spec, &design).unwrap();
    let emitted: BTreeMap<String, String> = design.files.into_iter().chain([core]).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rtl_out").join(name);
    let kept: BTreeMap<String, String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap().to_string();
            (file, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&kept), names(&emitted), "run `make rtl`");
    for (file, text) in &emitted {
        assert!(kept[file] == *text, "{name}/{file} is not what is emitted; run `make rtl`");
    }
}

#[test]
fn tiny_is_up_to_date() {
    check("tiny");
}

#[test]
fn ulx3s_is_up_to_date() {
    check("ulx3s");
}
