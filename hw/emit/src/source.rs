//! What a netlist connects: nets, their slices, constants, and concatenations of those.

use std::rc::Rc;

use crate::error::NetlistProblem;
use crate::text;

/// A net of one module: a port or a wire.
#[derive(Clone, Debug)]
pub struct Net {
    pub(crate) module: usize,
    pub(crate) index: usize,
    name: Rc<str>,
    width: usize,
}

impl Net {
    pub(crate) fn new(module: usize, index: usize, name: &str, width: usize) -> Self {
        Self { module, index, name: name.into(), width }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its width in bits.
    pub fn width(&self) -> usize {
        self.width
    }

    /// `width` bits from bit `low` up.
    pub fn slice(&self, low: usize, width: usize) -> Source {
        Source::Net { net: self.clone(), low, width }
    }

    /// One bit.
    pub fn bit(&self, position: usize) -> Source {
        self.slice(position, 1)
    }
}

/// Something that can be connected to a port or assigned.
#[derive(Clone, Debug)]
pub enum Source {
    /// Bits of a net.
    Net {
        /// The net.
        net: Net,
        /// The lowest bit.
        low: usize,
        /// How many bits.
        width: usize,
    },
    /// A constant.
    Constant {
        /// How many bits.
        width: usize,
        /// The value.
        value: u128,
    },
    /// Several, the first highest.
    Concat(Vec<Source>),
}

impl From<&Net> for Source {
    fn from(net: &Net) -> Self {
        net.slice(0, net.width)
    }
}

impl From<Net> for Source {
    fn from(net: Net) -> Self {
        Self::from(&net)
    }
}

/// A constant of `width` bits.
pub fn constant(width: usize, value: u128) -> Source {
    Source::Constant { width, value }
}

/// Concatenation, the first highest.
pub fn concat(parts: impl IntoIterator<Item = Source>) -> Source {
    Source::Concat(parts.into_iter().collect())
}

/// `count` copies side by side.
pub fn repeat(source: impl Into<Source>, count: usize) -> Source {
    Source::Concat(vec![source.into(); count])
}

impl Source {
    /// Width in bits.
    pub fn width(&self) -> usize {
        match self {
            Self::Net { width, .. } | Self::Constant { width, .. } => *width,
            Self::Concat(parts) => parts.iter().map(Self::width).sum(),
        }
    }

    /// Calls `visit` with every slice of a net; fails on slices, nets and constants that cannot be.
    pub(crate) fn for_each_net(
        &self,
        module: usize,
        visit: &mut impl FnMut(usize, std::ops::Range<usize>),
    ) -> Result<(), NetlistProblem> {
        match self {
            Self::Constant { width, value } => {
                let fits = *width > 0 && (*width >= 128 || value >> width == 0);
                if fits {
                    Ok(())
                } else {
                    Err(NetlistProblem::Constant { value: *value, width: *width })
                }
            }
            Self::Concat(parts) => {
                parts.iter().try_for_each(|part| part.for_each_net(module, visit))
            }
            Self::Net { net, .. } if net.module != module => {
                Err(NetlistProblem::ForeignNet(net.name.to_string()))
            }
            Self::Net { net, low, width } if *width == 0 || low + width > net.width => {
                Err(NetlistProblem::Slice {
                    net: net.name.to_string(),
                    low: *low,
                    high: (low + width).saturating_sub(1),
                    width: net.width,
                })
            }
            Self::Net { net, low, width } => {
                visit(net.index, *low..low + width);
                Ok(())
            }
        }
    }

    /// Whether it can be driven: bits of nets only.
    pub(crate) fn is_target(&self) -> bool {
        match self {
            Self::Net { .. } => true,
            Self::Constant { .. } => false,
            Self::Concat(parts) => parts.iter().all(Self::is_target),
        }
    }

    pub(crate) fn verilog(&self) -> String {
        match self {
            Self::Constant { width, value } => text::constant(*value, *width),
            Self::Concat(parts) => {
                text::concat(&parts.iter().map(Self::verilog).collect::<Vec<_>>())
            }
            Self::Net { net, width, .. } if *width == net.width => net.name.to_string(),
            Self::Net { net, low, width: 1 } => format!("{}[{low}]", net.name),
            Self::Net { net, low, width } => format!("{}[{}:{low}]", net.name, low + width - 1),
        }
    }
}
