import { createMixture } from "unnoise";
import "unnoise/elements";

const mixture = await createMixture({ components: [{ weight: 1, mean: [0.5], deviation: 0.2 }] });
const { loss } = await mixture.train({ width: 8, steps: 20 });
document.body.dataset.trained = String(loss);
