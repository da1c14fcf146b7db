import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Static files for a server whose policy allows scripts, styles and fonts from itself alone: nothing is written into the page. */
export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ["source", "module", "browser", "production"] },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The verifier brings libsodium, and is loaded by the ledger page alone.
    chunkSizeWarningLimit: 1500,
  },
});
