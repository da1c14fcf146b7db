import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OAuth2Server } from "oauth2-mock-server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSER_PRESENT, launch, Visitor } from "./console-visitor.ts";
import { counterwatch } from "./counterwatch.ts";
import { cityLines, type Person, RunningServer } from "./serve-desk.ts";

if (!BROWSER_PRESENT && process.env["CI"] !== "true")
  console.warn("people in a browser: skipped, no Chromium (set CHROMIUM_PATH)");

const PASSWORD = "twelve characters and more";
const FRESH = "another twelve characters";
const PEOPLE = { ana: "analyst", rosa: "reviewer", otto: "auditor", adam: "administrator" } as const;

/** A port that is free now: the server has to know its address before it begins. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// With CI=true a missing browser is a failure: beforeAll then throws.
describe.skipIf(!BROWSER_PRESENT && process.env["CI"] !== "true")("people in a browser", () => {
  let folder: string;
  let server: RunningServer;
  let browser: Browser;
  let issuer: OAuth2Server;
  let url: string;
  let rosa: Person;
  let ana: Person;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "counterwatch-people-"));
    for (const [name, role] of Object.entries(PEOPLE)) {
      const args = ["serve", "account", name, "--role", role, "--data", "desk"];
      expect((await counterwatch(args, { cwd: folder, input: `${PASSWORD}\n` })).status).toBe(0);
    }
    const made = await counterwatch(["serve", "source", "city", "--data", "desk"], { cwd: folder });
    issuer = new OAuth2Server();
    await issuer.issuer.keys.generate("RS256");
    await issuer.start(0, "127.0.0.1");
    issuer.service.on("beforeTokenSigning", ({ payload }: { payload: Record<string, unknown> }) => {
      payload["preferred_username"] = "otto";
    });
    await writeFile(join(folder, "oidc.secret"), "between the two servers\n");
    const oidc = { issuer: issuer.issuer.url, clientId: "counterwatch", clientSecretFile: "oidc.secret" };
    await writeFile(join(folder, "counterwatch.yaml"), JSON.stringify({ signIn: { oidc } }));
    const port = await freePort();
    url = `http://localhost:${port}`;
    const config = join(folder, "counterwatch.yaml");
    server = await RunningServer.start(join(folder, "desk"), [
      "--port",
      String(port),
      "--origin",
      url,
      "--config",
      config,
    ]);
    const lines = cityLines("people", 20, 30);
    expect((await server.send("city", made.stdout.trim(), lines.join("\n"))).status).toBe(200);
    await server.judged();
    browser = await launch();
    [ana, rosa] = [await server.signIn("ana", PASSWORD), await server.signIn("rosa", PASSWORD)];
  });

  afterAll(async () => {
    await browser?.close();
    await issuer?.stop();
    const { signal, stderr } = (await server?.stop("SIGKILL")) ?? {};
    expect({ signal, stderr }).toMatchObject({ signal: "SIGKILL" });
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  it("makes a passkey with an authenticator, signs in with it, and removes it", async () => {
    const visitor = await Visitor.come(browser, url);
    const { page } = visitor;
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await visitor.signIn("ana", PASSWORD);
    await visitor.open("/settings");
    await page.getByRole("button", { name: "Add a passkey…" }).click();
    await page.getByLabel("What to call it").fill("the office laptop");
    await visitor.isAccessible("name of a passkey");
    await page.getByRole("button", { name: "Continue" }).click();
    await visitor.says("The passkey was added.");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.locator("nav.pages").waitFor();
    expect((await page.evaluate("fetch('/api/session').then((answer) => answer.json())")) as object).toEqual({
      name: "ana",
      roles: ["analyst"],
    });
    await visitor.open("/settings");
    await page.getByRole("button", { name: "Remove the office laptop" }).click();
    await visitor.says("The passkey was removed.");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await visitor.says("This passkey opens nothing here.");
    visitor.forgive(/403.*sign-in\/passkey$/);
    await visitor.leave();
  });

  it("goes to the organisation's sign-in and comes back signed in, or is told why not", async () => {
    const visitor = await Visitor.come(browser, url);
    await visitor.page.getByRole("button", { name: "Sign in through your organisation" }).click();
    await visitor.page.locator("nav.pages").waitFor();
    await visitor.says("Signed in as otto");
    visitor.forgive(new RegExp(`request ${issuer.issuer.url}/authorize`));
    await visitor.page.goto(`${url}/?sign-in=unknown`);
    await visitor.page.getByRole("button", { name: "Sign out", exact: true }).waitFor();
    await visitor.leave();
    const stranger = await Visitor.come(browser, `${url}/?sign-in=unknown`);
    await stranger.says("there is no account for you here");
    await stranger.isAccessible("no account");
    expect(stranger.page.url()).not.toContain("sign-in=");
    await stranger.page.context().close();
  });

  it("changes the own password, ends other sessions, and keeps the chosen look", async () => {
    const visitor = await Visitor.come(browser, url, { colorScheme: "light" });
    const { page } = visitor;
    await visitor.signIn("adam", PASSWORD);
    const elsewhere = await server.signIn("adam", PASSWORD);
    await visitor.open("/settings");
    await page.getByLabel("Old password").fill(PASSWORD);
    await page.getByLabel("New password").fill(FRESH);
    await page.getByRole("button", { name: "Change password" }).click();
    await visitor.says("The password was changed");
    expect((await elsewhere.ask("GET", "/api/session")).status).toBe(401);
    await expect(server.signIn("adam", PASSWORD)).rejects.toThrow("401");
    const again = await server.signIn("adam", FRESH);
    await page.reload();
    await page.getByRole("button", { name: /^End the session/ }).click();
    await expect.poll(async () => (await again.ask("GET", "/api/session")).status).toBe(401);
    await page.getByLabel("Colours").selectOption("dark");
    const ground = () => page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    const dark = await ground();
    await page.reload();
    await page.getByRole("heading", { name: "Passkeys" }).waitFor();
    expect(await ground()).toBe(dark);
    await page.getByLabel("Colours").selectOption("light");
    expect(await ground()).not.toBe(dark);
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.locator("input[name=password]").waitFor();
    await visitor.leave();
  });

  it("assigns to a colleague, and tests a candidate once another one has agreed", async () => {
    const [{ incident, operator }] = await ana.all("/api/findings?detector=story/fixation");
    const visitor = await Visitor.come(browser, url);
    const { page } = visitor;
    await visitor.signIn("ana", PASSWORD);
    await visitor.open(`/incidents/${incident}`);
    await page.getByRole("button", { name: "Assign…" }).click();
    const people = page.locator("dialog select");
    await expect
      .poll(() => people.locator("option").allInnerTexts())
      .toEqual(["Choose somebody", "ana (analyst)", "rosa (reviewer)"]);
    await visitor.isAccessible("assign");
    await people.selectOption("ana");
    await page.getByRole("button", { name: "Do it" }).click();
    await visitor.says(/assigned it to ana/);
    await page.getByRole("button", { name: "Ask to unmask…" }).click();
    await page.locator("dialog select").selectOption("subjects");
    await page.locator("dialog textarea").fill("A woman came and says that she is followed.");
    await page.getByRole("button", { name: "Do it" }).click();
    await visitor.says("asked to unmask the subjects");
    const { body: seen } = await rosa.ask("GET", `/api/incidents/${incident}`);
    const step = { do: "unmask-granted", what: "subjects", asked: "ana" };
    const granted = { after: seen.incident.steps.length, step };
    expect((await rosa.ask("POST", `/api/incidents/${incident}/steps`, granted)).status).toBe(200);
    await page.reload();
    await page.getByLabel("What it is").selectOption("plate");
    await page.getByLabel("Subject's identifier").fill("NOBODYS 1");
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await visitor.says("No: this candidate is not in the incident.");
    await visitor.says("19 tries are left");
    await visitor.says("tested a candidate for the subjects: it is not");
    expect(await page.getByLabel("Subject's identifier").inputValue()).toBe("");
    expect(operator).not.toMatch(/^p1_/);
    await visitor.isAccessible("unmasking");
    await visitor.leave();
  });

  it.each(["light", "dark"] as const)("is accessible, and fits a phone: %s", async (colorScheme) => {
    const visitor = await Visitor.come(browser, url, { colorScheme, locale: "es-ES" });
    await visitor.page.getByRole("button", { name: "Entrar con una llave de acceso" }).waitFor();
    await visitor.isAccessible("sign-in");
    await visitor.signIn("otto", PASSWORD);
    for (const place of ["/settings", "/precision"]) {
      await visitor.open(place);
      await visitor.page.locator("main h2").first().waitFor();
      await visitor.isAccessible(place);
      await visitor.page.setViewportSize({ width: 390, height: 844 });
      await expect
        .poll(() => visitor.page.evaluate("document.documentElement.scrollWidth"), { message: place })
        .toBe(390);
      await visitor.page.setViewportSize({ width: 1360, height: 860 });
    }
    await visitor.leave();
  });
});
