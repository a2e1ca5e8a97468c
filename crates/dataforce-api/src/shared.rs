// Written by `cargo xtask regen` from openapi/collections.yaml and openapi/collections-v1.yaml. Do not edit.

crate::id! {
    /// Identifies an organization.
    pub struct OrganizationId;

    const RESOURCE: &str = "organization";
}

crate::id! {
    /// Identifies an orbit.
    pub struct OrbitId;

    const RESOURCE: &str = "orbit";
}

crate::id! {
    /// Identifies a collection.
    pub struct CollectionId;

    const RESOURCE: &str = "collection";
}

crate::id! {
    /// Identifies the secret that gives access to the storage bucket of an orbit.
    pub struct BucketSecretId;

    const RESOURCE: &str = "bucket secret";
}

crate::id! {
    /// Identifies a user's membership in an orbit.
    pub struct OrbitMemberId;

    const RESOURCE: &str = "orbit member";
}

crate::id! {
    /// Identifies a user.
    pub struct UserId;

    const RESOURCE: &str = "user";
}

crate::open_enum! {
    /// What a collection contains. Set at creation, and never changed.
    pub enum CollectionType {
        /// `model`
        Model = "model",
        /// `dataset`
        Dataset = "dataset",
        /// `experiment`
        Experiment = "experiment",
        /// `model_dataset`
        ModelDataset = "model_dataset",
        /// `dataset_experiment`
        DatasetExperiment = "dataset_experiment",
        /// `model_experiment`
        ModelExperiment = "model_experiment",
        /// `mixed`
        Mixed = "mixed",
    }
}

crate::open_enum! {
    /// The role of a user in an organization.
    pub enum OrganizationRole {
        /// `owner`
        Owner = "owner",
        /// `admin`
        Admin = "admin",
        /// `member`
        Member = "member",
    }
}

crate::open_enum! {
    /// The role of a user in an orbit.
    pub enum OrbitRole {
        /// `admin`
        Admin = "admin",
        /// `member`
        Member = "member",
    }
}

crate::open_enum! {
    /// A property that collections can be ordered by.
    pub enum CollectionSortBy {
        /// `created_at`
        CreatedAt = "created_at",
        /// `name`
        Name = "name",
        /// `type`
        Type = "type",
        /// `description`
        Description = "description",
        /// `total_artifacts`
        TotalArtifacts = "total_artifacts",
    }
}

crate::open_enum! {
    /// Whether a list is ascending or descending.
    pub enum SortOrder {
        /// `asc`
        Asc = "asc",
        /// `desc`
        Desc = "desc",
    }
}
