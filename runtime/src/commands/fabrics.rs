//! `kiln fabrics`: what there is to compile for.

use super::{Exit, FabricsArgs};
use crate::loading;
use crate::report::work::{self, ProductType};
use anyhow::Result;
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology, image};

pub(super) fn fabrics(args: &FabricsArgs) -> Result<Exit> {
    match &args.fabric {
        Some(name) => describe(&loading::fabric(name)?, args.json)?,
        None => list(args.json)?,
    }
    Ok(Exit::Fine)
}

fn list(json: bool) -> Result<()> {
    let specs: Vec<FabricSpec> =
        FabricSpec::reference_names().map(FabricSpec::reference).collect::<Result<_, _>>()?;
    if json {
        println!("{}", serde_json::to_string_pretty(&specs)?);
        return Ok(());
    }
    for spec in &specs {
        println!(
            "{:<12} {}x{} units, {} lanes, {} stage{}  {}",
            spec.name,
            spec.rows,
            spec.cols,
            spec.lanes,
            spec.pcu.stages,
            if spec.pcu.stages == 1 { "" } else { "s" },
            spec.description
        );
    }
    Ok(())
}

fn describe(spec: &FabricSpec, json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(spec)?);
        return Ok(());
    }
    let topology = Topology::new(spec);
    let count = |kind| topology.of_kind(kind).count();
    println!("{}: {}", spec.name, spec.description);
    println!("  fingerprint         {:08x}", spec.fingerprint());
    println!(
        "  compute units       {} of {} lanes x {} stages, {} registers",
        count(UnitKind::Pcu),
        spec.lanes,
        spec.pcu.stages,
        spec.pcu.registers
    );
    println!(
        "  memory units        {} of {} banks x {} words ({} KiB each)",
        count(UnitKind::Pmu),
        spec.lanes,
        spec.pmu.bank_words,
        spec.pmu_words() / 256
    );
    println!("  address generators  {}", count(UnitKind::Ag));
    println!(
        "  tracks each way     {} vector, {} scalar",
        spec.network.vector_tracks, spec.network.scalar_tracks
    );
    println!("  memory port         AXI4, {} bits", spec.memory.data_bits);
    let peak = |ty| format!("{} {ty}", work::peak(spec, &topology, ty));
    println!("  multipliers         {}", ProductType::ALL.map(peak).join(", "));
    println!(
        "  configuration       {} words of payload",
        image::payload_beats(spec, &topology) * spec.memory_words()
    );
    Ok(())
}
