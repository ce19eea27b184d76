/** Design tokens. Colours carry ideas: DDIM blue, DDPM orange, data green; noise and schedules grey. */

export const TOKENS = `
  --paper: light-dark(#fbfaf7, #14161a); --card: light-dark(#ffffff, #1c1f25); --ink: light-dark(#1d2127, #e8e6e1);
  --soft: light-dark(#5d646e, #a3aab4); --line: light-dark(#e4e1da, #2d323a); --edge: light-dark(#8b8f96, #6b727c); --frame: light-dark(transparent, #6b727c);
  --ddpm: light-dark(#c2410c, #fb923c); --ddim: light-dark(#1d4ed8, #7aa7ff); --vae: light-dark(#6d28d9, #b79bff);
  --data: light-dark(#15803d, #5fd08a); --warn: light-dark(#92600a, #f2c14e); --on-accent: light-dark(#ffffff, #0b0d10);
  word-break: keep-all; overflow-wrap: break-word; --s1: 4px; --s2: 8px; --s3: 12px; --s4: 16px; --s6: 24px; --r: 10px;
  color: var(--ink); accent-color: var(--accent, var(--ddim));
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif;
  --math: "Unnoise Math", "STIX Two Math", "Cambria Math", "Latin Modern Math", "DejaVu Math TeX Gyre", math;
`;
