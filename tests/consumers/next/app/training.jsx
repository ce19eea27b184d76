"use client";

import { useEffect } from "react";
import { createMixture } from "unnoise";

/** A network of eight units, trained in a worker on a mixture of which everything is known. */
export function Training() {
  useEffect(() => {
    (async () => {
      const mixture = await createMixture({ components: [{ weight: 1, mean: [0.5], deviation: 0.2 }] });
      const { loss } = await mixture.train({ width: 8, steps: 20 });
      document.body.dataset.trained = String(loss);
    })();
  }, []);
  return null;
}
