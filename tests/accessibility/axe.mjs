// Opens pages in a browser and prints, as JSON, what axe finds and what sticks out.
// Arguments: the browser, then the pages' files.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [1280, 390];
// A page zoomed to 400% on a wide screen is as narrow as this.
const NARROWEST = 320;

async function inspect(browser, file, width) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(AXE);
  const found = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  const sticksOut = await overhang(page);
  await page.setViewportSize({ width: NARROWEST, height: 900 });
  const sticksOutNarrowest = await overhang(page);
  await page.close();
  return {
    file,
    width,
    passes: found.passes.length,
    sticksOut: Math.max(sticksOut, sticksOutNarrowest),
    requests: asked.slice(1),
    violations: found.violations.map(({ id, nodes }) => ({
      id,
      html: nodes.map((node) => node.html).slice(0, 5),
    })),
  };
}

function overhang(page) {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

const [executablePath, ...files] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
  ],
});
try {
  const results = [];
  for (const file of files) {
    for (const width of WIDTHS) {
      results.push(await inspect(browser, file, width));
    }
  }
  process.stdout.write(JSON.stringify(results));
} finally {
  await browser.close();
}
