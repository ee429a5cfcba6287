import { defineConfig } from "vite";

// One entry; hashed names and a manifest that src/bihuan/web/assets.py reads.
export default defineConfig({
  base: "/static/dist/",
  build: {
    outDir: "../src/bihuan/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    rollupOptions: { input: "src/app.ts" },
  },
});
