import { defineConfig } from "prisma/config";

/** For Prisma's command line only; the program gets its address from core/platform/config.ts. */
export default defineConfig({
	schema: "prisma/models",
	migrations: { path: "prisma/migrations" },
	datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost:5432/prilavok" },
});
