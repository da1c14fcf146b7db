/** Cases of console.test.ts: the queue and what people do to what stands in it. */
import { expect, it } from "vitest";
import type { ConsoleScene } from "./console-scene.ts";
import { PASSWORD } from "./served-desk.ts";

export const QUEUE = "/findings?state=new,taken";
const REASON = "asked by the desk sergeant ".repeat(12).slice(0, 300);

export function queueCases(scene: () => ConsoleScene): void {
  it("filters by the address, with what is left out, as the server counts", async () => {
    const { desk, visit } = scene();
    const visitor = await visit("ana", QUEUE);
    await visitor.page.getByText("Severity", { exact: true }).first().click();
    await visitor.page.getByRole("button", { name: "Not medium" }).waitFor();
    await visitor.isAccessible("facets");
    await visitor.page.getByRole("button", { name: "Not medium" }).click();
    await expect.poll(() => visitor.page.url()).toContain("severity=-medium");
    const { body } = await (await desk.person("rosa")).ask(
      "GET",
      "/api/findings?state=new,taken&severity=-medium&limit=1",
    );
    await visitor.says(`${body.total} findings`);
    await visitor.page.getByRole("button", { name: "Remove filter: not medium" }).click();
    await visitor.press("/");
    await visitor.page.keyboard.type("no finding says this");
    await visitor.press("Enter");
    await visitor.says("No finding passes these filters.");
    expect(visitor.page.url()).toContain("q=no+finding");
    await visitor.leave();
  });

  it("opens, and has recorded, only the finding where the cursor rests", async () => {
    const { visit } = scene();
    const visitor = await visit("ana", QUEUE);
    await visitor.page.locator(".row").nth(2).waitFor();
    await visitor.press("j", "j", "j", "k");
    await visitor.page.locator(".finding .sentence").waitFor();
    expect(visitor.asked.filter((path) => /^GET findings\/f1_[0-9a-f]+$/.test(path))).toHaveLength(1);
    const second = await visitor.page.locator(".row").nth(1).getAttribute("id");
    expect(visitor.page.url()).toContain(`id=${second}`);
    await visitor.press("?");
    await visitor.says("propose to close");
    await visitor.isAccessible("keys");
    await visitor.press("Escape");
    await visitor.leave();
  });

  it("goes the whole way by keyboard: take, comment, propose; another one closes", async () => {
    const { desk, visit } = scene();
    const ana = await visit("ana", QUEUE);
    await ana.page.locator(".row").first().waitFor();
    await ana.press("j");
    await ana.page.locator(".finding .sentence").waitFor();
    await ana.press("x", "a");
    await ana.says("You are on it.");
    const row = await ana.page.locator(".row.cursor").innerText();
    expect(row).toContain("ana");
    await ana.page.getByRole("button", { name: "Comment…" }).press("Enter");
    await ana.page.keyboard.type("Asked the team's lead by telephone.");
    await ana.isAccessible("comment");
    await ana.page.getByRole("button", { name: "Do it" }).press("Enter");
    await ana.says("Comment recorded.");
    await ana.press("c");
    await ana.page.locator("dialog select").selectOption("training");
    await ana.page.locator("dialog textarea").fill(REASON);
    await ana.page.getByRole("button", { name: "Do it" }).press("Enter");
    await ana.says(/You proposed to close it/);
    expect(await ana.page.getByRole("button", { name: "Close…", exact: true }).count()).toBe(0);
    await ana.page.getByRole("link", { name: /^Incident / }).click();
    await ana.says("proposed to close it as “needs training”");
    const place = new URL(ana.page.url()).hash.slice(1);
    await ana.leave();

    const visitor = await visit("rosa", QUEUE);
    await visitor.open(place);
    await visitor.page.getByRole("button", { name: "Close…", exact: true }).click();
    await visitor.says(/ana proposed to close it as “needs training”/);
    await visitor.page.locator("dialog textarea").fill("Looked at the rows myself.");
    await visitor.isAccessible("close");
    await visitor.page.getByRole("button", { name: "Do it" }).click();
    await visitor.says("closed it as “needs training”");
    const { body } = await (await desk.person("rosa")).ask("GET", `/api${place}`);
    expect(body.incident).toMatchObject({ state: "closed", owner: "ana", closing: { by: "rosa" } });
    await visitor.leave();
  });

  it("does nothing where somebody else was quicker, and shows what they did", async () => {
    const { desk, visit } = scene();
    const { body } = await (await desk.person("rosa")).ask("GET", "/api/incidents?open=true");
    const { id, steps } = body.items.find((incident: { owner?: string }) => incident.owner === undefined);
    const ana = await visit("ana", `/incidents/${id}`);
    await ana.page.getByRole("button", { name: "Take it" }).waitFor();
    const step = { do: "commented", text: "I have looked at it already." };
    expect(
      (
        await (
          await desk.person("rosa")
        ).ask("POST", `/api/incidents/${id}/steps`, { after: steps.length, step })
      ).status,
    ).toBe(200);
    await ana.page.getByRole("button", { name: "Take it" }).click();
    await ana.says("Somebody else was quicker.");
    await ana.says(step.text);
    const after = await (await desk.person("rosa")).ask("GET", `/api/incidents/${id}`);
    expect(after.body.incident.owner).toBeUndefined();
    await ana.leave();
  });

  it("shows what a suppression would hide before it is made, and makes it for a reviewer", async () => {
    const { desk, visit } = scene();
    const { body } = await (await desk.person("rosa")).ask("GET", "/api/findings?limit=1");
    const visitor = await visit("rosa", "/suppressions");
    await visitor.page.getByRole("button", { name: "Suppress…" }).click();
    await visitor.page.getByLabel("Detector", { exact: true }).fill(body.items[0].detector);
    await visitor.page
      .getByLabel("Why", { exact: true })
      .fill("The department moved, everybody comes from new addresses.");
    await visitor.page.getByRole("button", { name: "Show what it would have hidden" }).click();
    await visitor.says(/It would have hidden \d+ finding/);
    await visitor.page.getByRole("button", { name: "Suppress", exact: true }).click();
    await visitor.page.locator("table").getByText("The department moved").waitFor();
    await visitor.leave();
  });

  it("makes an account that can sign in, and says why one cannot be", async () => {
    const { desk, visit } = scene();
    const visitor = await visit("adam", "/accounts");
    await visitor.page.getByRole("button", { name: "New account…" }).click();
    await visitor.page.getByLabel("Name").fill("eva");
    await visitor.page.getByLabel("reviewer").check();
    await visitor.page.getByLabel("administrator").check();
    await visitor.page.getByLabel(/^Password/).fill(PASSWORD);
    await visitor.page.getByRole("button", { name: "Save" }).click();
    await visitor.says(/One person cannot be administrator and reviewer/);
    visitor.forgive(/403.*accounts\/eva$/);
    await visitor.page.getByLabel("administrator").uncheck();
    await visitor.isAccessible("account");
    await visitor.page.getByRole("button", { name: "Save" }).click();
    await visitor.page.locator("table").getByText("eva").waitFor();
    await visitor.leave();
    expect((await (await desk.server.signIn("eva", PASSWORD)).ask("GET", "/api/session")).body.roles).toEqual(
      ["reviewer"],
    );
  });

  it("verifies the ledger, keeps the checkpoint, and names a tile that was changed", async () => {
    const { visit } = scene();
    const visitor = await visit("otto", "/ledger");
    const verify = visitor.page.getByRole("button", { name: "Verify now" });
    await verify.click();
    await visitor.says(/this browser fetched the log/);
    await visitor.says(/cannot show that the log was not cut back/);
    await verify.click();
    await visitor.says(/are the same that this browser saw on/);
    await visitor.page.route("**/ledger/tile/0/000", async (route) => {
      const answer = await route.fetch();
      const bytes = await answer.body();
      bytes[50] = (bytes[50] ?? 0) ^ 1;
      await route.fulfill({ response: answer, body: bytes });
    });
    await visitor.page.reload();
    await verify.click();
    await visitor.says(/the verification in this browser failed/);
    await visitor.says("tile/0/000");
    await visitor.isAccessible("refuted");
    await visitor.leave();
  });

  it("speaks Spanish to a browser that does, and keeps another choice", async () => {
    const { visit } = scene();
    const visitor = await visit("ana", QUEUE, { locale: "es-ES" });
    await visitor.page.getByRole("heading", { name: "Hallazgos" }).waitFor();
    expect(await visitor.page.locator("html").getAttribute("lang")).toBe("es");
    await visitor.page.getByLabel("Idioma").selectOption("en");
    await visitor.page.reload();
    await visitor.page.getByRole("heading", { name: "Findings" }).waitFor();
    await visitor.leave();
  });
}
