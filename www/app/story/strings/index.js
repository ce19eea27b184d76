/** The story's strings, a file for each chapter and language. */

import { addStrings } from "../../strings/index.js";
import dataEn from "./data.en.js";
import dataKo from "./data.ko.js";
import ddimEn from "./ddim.en.js";
import ddimKo from "./ddim.ko.js";
import ddpmEn from "./ddpm.en.js";
import ddpmKo from "./ddpm.ko.js";
import latentEn from "./latent.en.js";
import latentKo from "./latent.ko.js";
import mapEn from "./map.en.js";
import mapKo from "./map.ko.js";
import storyEn from "./story.en.js";
import storyKo from "./story.ko.js";
import toNoiseEn from "./to-noise.en.js";
import toNoiseKo from "./to-noise.ko.js";
import wayBackEn from "./way-back.en.js";
import wayBackKo from "./way-back.ko.js";

addStrings(storyEn, storyKo);
addStrings(dataEn, dataKo);
addStrings(latentEn, latentKo);
addStrings(toNoiseEn, toNoiseKo);
addStrings(wayBackEn, wayBackKo);
addStrings(ddpmEn, ddpmKo);
addStrings(ddimEn, ddimKo);
addStrings(mapEn, mapKo);
