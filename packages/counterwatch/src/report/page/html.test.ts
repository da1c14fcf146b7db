import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html, trusted } from "./html.ts";

describe("html", () => {
  it("escapes every interpolation, in content and in attributes", () => {
    const hostile = `</p><script>alert("1")</script> & 'x'`;
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
      `<p title="&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>`,
    );
  });

  it("takes markup only from itself, and joins lists without a separator", () => {
    const items = ["a", "<b>"].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}${undefined}${false}${3}</ul>`.markup).toBe(
      "<ul><li>a</li><li>&lt;b&gt;</li>3</ul>",
    );
    expect(html`${trusted("<hr>")}`.markup).toBe("<hr>");
  });

  it("lets no string open a tag, close a quotation or begin an entity", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { markup } = html`${text}`;
        expect(markup).not.toMatch(/[<>"']/);
        expect(markup.replace(/&(?:amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
      }),
    );
  });
});
