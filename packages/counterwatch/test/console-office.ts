/** Cases of console.test.ts: sources, rules, and the page as such. */
import { expect, it } from "vitest";
import type { ConsoleScene } from "./console-scene.ts";

export function officeCases(scene: () => ConsoleScene): void {
  it("leads from a trouble to its source, and says of each row what is wrong and how to mend it", async () => {
    const { visit } = scene();
    const visitor = await visit("ana", "/sources");
    await visitor.page.locator("table .standing").first().waitFor();
    expect(await visitor.page.locator("table .standing").allInnerTexts()).toEqual(["never heard", "behind"]);
    await visitor.page
      .getByRole("link", { name: "calls has not been heard since the server started." })
      .click();
    await visitor.says("4 rows; the latest 4 are shown.");
    expect(await visitor.page.locator(".letter-group h3").allInnerTexts()).toEqual([
      "1 row: not-json",
      "3 rows: time-unreadable, Column time",
    ]);
    await visitor.page.locator(".letter-group summary").last().click();
    expect(await visitor.page.locator(".letter-group details[open] dd").allInnerTexts()).toContain(
      "aaaaaaaaa",
    );
    await visitor.isAccessible("source");
    await visitor.leave();
    const adam = await visit("adam", "/sources/calls");
    await adam.says("Your role does not read them.");
    await adam.page.getByRole("button", { name: "Read them again" }).click();
    await adam.says("0 rows could be read now.");
    await adam.leave();
  });

  it("runs a rule's own tests, and says what it would have found", async () => {
    const { desk, visit } = scene();
    const visitor = await visit("ana", "/rules");
    await visitor.page.getByRole("searchbox").fill("no purpose at all here");
    await visitor.says("No rule says this.");
    await visitor.page.getByRole("searchbox").fill("without any purpose");
    await visitor.page.getByRole("link", { name: "Look-up without any purpose" }).click();
    await visitor.page.getByRole("button", { name: "Run its tests" }).click();
    await visitor.says(/^All \d+ tests hold\.$/);
    await visitor.page.locator("select").last().selectOption("90");
    await visitor.page.getByRole("button", { name: "Run the backtest" }).click();
    await visitor.page.locator(".backtest .sentence").waitFor();
    await visitor.isAccessible("backtest");
    await visitor.leave();
    // It was a look-up under the name of whoever ran it.
    await desk.server.judged();
    const rosa = await desk.person("rosa");
    const { body } = await rosa.ask("GET", "/api/operators/ana");
    expect(body.events.map(({ event }: { event: { object: object } }) => event.object)).toContainEqual({
      type: "rule",
    });
  });

  it("shows errors of a text by line, and tries it only when it can be read", async () => {
    const { visit } = scene();
    const visitor = await visit("rosa", "/rules/try");
    const field = visitor.page.locator(".editor textarea");
    const begin = await field.inputValue();
    await field.fill(begin.replace("action: export\n", "acton: export\n"));
    await visitor.page.getByRole("button", { name: "Check" }).click();
    await visitor.says("Perhaps action is meant.");
    expect(await visitor.page.locator(".wrong-line").allInnerTexts()).toEqual(["15"]);
    expect(await visitor.page.getByRole("button", { name: "Run the backtest" }).isDisabled()).toBe(true);
    await visitor.isAccessible("errors of a rule");
    await visitor.page.getByRole("button", { name: "Line 15, column 5" }).click();
    expect(
      await field.evaluate((element) => (element as unknown as { selectionStart: number }).selectionStart),
    ).toBe(begin.indexOf("action: export"));
    await field.fill(begin.replace("action: export\n", "action: search\n"));
    await visitor.says("The text has changed since.");
    await visitor.page.getByRole("button", { name: "Check" }).click();
    await visitor.says("Not all tests hold.");
    await visitor.page.getByRole("button", { name: "Run the backtest" }).click();
    await visitor.page.locator(".backtest .sentence").waitFor();
    await field.fill(begin.replace("action: export\n", "subjects.id: p1_0\n"));
    await visitor.page.getByRole("button", { name: "Run the backtest" }).click();
    await visitor.says(/A backtest looks for conduct, never for a person/);
    visitor.forgive(/403.*rules\/backtest$/);
    await visitor.leave();
  });

  it("has a menu of pages where the screen is narrow", async () => {
    const { visit } = scene();
    const visitor = await visit("rosa", "/overview", { viewport: { width: 390, height: 844 } });
    const link = visitor.page.locator("nav.pages").getByRole("link", { name: "Rules" });
    expect(await link.isVisible()).toBe(false);
    await visitor.page.getByRole("button", { name: "Overview" }).click();
    await visitor.isAccessible("menu");
    await link.click();
    await visitor.page.locator("main h1").getByText("Rules").waitFor();
    expect(await link.isVisible()).toBe(false);
    await visitor.leave();
  });

  it("prints what is read, without what is pressed", async () => {
    const { desk, visit } = scene();
    const visitor = await visit("ana", "/overview");
    await visitor.page.locator(".overview h1").waitFor();
    await visitor.page.emulateMedia({ media: "print" });
    expect(await visitor.page.locator("nav.pages").isVisible()).toBe(false);
    expect(await visitor.page.locator(".overview h1").isVisible()).toBe(true);
    const { body } = await (await desk.person("ana")).ask("GET", "/api/findings?limit=1");
    await visitor.open(`/findings?id=${body.items[0].id}`);
    await visitor.page.locator(".finding .sentence").waitFor();
    expect(await visitor.page.locator(".queue").isVisible()).toBe(false);
    expect(await visitor.page.locator(".finding button").filter({ visible: true }).count()).toBe(0);
    await visitor.leave();
  });
}
