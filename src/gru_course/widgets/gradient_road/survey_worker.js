// Surveys in a worker, for layers and runs that are too long for one screen frame.

import { surveyor } from "./survey.js";

const survey = surveyor();
onmessage = ({ data: settings }) => postMessage({ settings, found: survey(settings) });
