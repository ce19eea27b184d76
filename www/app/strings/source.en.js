/** Where an x₀ comes from. */
export default {
  "source.name": "Picture",
  "source.model": "the model's",
  "source.drawing": "your own",
  "source.image-seed": "Seed of the picture",
  "gallery.name": "Gallery, made by the model",
  "gallery.class": "Take the picture of {label}, seed {seed}",
  "gallery.seed": "Take the picture of seed {seed}",
  "source.clear": "Clear",
  "source.invert": "Invert",
  "source.file": "Choose a file …",
  "source.drop": "Draw it, choose a file, or drop one on the picture. The network knows light strokes on black; invert what is dark on light.",
  "source.draw.label": "Drawing area. Draw with the pointer, or move with the arrow keys and draw with the space bar.",
  "source.draw.hint": "Draw here, or drop a file",
  "error.file-broken": "{name} ({type}) is not a picture that this browser can read. Choose a PNG, JPEG or WebP file.",
  "error.file-large": "{name} has {size} MB; at most 40 MB are read. Make the picture smaller.",
};
