//! Tests on the layers that are committed.

use super::*;
use crate::device::device;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/kittens"))
}

#[test]
fn every_combination_is_in_one_split() {
    let [train, test] = [Split::Train, Split::Test]
        .map(|split| Kittens::read(folder(), split).expect("the layers"));
    assert_eq!(train.counts(), [15, 9, 15, 10, 16]);
    assert_eq!(train.len() + test.len(), 324_000);
    let share = test.len() as f64 / 324_000.0;
    assert!((share - 0.1).abs() < 0.003, "{share}");
    for i in (0..test.len()).step_by(1000) {
        assert!(!train.is_withheld(&train.traits(i)));
        assert!(test.is_withheld(&test.traits(i)));
        assert_eq!(test.labels(i), test.traits(i));
    }
}

/// The sums of bytes are those of the pictures that the script beside the original layers composes.
#[test]
fn pictures_are_composed_as_the_notice_says_and_the_same_on_a_device() {
    let kittens = Kittens::read(folder(), Split::Train).expect("the layers");
    let bytes = |traits: &Traits| -> Vec<f32> {
        let picture = kittens.compose(traits);
        picture.iter().map(|x| (x + 1.0) * 127.5).collect()
    };
    for (traits, sum, pixel) in [
        ([3, 0, 12, 4, 7], 2_250_721.0, [175.0, 142.0, 165.0]),
        ([14, 8, 4, 9, 0], 2_266_145.0, [255.0, 166.0, 80.0]),
    ] {
        let found = bytes(&traits);
        assert!((found.iter().sum::<f32>() - sum).abs() < 20.0);
        for (channel, expected) in pixel.into_iter().enumerate() {
            let found = found[channel * PIXELS + 30 * SIDE + 30];
            assert!((found - expected).abs() < 0.01, "{found} {expected}");
        }
    }

    let device = device(None).expect("a device");
    let numbers = [0, 1234, 200_000];
    let batch = kittens.batch(&numbers, &device).into_data();
    let batch: Vec<f32> = batch.try_to_vec().expect("floats");
    for (&i, made) in numbers.iter().zip(batch.chunks_exact(SIZE)) {
        let picture = kittens.compose(&kittens.traits(i));
        let differ = picture.iter().zip(made).filter(|(a, b)| {
            // One step of 8 bits, where the last bit of a float decides the rounding.
            assert!((*a - *b).abs() < 1.01 / 127.5, "{a} {b}");
            (*a - *b).abs() > 1e-4
        });
        assert!(differ.count() < SIZE / 100);
    }
}

#[test]
fn what_shows_adds_up_to_what_is_not_background() {
    let kittens = Kittens::read(folder(), Split::Train).expect("the layers");
    let visible = kittens.visible(&[3, 0, 12, 4, 7]);
    for pixel in 0..PIXELS {
        let sum: f32 = visible.iter().map(|kind| kind[pixel]).sum();
        assert!((0.0..=1.0 + 1e-5).contains(&sum), "{sum}");
    }
    // The corner is background, the scarf hides the neck.
    assert_eq!(visible.iter().map(|kind| kind[0]).sum::<f32>(), 0.0);
    assert!(visible[4].iter().sum::<f32>() > 400.0);
}
