//! The stream graph as text, for `--emit streams`.

use crate::graph::{StreamGraph, UnitConfig};
use kiln_arch::FabricSpec;
use kiln_arch::config::{
    Affine, AgConfig, Counters, PcuConfig, PmuConfig, PmuSide, direction, mode,
};
use kiln_arch::num::Op;
use std::fmt;

impl StreamGraph {
    /// As text, for the fabric that it was made for.
    pub fn printed<'a>(&'a self, spec: &'a FabricSpec) -> impl fmt::Display + 'a {
        Printed { graph: self, spec }
    }
}

struct Printed<'a> {
    graph: &'a StreamGraph,
    spec: &'a FabricSpec,
}

impl fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StreamGraph { units, links, .. } = self.graph;
        for unit in units {
            writeln!(f, "{}: {}", unit.name, unit.role)?;
            match &unit.config {
                UnitConfig::Pcu(config) => pcu(f, self.spec, config)?,
                UnitConfig::Pmu(config) => pmu(f, config)?,
                UnitConfig::Ag(config) => ag(f, config)?,
            }
        }
        for link in links {
            let name = |unit: usize| &units[unit].name;
            let from = format!("{} {}", name(link.from.unit), link.from.port);
            let ends: Vec<String> =
                link.to.iter().map(|to| format!("{} {}", name(to.unit), to.port)).collect();
            writeln!(f, "{} {}: {from} -> {}", link.net.name(), link.name, ends.join(", "))?;
        }
        Ok(())
    }
}

/// `64 x 8 (last 5 of level 2) x 32 over lanes`, outermost first.
fn counters(counters: &Counters) -> String {
    let used = counters.levels.iter().rposition(|l| l.tile > 1).map_or(1, |at| at + 1);
    let level = |at: usize| {
        let level = &counters.levels[at];
        let mut text = level.tile.to_string();
        if level.ragged == 1 {
            text += &format!(" (last {} of level {})", level.short, level.outer);
        }
        if counters.vector as usize == at + 1 {
            text += " over lanes";
        }
        text
    };
    (0..used).rev().map(level).collect::<Vec<_>>().join(" x ")
}

fn address(affine: &Affine) -> String {
    let mut text = format!("{}", affine.base as i32);
    for (level, stride) in affine.strides.iter().enumerate().rev().filter(|(_, s)| **s != 0) {
        text += &format!(" + {} n{level}", *stride as i32);
    }
    if affine.lane != 0 {
        text += &format!(" + {} lane", affine.lane as i32);
    }
    text
}

fn pcu(f: &mut fmt::Formatter<'_>, spec: &FabricSpec, config: &PcuConfig) -> fmt::Result {
    writeln!(f, "  loops {}", counters(&config.counters))?;
    let inputs = [("vector", &config.vector_inputs), ("scalar", &config.scalar_inputs)];
    for (net, list) in inputs {
        for (port, input) in list.iter().enumerate().filter(|(_, i)| i.enable == 1) {
            let dealt = match input.every {
                0 => String::new(),
                every => format!(", keeps beat {} of each {}", input.offset, every + 1),
            };
            writeln!(
                f,
                "  {net} input {port} held below level {} marks {:?}{dealt}",
                input.hold, input.marks
            )?;
        }
    }
    if config.fold.enable == 1 {
        let fold = &config.fold;
        writeln!(
            f,
            "  fold levels {:b} split {} ways {} in each run of level {}",
            fold.levels,
            fold.split,
            fold.ways + 1,
            fold.round
        )?;
    }
    if config.drain.enable == 1 {
        let loops = counters(&config.drain.counters);
        writeln!(f, "  drains {loops}, rows at level {}", config.drain.rows)?;
    }
    let idle = kiln_arch::config::Stage::default();
    for (number, stage) in config.stages.iter().enumerate().filter(|(_, s)| **s != idle) {
        let op = Op::from_code(stage.op as u8).map_or("?", Op::name);
        let constant = |r: u32| r as usize == spec.pcu.registers && !spec.only_systolic(number);
        let operand = |r: u32| match constant(r) {
            true => format!("{:#x}", stage.constant),
            false => format!("r{r}"),
        };
        let a = operand(stage.a);
        let b = match stage.spread {
            1 => format!("{}[{}]", operand(stage.b), stage.lane),
            _ => operand(stage.b),
        };
        let text = match stage.mode {
            mode::ACCUMULATE => format!("accumulate {op} {b}"),
            mode::SYSTOLIC => format!("accumulated {op} {a} {b} from {:#x}", stage.constant),
            mode::REDUCE => format!("reduce {op} {a} hop {}", stage.hop),
            _ => format!("{op} {a} {b} r{}", stage.c),
        };
        writeln!(f, "  stage {number}: r{} = {text}", stage.destination)?;
    }
    let unit = &config.output_unit;
    if let Some(op) = Op::from_code(unit.op as u8).filter(|op| *op != Op::Mov) {
        writeln!(f, "  output unit {op} {:#x}", unit.constant)?;
    }
    let outputs = [("vector", &config.vector_outputs), ("scalar", &config.scalar_outputs)];
    for (net, list) in outputs {
        for (port, output) in list.iter().enumerate().filter(|(_, o)| o.enable == 1) {
            writeln!(f, "  {net} output {port} = r{} marks {:?}", output.register, output.marks)?;
        }
    }
    Ok(())
}

fn pmu(f: &mut fmt::Formatter<'_>, config: &PmuConfig) -> fmt::Result {
    let side = |f: &mut fmt::Formatter<'_>, name: &str, side: &PmuSide| {
        let loops = counters(&side.counters);
        let place = address(&side.address);
        let again = match side.repeat.checked_sub(1) {
            None => String::new(),
            Some(level) => format!(", level {level} repeats"),
        };
        writeln!(f, "  {name} {loops} at {place}, buffer ends with level {}{again}", side.advance)
    };
    side(f, "write", &config.write)?;
    side(f, "read", &config.read)?;
    let skew = if config.skew == 1 { ", skewed" } else { "" };
    writeln!(f, "  {} buffers, {} words apart{skew}", config.buffers + 1, config.buffer_stride)
}

fn ag(f: &mut fmt::Formatter<'_>, config: &AgConfig) -> fmt::Result {
    let verb = if config.direction == direction::STORE { "store" } else { "load" };
    let place = address(&config.address);
    let of = ["", " of bf16", " of i8"].get(config.width as usize).unwrap_or(&" of ?");
    writeln!(
        f,
        "  {verb}{of} {} at {place}, marks {:?}",
        counters(&config.counters),
        config.marks
    )?;
    if config.bounded == 1 {
        writeln!(f, "  rows within {} < {}", address(&config.bound), config.bound_limit)?;
    }
    Ok(())
}
