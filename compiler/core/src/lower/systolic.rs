//! The systolic form: sums of products at the full rate of the multipliers.
//!
//! In: a view of an output. Out: how it maps to the systolic form of compute units, if it is a sum of products and the
//! fabric has that form. [`pattern`] recognises, [`plan`] chooses tiles by estimated cycles, [`emit`] makes units.

mod after;
mod emit;
mod estimate;
mod following;
mod loops;
mod packing;
pub mod pattern;
pub mod plan;
mod window;

use super::form::{Form, WhyNot};
use super::mapping::{Addresses, Usage};
use super::refusal::Shortage;
use super::tiled::{TiledLoop, TiledOperator, TiledOutput};
use super::view::View;
use crate::graph::StreamGraph;
use after::After;
use kiln_arch::FabricSpec;
use kiln_lang::ir::NodeId;
use kiln_lang::layout::Layout;
use kiln_lang::order::{self, FoldOrder};
use pattern::Product;
use plan::{Along, Extents, Plan, Sweep, Within};
use window::Image;

/// An output in the systolic form.
#[derive(Clone)]
pub struct Systolic<'a> {
    view: View<'a>,
    product: Product,
    extents: Extents,
    /// Tiles and units.
    pub plan: Plan,
}

/// The best systolic mapping of `view` on this fabric with `had` units. The layout of inputs that are `free` may be
/// chosen.
///
/// # Errors
/// Why there is none.
pub fn map<'a>(
    view: &View<'a>,
    spec: &FabricSpec,
    had: Usage,
    free: &[bool],
) -> Result<Systolic<'a>, WhyNot> {
    let pcu = &spec.pcu;
    if !spec.has_systolic() {
        return Err(WhyNot::NoDrain);
    }
    // What flows and what leaves have registers; each beat of held rows has an input and a register.
    let taken = |&stage: &usize| {
        let register = spec.row_register(stage);
        let free = register >= pcu.registers || register + 1 < pcu.registers;
        free && 1 + stage / spec.lanes < pcu.vector_inputs
    };
    let most = (0..pcu.stages).take_while(taken).count();
    if most == 0 {
        return Err(WhyNot::Ports);
    }
    let product = pattern::find(view, spec, free)?;
    let sum = product.sum.op().group();
    let able = |stage| {
        let groups = spec.stage_groups(stage);
        groups.contains(&product.product.group()) && groups.contains(&sum)
    };
    // Narrow elements are stored from vectors of whole words.
    if spec.lanes < view.output.ty.per_word() {
        return Err(WhyNot::Narrow);
    }
    let inner = product.folded[product.folded.len() - 1];
    let along = |factor: &pattern::Factor, output: usize| {
        let one = |axis| factor.address.of(axis) == 1;
        if one(output) {
            Ok(Along::Output)
        } else if one(inner) {
            Ok(Along::Fold)
        } else {
            Err(WhyNot::Strided)
        }
    };
    let held = along(&product.held, product.rows)?;
    let flow = along(&product.flow, product.lanes)?;
    let rows = |product: &Product| {
        (0..product.after.rows.min(most)).take_while(|&stage| able(stage)).count()
    };
    let planned = |product: Product, stages: usize| -> Result<Systolic<'a>, WhyNot> {
        if stages == 0 {
            return Err(WhyNot::Stages(product.product));
        }
        let extents = Extents::new(view, &product);
        let (extra, image) = (product.after.extra(product.rows), Image::find(view, &product));
        let within = Within { had, stages, extra, image: image.as_ref() };
        let check = |plan: &Plan| emitter(spec, view, &product, &extents, plan).check();
        let plan =
            plan::best(spec, &extents, within, (held, flow), check).map_err(WhyNot::Tiles)?;
        Ok(Systolic { view: view.clone(), product, extents, plan })
    };
    let mut best = Err(WhyNot::After);
    for after in After::options(view, spec, &product) {
        match after {
            Ok(after) => {
                let product = Product { after, ..product.clone() };
                let stages = rows(&product);
                best = better(best, planned(product.in_rows(), stages));
                if let Some(lines) =
                    product.in_lines().filter(|lines| lines.after.fits(view, lines))
                {
                    // A line of an image is whole groups of rows, with fewer rows if need be.
                    let line = view.axes[lines.rows].extent as usize;
                    let even = (1..=stages).rfind(|&rows| line.is_multiple_of(rows));
                    if let Some(even) = even.filter(|&even| 2 * even > stages && even < stages) {
                        best = better(best, planned(lines.clone(), even));
                    }
                    best = better(best, planned(lines, stages));
                }
            }
            Err(why) => best = better(best, Err(why)),
        }
    }
    best
}

/// The same with axes of extent 1 for those that the output lacks: most of the lanes or stages have no work then.
pub fn map_with_units<'a>(
    view: &View<'a>,
    spec: &FabricSpec,
    had: Usage,
    free: &[bool],
) -> Option<Systolic<'a>> {
    let views = pattern::with_units(view);
    let mapped = views.iter().filter_map(|view| map(view, spec, had, free).ok());
    mapped.min_by(|a, b| a.plan.estimate.cycles.total_cmp(&b.plan.estimate.cycles))
}

type Planned<'a> = Result<Systolic<'a>, WhyNot>;

/// The faster one: the first, if they are much alike; of two reasons the first that says more.
fn better<'a>(first: Planned<'a>, second: Planned<'a>) -> Planned<'a> {
    let cycles = |systolic: &Systolic| systolic.plan.estimate.cycles;
    match (first, second) {
        // Units behind are not worth a hundredth.
        (Ok(a), Ok(b)) => {
            let least = if b.product.after.following.is_some() { 0.99 } else { 1.0 };
            if cycles(&b) < least * cycles(&a) { Ok(b) } else { Ok(a) }
        }
        (Err(WhyNot::After), second) => second,
        (Err(_), Ok(b)) => Ok(b),
        (first, _) => first,
    }
}

fn emitter<'a>(
    spec: &'a FabricSpec,
    view: &'a View<'a>,
    product: &'a Product,
    extents: &'a Extents,
    plan: &'a Plan,
) -> emit::Emitter<'a> {
    emit::Emitter { spec, view, product, extents, plan }
}

impl Systolic<'_> {
    /// Adds the units and links of output `output` to `graph`.
    ///
    /// # Errors
    /// What a unit has too few of.
    pub fn emit(
        &self,
        spec: &FabricSpec,
        addresses: &Addresses,
        output: usize,
        graph: &mut StreamGraph,
    ) -> Result<(), Shortage> {
        emitter(spec, &self.view, &self.product, &self.extents, &self.plan)
            .emit(addresses, output, graph)
    }

    /// What is summed.
    pub fn form(&self) -> Form {
        Form::Systolic { product: self.product.product, pack: self.product.pack }
    }

    /// Inputs with the layouts that they must have.
    pub fn layouts(&self) -> [(usize, &Layout); 2] {
        [&self.product.flow, &self.product.held].map(|factor| (factor.input, &factor.layout))
    }

    /// The fold and its order: ascending, packed words in groups.
    pub fn order(&self) -> (NodeId, FoldOrder) {
        let one = |&dim: &usize| order::Loop { dim, tile: 1 };
        let loops = self.product.order.iter().map(one).collect();
        let order = FoldOrder { loops, lanes: 1, ways: 1, group: self.product.pack };
        (self.product.fold, order)
    }

    /// As a level to print.
    pub fn tiled(&self, spec: &FabricSpec) -> TiledOutput {
        let (plan, e, view) = (&self.plan, &self.extents, &self.view);
        let axis = |axis: usize| view.axes[axis].name.clone();
        let product = &self.product;
        let (tile_rows, tile_lanes) = (plan.tile_rows(), plan.tile_lanes(spec));
        let row = |step, count, last| TiledLoop {
            variable: axis(product.rows),
            step,
            count,
            last,
            lanes: false,
            folded: false,
        };
        let lane = |step, count, last| TiledLoop {
            variable: axis(product.lanes),
            ..row(step, count, last)
        };
        let last = |extent: u32, tile: u32| {
            (extent > tile && !extent.is_multiple_of(tile)).then_some(extent % tile)
        };
        let whole = |a: usize, folded| TiledLoop {
            variable: axis(a),
            folded,
            ..row(1, view.axes[a].extent, None)
        };
        let (down, across) = plan.tiles(spec, e);
        let tiles = [row(tile_rows, down, None), lane(tile_lanes, across, None)];
        let mut loops: Vec<TiledLoop> = product.batch.iter().map(|&a| whole(a, false)).collect();
        loops.extend(match plan.sweep {
            Sweep::Columns => tiles,
            Sweep::Rows => {
                let [down, across] = tiles;
                [across, down]
            }
        });
        loops.extend(product.folded.iter().map(|&a| whole(a, true)));
        loops.push(row(1, tile_rows.min(e.rows), last(e.rows, tile_rows)));
        let lanes = lane(1, tile_lanes.min(e.lanes), last(e.lanes, tile_lanes));
        loops.push(TiledLoop { lanes: true, ..lanes });
        let name = |factor: &pattern::Factor| view.program.inputs[factor.input].name.clone();
        let kept = |kept| if kept { "kept for all tiles that use it" } else { "streamed again" };
        TiledOutput {
            name: view.output.name.clone(),
            line: view.output.span.line,
            cycles: plan.estimate.cycles as u64,
            port_cycles: plan.estimate.port as u64,
            parts: 1,
            operators: vec![TiledOperator {
                name: format!("{} sums (systolic)", view.output.name),
                loops,
                ways: plan.row_beats * plan.lane_beats,
                streams: vec![
                    format!(
                        "{}: flows to all units, {}",
                        name(&product.flow),
                        kept(plan.flow_kept)
                    ),
                    format!(
                        "{}: held in {} memory units, {}",
                        name(&product.held),
                        plan.held_pmus,
                        match plan.window {
                            Some(window) => format!("{} lines at a time", window.lines),
                            None => kept(plan.held_kept).to_string(),
                        }
                    ),
                ],
                body: vec![format!("sum {} {}", product.sum, product.product)],
                after: product.after.text(),
                pcus: plan.usage().pcus,
            }],
        }
    }
}
