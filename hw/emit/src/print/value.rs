//! Values as Verilog text, and the names that Verilog wants for what it takes bits of.

use rust_hdl_core::ast::{VerilogOp as Op, VerilogOpUnary as UnaryOp};

use super::clocked::variable;
use super::{Part, Pending, Printer};
use crate::ir::{Expr, Id, Kind, Node};
use crate::text::{self, bare, constant};

impl Printer<'_> {
    pub(super) fn bare(&mut self, value: &Expr) -> String {
        bare(&self.value(value)).to_owned()
    }

    /// A value as text that can stand anywhere: a name, a literal, or something in brackets.
    pub(super) fn value(&mut self, value: &Expr) -> String {
        match &value.node {
            Node::Constant(number) => constant(*number, value.width),
            Node::Name(id) => {
                self.used[*id].fill(true);
                self.name(*id)
            }
            Node::Read(memory, address) => {
                self.used[*memory].fill(true);
                let address = self.bare(address);
                format!("{}[{address}]", self.declaration(*memory).verilog)
            }
            Node::Unary(operator, operand) => self.unary(operator, operand),
            Node::Arithmetic(operator, left, right) => {
                format!("({} {} {})", self.value(left), symbol(operator), self.value(right))
            }
            Node::Compare { operator, signed: true, left, right } => {
                let (left, right) = (self.bare(left), self.bare(right));
                format!("($signed({left}) {} $signed({right}))", symbol(operator))
            }
            Node::Compare { operator, left, right, .. } => {
                format!("({} {} {})", self.value(left), symbol(operator), self.value(right))
            }
            Node::Shift { left, signed, value: operand, amount } => {
                if !signed && matches!(amount.node, Node::Constant(n) if n >= value.width as u128) {
                    return constant(0, value.width);
                }
                let amount = self.value(amount);
                match (left, signed) {
                    (true, _) => format!("({} << {amount})", self.value(operand)),
                    (false, false) => format!("({} >> {amount})", self.value(operand)),
                    (false, true) => {
                        format!("$unsigned($signed({}) >>> {amount})", self.bare(operand))
                    }
                }
            }
            Node::Slice(operand, low) => self.slice(operand, *low, value.width),
            Node::DynamicSlice(operand, offset) => self.dynamic_slice(operand, offset, value.width),
            Node::ZeroExtend(operand) => {
                format!("{{{}, {}}}", constant(0, value.width - operand.width), self.bare(operand))
            }
            Node::SignExtend(operand) => {
                let sign = self.slice(operand, operand.width - 1, 1);
                let word = match operand.node {
                    Node::Slice(..) => self.slice(operand, 0, operand.width),
                    _ => self.named(operand),
                };
                format!("{{{{{}{{{sign}}}}}, {word}}}", value.width - operand.width)
            }
            Node::Concat(parts) => self.concat(parts),
        }
    }

    fn unary(&mut self, operator: &UnaryOp, operand: &Expr) -> String {
        let inner = self.value(operand);
        match operator {
            UnaryOp::Not => format!("(~{inner})"),
            UnaryOp::Neg => format!("(-{inner})"),
            _ if operand.width == 1 => inner,
            UnaryOp::All => format!("(&{inner})"),
            UnaryOp::Any => format!("(|{inner})"),
            UnaryOp::Xor => format!("(^{inner})"),
        }
    }

    fn concat(&mut self, parts: &[Expr]) -> String {
        let texts: Vec<String> = parts.iter().map(|part| self.bare(part)).collect();
        text::concat(&texts)
    }

    fn slice(&mut self, operand: &Expr, low: usize, width: usize) -> String {
        if let Node::Slice(inner, offset) = &operand.node {
            return self.slice(inner, low + offset, width);
        }
        let bits = match (operand.width, width) {
            (1, _) => String::new(),
            (_, 1) => format!("[{low}]"),
            _ => format!("[{}:{low}]", low + width - 1),
        };
        if let Node::Name(id) = operand.node {
            self.used[id][low..low + width].fill(true);
            return self.name(id) + &bits;
        }
        let part = self.part(operand);
        self.parts[part].used[low..low + width].fill(true);
        self.parts[part].name.clone() + &bits
    }

    fn dynamic_slice(&mut self, operand: &Expr, offset: &Expr, width: usize) -> String {
        if let (Node::Name(id), 1) = (&operand.node, width)
            && offset.width < 16
            && operand.width == 1 << offset.width
        {
            self.used[*id].fill(true);
            let offset = self.bare(offset);
            return format!("{}[{offset}]", self.name(*id));
        }
        let (value, amount) = (Box::new(operand.clone()), Box::new(offset.clone()));
        let shifted = Node::Shift { left: false, signed: false, value, amount };
        self.slice(&Expr { width: operand.width, node: shifted }, 0, width)
    }

    /// The name of a value, which is given one if it has none.
    fn named(&mut self, value: &Expr) -> String {
        self.slice(value, 0, value.width).split('[').next().unwrap_or_default().to_owned()
    }

    fn part(&mut self, value: &Expr) -> usize {
        let text = self.bare(value);
        if let Some(index) = self.part_of_text.get(&text) {
            return *index;
        }
        let base = format!("{}_part", self.target);
        let numbered = (2..).map(|n| format!("{base}{n}"));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        let name = names.find(|name| !self.taken.contains(name)).unwrap_or(base);
        self.taken.insert(name.clone());
        self.part_of_text.insert(text.clone(), self.parts.len());
        self.pending.push(Pending { width: value.width, name: name.clone(), value: text });
        self.parts.push(Part { name, used: vec![false; value.width], reported: false });
        self.parts.len() - 1
    }

    pub(super) fn name(&self, id: Id) -> String {
        let declaration = self.declaration(id);
        match declaration.kind {
            Kind::BlockRam => format!("{}_q", declaration.verilog),
            _ if self.places.is_variable(id) => variable(&declaration.verilog),
            _ => declaration.verilog.clone(),
        }
    }
}

fn symbol(operator: &Op) -> &'static str {
    match operator {
        Op::Add => "+",
        Op::Sub => "-",
        Op::Mul => "*",
        Op::LogicalAnd | Op::BitAnd => "&",
        Op::LogicalOr | Op::BitOr => "|",
        Op::BitXor => "^",
        Op::Shl => "<<",
        Op::Shr => ">>",
        Op::Eq => "==",
        Op::Lt => "<",
        Op::Le => "<=",
        Op::Ne => "!=",
        Op::Ge => ">=",
        Op::Gt => ">",
    }
}
