// One way through the house: a room imports only model/ and the rooms before it (DESIGN: intake → … → app).
const ROOMS = [
  "model",
  "intake",
  "ledger",
  "rules",
  "stories",
  "tripwire",
  "register",
  "incidents",
  "assess",
  "report",
  "stream",
  "store",
  "server",
  "app",
  "cli",
];
const ROOT = "^packages/counterwatch/src";
const PURE = ["model", "intake", "ledger", "rules", "stories", "tripwire", "register", "incidents", "assess", "report"];
// Detectors stand side by side: none may lean on another.
const APART = [
  ["rules", "stories"],
  ["rules", "tripwire"],
  ["stories", "tripwire"],
  ["stories", "rules"],
];

const backwards = ROOMS.map((room, at) => ({
  name: `no-way-back-from-${room}`,
  severity: "error",
  from: { path: `${ROOT}/${room}/`, pathNot: "\\.(test|fixture)\\.ts$" },
  to: { path: `${ROOT}/(${ROOMS.slice(at + 1).join("|") || "nothing-comes-after"})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...backwards,
    ...APART.map(([from, to]) => ({
      name: `${from}-without-${to}`,
      severity: "error",
      from: { path: `${ROOT}/${from}/` },
      to: { path: `${ROOT}/${to}/` },
    })),
    {
      name: "domain-does-no-io",
      severity: "error",
      comment: "I/O lives in store, stream, server, cli, app.",
      from: { path: `${ROOT}/(${PURE.join("|")})/`, pathNot: "\\.(test|fixture)\\.ts$" },
      to: { path: "^(node:)?(fs|fs/promises|net|http|https|child_process|os|readline|dgram|tls)$" },
    },
    {
      name: "sigma-knows-nothing-of-counterwatch",
      severity: "error",
      from: { path: "^packages/sigma/" },
      to: { path: "^packages/(counterwatch|simulator)/" },
    },
    {
      name: "evidence-knows-nothing-of-the-product",
      severity: "error",
      comment: "Auditors read and build it alone.",
      from: { path: "^packages/evidence/" },
      to: { path: "^packages/(counterwatch|simulator|sigma)/" },
    },
    {
      name: "evidence-runs-in-a-browser",
      severity: "error",
      from: { path: "^packages/evidence/src/", pathNot: "/src/node/|\\.(test|fixture)\\.ts$" },
      to: { path: "^node:|/src/node/" },
    },
    {
      name: "simulator-knows-nothing-of-detectors",
      severity: "error",
      from: { path: "^packages/simulator/" },
      to: { path: "^packages/(counterwatch|evidence|sigma)/" },
    },
    {
      name: "detectors-know-nothing-of-the-simulator",
      severity: "error",
      from: { path: `${ROOT}/(?!cli/|app/)` },
      to: { path: "^packages/simulator/" },
    },
    {
      name: "client-runs-in-a-browser",
      severity: "error",
      comment: "counterwatch/client: the server's types alone.",
      from: { path: `${ROOT}/server/desk/client/`, pathNot: "\\.test\\.ts$" },
      to: { pathNot: `${ROOT}/server/desk/client/`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "console-knows-the-server-by-its-types",
      severity: "error",
      comment:
        "Shapes of the API; no code of the server goes into the browser, but for what report and console draw and say alike: pure, without imports of its own.",
      from: { path: "^packages/console/src/", pathNot: "\\.test\\.ts$" },
      to: {
        path: "^packages/(counterwatch|sigma|simulator)/",
        pathNot: "^packages/counterwatch/src/(report/(picture|words)/|stories/(case-name|singled-subjects)\\.ts)",
        dependencyTypesNot: ["type-only"],
      },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.test.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules|/dist/" },
    enhancedResolveOptions: { conditionNames: ["source", "import", "node", "default"], exportsFields: ["exports"] },
  },
};
