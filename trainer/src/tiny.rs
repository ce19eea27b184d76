//! The network that tests train and sample.

use unnoise::model::ModelConfig;

/// 4×4 pixels, two classes, 50 steps.
pub fn config() -> ModelConfig {
    serde_json::from_str(
        r#"{
            "unet": {
                "channels": 1, "height": 4, "width": 4, "patch": 1, "widths": [4, 8], "blocks": 1, "middle_blocks": 2,
                "heads": 2, "groups": 2, "embedding": 8, "labels": [2]
            },
            "schedule": { "kind": "linear", "steps": 50, "beta_start": 0.001, "beta_end": 0.2 },
            "parameterisation": "v",
            "labels": [{ "name": "side", "classes": ["left", "right"] }]
        }"#,
    )
    .expect("a config")
}
