// Prints the given stylesheets as one, without the rules for what is on no page. Arguments: a file of words, then the stylesheets.
// Custom properties and keyframes stay: scripts and inline styles may use them.
import { readFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";

const [words, ...sheets] = process.argv.slice(2);
const known = new Set(readFileSync(words, "utf8").split("\n"));
const [{ css }] = await new PurgeCSS().purge({
  content: [{ raw: "", extension: "words" }],
  css: [{ raw: sheets.map((sheet) => readFileSync(sheet, "utf8").replace(/@charset[^;]*;/, "")).join("\n") }],
  extractors: [{ extensions: ["words"], extractor: () => [...known] }],
});
process.stdout.write(css);
