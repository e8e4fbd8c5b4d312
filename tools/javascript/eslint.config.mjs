/** The rules for the project's JavaScript: the scripts of the room's pages, of the suite and of the living documentation. */

import js from "@eslint/js";
import globals from "globals";

const MODULES = ["reference_server/static/js/**/*.js"];
/** Run in a page as classic scripts, mostly injected by Playwright. */
const SCRIPTS = ["people/*.js", "pages/*.js", "living_docs/**/*.js"];
/** Run by Node.js. */
const NODE_MODULES = ["tests/**/*.mjs"];

export default [
  { ignores: ["**/vendor/", "**/bundle/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: [...MODULES, ...SCRIPTS, ...NODE_MODULES],
    languageOptions: { ecmaVersion: 2025, globals: globals.browser },
    rules: {
      ...js.configs.recommended.rules,
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: SCRIPTS, languageOptions: { sourceType: "script" } },
  { files: NODE_MODULES, languageOptions: { globals: globals.node } },
];
