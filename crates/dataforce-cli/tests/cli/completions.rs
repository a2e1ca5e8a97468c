//! Scripts for shells, and manual pages.

use dataforce_emulator::ApiVersion;

use crate::support::World;

#[test]
fn shells_get_a_script() {
    let world = World::new(ApiVersion::V1);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = world.run(&["completions", shell]).ok().stdout;
        assert!(script.contains("on-conflict"), "{shell}: {script}");
    }
    assert!(world.emulator.requests().is_empty());
}

#[test]
fn the_manual_is_one_page_or_a_directory_of_them() {
    let world = World::new(ApiVersion::V1);
    let page = world.run(&["man"]).ok().stdout;
    assert!(page.contains(".TH dataforce 1"), "{page}");
    assert!(page.contains("130  interrupted"), "{page}");

    world.run(&["man", "pages"]).ok();
    assert!(
        world
            .home()
            .join("pages/dataforce-collections-import.1")
            .exists()
    );
}
