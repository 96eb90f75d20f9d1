import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
	root: `${import.meta.dirname}/web`,
	plugins: [react()],
	build: { outDir: `${import.meta.dirname}/../dist/web`, emptyOutDir: true, assetsInlineLimit: 0 },
	server: { proxy: { "/api": "http://127.0.0.1:3000" } },
});
