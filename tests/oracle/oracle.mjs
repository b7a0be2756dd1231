// What Enketo's evaluator says of expressions: one JSON line in, one out.
//
// {"document": "<data>…</data>"} becomes the instance that follows are evaluated in; {"expression": "…", "as": "string"}
// (or "number", "boolean") is answered by {"value": …}, or by {"error": "…"}. The clock stands at NOW (an ISO moment).

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { JSDOM } from "jsdom";

const RealDate = Date;
const pinned = new RealDate(process.env.NOW).getTime();
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length) super(...parts);
    else super(pinned);
  }
};

const { window } = new JSDOM("");
globalThis.Node = window.Node;
globalThis.XPathResult = window.XPathResult;
// jsdom's own compiled expressions want a result type that browsers do without.
globalThis.XPathEvaluator = class {
  evaluate(...parts) {
    return window.document.evaluate(...parts);
  }
  createExpression(text, resolver) {
    return { evaluate: (node) => this.evaluate(text, node, resolver, window.XPathResult.ANY_TYPE, null) };
  }
};
globalThis.window = { enketoFormLocale: "en" };

const evaluator = createRequire(import.meta.url)("openrosa-xpath-evaluator")();
const types = { string: "STRING_TYPE", number: "NUMBER_TYPE", boolean: "BOOLEAN_TYPE" };
let current = null;

function answer(line) {
  if (line.document !== undefined) {
    const parsed = new window.DOMParser().parseFromString(line.document, "text/xml");
    current = parsed.documentElement.querySelector("current");
    return null;
  }
  try {
    const result = evaluator.evaluate(line.expression, current, null, XPathResult[types[line.as]], null);
    const value = result[`${line.as}Value`];
    return { value: typeof value === "number" ? String(value) : value };
  } catch (error) {
    return { error: String(error.message).slice(0, 200) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = answer(JSON.parse(line));
  if (said !== null) process.stdout.write(`${JSON.stringify(said)}\n`);
}
