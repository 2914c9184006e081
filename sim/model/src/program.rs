//! A configuration made ready to run: the units that take part, decoded.

use kiln_arch::config::{Block, BlockConfig, PcuConfig, SwitchConfig, decode, direction};
use kiln_arch::topology::{Net, Topology, UnitId};
use kiln_arch::{FabricSpec, image};

use crate::error::ModelError;
use crate::load::Load;
use crate::network::{Deal, Links, Networks, Port};
use crate::pcu::Pcu;
use crate::pmu::Pmu;
use crate::process::{Counters, Unit, Waiting};
use crate::store::Store;

/// The enabled units, each kind in unit order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    pub(crate) pcus: Vec<Pcu>,
    pub(crate) pmus: Vec<Pmu>,
    pub(crate) loads: Vec<Load>,
    pub(crate) stores: Vec<Store>,
}

impl Program {
    /// Decodes the words that were shifted into the chains; connects the switches of `links`.
    pub(crate) fn new(
        spec: &FabricSpec,
        topology: &Topology,
        payload: &[u32],
        links: &mut Networks,
    ) -> Result<Program, ModelError> {
        let mut program = Program::default();
        let mut switches = vec![SwitchConfig::default(); topology.attached.len()];
        let mut units = Vec::new();
        for (block, frame) in image::frames(spec, topology, payload) {
            match (block, decode(spec, topology, block, &frame)) {
                (Block::Switch(switch), BlockConfig::Switch(config)) => switches[switch] = config,
                (Block::Unit(unit), config) => units.push((unit, config)),
                (Block::Switch(_), _) => unreachable!("a switch decodes as a switch"),
            }
        }
        units.sort_by_key(|&(unit, _)| unit);
        for (unit, config) in &units {
            program.add(spec, topology, *unit, config)?;
        }
        for net in Net::ALL {
            links[net].configure(topology.network(net), &switches);
        }
        for (unit, config) in &units {
            if let BlockConfig::Pcu(pcu) = config {
                deal(topology, *unit, pcu, &mut links[Net::Vector])?;
            }
        }
        Ok(program)
    }

    fn add(
        &mut self,
        spec: &FabricSpec,
        topology: &Topology,
        unit: UnitId,
        config: &BlockConfig,
    ) -> Result<(), ModelError> {
        match config {
            BlockConfig::Pcu(pcu) if pcu.enable == 1 => {
                self.pcus.push(Pcu::new(spec, topology, unit, pcu)?);
            }
            BlockConfig::Pmu(pmu) if pmu.write.enable == 1 || pmu.read.enable == 1 => {
                self.pmus.push(Pmu::new(spec, topology, unit, pmu)?);
            }
            BlockConfig::Ag(ag) if ag.enable == 1 && ag.direction == direction::LOAD => {
                self.loads.push(Load::new(spec, topology, unit, ag)?);
            }
            BlockConfig::Ag(ag) if ag.enable == 1 => {
                self.stores.push(Store::new(spec, topology, unit, ag)?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Every enabled unit, each kind in unit order.
    fn units(&self) -> impl Iterator<Item = &dyn Unit> {
        let pcus = self.pcus.iter().map(|unit| unit as &dyn Unit);
        let pmus = self.pmus.iter().map(|unit| unit as &dyn Unit);
        let loads = self.loads.iter().map(|unit| unit as &dyn Unit);
        let stores = self.stores.iter().map(|unit| unit as &dyn Unit);
        pcus.chain(pmus).chain(loads).chain(stores)
    }

    /// Whether every unit is idle.
    pub(crate) fn idle(&self, links: &Networks) -> bool {
        self.stores.iter().all(|unit| unit.idle(links))
            && self.loads.iter().all(|unit| unit.idle(links))
            && self.pcus.iter().all(|unit| unit.idle(links))
            && self.pmus.iter().all(|unit| unit.idle(links))
    }

    /// Performance counters of the unit's processes, if it takes part.
    pub(crate) fn counters(&self, unit: UnitId) -> Option<Vec<Counters>> {
        self.units().find(|u| u.unit() == unit).map(Unit::counters)
    }

    /// Which of the unit's processes sends.
    pub(crate) fn sender_side(&self, unit: UnitId) -> usize {
        self.units().find(|u| u.unit() == unit).map_or(0, Unit::sender_side)
    }

    /// What each process waits for, of every unit that has not finished.
    pub(crate) fn waiting(&self, links: &Networks) -> Vec<(UnitId, usize, Waiting)> {
        self.units()
            .flat_map(|unit| {
                let processes = unit.waiting(links).into_iter().enumerate();
                processes.filter_map(|(side, w)| w.map(|w| (unit.unit(), side, w)))
            })
            .collect()
    }
}

/// Sets which beats the vector inputs of a PCU keep; those that are not enabled deal too.
fn deal(
    topology: &Topology,
    unit: UnitId,
    pcu: &PcuConfig,
    links: &mut Links,
) -> Result<(), ModelError> {
    for (k, input) in pcu.vector_inputs.iter().enumerate() {
        if input.offset > input.every {
            return Err(ModelError::Meaningless {
                unit: topology.units[unit].name.clone(),
                field: format!("vector_in{k}.offset"),
                value: input.offset,
            });
        }
        if let Some(port) = Port::input(topology, unit, Net::Vector, k) {
            links.deal(port.node, Deal::new(input.every as u8, input.offset as u8));
        }
    }
    Ok(())
}
