//! progenitor announces the version of the contract in an `api-version` header. The service knows no such header.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, File, Pat, Stmt};

/// Removes the header from each request, and the map of headers where nothing else is in it.
pub(super) fn remove(file: &mut File) {
    Remover.visit_file_mut(file);
}

struct Remover;

impl VisitMut for Remover {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let declared = block.stmts.iter().any(declares_map);
        block
            .stmts
            .retain(|statement| !announces_version(statement));
        let fills_map = |statement: &Stmt| text(statement).contains("header_map . append");
        if declared && !block.stmts.iter().any(fills_map) {
            block.stmts.retain(|statement| !declares_map(statement));
            MapRemover.visit_block_mut(block);
        }
        visit_mut::visit_block_mut(self, block);
    }
}

/// Takes `.headers(header_map)` out of the making of a request.
struct MapRemover;

impl VisitMut for MapRemover {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::MethodCall(call) = expression
            && call.method == "headers"
            && call
                .args
                .iter()
                .any(|argument| text(argument) == "header_map")
        {
            *expression = (*call.receiver).clone();
        }
    }
}

fn declares_map(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Local(local)
        if matches!(&local.pat, Pat::Ident(name) if name.ident == "header_map"))
}

fn announces_version(statement: &Stmt) -> bool {
    let text = text(statement);
    text.starts_with("header_map . append") && text.contains("\"api-version\"")
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}
