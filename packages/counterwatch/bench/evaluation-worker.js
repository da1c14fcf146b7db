import { serve } from "./crew.js";
import { runWorld } from "./detection.js";

serve(runWorld);
