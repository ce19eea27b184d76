"use client";

import "unnoise/elements";

export function Panels() {
  return (
    <>
      <unnoise-generate backend="cpu" steps={2} count={2} cores={2} />
      <unnoise-exact />
      <unnoise-noise start="click" />
      <unnoise-story chapter="to-noise" backend="cpu" />
    </>
  );
}
