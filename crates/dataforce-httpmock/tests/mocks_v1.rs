//! The mocks of V1.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use dataforce_api::RetryPolicy;
use dataforce_api::v1::{Client, types};
use dataforce_httpmock::httpmock::MockServer;
use dataforce_httpmock::v1::MockServerExt;

const ORGANIZATION: &str = "0199c455-21ec-7c74-8efe-41470e29bae5";
const ORBIT: &str = "0199c455-21ed-7aba-9fe5-5231611220de";

#[tokio::test]
async fn a_list_in_the_query_is_a_parameter_for_each_element() {
    let server = MockServer::start();
    let client = Client::builder()
        .api_key("dfs_test")
        // The prefix of the version is accepted at the end of a base URL.
        .base_url(format!("{}/v1", server.base_url()))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let types = vec![types::CollectionType::Model, types::CollectionType::Mixed];
    let mock = server.list_collections(|when, then| {
        when.organization_id(&ORGANIZATION.parse().unwrap())
            .limit(2)
            .search("a b&c")
            .types(&types)
            .cursor(None);
        then.ok(&types::CollectionPage::new(
            Vec::new(),
            Some("next".to_owned()),
        ));
    });
    let page = client
        .list_collections(
            &ORGANIZATION.parse().unwrap(),
            &ORBIT.parse().unwrap(),
            None,
            Some(2),
            None,
            Some("a b&c"),
            None,
            Some(&types),
        )
        .await
        .unwrap();
    assert_eq!(page.cursor.as_deref(), Some("next"));
    mock.assert();
}
