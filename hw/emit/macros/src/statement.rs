//! Statements of `update()` into code that pushes rust-hdl's `VerilogStatement`s onto `hdl_out`.
//!
//! Static loops, ifs and matches stay Rust control flow and so run when the leaf is printed; those on hardware values
//! become statements of the AST.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{
    Arm, Block, Error, Expr, ExprForLoop, ExprIf, ExprMatch, ExprMethodCall, ItemFn, Local, Pat,
    Result, Stmt,
};

use crate::expression::{signal_name, value};
use crate::names::Names;

/// What the value of a block is for: nothing, or an assignment to the named signal.
#[derive(Clone, Copy)]
enum Use<'a> {
    Nothing,
    Assign(&'a TokenStream),
}

/// The body of `hdl()` for a whole `update()`.
pub fn function_body(function: &ItemFn) -> Result<TokenStream> {
    if function.sig.inputs.len() != 1 {
        return Err(Error::new(function.sig.span(), "update takes &mut self alone"));
    }
    let statements = block(&function.block, &mut Names::default(), Use::Nothing)?;
    Ok(quote! {
        let mut hdl_scope = ::kiln_emit::lower::Scope::default();
        let mut hdl_out: Vec<ast::VerilogStatement> = Vec::new();
        #statements
        ast::Verilog::Combinatorial(hdl_out)
    })
}

/// The statements of a block; names bound inside do not leave it.
fn block(block: &Block, outer: &mut Names, result: Use) -> Result<TokenStream> {
    let mut names = outer.clone();
    let mut code = TokenStream::new();
    for (position, statement) in block.stmts.iter().enumerate() {
        let last = position + 1 == block.stmts.len();
        let part = match (statement, result) {
            (Stmt::Expr(tail, None), Use::Assign(_)) if last => {
                expression(tail, &mut names, result)?
            }
            (Stmt::Expr(inner, _), _) => expression(inner, &mut names, Use::Nothing)?,
            (Stmt::Local(local), _) => binding(local, &mut names)?,
            (other, _) => {
                return Err(Error::new(
                    other.span(),
                    "only statements and `let` stand in update()",
                ));
            }
        };
        code.extend(part);
    }
    Ok(code)
}

/// A block as a separate list of statements.
fn list(inner: &Block, names: &mut Names, result: Use) -> Result<TokenStream> {
    let statements = block(inner, names, result)?;
    Ok(quote!({ let mut hdl_out: Vec<ast::VerilogStatement> = Vec::new(); #statements hdl_out }))
}

fn binding(local: &Local, names: &mut Names) -> Result<TokenStream> {
    let (Some(init), Pat::Ident(pattern)) = (&local.init, &local.pat) else {
        if let Some(init) = &local.init
            && names.is_static(&init.expr)
        {
            return Ok(quote!(#local));
        }
        return Err(Error::new(local.span(), "write `let name = value;`"));
    };
    let name = &pattern.ident;
    if names.is_static(&init.expr) {
        names.bind_static(&name.to_string());
        return Ok(quote!(#local));
    }
    if pattern.mutability.is_some() {
        return Err(Error::new(local.span(), "a hardware value is a wire: it cannot be mut"));
    }
    let text = name.to_string();
    let target = quote!(hdl_target);
    let statements = expression(&init.expr, names, Use::Assign(&target))?;
    names.bind_hardware(text.clone());
    Ok(quote! {
        let #name = {
            let hdl_target = hdl_scope.fresh(#text);
            let mut hdl_group: Vec<ast::VerilogStatement> = Vec::new();
            {
                let hdl_out = &mut hdl_group;
                #statements
            }
            hdl_out.push(ast::VerilogStatement::Macro(hdl_group));
            hdl_target
        };
    })
}

/// An expression in the place of a statement, or of the value that is assigned.
fn expression(expression: &Expr, names: &mut Names, result: Use) -> Result<TokenStream> {
    match (expression, result) {
        (Expr::Group(inner), _) => self::expression(&inner.expr, names, result),
        (Expr::If(branch), _) => conditional(branch, names, result),
        (Expr::Match(choice), _) => choose(choice, names, result),
        (Expr::Block(inner), _) => {
            let statements = block(&inner.block, names, result)?;
            Ok(quote!({ #statements }))
        }
        (_, Use::Assign(target)) => {
            let value = value(expression, names)?;
            Ok(quote!(hdl_out.push(::kiln_emit::lower::assign(&#target, #value));))
        }
        (Expr::Assign(assignment), Use::Nothing) => {
            let name = match &*assignment.left {
                Expr::Field(field) if matches!(&field.member, syn::Member::Named(m) if m == "next") => {
                    signal_name(&field.base)?
                }
                other => return Err(Error::new(other.span(), "assign to `.next` of a signal")),
            };
            let target = quote!(hdl_target);
            let statements = self::expression(&assignment.right, names, Use::Assign(&target))?;
            Ok(quote!({ let hdl_target = #name; #statements }))
        }
        (Expr::MethodCall(call), Use::Nothing) => memory(call, names),
        (Expr::ForLoop(inner), Use::Nothing) => repeat(inner, names),
        _ => Err(Error::new(
            expression.span(),
            "this statement has no hardware form (docs/leaves.md)",
        )),
    }
}

fn conditional(branch: &ExprIf, names: &mut Names, result: Use) -> Result<TokenStream> {
    let condition = &branch.cond;
    if names.is_static(condition) {
        let then = block(&branch.then_branch, names, result)?;
        let otherwise = match &branch.else_branch {
            Some((_, other)) => expression(other, names, result)?,
            None => TokenStream::new(),
        };
        return Ok(quote!(if #condition { #then } else { #otherwise }));
    }
    let test = value(condition, names)?;
    let then = list(&branch.then_branch, names, result)?;
    let otherwise = match &branch.else_branch {
        Some((_, other)) => {
            let statements = expression(other, names, result)?;
            quote!({
                let mut hdl_out: Vec<ast::VerilogStatement> = Vec::new();
                #statements
                ast::VerilogBlockOrConditional::Block(hdl_out)
            })
        }
        None => quote!(ast::VerilogBlockOrConditional::None),
    };
    Ok(quote! {
        let hdl_statement = ast::VerilogStatement::If(ast::VerilogConditional {
            test: #test,
            then: #then,
            otherwise: #otherwise,
        });
        hdl_out.push(hdl_statement);
    })
}

fn choose(choice: &ExprMatch, names: &mut Names, result: Use) -> Result<TokenStream> {
    let subject = &choice.expr;
    if names.is_static(subject) {
        let arms = choice
            .arms
            .iter()
            .map(|arm| {
                let pattern = &arm.pat;
                let guard = arm.guard.as_ref().map(|(_, guard)| quote!(if #guard));
                let statements = expression_of_arm(arm, names, result)?;
                Ok(quote!(#pattern #guard => { #statements }))
            })
            .collect::<Result<Vec<_>>>()?;
        return Ok(quote!(match #subject { #(#arms)* }));
    }
    let test = value(subject, names)?;
    let mut cases = Vec::new();
    for arm in &choice.arms {
        if arm.guard.is_some() {
            return Err(Error::new(arm.span(), "a guard has no hardware form"));
        }
        let condition = pattern(&arm.pat)?;
        let statements = expression_of_arm(arm, names, result)?;
        cases.push(quote!(ast::VerilogCase {
            condition: #condition,
            block: { let mut hdl_out: Vec<ast::VerilogStatement> = Vec::new(); #statements hdl_out },
        }));
    }
    Ok(quote! {
        let hdl_statement = ast::VerilogStatement::Match(ast::VerilogMatch { test: #test, cases: vec![#(#cases),*] });
        hdl_out.push(hdl_statement);
    })
}

fn expression_of_arm(arm: &Arm, names: &mut Names, result: Use) -> Result<TokenStream> {
    match &*arm.body {
        Expr::Tuple(unit) if unit.elems.is_empty() => Ok(TokenStream::new()),
        body => expression(body, &mut names.clone(), result),
    }
}

/// The values of a pattern as text: `1,2`, or `default`.
fn pattern(pattern: &Pat) -> Result<TokenStream> {
    match pattern {
        Pat::Wild(_) => Ok(quote!(String::from("default"))),
        Pat::Lit(literal) => Ok(quote!(::kiln_emit::lower::case_value(#literal))),
        Pat::Path(path) => Ok(quote!(::kiln_emit::lower::case_value(#path))),
        Pat::Ident(name) if name.subpat.is_none() => {
            let name = &name.ident;
            Ok(quote!(::kiln_emit::lower::case_value(#name)))
        }
        Pat::Or(either) => {
            let cases = either.cases.iter().map(self::pattern).collect::<Result<Vec<_>>>()?;
            Ok(quote!([#(#cases),*].join(",")))
        }
        Pat::Paren(inner) => self::pattern(&inner.pat),
        _ => Err(Error::new(pattern.span(), "patterns are integers, constants, `|` and `_`")),
    }
}

fn repeat(repeat: &ExprForLoop, names: &mut Names) -> Result<TokenStream> {
    let range = &repeat.expr;
    if !names.is_static(range) {
        return Err(Error::new(range.span(), "loops run over static ranges"));
    }
    let pattern = &repeat.pat;
    let mut inner = names.clone();
    let suffix = match &**pattern {
        Pat::Ident(name) => {
            inner.bind_static(&name.ident.to_string());
            let name = &name.ident;
            quote!(&#name)
        }
        _ => quote!(&hdl_turn),
    };
    let statements = block(&repeat.body, &mut inner, Use::Nothing)?;
    Ok(quote! {
        for (hdl_turn, #pattern) in (#range).into_iter().enumerate() {
            hdl_scope.enter(#suffix);
            #statements
            hdl_scope.leave();
        }
    })
}

/// `write` and `fetch`, the statements of memories.
fn memory(call: &ExprMethodCall, names: &Names) -> Result<TokenStream> {
    let arguments = call.args.iter().map(|a| value(a, names)).collect::<Result<Vec<_>>>()?;
    let memory = signal_name(&call.receiver)?;
    match (call.method.to_string().as_str(), arguments.as_slice()) {
        ("write", [address, data]) => {
            Ok(quote!(hdl_out.push(::kiln_emit::lower::write(&#memory, #address, #data));))
        }
        ("fetch", [address]) => {
            Ok(quote!(hdl_out.push(::kiln_emit::lower::fetch(&#memory, #address));))
        }
        _ => Err(Error::new(
            call.span(),
            "the statements of a memory are write(address, data) and fetch(address)",
        )),
    }
}
