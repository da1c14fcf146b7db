/** The console's files, as they were built; every address that is no file is the app's own, which reads it. */
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "hono";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

const FOLDERS = ["../../../../console", "../../../../../console/dist"];

/** By this the console knows that it shows a demo, before anybody has signed in. */
const DEMO_MARK = '<meta name="counterwatch-demo" content="yes" />';

export function consoleHandler(isDemo: boolean): (context: Context) => Response {
  const folder = FOLDERS.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) =>
    existsSync(join(path, "index.html")),
  );
  return (context) => {
    if (folder === undefined)
      return context.text(
        "The console is not built here. The API is under /api, described at /openapi.json.\n",
      );
    const { path } = context.req;
    // Only names that a build makes: no way up, nothing hidden.
    const name =
      /^\/(assets\/)?[\w-]+(\.[\w-]+)*$/.test(path) && extname(path) in TYPES ? path.slice(1) : "index.html";
    const file = join(folder, name);
    if (!existsSync(file)) return context.text("not found\n", 404);
    const bytes = readFileSync(file);
    const isMarked = isDemo && name === "index.html";
    return new Response(isMarked ? bytes.toString().replace("</head>", `${DEMO_MARK}</head>`) : bytes, {
      headers: {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        // Built names change with their content; the page itself does not.
        "cache-control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      },
    });
  };
}
