// Two languages, the sidebar that gen.py wrote, and the search that VitePress brings along.
import fs from "node:fs";

const sidebar = JSON.parse(fs.readFileSync(new URL("sidebar.json", import.meta.url), "utf8"));

export default {
  base: "/site/",
  title: "Guides",
  locales: {
    root: { label: "English", lang: "en" },
    "zh-TW": { label: "繁體中文", lang: "zh-TW", link: "/zh-TW/" },
  },
  themeConfig: { sidebar, search: { provider: "local" } },
};
