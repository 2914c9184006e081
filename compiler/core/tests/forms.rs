//! Which form outputs are given, and the reason where it is not the systolic one.

use kiln_arch::FabricSpec;
use kiln_arch::num::{Op, OpGroup};
use kiln_compiler::lower::{Form, Layouts, WhyNot, lower};
use std::collections::BTreeMap;

fn mid() -> FabricSpec {
    FabricSpec::reference("mid").unwrap()
}

fn form_with(text: &str, spec: &FabricSpec, layouts: Layouts) -> Form {
    let surface = kiln_lang::parse("test", text).unwrap();
    let program = surface.bind(&BTreeMap::new()).unwrap().program;
    let lowered = lower(&program, spec, layouts, 0).unwrap();
    assert_eq!(lowered.forms.len(), lowered.tiled.outputs.len());
    lowered.forms[0].form.clone()
}

fn why(text: &str, spec: &FabricSpec) -> WhyNot {
    match form_with(text, spec, Layouts::Asked) {
        Form::Lanes(why) => why,
        systolic => panic!("{systolic:?}"),
    }
}

/// A matrix product with a body of its own.
fn product(a: &str, b: &str, c: &str, body: &str) -> String {
    format!(
        "param N = 32;\narg alpha: f32 = 2.0;\ninput a: {a}[N, N];\ninput b: {b}[N, N];\n\
         output c: {c}[N, N] = map (i in N, j in N) {{ {body} }};"
    )
}

const SUM: &str = "sum (k in N) { a[i, k] * b[k, j] }";

#[test]
fn sums_of_products_name_their_product_and_packing() {
    let form = |ty, of| form_with(&product(ty, ty, of, SUM), &mid(), Layouts::Asked);
    assert_eq!(form("f32", "f32"), Form::Systolic { product: Op::MulF, pack: 1 });
    assert_eq!(form("bf16", "f32"), Form::Systolic { product: Op::DotBf, pack: 2 });
    assert_eq!(form("i8", "i32"), Form::Systolic { product: Op::DotI8, pack: 4 });
}

#[test]
fn a_fabric_that_lacks_something_is_the_reason() {
    let text = product("f32", "f32", "f32", SUM);
    let mut spec = mid();
    spec.pcu.drain_levels = 0;
    assert_eq!(why(&text, &spec), WhyNot::NoDrain);
    let mut spec = mid();
    spec.pcu.stage_ops[0].retain(|&group| group != OpGroup::DotI8);
    assert_eq!(why(&product("i8", "i8", "i32", SUM), &spec), WhyNot::Stages(Op::DotI8));
    let mut spec = mid();
    spec.pcu.output_ops.retain(|&group| group != OpGroup::FloatMul);
    let scaled = product("f32", "f32", "f32", &format!("alpha * {SUM}"));
    let form = form_with(&scaled, &spec, Layouts::Asked);
    assert_eq!(form, Form::Systolic { product: Op::MulF, pack: 1 });
    use OpGroup::{DotI8, Int, IntMul};
    (spec.pcu.stages, spec.pcu.stage_ops) = (2, vec![vec![DotI8, Int, IntMul], vec![DotI8, Int]]);
    let scaled = product("i8", "i8", "i32", &format!("({SUM} * 3 + 1) * 5"));
    assert_eq!(why(&scaled, &spec), WhyNot::OutputUnit(Op::AddI));
}

#[test]
fn a_program_of_another_kind_is_the_reason() {
    let f32s = |body: &str| why(&product("f32", "f32", "f32", body), &mid());
    assert_eq!(f32s("a[i, j] + b[i, j]"), WhyNot::NotProducts);
    assert_eq!(f32s("max (k in N) { a[i, k] * b[k, j] }"), WhyNot::NotProducts);
    assert_eq!(f32s("sum (k in N) { a[i, k] * b[i, j] }"), WhyNot::Axes);
    assert_eq!(f32s(&format!("{SUM} + f32(i)")), WhyNot::After);
    assert_eq!(why(&product("bf16", "f32", "f32", SUM), &mid()), WhyNot::Types);
}

#[test]
fn packed_operands_that_must_stay_row_major_are_the_reason() {
    let text = product("bf16", "bf16", "f32", SUM);
    let form = form_with(&text, &mid(), Layouts::RowMajor);
    assert_eq!(form, Form::Lanes(WhyNot::NotPacked));
}

#[test]
fn where_both_forms_fit_the_one_that_is_estimated_faster_is_chosen() {
    for name in ["conv2d", "batched_gemm", "matmul"] {
        let path = format!("{}/../../examples/{name}.kiln", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        match form_with(&text, &mid(), Layouts::Asked) {
            Form::Systolic { product: Op::MulF, pack: 1 } => {}
            Form::Lanes(WhyNot::Slower { systolic, lanes }) => assert!(lanes <= systolic, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}
