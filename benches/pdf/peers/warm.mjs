// A Chromium that is kept running. For each line on standard input, `ADDRESS<tab>FILE`, it opens the address in a fresh
// page, prints it into the file, closes the page, and answers `done` on standard output; then it waits for the next.
//   node warm.mjs CHROMIUM PACKAGE.JSON     (playwright-core is looked for beside that file)

import { createRequire } from "node:module";
import readline from "node:readline";

const [chromiumPath, beside] = process.argv.slice(2);
const { chromium } = createRequire(beside)("playwright-core");
const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
console.log("ready");
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [address, path] = line.split("\t");
  const page = await browser.newPage();
  await page.goto(address, { waitUntil: "load" });
  await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
  await page.close();
  console.log("done");
}
await browser.close();
