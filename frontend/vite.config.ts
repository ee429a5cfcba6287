import { defineConfig } from "vite";

// An entry for the pages of who works here, and the styles alone of the public ones; hashed names and a manifest that src/bihuan/web/assets.py reads.
export default defineConfig({
  base: "/static/dist/",
  build: {
    outDir: "../src/bihuan/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    // The browsers that ship on office machines trail by years.
    target: ["chrome100", "safari15", "firefox100"],
    rollupOptions: { input: ["src/app.ts", "src/map.ts", "src/public.css"] },
  },
});
