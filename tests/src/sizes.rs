//! The examples, the sizes that they are tested at, and a fabric that holds them all.

use kiln_arch::FabricSpec;

/// A fabric for tests: the smallest that holds every example, with other sizes than the reference fabrics.
///
/// # Panics
/// If its file is wrong.
pub fn wide() -> FabricSpec {
    FabricSpec::from_toml(include_str!("../fabrics/wide.toml")).expect("the fabric file is right")
}

/// A fabric for tests: as small as `tiny`, with packed products and another width of memory.
///
/// # Panics
/// If its file is wrong.
pub fn packed() -> FabricSpec {
    FabricSpec::from_toml(include_str!("../fabrics/packed.toml")).expect("the fabric file is right")
}

/// A fabric for tests: stages that only hold rows, more stages than lanes, memory units where others have compute units.
///
/// # Panics
/// If its file is wrong.
pub fn rows() -> FabricSpec {
    FabricSpec::from_toml(include_str!("../fabrics/rows.toml")).expect("the fabric file is right")
}

/// The fabric of the convolution that `docs/measurements.md` holds against a fixed array.
///
/// # Panics
/// If its file is wrong.
pub fn bytes192() -> FabricSpec {
    let text = include_str!("../fabrics/bytes192.toml");
    FabricSpec::from_toml(text).expect("the fabric file is right")
}

/// A program of `examples/`.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// File name without `.kiln`.
    pub name: &'static str,
    /// Settings, each as on the command line; an empty one is the program as it stands.
    pub settings: &'static [&'static str],
}

/// One element; one lane short of a vector, a vector and one more, on each fabric; prime; many tiles.
const LENGTHS: &[&str] =
    &["", "N=1", "N=3", "N=4", "N=5", "N=7", "N=8", "N=9", "N=15", "N=17", "N=127", "N=5003"];

/// Likewise in two dimensions.
const MATRICES: &[&str] = &[
    "",
    "M=1 N=1",
    "M=1 N=7",
    "M=7 N=1",
    "M=5 N=3",
    "M=3 N=5",
    "M=17 N=15",
    "M=33 N=16",
    "M=67 N=129",
];

/// Likewise for matrix products.
const PRODUCTS: &[&str] = &[
    "",
    "M=1 N=1 K=1",
    "M=1 N=5 K=3",
    "M=5 N=1 K=4",
    "M=3 N=5 K=1",
    "M=4 N=3 K=7",
    "M=17 N=15 K=9",
    "M=16 N=33 K=67",
];

/// Likewise for matrix products whose inputs are multiplied in place: vectors and one more, prime, wider than high,
/// higher than wide, and folds that no buffer holds.
const DENSE: &[&str] = &[
    "",
    "M=1 N=1 K=1",
    "M=1 N=7 K=2",
    "M=7 N=1 K=3",
    "M=3 N=5 K=4",
    "M=8 N=9 K=5",
    "M=9 N=8 K=6",
    "M=5 N=17 K=7",
    "M=16 N=16 K=8",
    "M=31 N=3 K=9",
    "M=17 N=33 K=65",
    "M=33 N=65 K=17",
    "M=65 N=31 K=16",
    "M=5 N=131 K=70",
    "M=70 N=3 K=600",
    "M=37 N=1 K=9",
    "M=1 N=37 K=9",
];

/// Likewise for convolutions: one place, lines of odd lengths, channels that fill no word.
const IMAGES: &[&str] = &[
    "",
    "H=1 W=1 C=1 O=1",
    "H=3 W=5 C=3 O=7",
    "H=5 W=3 C=4 O=8",
    "H=7 W=9 C=5 O=17",
    "H=2 W=33 C=8 O=9",
    "H=17 W=8 C=33 O=3",
];

/// Every example.
pub const EXAMPLES: &[Example] = &[
    Example { name: "axpy", settings: LENGTHS },
    Example {
        name: "batched_gemm",
        settings: &[
            "",
            "B=1 M=1 N=1 K=1",
            "B=3 M=5 N=7 K=2",
            "B=2 M=1 N=9 K=5",
            "B=17 M=3 N=3 K=3",
        ],
    },
    Example { name: "chain3", settings: LENGTHS },
    Example {
        name: "conv2d",
        settings: &[
            "",
            "C=1 H=3 W=3 O=1 KH=3 KW=3",
            "C=1 H=1 W=1 O=1 KH=1 KW=1",
            "C=2 H=7 W=9 O=3 KH=2 KW=3",
            "C=1 H=5 W=19 O=2 KH=1 KW=5",
        ],
    },
    Example { name: "conv_i8", settings: IMAGES },
    Example { name: "conv_i8_padded", settings: IMAGES },
    Example { name: "gemm", settings: PRODUCTS },
    Example { name: "gemm_bf16", settings: DENSE },
    Example { name: "gemm_bf16_rounded", settings: DENSE },
    Example { name: "gemm_i32", settings: PRODUCTS },
    Example { name: "gemm_i8", settings: DENSE },
    Example { name: "gemm_i8_quantized", settings: DENSE },
    Example { name: "gemv", settings: MATRICES },
    Example { name: "inner_product", settings: LENGTHS },
    Example { name: "matmul", settings: DENSE },
    Example {
        name: "moving_average",
        settings: &["", "N=1 W=1", "N=5 W=5", "N=9 W=2", "N=130 W=7", "N=3001 W=3"],
    },
    Example { name: "outer_product", settings: MATRICES },
    Example { name: "row_argmax", settings: MATRICES },
    Example { name: "row_center", settings: MATRICES },
    Example { name: "row_max", settings: MATRICES },
    Example { name: "row_sum", settings: MATRICES },
    Example {
        name: "stencil5",
        settings: &["", "H=3 W=3", "H=3 W=9", "H=9 W=3", "H=7 W=12", "H=19 W=67"],
    },
    Example {
        name: "stencil5_padded",
        settings: &["", "H=1 W=1", "H=3 W=3", "H=1 W=9", "H=9 W=2", "H=7 W=12", "H=19 W=67"],
    },
    Example { name: "tpch_q6", settings: LENGTHS },
    Example { name: "transpose", settings: MATRICES },
    Example { name: "vector_add", settings: LENGTHS },
];
