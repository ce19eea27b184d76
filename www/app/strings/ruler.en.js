/** The ruler: the time axis under the pictures. */
export default {
  "ruler.data": "data",
  "ruler.noise": "noise",
  "ruler.facts": "t {t} · ᾱ {alphaBar} · SNR {snr}",
};
