/** Cases of console-finding.test.ts: how people sign in, what they set, and how they are asked for a name behind a pseudonym. */
import type { Browser } from "playwright-core";
import { expect, it } from "vitest";
import type { ConsoleScene } from "./console-scene.ts";
import { Visitor } from "./console-visitor.ts";
import { PASSWORD } from "./served-desk.ts";

const FRESH = "another twelve characters";

interface PeopleScene extends ConsoleScene {
  readonly browser: Browser;
  /** Address of the other organisation. */
  readonly issuer: string;
}

export function peopleCases(scene: () => PeopleScene): void {
  it("makes a passkey with an authenticator, signs in with it, and removes it", async () => {
    const { desk, browser } = scene();
    const visitor = await Visitor.come(browser, desk.url);
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
    const { desk, browser, issuer } = scene();
    const visitor = await Visitor.come(browser, desk.url);
    await visitor.page.getByRole("button", { name: "Sign in through your organisation" }).click();
    await visitor.page.locator("nav.pages").waitFor();
    await visitor.says("Signed in as otto");
    visitor.forgive(new RegExp(`request ${issuer}/authorize`));
    await visitor.page.goto(`${desk.url}/?sign-in=unknown`);
    await visitor.page.getByRole("button", { name: "Sign out", exact: true }).waitFor();
    await visitor.leave();
    const stranger = await Visitor.come(browser, `${desk.url}/?sign-in=unknown`);
    await stranger.says("there is no account for you here");
    await stranger.isAccessible("no account");
    expect(stranger.page.url()).not.toContain("sign-in=");
    await stranger.page.context().close();
  });

  it("changes the own password, ends other sessions, and keeps the chosen look", async () => {
    const { desk, browser } = scene();
    const visitor = await Visitor.come(browser, desk.url, { colorScheme: "light" });
    const { page } = visitor;
    await visitor.signIn("adam", PASSWORD);
    const elsewhere = await desk.server.signIn("adam", PASSWORD);
    await visitor.open("/settings");
    await page.getByLabel("Old password").fill(PASSWORD);
    await page.getByLabel("New password").fill(FRESH);
    await page.getByRole("button", { name: "Change password" }).click();
    await visitor.says("The password was changed");
    expect((await elsewhere.ask("GET", "/api/session")).status).toBe(401);
    await expect(desk.server.signIn("adam", PASSWORD)).rejects.toThrow("401");
    const again = await desk.server.signIn("adam", FRESH);
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
    const { desk, visit } = scene();
    const [{ incident, operator }] = await (await desk.person("ana")).all(
      "/api/findings?detector=story/fixation",
    );
    const visitor = await visit("ana", `/incidents/${incident}`);
    const { page } = visitor;
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
    const { body: seen } = await (await desk.person("rosa")).ask("GET", `/api/incidents/${incident}`);
    const step = { do: "unmask-granted", what: "subjects", asked: "ana" };
    const granted = { after: seen.incident.steps.length, step };
    expect(
      (await (await desk.person("rosa")).ask("POST", `/api/incidents/${incident}/steps`, granted)).status,
    ).toBe(200);
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
    const { desk, browser } = scene();
    const visitor = await Visitor.come(browser, desk.url, { colorScheme, locale: "es-ES" });
    await visitor.page.getByRole("button", { name: "Entrar con una llave de acceso" }).waitFor();
    await visitor.isAccessible("sign-in");
    await visitor.signIn("otto", PASSWORD);
    for (const place of ["/settings", "/precision"]) {
      await visitor.open(place);
      await visitor.page.locator("main h2").first().waitFor();
      await visitor.isAccessible(place);
      await visitor.fitsPhone(place);
    }
    await visitor.leave();
  });
}
