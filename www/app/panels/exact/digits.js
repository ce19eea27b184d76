export const DIGITS = [{ weight: 1, mean: [0, 0], deviation: 0.5 }];
