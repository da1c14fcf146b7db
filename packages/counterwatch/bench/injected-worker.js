import { workerData } from "node:worker_threads";
import { serve } from "./crew.js";
import { runInjected } from "./detection.js";
import { readAudit } from "./real-audit.js";

const events = readAudit(workerData.path);

serve(async (job) => runInjected(await events, job));
