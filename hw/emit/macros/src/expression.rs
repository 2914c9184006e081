//! Hardware expressions into calls that build rust-hdl's `VerilogExpression`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Error, Expr, ExprMethodCall, Member, Result, Token, UnOp};

use crate::names::Names;

/// Code that evaluates to the `VerilogExpression` of a value.
pub fn value(expression: &Expr, names: &Names) -> Result<TokenStream> {
    if names.is_static(expression) {
        let expression = without_into(expression);
        return Ok(quote!(::kiln_emit::lower::constant(#expression)));
    }
    match expression {
        Expr::Paren(inner) => value(&inner.expr, names),
        Expr::Group(inner) => value(&inner.expr, names),
        Expr::Path(path) => Ok(quote!(::kiln_emit::lower::signal(&#path))),
        Expr::Unary(unary) => {
            let operand = value(&unary.expr, names)?;
            match unary.op {
                UnOp::Not(_) => {
                    Ok(quote!(::kiln_emit::lower::unary(ast::VerilogOpUnary::Not, #operand)))
                }
                UnOp::Neg(_) => {
                    Ok(quote!(::kiln_emit::lower::unary(ast::VerilogOpUnary::Neg, #operand)))
                }
                _ => Err(Error::new(unary.span(), "this operator has no hardware form")),
            }
        }
        Expr::Binary(binary) => {
            let operator = operator(&binary.op)?;
            let left = value(&binary.left, names)?;
            let right = value(&binary.right, names)?;
            Ok(quote!(::kiln_emit::lower::binary(#left, ast::VerilogOp::#operator, #right)))
        }
        Expr::MethodCall(call) => method(call, names),
        Expr::Macro(mac) if mac.mac.path.is_ident("cat") => {
            let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
            let parts = parser.parse2(mac.mac.tokens.clone())?;
            let parts = parts.iter().map(|part| value(part, names)).collect::<Result<Vec<_>>>()?;
            Ok(quote!(::kiln_emit::lower::concat(vec![#(#parts),*])))
        }
        Expr::Call(call) if is_word_of_bit(&call.func) && call.args.len() == 1 => {
            value(&call.args[0], names)
        }
        Expr::If(_) | Expr::Match(_) => Err(Error::new(
            expression.span(),
            "if and match as a value stand only directly after `let x =` or `.next =`",
        )),
        _ => Err(Error::new(
            expression.span(),
            "this expression has no hardware form (docs/leaves.md)",
        )),
    }
}

/// Code that evaluates to the name of a signal: `self.x`, `self.x[i]`, `self.x[i][j]`.
pub fn signal_name(expression: &Expr) -> Result<TokenStream> {
    match expression {
        Expr::Field(field) => {
            let Member::Named(member) = &field.member else {
                return Err(Error::new(field.span(), "signals are named fields"));
            };
            let member = member.to_string();
            if matches!(&*field.base, Expr::Path(path) if path.path.is_ident("self")) {
                return Ok(quote!(String::from(#member)));
            }
            let base = signal_name(&field.base)?;
            Ok(quote!(::kiln_emit::lower::member(#base, #member)))
        }
        Expr::Index(index) => {
            let base = signal_name(&index.expr)?;
            let position = &index.index;
            Ok(quote!(::kiln_emit::lower::element(#base, #position)))
        }
        Expr::Paren(inner) => signal_name(&inner.expr),
        _ => Err(Error::new(expression.span(), "expected a signal: self.x or self.x[i]")),
    }
}

fn without_into(expression: &Expr) -> &Expr {
    match expression {
        Expr::MethodCall(call) if call.method == "into" => without_into(&call.receiver),
        Expr::Paren(inner) => without_into(&inner.expr),
        _ => expression,
    }
}

fn is_word_of_bit(function: &Expr) -> bool {
    matches!(function, Expr::Path(path) if path.path.segments.last().is_some_and(|s| s.ident == "word"))
}

fn operator(operator: &BinOp) -> Result<TokenStream> {
    Ok(match operator {
        BinOp::Add(_) => quote!(Add),
        BinOp::Sub(_) => quote!(Sub),
        BinOp::Mul(_) => quote!(Mul),
        BinOp::And(_) => quote!(LogicalAnd),
        BinOp::Or(_) => quote!(LogicalOr),
        BinOp::BitXor(_) => quote!(BitXor),
        BinOp::BitAnd(_) => quote!(BitAnd),
        BinOp::BitOr(_) => quote!(BitOr),
        BinOp::Shl(_) => quote!(Shl),
        BinOp::Shr(_) => quote!(Shr),
        BinOp::Eq(_) => quote!(Eq),
        BinOp::Lt(_) => quote!(Lt),
        BinOp::Le(_) => quote!(Le),
        BinOp::Ne(_) => quote!(Ne),
        BinOp::Ge(_) => quote!(Ge),
        BinOp::Gt(_) => quote!(Gt),
        _ => return Err(Error::new(operator.span(), "this operator has no hardware form")),
    })
}

fn method(call: &ExprMethodCall, names: &Names) -> Result<TokenStream> {
    let name = call.method.to_string();
    let wrong = |message: &str| Err(Error::new(call.span(), message));
    let arguments = match name.as_str() {
        "val" | "num" | "into" | "any" | "all" | "parity" => 0,
        "slice" => 2,
        "read" | "bit" | "zext" | "sext" | "trunc" | "repeat" | "lt_signed" | "le_signed"
        | "shr_signed" => 1,
        _ => return wrong("this method has no hardware form (docs/leaves.md)"),
    };
    if call.args.len() != arguments {
        return wrong("wrong number of arguments");
    }
    let first = call.args.first();
    if name == "val" {
        let signal = signal_name(&call.receiver)?;
        return Ok(quote!(::kiln_emit::lower::signal(&#signal)));
    }
    if let ("read", Some(address)) = (name.as_str(), first) {
        let memory = signal_name(&call.receiver)?;
        let address = value(address, names)?;
        return Ok(quote!(::kiln_emit::lower::read(&#memory, #address)));
    }
    let receiver = value(&call.receiver, names)?;
    let function = &call.method;
    match name.as_str() {
        "num" | "into" => Ok(receiver),
        "any" | "all" | "parity" => Ok(quote!(::kiln_emit::lower::#function(#receiver))),
        "zext" | "sext" | "trunc" | "repeat" => {
            if !names.is_static(&first) {
                return wrong("this argument must be static");
            }
            Ok(quote!(::kiln_emit::lower::#function(#receiver, #first)))
        }
        "slice" => {
            let offset = value(&call.args[0], names)?;
            let width = &call.args[1];
            if !names.is_static(width) {
                return wrong("the width of a slice must be static");
            }
            Ok(quote!(::kiln_emit::lower::slice(#receiver, #offset, #width)))
        }
        _ => {
            let operand = value(&call.args[0], names)?;
            Ok(quote!(::kiln_emit::lower::#function(#receiver, #operand)))
        }
    }
}
