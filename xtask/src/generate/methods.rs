//! The structural pass over the methods that progenitor generates.
//!
//! Each method is taken apart into the statements that progenitor 0.15 writes. The URL, the request
//! and the type of the success are kept, and put together with a call of the transport. A method of
//! any other form is an error that names the method and the part.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow, bail};
use heck::ToShoutySnakeCase;
use quote::{ToTokens, format_ident};
use syn::punctuated::Punctuated;
use syn::{
    Expr, FnArg, GenericArgument, Ident, ImplItemFn, Pat, PathArguments, ReturnType, Stmt, Token,
    Type, parse_quote,
};

const MATCH: &str = "the `match` on the status";

/// Rebuilds a method of progenitor's client. `ids` are the names of the types that are written into
/// a path as they are, since the text of a UUID holds nothing that has to be encoded.
pub(super) fn rebuild(method: &mut ImplItemFn, ids: &BTreeSet<String>) -> Result<()> {
    let name = method.sig.ident.clone();
    let parts = Parts::of(method, ids).map_err(|reason| {
        anyhow!("progenitor generates the method `{name}` in an unexpected form: {reason}")
    })?;
    parts.assemble(method);
    Ok(())
}

/// What is kept of a method.
struct Parts {
    url: (Ident, Expr),
    request: (Ident, Expr),
    headers: Vec<Header>,
    has_body: bool,
    response: Type,
}

/// A header that a parameter is sent in.
struct Header {
    name: Expr,
    argument: Expr,
    is_required: bool,
}

impl Parts {
    fn of(method: &ImplItemFn, ids: &BTreeSet<String>) -> Result<Self> {
        let response = response_type(&method.sig.output)?;
        let mut statements = Statements(method.block.stmts.iter());
        let (url, template) = statements.variable("the URL")?;
        let template = url_template(&template, &id_parameters(method, ids))?;
        let headers = statements.headers()?;
        let (request, chain) = statements.variable("the request")?;
        let chain = request_chain(chain, &url)?;
        let id = method.sig.ident.to_string();
        statements.expect(
            "the operation's `info`",
            parse_quote! { let info = OperationInfo { operation_id: #id, }; },
        )?;
        statements.expect(
            "the hook before the request",
            parse_quote! { self.pre(&mut #request, &info).await?; },
        )?;
        let (result, sending) = statements.variable("the execution of the request")?;
        let expected: Expr = parse_quote!(self.exec(#request, &info).await);
        same("the execution of the request", &sending, &expected)?;
        statements.expect(
            "the hook after the request",
            parse_quote! { self.post(&#result, &info).await?; },
        )?;
        let (received, value) = statements.variable("the response")?;
        same::<Expr>("the response", &value, &parse_quote!(#result?))?;
        let has_body = success_has_body(statements.next(MATCH)?, &received)?;
        if let Some(extra) = statements.0.next() {
            bail!("`{}` follows {MATCH}", text(extra));
        }
        let (url, request) = ((url, template), (request, chain));
        Ok(Self {
            url,
            request,
            headers,
            has_body,
            response,
        })
    }

    fn assemble(self, method: &mut ImplItemFn) {
        let (url, template) = self.url;
        let (request, mut chain) = self.request;
        let mut optional: Vec<Stmt> = Vec::new();
        for Header {
            name,
            argument,
            is_required,
        } in self.headers
        {
            if is_required {
                chain = parse_quote!(#chain.header(#name, #argument.to_string()));
            } else {
                optional.push(parse_quote! {
                    if let Some(value) = #argument {
                        #request = #request.header(#name, value.to_string());
                    }
                });
            }
        }
        let mutable = (!optional.is_empty()).then(<Token![mut]>::default);
        let operation = method.sig.ident.to_string().to_shouty_snake_case();
        let operation = format_ident!("{operation}");
        let send = format_ident!(
            "{}",
            if self.has_body {
                "send"
            } else {
                "send_without_body"
            }
        );
        let response = self.response;
        method.sig.output = parse_quote!(-> Result<Response<#response>, Error>);
        method.block = parse_quote! {{
            let #url = #template;
            let #mutable #request = #chain;
            #(#optional)*
            self.transport.#send(&operations::#operation, #request).await
        }};
    }
}

/// The statements of a method that have not been taken yet.
struct Statements<'m>(std::slice::Iter<'m, Stmt>);

impl<'m> Statements<'m> {
    fn next(&mut self, what: &str) -> Result<&'m Stmt> {
        let next = self.0.next();
        next.ok_or_else(|| anyhow!("{what} is missing"))
    }

    fn expect(&mut self, what: &str, expected: Stmt) -> Result<()> {
        same(what, self.next(what)?, &expected)
    }

    /// Takes a `let` of one variable.
    fn variable(&mut self, what: &str) -> Result<(Ident, Expr)> {
        let statement = self.next(what)?;
        if let Stmt::Local(local) = statement
            && let (Pat::Ident(variable), Some(init)) = (&local.pat, &local.init)
        {
            return Ok((variable.ident.clone(), (*init.expr).clone()));
        }
        bail!("{what} is missing where `{}` is", text(statement));
    }

    /// Takes the construction of the map of headers, without the version that progenitor announces
    /// in each request: the service has no such header.
    fn headers(&mut self) -> Result<Vec<Header>> {
        let (map, _) = self.variable("the map of headers")?;
        self.expect(
            "the header `api-version`",
            parse_quote! {
                #map.append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(Self::api_version()),
                );
            },
        )?;
        let mut headers = Vec::new();
        while let Some(Stmt::Expr(statement, _)) = self.0.as_slice().first() {
            headers.push(header(statement, &map)?);
            self.0.next();
        }
        Ok(headers)
    }
}

/// Reads `map.append("name", argument.to_string().try_into()?)`, which for an optional argument is
/// within an `if let Some(value) = argument`.
fn header(statement: &Expr, map: &Ident) -> Result<Header> {
    let what = "a header";
    let (append, argument) = match statement {
        Expr::If(condition) => match (condition.then_branch.stmts.as_slice(), &*condition.cond) {
            ([Stmt::Expr(append, _)], Expr::Let(binding)) => (append, Some(&*binding.expr)),
            _ => bail!("{what} is `{}`", text(statement)),
        },
        append => (append, None),
    };
    let arguments = match append {
        Expr::MethodCall(append) => append.args.iter().collect(),
        _ => Vec::new(),
    };
    let [name, value] = arguments[..] else {
        bail!("{what} is `{}`", text(append));
    };
    let value = innermost(value);
    let appended: Expr = parse_quote!(#map.append(#name, #value.to_string().try_into()?));
    same(what, append, &appended)?;
    Ok(Header {
        name: name.clone(),
        argument: argument.unwrap_or(value).clone(),
        is_required: argument.is_none(),
    })
}

/// Returns what the methods of an expression are called on: the `x` of `&x.a().b()?`.
fn innermost(mut expression: &Expr) -> &Expr {
    loop {
        expression = match expression {
            Expr::MethodCall(call) => &call.receiver,
            Expr::Reference(reference) => &reference.expr,
            Expr::Try(tried) => &tried.expr,
            _ => return expression,
        };
    }
}

/// Returns the `T` of `Result<ResponseValue<T>, Error<()>>`.
fn response_type(output: &ReturnType) -> Result<Type> {
    fn argument(ty: &Type) -> Option<&Type> {
        let Type::Path(path) = ty else { return None };
        match &path.path.segments.last()?.arguments {
            PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            },
            _ => None,
        }
    }
    let response = match output {
        ReturnType::Type(_, ty) => argument(ty).and_then(argument),
        ReturnType::Default => None,
    };
    let Some(response) = response else {
        bail!("it returns `{}`", text(output));
    };
    let expected = parse_quote!(-> Result<ResponseValue<#response>, Error<()>,>);
    same("the type of its result", output, &expected)?;
    Ok(response.clone())
}

/// Returns the parameters of a method whose types are ids.
fn id_parameters(method: &ImplItemFn, ids: &BTreeSet<String>) -> BTreeSet<Ident> {
    let is_id = |ty: &Type| match ty {
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) => path.path.segments.last().is_some_and(|name| {
                ids.contains(&name.ident.to_string()) && name.arguments.is_empty()
            }),
            _ => false,
        },
        _ => false,
    };
    let parameters = method.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(parameter) if is_id(&parameter.ty) => match &*parameter.pat {
            Pat::Ident(name) => Some(name.ident.clone()),
            _ => None,
        },
        _ => None,
    });
    parameters.collect()
}

/// Rebuilds `format!("{}/path/{}", self.baseurl, encode_path(&name.to_string()))`.
fn url_template(template: &Expr, ids: &BTreeSet<Ident>) -> Result<Expr> {
    let Expr::Macro(format) = template else {
        bail!("the URL is `{}`", text(template));
    };
    let arguments = format
        .mac
        .parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)?;
    let arguments: Vec<Expr> = arguments.into_iter().collect();
    let [template, base, values @ ..] = &arguments[..] else {
        bail!("the URL is `{}`", text(&format.mac));
    };
    same::<Expr>("the start of the URL", base, &parse_quote!(self.baseurl))?;
    let values = values.iter().map(|value| {
        let name = match value {
            Expr::Call(call) => call.args.first().map_or(value, innermost),
            _ => value,
        };
        let expected = parse_quote!(encode_path(&#name.to_string()));
        same::<Expr>("a value in the URL", value, &expected)?;
        Ok(match ids.iter().any(|id| text(id) == text(name)) {
            true => name.clone(),
            false => parse_quote!(::progenitor_client::encode_path(&#name.to_string())),
        })
    });
    let values: Vec<Expr> = values.collect::<Result<_>>()?;
    Ok(parse_quote!(
        format!(#template, self.transport.base_url() #(, #values)*)
    ))
}

/// Rebuilds `self.client.get(url)` up to `.headers(header_map).build()?` as an expression that ends
/// in a request builder.
fn request_chain(chain: Expr, url: &Ident) -> Result<Expr> {
    let Expr::Try(chain) = chain else {
        bail!("the request does not end in `.build()?`");
    };
    let mut calls = Vec::new();
    let mut receiver = *chain.expr;
    while let Expr::MethodCall(call) = receiver {
        receiver = *call.receiver;
        calls.push((call.method, call.args));
    }
    same::<Expr>(
        "the start of the request",
        &receiver,
        &parse_quote!(self.client),
    )?;
    let [(build, _), (headers, _), parts @ .., (method, address)] = &calls[..] else {
        bail!("the request has too few parts");
    };
    if build != "build" || headers != "headers" {
        bail!("the request does not end in `.headers(header_map).build()?`");
    }
    same(
        "the URL of the request",
        &address.to_token_stream(),
        &url.to_token_stream(),
    )?;
    let mut request: Expr = parse_quote!(self.transport.http().#method(#url));
    for (name, arguments) in parts.iter().rev() {
        if !["header", "json", "body", "query"]
            .iter()
            .any(|known| name == known)
        {
            bail!(
                "the request has the unknown part `.{name}({})`",
                text(arguments)
            );
        }
        request = parse_quote!(#request.#name(#arguments));
    }
    Ok(request)
}

/// Returns whether a success has a body that is decoded.
fn success_has_body(statement: &Stmt, response: &Ident) -> Result<bool> {
    let Stmt::Expr(Expr::Match(found), None) = statement else {
        bail!("{MATCH} is missing where `{}` is", text(statement));
    };
    same::<Expr>(
        MATCH,
        &found.expr,
        &parse_quote!(#response.status().as_u16()),
    )?;
    let Some((otherwise, successes)) = found.arms.split_last() else {
        bail!("{MATCH} has no arms");
    };
    let unexpected = parse_quote!(_ => Err(Error::UnexpectedResponse(#response)),);
    same("the last arm of the `match`", otherwise, &unexpected)?;
    let with_body: Expr = parse_quote!(ResponseValue::from_response(#response).await);
    let without_body: Expr = parse_quote!(Ok(ResponseValue::empty(#response)));
    let mut has_body = None;
    for arm in successes {
        let body = match &*arm.body {
            Expr::Block(block) => match block.block.stmts.as_slice() {
                [Stmt::Expr(body, None)] => body,
                _ => &*arm.body,
            },
            body => body,
        };
        let is_decoded = text(body) == text(&with_body);
        if !is_decoded && text(body) != text(&without_body)
            || has_body.is_some_and(|other| other != is_decoded)
        {
            bail!("an arm of the `match` is `{}`", text(body));
        }
        has_body = Some(is_decoded);
    }
    has_body.ok_or_else(|| anyhow!("{MATCH} has no arm for a success"))
}

fn same<T: ToTokens>(what: &str, found: &T, expected: &T) -> Result<()> {
    let (found, expected) = (text(found), text(expected));
    if found != expected {
        bail!("{what} should be `{expected}`, and is `{found}`");
    }
    Ok(())
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const METHOD: &str = r#"
        pub async fn get_book<'a>(&'a self, book_id: &'a crate::BookId, x_reason: Option<&'a str>)
            -> Result<ResponseValue<types::Book>, Error<()>,>
        {
            let url = format!("{}/books/{}", self.baseurl, encode_path(&book_id.to_string()),);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map.append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
            if let Some(value) = x_reason {
                header_map.append("x-reason", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = self.client.get(url).json(&body).headers(header_map).build()?;
            let info = OperationInfo { operation_id: "get_book", };
            self.pre(&mut request, &info).await?;
            let result = self.exec(request, &info).await;
            self.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => { ResponseValue::from_response(response).await },
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    "#;

    fn rebuilt(method: &str) -> Result<String> {
        let mut method: ImplItemFn = syn::parse_str(method)?;
        rebuild(&mut method, &BTreeSet::from(["BookId".to_owned()]))?;
        Ok(text(&method))
    }

    #[test]
    fn a_method_ends_in_a_call_of_the_transport() {
        let expected: ImplItemFn = parse_quote! {
            pub async fn get_book<'a>(&'a self, book_id: &'a crate::BookId, x_reason: Option<&'a str>)
                -> Result<Response<types::Book>, Error>
            {
                let url = format!("{}/books/{}", self.transport.base_url(), book_id);
                let mut request = self.transport.http().get(url).json(&body);
                if let Some(value) = x_reason {
                    request = request.header("x-reason", value.to_string());
                }
                self.transport.send(&operations::GET_BOOK, request).await
            }
        };
        assert_eq!(rebuilt(METHOD).unwrap(), text(&expected));
    }

    #[test]
    fn an_unexpected_form_is_an_error_that_names_the_part() {
        let without_match = METHOD.split("match response").next().unwrap().to_owned() + "}";
        let changed = |from: &str, to: &str| {
            assert!(METHOD.contains(from), "{from}");
            METHOD.replacen(from, to, 1)
        };
        for (method, part) in [
            (without_match, "the `match` on the status is missing"),
            (
                changed("let response", "self.count(); let response"),
                "the response is missing where `self . count () ;` is",
            ),
            (
                changed("self.pre(&mut request, &info).await?;", ""),
                "the hook before the request should be `self . pre (& mut request , & info) . await ? ;`",
            ),
            (
                changed(".json(", ".compressed("),
                "the unknown part `.compressed(& body)`",
            ),
            (
                changed(".build()", ".make()"),
                "does not end in `.headers(header_map).build()?`",
            ),
            (
                changed("self.baseurl", "BASE"),
                "the start of the URL should be `self . baseurl`",
            ),
            (
                changed("encode_path", "escape"),
                "a value in the URL should be `encode_path",
            ),
            (
                changed("Error<()>", "Error<Problem>"),
                "the type of its result should be",
            ),
            (
                changed("ResponseValue::from_response", "decode"),
                "an arm of the `match` is `decode",
            ),
            (
                changed("_ => Err", "404u16 => Err"),
                "the last arm of the `match` should be",
            ),
            (
                changed("if let Some(value) = x_reason", "if x"),
                "a header is `if x",
            ),
        ] {
            let message = rebuilt(&method).unwrap_err().to_string();
            let start = "progenitor generates the method `get_book` in an unexpected form: ";
            assert!(
                message.starts_with(start) && message.contains(part),
                "{part}: {message}"
            );
        }
    }
}
