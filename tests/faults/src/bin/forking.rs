//! Makes calls with a blocking and an async client, forks, and makes further ones with the same
//! clients in both processes. Prints one line for each call.
//!
//! The argument is the base URL.

fn main() {
    #[cfg(unix)]
    unix::main();
}

#[cfg(unix)]
mod unix {
    use dataforce::{Client, blocking};
    use fork::{Fork, fork, waitpid};

    pub(super) fn main() {
        let base_url = std::env::args().nth(1).unwrap_or_default();
        let blocking = blocking::Client::builder()
            .api_key("dfs_your_key")
            .base_url(&base_url)
            .build();
        let client = Client::builder()
            .api_key("dfs_your_key")
            .base_url(&base_url)
            .build();
        let (Ok(blocking), Ok(client)) = (blocking, client) else {
            println!("no client");
            return;
        };
        call("before", &blocking, &client);
        match fork() {
            Ok(Fork::Child) => call("child", &blocking, &client),
            Ok(Fork::Parent(child)) => {
                (0..20).for_each(|_| call("parent", &blocking, &client));
                let _ = waitpid(child);
                call("after", &blocking, &client);
            }
            Err(error) => println!("no fork: {error}"),
        }
    }

    fn call(when: &str, blocking: &blocking::Client, client: &Client) {
        print(when, "blocking", blocking.organizations().list());
        // A runtime of its own for each call, since the child must not use an inherited one.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        if let Ok(runtime) = runtime {
            print(
                when,
                "async",
                runtime.block_on(client.organizations().list()),
            );
        }
    }

    fn print<T>(when: &str, client: &str, outcome: dataforce::Result<Vec<T>>) {
        match outcome {
            Ok(list) => println!("{when}, {client}: {} organizations", list.len()),
            Err(error) => println!("{when}, {client}: {:?}: {error}", error.kind()),
        }
    }
}
